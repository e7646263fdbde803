"""Putting a letter in the outbox: in the same unit of work as the change it tells of, once per cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from store.letter_table import Cause, Letter
from store.passengers import set_down_passengers
from store.tokens import new_token
from store.words import LetterState, LetterStop


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to; one of the three ids is set. language: "" where the person's is not known."""

    address: str
    name: str
    language: str
    person_id: int | None = None
    contact_id: int | None = None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewLetter:
    """What to tell whom, and why.

    kind   a LetterKind; store.letters says what its snapshot holds
    cause  names the event and its reader; a second letter of the same cause is not written
    wait   how long it may still be taken back or folded into another before it leaves
    """

    kind: str
    cause: Cause
    to: Addressee
    snapshot: dict[str, Any] = field(default_factory=dict)
    ticket_id: int | None = None
    order_id: int | None = None
    link_id: int | None = None
    reply_token: str = ""
    automatic: bool = True
    personal: str = ""
    wait: timedelta = timedelta()


def put_letter(session: Session, letter: NewLetter, *, domain: str, now: datetime) -> Letter | None:
    """Write the letter's row; None where this was told already, or there is no address to tell it to."""
    cause = letter.cause.columns()
    if not letter.to.address or session.exec(select(Letter.id).filter_by(**cause)).first():
        return None
    thread = f"order:{letter.order_id}" if letter.order_id else f"ticket:{letter.ticket_id}"
    mark = f"{new_token()}.{letter.reply_token}" if letter.reply_token else new_token()
    row = Letter(
        **cause,
        kind=letter.kind,
        created_at=now,
        to_address=letter.to.address,
        to_name=letter.to.name,
        language=letter.to.language,
        person_id=letter.to.person_id,
        contact_id=letter.to.contact_id,
        staff_id=letter.to.staff_id,
        ticket_id=letter.ticket_id,
        order_id=letter.order_id,
        link_id=letter.link_id,
        snapshot=letter.snapshot,
        automatic=letter.automatic,
        personal=letter.personal,
        mail_id=f"{mark}@{domain}",
        return_token=new_token(),
        thread=thread,
        not_before=now + letter.wait,
    )
    session.add(row)
    session.flush()
    return row


def cancel_letters(session: Session, now: datetime, *, why: LetterStop, **where: Any) -> int:
    """Take back what has not left yet; how many letters there were.

    where  column values: cause=CauseKind.ENTRY, cause_id=12, or order_id=7, kind=LetterKind.ORDER_REMINDER
    """
    taking = update(Letter).where(col(Letter.state).in_((LetterState.WAITING, LetterState.HELD)))
    for name, value in where.items():
        taking = taking.where(getattr(Letter, name) == value)
    taking = taking.where((col(Letter.lease_until).is_(None)) | (col(Letter.lease_until) <= now))
    taken = taking.values(state=LetterState.CANCELLED, last_answer=why, lease_until=None, lease_token=None)
    keys = [key for key in session.execute(taken.returning(col(Letter.id))).scalars() if key]
    set_down_passengers(session, keys, now)
    return len(keys)
