"""Received mail: the message, the ways it came in, the draft it proposes. Written by ingest; convert ends a draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, col

from store.rows import Row, json_dict, json_list, word
from store.words import Aside, AuthorBy, DraftState, MessagePlace, MessageState, Trust


class Message(Row, table=True):
    """One mail, kept whole under `raw_key`. Everything below `state` is derived from it and can be made again.

    fingerprint  sha256 over the message less its trace headers: the same mail through two doors is one message
    twin         another message has the same Message-ID and other octets
    new_text     what this sender newly wrote; `text` the whole readable body
    passed_on    {name, address, subject, date, new, text} of the mail that was passed on, {} where none was; text: what
                 stands nowhere in `text`, as of a mail that was attached whole
    cut_is_sure  what was cut off is a quote beyond doubt, and the page says no other than the text; else nothing acts
    attachments  [{part, filename, content_type, size, inline, content_id, decoration}], views into the raw mail
    evidence     what the rule saw, by name
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_lies_aside", "place", "ticket_id", "order_id", "received_at"),
        Index("ix_message_taken", "place", "taken_at"),
        Index("ix_message_aside", "aside", "place", "id"),
        Index("ix_message_aside_taken", "aside", "place", "taken_at"),
        Index("ix_message_from", "from_address", "received_at"),
    )

    received_at: datetime
    raw_key: str = Field(index=True)
    size: int
    fingerprint: str = Field(unique=True)
    message_id: str = Field(default="", index=True)
    twin: bool = False

    state: MessageState = Field(default=MessageState.WAITING, index=True, sa_type=word(MessageState))
    lease_until: datetime | None = None
    lease_token: str | None = None  # of whoever holds the lease: store.claims
    attempts: int = 0
    trouble: str = Field(default="", sa_type=Text)

    place: MessagePlace | None = Field(default=None, sa_type=word(MessagePlace))
    aside: Aside | None = Field(default=None, sa_type=word(Aside))
    rule: str = ""
    evidence: dict[str, Any] = json_dict()
    trust: Trust = Field(default=Trust.V0, sa_type=word(Trust))

    from_address: str = Field(default="")  # of the author, lower case
    from_name: str = ""
    author_by: AuthorBy = Field(default=AuthorBy.FROM, sa_type=word(AuthorBy))
    header_from: str = Field(default="", sa_type=Text)  # as it stands, where it does not name the author
    subject: str = Field(default="", sa_type=Text)
    sent_at: datetime | None = None
    in_reply_to: str = Field(default="")
    language: str = ""
    text: str = Field(default="", sa_type=Text)
    new_text: str = Field(default="", sa_type=Text)
    quoted: str = Field(default="", sa_type=Text)
    signature: str = Field(default="", sa_type=Text)
    passed_on: dict[str, Any] = json_dict()
    cut_is_sure: bool = True
    has_html: bool = False
    attachments: list[dict[str, Any]] = json_list()
    is_auto: bool = False
    is_bulk: bool = False
    is_bounce: bool = False
    urgent_words: list[str] = json_list()
    defects: list[str] = json_list()
    scanned_at: datetime | None = Field(default=None, index=True)  # when a virus scanner looked at its files
    viruses: dict[str, Any] = json_dict()  # by part: store.scans

    link_id: int | None = Field(default=None, foreign_key="link.id", index=True)  # whose reference token it carried
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    order_id: int | None = Field(default=None, foreign_key="work_order.id", index=True)
    draft_id: int | None = Field(default=None, index=True)  # a follow-up to a draft that is still open
    taken_at: datetime | None = Field(default=None)  # when convert took the answer

    @property
    def written_at(self) -> datetime:
        """When it was written, by its own Date: what is later than its receipt, or more than a week before it, is a
        clock that is wrong or a wish, and the time of receipt stands."""
        sent = self.sent_at
        return sent if sent and self.received_at - _SLOWEST <= sent <= self.received_at else self.received_at


# Of what nobody took: by its id alone PostgreSQL walks all mail there ever was until it finds one.
OLDEST_UNTAKEN = (col(Message.taken_at), col(Message.id))
_SLOWEST = timedelta(days=7)  # servers try for five days to hand a mail on


class Delivery(Row, table=True):
    """One arrival of a message at a door. The envelope is RFC 5321's, not IMAP's header summary of that name."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("account", "folder", "uidvalidity", "uid"),)

    message_id: int = Field(foreign_key="message.id", index=True)
    at: datetime
    door: str  # smtp, imap, pipe
    sender: str | None = None
    recipients: list[str] = json_list()
    account: str | None = None  # IMAP: the account's name in the settings
    folder: str | None = None
    uidvalidity: int | None = None
    uid: int | None = None


class Draft(Row, table=True):
    """What a message proposes: the ticket it would become, for staff to convert, join or dismiss.

    suggestions  what it proposes beside its title, trade and urgency: store.suggestions reads and writes it
    problems     several problems in one mail, offered as a split
    left_at      when it was left to staff, where it speaks of danger and no ticket may be opened of it by itself
    retry_at     not before this it is tried again, where it speaks of danger and broke our code
    staff_id     who takes it up; None: nobody in particular
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_urgency", "urgency", "state", "left_at"),
        Index("ix_draft_listed", "state", "created_at"),
        Index("ix_draft_of_staff", "staff_id", "state", "created_at"),
    )

    message_id: int = Field(foreign_key="message.id", unique=True)
    created_at: datetime
    state: DraftState = Field(default=DraftState.OPEN, sa_type=word(DraftState))
    title: str = ""
    trade: str = ""
    urgency: str = ""  # emergency, possible, or empty
    urgency_why: str = ""
    suggestions: dict[str, Any] = json_dict()
    problems: list[str] = json_list()
    left_at: datetime | None = None
    retry_at: datetime | None = None
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = ""  # of a dismissal
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)


class Mailbox(Row, table=True):
    """How far one IMAP account's folder has been read, and whether it can be reached."""

    __tablename__ = "mailbox"
    __table_args__ = (UniqueConstraint("account", "folder"),)

    account: str
    folder: str
    uidvalidity: int = 0
    last_uid: int = 0
