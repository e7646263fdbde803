"""What needs a hand, as numbers beside the menu."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func
from sqlalchemy import select as choose
from sqlmodel import Session, col

from store.letter_table import Letter
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.tickets import Ticket
from store.words import Aside, DraftState, LetterState, OrderState, Phase

NEEDS_DECISION = (LetterState.HELD, LetterState.UNKNOWN, LetterState.RETURNED)
NEEDS_READING = (Aside.QUARANTINE, Aside.TOO_LARGE, Aside.BROKEN)
UNANSWERED = (OrderState.SENT, OrderState.REFUSED, OrderState.COMPLETED)


def count_work(session: Session) -> dict[str, int]:
    """Open drafts, new tickets, orders that wait for somebody, mail set aside that a person must see, letters that
    staff must decide on. One round to the database."""
    row = session.execute(
        choose(
            _count(Draft.id, col(Draft.state) == DraftState.OPEN),
            _count(Ticket.id, col(Ticket.phase) == Phase.NEW),
            _count(WorkOrder.id, col(WorkOrder.state).in_(UNANSWERED)),
            _count(Message.id, col(Message.aside).in_(NEEDS_READING)),
            _count(Letter.id, col(Letter.state).in_(NEEDS_DECISION)),
        )
    ).one()
    return dict(zip(("tray", "tickets", "orders", "aside", "outbox"), row, strict=True))


def _count(key: Any, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return choose(func.count(key)).where(condition).scalar_subquery()
