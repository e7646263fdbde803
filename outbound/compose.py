"""A letter's row becomes a mail: what it says, in the one look, under headers that thread and do not fool machines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from mimetypes import guess_type
from typing import Any
from urllib.parse import quote, urlencode

from config.plain_text import one_line
from config.settings import Language, Settings
from config.words import ENGLISH, languages
from outbound.layouts import LetterPicture, Sheet, dress
from outbound.letter_texts import LetterText, audience, say
from outbound.masks import MASK, POLICY, mask_of, octets_of, write_text
from outbound.slips import slip_on_paper
from outbound.visits import visit
from store.deed_marks import LONGEST_LOCAL_PART, deed_mark, time_of
from store.desk_logo import DeskLogo, shown_size
from store.letter_table import Letter
from store.safety_texts import danger_in, points_in
from store.words import CauseKind, LetterKind

DUTCH = "nl"
# A stranger's Message-ID is repeated only where it is plain.
_MARK = re.compile(r"(?!.*=\?)[!-;=?A-~]{1,250}@[!-;=?A-~]{1,250}")
_KEPT_REFERENCES = 20  # the first and the latest: a thread may be long, a header line should not
_ASKING = (LetterKind.APPOINTMENT, LetterKind.PARTY_ACCEPTED)  # whether a time suits
_WITH_VISIT = (
    *_ASKING,
    LetterKind.ORDER_APPOINTMENT,
    LetterKind.ORDER_RECEIPT,
)


# Files that a mail program may show by itself; any other is only to be saved.
_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf")


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail that is ready but for its page token, which is masked (outbound.masks)."""

    subject: str
    octets: bytes


def compose(
    letter: Letter,
    settings: Settings,
    now: datetime,
    *,
    reply_token: str = "",
    order_tokens: Sequence[str] = (),
    before: Sequence[str] = (),
    folded: Sequence[Letter] = (),
    files: Sequence[tuple[str, bytes]] = (),
    logo: DeskLogo | None = None,
) -> Composed:
    """Compose a letter from its row alone. Raises jinja2.UndefinedError where its snapshot lacks a value.

    reply_token   the reference token of the recipient's link; "" where an answer is to go to the desk's own address
    order_tokens  the same for each order of a digest: an answer to the digest itself is known by its reference only
    before        Message-IDs of this thread that the recipient knows, oldest first, without angle brackets
    folded        older letters to the same person about the same thing, whose news travels in this one
    files         what goes with it: name and octets
    logo          of the desk, shown from within the mail: nothing is fetched, so nobody learns that it was read
    """
    gathered = _gathered(letter)
    order_tokens = order_tokens or [reply_token] * len(gathered)
    if gathered:
        reply_token, folded = "", ()
    sheets = [
        _sheet(letter, folded, language, settings, reply_token, list(zip(gathered, order_tokens, strict=True)))
        for language in _languages(letter, settings)
    ]
    subject, number = " / ".join(sheet.text.subject for sheet in sheets), number_of(letter)
    theirs = letter.snapshot.get("order", {}).get("theirs") if audience(LetterKind(letter.kind)) == "party" else ""
    marks = "".join(f"[{mark}] " for mark in (number, theirs) if mark)
    subject = one_line(f"{marks}{subject}")
    before = [mark for mark in before if _MARK.fullmatch(mark)]
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _mailbox(settings.desk.name, settings.desk.address)
    mail["To"] = _mailbox(letter.to_name, letter.to_address)
    mail["Reply-To"] = _mailbox(
        settings.desk.name, settings.desk.reply_address(reply_token) if reply_token else settings.desk.address
    )
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{letter.mail_id}>"
    if before:
        mail["In-Reply-To"] = f"<{before[-1]}>"
        mail["References"] = " ".join(f"<{one}>" for one in (*before[:1], *before[1:][-_KEPT_REFERENCES + 1 :]))
    if letter.automatic:
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: nobody's robot answers it
        mail["X-Auto-Response-Suppress"] = "All"
    picture = _picture(logo, settings) if logo and audience(LetterKind(letter.kind)) != "staff" else None
    replies = bool(reply_token or gathered)
    dressed = dress(sheets, settings.desk, settings.desk.zone, replies=replies, logo=picture)
    write_text(mail, dressed.text, "plain")
    mail.add_alternative(dressed.html, subtype="html", cte="quoted-printable")
    if logo and picture and (page := mail.get_body(("html",))):
        maintype, _, subtype = logo.kind.partition("/")
        page.add_related(logo.octets, maintype, subtype, cid=f"<{picture.cid}>", disposition="inline")
    if letter.kind in _WITH_VISIT:
        asked = letter.kind in _ASKING and letter.snapshot["appointment"]["state"] == "proposed" and reply_token
        invitation = (settings.desk.reply_address(reply_token), letter.to_address) if asked else None
        if calendar := visit(letter.snapshot, sheets[0].text.subject, settings.desk, now, invitation):
            method = {"method": "REQUEST" if invitation else "PUBLISH"}
            mail.add_attachment(calendar.decode(), subtype="calendar", filename="afspraak.ics", params=method)
    for filename, file in files:
        kind = guess_type(filename)[0] or ""
        subtype = kind.rpartition("/")[2] if kind in _SHOWN else ""
        maintype = kind.partition("/")[0] if subtype else "application"
        mail.add_attachment(file, maintype=maintype, subtype=subtype or "octet-stream", filename=one_line(filename))
    mail["Content-Language"] = ", ".join(sheet.language for sheet in sheets)
    return Composed(subject, octets_of(mail))


def _picture(logo: DeskLogo, settings: Settings) -> LetterPicture:
    return LetterPicture(f"{logo.mark}@{settings.desk.domain}", *shown_size(logo.mark))


def number_of(letter: Letter) -> str:
    """The number a letter is about; it opens the subject. Of its order where there is one, else of its ticket; people
    know the number of their ticket only."""
    for name in ("ticket", "order") if audience(LetterKind(letter.kind)) == "person" else ("order", "ticket"):
        if subject := letter.snapshot.get(name):
            return str(subject["number"])
    return str(letter.snapshot.get("about", ""))


def _languages(letter: Letter, settings: Settings) -> tuple[Language, ...]:
    if letter.language in languages():
        return (letter.language,)
    ours = settings.desk.language
    return (ours, DUTCH if ours == ENGLISH else ENGLISH)  # the language of the country, or of its guests


def _sheet(
    letter: Letter,
    folded: Sequence[Letter],
    language: Language,
    settings: Settings,
    reply_token: str,
    gathered: Sequence[tuple[Letter, str]],
) -> Sheet:
    text = _text(letter, language, settings, reply_token)
    slip = letter.snapshot.get("slip") if text.shows_slip else None
    return Sheet(
        language=language,
        text=text,
        slip=slip_on_paper(slip, settings.desk, language) if slip else None,
        also=tuple(_text(one, language, settings) for one in folded),
        orders=tuple(
            (
                _text(one, language, settings, token, page),
                slip_on_paper(one.snapshot["slip"], settings.desk, language)
                | {"theirs": one.snapshot["order"].get("theirs", "")},
            )
            for page, (one, token) in enumerate(gathered)
        ),
    )


def _gathered(letter: Letter) -> list[Letter]:
    """The reminders of a digest, each as the letter it would be by itself."""
    return [
        Letter(
            cause=CauseKind.REMINDER,
            kind=LetterKind.ORDER_REMINDER,
            created_at=letter.created_at,
            not_before=letter.not_before,
            to_address=letter.to_address,
            to_name=letter.to_name,
            link_id=one["link_id"],
            snapshot=one,
            mail_id=letter.mail_id,
            return_token=letter.return_token,
        )
        for one in letter.snapshot.get("orders", ())
    ]


def _text(letter: Letter, language: Language, settings: Settings, reply_token: str = "", page: int = 0) -> LetterText:
    """page: which of the pages it leads to, as outbound.masks counts them."""
    base = settings.desk.base_url.rstrip("/")
    values: dict[str, Any] = {
        **letter.snapshot,
        "desk": settings.desk,
        "to_name": letter.to_name,
        "link": f"{base}/l/{mask_of(page)}" if letter.link_id else "",
        "page": f"{base}{_staff_page(letter)}" if audience(LetterKind(letter.kind)) == "staff" else "",
        "personal": letter.personal,
        "quiet_days": settings.retention.quiet_close_days,
        "safety": lambda: _safety(letter, language),
        "mail_to": lambda label, word: _mail_to(letter, settings, reply_token, label, word),
    }
    return say(LetterKind(letter.kind), language, settings.desk.zone, values)


def _safety(letter: Letter, language: Language) -> list[str]:
    """What to do in danger, in the words that were approved when it was written."""
    return points_in(letter.snapshot.get("points", {}), danger_in(letter.snapshot.get("urgent_words", ())), language)


def _mail_to(letter: Letter, settings: Settings, reply_token: str, label: str, word: str) -> str:
    """A mailto: address (RFC 6068) whose mail means this word, with the words filled in for whoever reads along; ""
    where an answer would not come home."""
    if not reply_token:
        return ""
    about = time_of(letter.snapshot["appointment"]) if word in _ABOUT_TIME else ""
    address = settings.desk.reply_address(deed_mark(settings.secret, reply_token, word, about))
    if len(address.rpartition("@")[0]) > LONGEST_LOCAL_PART:
        return ""
    return (
        f"mailto:{address}?{urlencode({'subject': f'{label} [{number_of(letter)}]', 'body': label}, quote_via=quote)}"
    )


_ABOUT_TIME = ("suits", "unsuited", "slot_1", "slot_2", "slot_3")


def _staff_page(letter: Letter) -> str:
    if letter.kind == LetterKind.OPERATOR_TROUBLE:
        return "/"
    if letter.kind == LetterKind.STAFF_DANGER_MAIL:
        return "/drafts"
    if letter.kind == LetterKind.STAFF_PASSWORD_RESET:
        return f"/login/reset/{MASK}" if letter.snapshot["reset_id"] else ""
    if letter.kind == LetterKind.STAFF_ACCESS_CHANGED:
        return "/account"
    if letter.kind == LetterKind.STAFF_ACCOUNT_CHANGE:
        return f"/messages/{letter.snapshot['message_id']}"
    return f"/{'orders' if letter.order_id else 'tickets'}/{number_of(letter)}"


def _mailbox(name: str, address: str) -> Address:
    """A mailbox with its display name, less what means something beside a name (RFC 5322 §3.2.3)."""
    return Address(display_name=one_line(_SPECIAL.sub(" ", name), 100), addr_spec=address)


_SPECIAL = re.compile(r'[<>@:;"\\\[\]()]+')
