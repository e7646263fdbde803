"""The values a mail is read into. Rules and stations see these, never the parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

UNNAMED = "no sender in the header"  # a defect: who sent it is only what was said on the wire


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sent it and where it went, as said on the wire (RFC 5321 §2.3.1).

    sender       MAIL FROM; "" for the null return path; None where the door has no envelope (IMAP)
    recipients   RCPT TO, each as given
    """

    sender: str | None
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    address: str  # domain in lower case; "" where none could be read


@dataclass(frozen=True, slots=True)
class Attachment:
    """A view into the message: the octets stay in the raw mail and are decoded when asked for.

    part        where it is in the message, stable for one message: `open_part(raw, part)` yields its octets; "3" is
                the fourth leaf, "3.0" the first file packed inside it (uuencode, winmail.dat)
    size        of the decoded part in octets
    inline      the sender's program wished it inside the text (Content-Disposition: inline, or a Content-ID the HTML
                refers to); a wish, no proof that anybody sees it there
    decoration  a small picture that the mail's own page shows, such as the logo in a signature: left out of the files
    content_id  without angle brackets, "" where there is none
    """

    part: str
    filename: str
    content_type: str
    size: int
    inline: bool
    content_id: str
    decoration: bool = False


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What somebody passed on: data, unproven.

    new       of `text`, what its sender newly wrote
    reply_to  whom a mail that was passed on whole names so
    inner     what was passed on with it in turn
    """

    sender: Address | None
    date: datetime | None
    subject: str
    text: str
    new: str = ""
    reply_to: Address | None = None
    inner: Forwarded | None = None

    def hops(self) -> Iterator[Forwarded]:
        """This one and those within, the outermost first."""
        yield self
        if self.inner:
            yield from self.inner.hops()


MAX_HOPS = 3  # mails within each other that are read


@dataclass(frozen=True, slots=True)
class Return:
    """One recipient's fate in a delivery report (RFC 3464 §2.3, or a style without one).

    action   failed, delayed, delivered, relayed, expanded
    status   d.d.d (RFC 3463), "" where none was given
    original_message_id   of the returned mail, without angle brackets, "" where unknown
    """

    recipient: str
    action: str
    status: str
    original_message_id: str


class Sure(StrEnum):
    """How dependable the cut between new and quoted text is."""

    HIGH = "high"  # nothing was cut, or a boundary we know well
    LOW = "low"  # a guess: show the whole text


@dataclass(frozen=True, slots=True)
class Reply:
    """A body parted: what this sender newly wrote, what was quoted, and the signature under it."""

    new: str
    quoted: str = ""
    signature: str = ""
    sure: Sure = Sure.HIGH
    interleaved: bool = False  # answers stand between the quoted lines: `new` is then the whole text


def words_of(subject: str, reply: Reply, forwarded: Forwarded | None) -> str:
    """All that somebody says in a mail: what is new, and what was passed on with it. Not what is merely quoted."""
    return "\n".join((subject, reply.new, passed_on_words(forwarded)))


def passed_on_words(forwarded: Forwarded | None) -> str:
    """Subjects and texts of what was passed on; a text that stands in the one around it is said once."""
    if forwarded is None:
        return ""
    inner = forwarded.inner
    again = passed_on_words(inner) if inner and inner.text not in forwarded.text else ""
    return "\n".join(filter(None, (forwarded.subject, forwarded.text, again)))


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What was pressed under an invitation (RFC 5546), and no word beside it.

    status    accepted, declined, tentative, or counter: another time is asked for
    attendee  the address the answer speaks for; starts, ends  the time it is about, aware, None where not told
    """

    status: str
    attendee: str
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class InboundMail:
    """One mail as plain values. Nothing here is trusted; nothing here is missing: odd input leaves a defect.

    headers   every header in order, name in lower case, value unfolded and decoded to text
    date      the Date header as an aware UTC time, None where it cannot be read
    text      the whole readable body; html sanitised, "" where there is none
    reply     the body parted into new, quoted and signature
    language  of the new text: nl, en, de, fr, or "" where it cannot be told
    is_auto   a machine wrote it, or it looks so
    automatic_why, automatic_sure   the sign that says so; a single phrase, which people use too, is not sure
    tokens    reference tokens in order of trust: envelope recipient, To/Cc, In-Reply-To, References newest first
    calendar_answer  a press under an invitation; None for any other mail
    deed_marks  of addresses that mean one deed (store.deed_marks), not yet proven
    defects   what was wrong with the mail, in short English codes with evidence

    plain_from      From stands there once and names exactly one mailbox, plainly written
    authentication  the fields Authentication-Results as sent, topmost first, unfolded, encoded words not decoded
    """

    message_id: str
    subject: str
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    reply: Reply
    language: str
    attachments: tuple[Attachment, ...]
    is_auto: bool
    is_bulk: bool
    is_bounce: bool
    automatic_why: str = ""
    automatic_sure: bool = True
    returns: tuple[Return, ...] = ()
    forwarded: Forwarded | None = None
    urgent_words: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    calendar_answer: CalendarAnswer | None = None
    deed_marks: tuple[str, ...] = ()
    defects: tuple[str, ...] = field(default=())
    plain_from: bool = True
    authentication: tuple[str, ...] = ()
    envelope: Envelope = Envelope(sender=None, recipients=())

    def header(self, name: str, default: str = "") -> str:
        """The first header of that name, or the default."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), default)
