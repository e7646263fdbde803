"""What needs a hand, as numbers beside the menu; and whether something new came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func
from sqlalchemy import select as choose
from sqlmodel import Session, col

from config.language import MOST
from store.letter_table import Letter
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.tickets import Ticket
from store.words import Aside, DraftState, LetterState, OrderState, Phase

NEEDS_DECISION = (LetterState.HELD, LetterState.UNKNOWN, LetterState.RETURNED)
NEEDS_READING = (Aside.QUARANTINE, Aside.TOO_LARGE, Aside.BROKEN)
UNANSWERED = (OrderState.SENT, OrderState.REFUSED, OrderState.COMPLETED)


def count_work(session: Session, most: int = MOST) -> dict[str, int]:
    """Open drafts, new tickets, orders that wait for somebody, mail set aside that a person must see, letters that
    staff must decide on; `most` + 1 where there are more. One round to the database."""

    def count(key: Any, condition: ColumnElement[bool]) -> ScalarSelect[int]:
        some = choose(key).where(condition).limit(most + 1).subquery()
        return choose(func.count()).select_from(some).scalar_subquery()

    row = session.execute(
        choose(
            count(Draft.id, col(Draft.state) == DraftState.OPEN),
            count(Ticket.id, col(Ticket.phase) == Phase.NEW),
            count(WorkOrder.id, col(WorkOrder.state).in_(UNANSWERED)),
            count(Message.id, col(Message.aside).in_(NEEDS_READING)),
            count(Letter.id, col(Letter.state).in_(NEEDS_DECISION)),
        )
    ).one()
    return dict(zip(("tray", "tickets", "orders", "aside", "outbox"), row, strict=True))


def newest_draft(session: Session) -> int:
    """Its id; 0 where there was never one."""
    return session.execute(choose(func.max(Draft.id))).scalar() or 0
