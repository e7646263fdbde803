"""What went before in a thread: the Message-IDs its reader's program already knows (RFC 5322 §3.6.4)."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from store.letter_table import Letter
from store.mail import Draft, Message
from store.words import LetterState, MessagePlace

_LEFT = (LetterState.SENT, LetterState.UNKNOWN)


def known_before(session: Session, letter: Letter) -> tuple[str, ...]:
    """Our earlier letters of this thread to the same address, and its own mails about it, oldest first."""
    if not letter.order_id and not letter.ticket_id:
        return ()
    ours = session.exec(
        select(Letter.created_at, Letter.mail_id)
        .where(Letter.thread == letter.thread, Letter.to_address == letter.to_address)
        .where(col(Letter.state).in_(_LEFT), Letter.id != letter.id)
    ).all()
    theirs = session.exec(
        select(Message.received_at, Message.message_id)
        .where(Message.from_address == letter.to_address.lower(), Message.message_id != "")
        .where(_about(letter))
    ).all()
    return tuple(dict.fromkeys(mark for _, mark in sorted([*ours, *theirs])))


def _about(letter: Letter) -> ColumnElement[bool]:
    if letter.order_id:
        return (col(Message.order_id) == letter.order_id) & (col(Message.place) == MessagePlace.JOINED)
    drafts = select(Draft.message_id).where(Draft.ticket_id == letter.ticket_id)
    return or_(col(Message.id).in_(drafts), col(Message.ticket_id) == letter.ticket_id)
