"""The outbox: letters to be posted, and what became of them. Put there by convert and outbound; posted by outbound."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.rows import Row, json_dict, word
from store.words import CauseKind, LetterState

KEPT = "kept"  # the answer where no outgoing server is set: the letter can be read, and goes nowhere


@dataclass(frozen=True, slots=True)
class Cause:
    """What caused a letter, and for whom: two letters of one cause are never written.

    id      of the line, the order, the ticket or the message it came from; 0 where the kind needs none
    round   the order's round of reminders · step  of the ladder, or of calling staff; 0: none
    at      the visit's minute in UTC (2026-11-24T13:00), or the trouble's day (2026-11-24); "": none
    reader  a mark such as "person:3", an address, or the trouble's name: compared whole, never read
    """

    kind: CauseKind
    id: int = 0
    round: int = 0
    step: int = 0
    at: str = ""
    reader: str = ""

    def columns(self) -> dict[str, Any]:
        """The cause as a letter's columns."""
        values = asdict(self)
        return {"cause": values.pop("kind"), **{f"cause_{name}": value for name, value in values.items()}}


_LOOSE = text("ticket_id IS NULL AND order_id IS NULL")


class Letter(Row, table=True):
    """One mail of ours to one person.

    cause       and the five after it: what caused it and for whom, as in Cause; unique, so that nothing is told twice
    kind        a template in outbound/letters, such as order_sent
    snapshot    what to say, as it was when the event happened
    mail_id     our Message-ID without angle brackets, fixed when the row is written
    return_token  names the letter in its return path (bounce+token@), so that a bounce finds it
    thread      "ticket:12" or "order:7": letters to one recipient about one thing refer to each other
    octets_key  the composed mail, the private link masked; posted again as it is
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_due", "state", "not_before"),
        Index("ix_letter_listed", "state", "created_at"),
        Index("ix_letter_listed_to", "to_address", "state", "created_at"),
        Index("ix_letter_capped", "to_address", "sent_at"),
        Index("ix_letter_loose", "ticket_id", "order_id", "created_at", sqlite_where=_LOOSE, postgresql_where=_LOOSE),
        Index("ix_letter_thread", "thread", "to_address", "state"),
        UniqueConstraint(
            "cause", "cause_id", "cause_round", "cause_step", "cause_at", "cause_reader", name="letter_cause_once"
        ),
    )

    cause: CauseKind = Field(sa_type=word(CauseKind))
    cause_id: int = 0
    cause_round: int = 0
    cause_step: int = 0
    cause_at: str = ""
    cause_reader: str = ""
    kind: str
    created_at: datetime = Field(index=True)
    to_address: str
    to_name: str = ""
    language: str = "nl"
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    order_id: int | None = Field(default=None, foreign_key="work_order.id", index=True)
    link_id: int | None = Field(default=None, foreign_key="link.id", index=True)
    snapshot: dict[str, Any] = json_dict()
    automatic: bool = True  # machine-made: says so (RFC 3834) and counts against the caps
    personal: str = Field(default="", sa_type=Text)  # a line staff added

    mail_id: str = Field(unique=True)
    return_token: str = Field(unique=True)
    thread: str = ""
    subject: str = ""
    octets_key: str = Field(default="", index=True)

    state: LetterState = Field(default=LetterState.WAITING, sa_type=word(LetterState))
    not_before: datetime
    lease_until: datetime | None = None
    lease_token: str | None = None  # of whoever holds the lease: store.claims
    attempts: int = 0
    last_code: int | None = None
    last_answer: str = Field(default="", sa_type=Text)
    sent_at: datetime | None = Field(default=None, index=True)
    released_at: datetime | None = None  # staff looked at it and let it go: no cap holds it again
    folded_into_id: int | None = Field(default=None, foreign_key="letter.id", index=True)

    @property
    def kept_here(self) -> bool:
        """Whether it counts as sent and nobody got it, since no outgoing server is set."""
        return self.state is LetterState.SENT and self.last_answer == KEPT

    @property
    def shown_state(self) -> str:
        """Its state as staff read it: one that was told in another letter was not kept from anybody."""
        if self.folded_into_id:
            return "folded"
        return "kept" if self.kept_here else self.state.value
