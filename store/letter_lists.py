"""The outbox as a list, by where its letters stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col, func, select

from store.letter_table import Letter
from store.paging import Page, Sorting, take_page
from store.words import CauseKind, LetterState


def list_letters(
    session: Session, states: tuple[LetterState, ...] = (), *, after: str = "", limit: int = 50
) -> Page[Letter]:
    """Letters, newest first; in these states, or all."""
    asking = choose(Letter)
    if states:
        asking = asking.where(col(Letter.state).in_(states))
    page = take_page(session, asking, Sorting(col(Letter.created_at), col(Letter.id)), after=after, limit=limit)
    return Page([row[0] for row in page.items], page.next)


def count_letters(session: Session) -> dict[LetterState, int]:
    counting = choose(col(Letter.state), func.count()).group_by(col(Letter.state))
    return {row[0]: row[1] for row in session.execute(counting)}


def letters_about(session: Session, *, ticket_id: int | None = None, order_id: int | None = None) -> list[Letter]:
    """The letters about a work order, or about a ticket, oldest first."""
    which = col(Letter.order_id) == order_id if order_id else col(Letter.ticket_id) == ticket_id
    return list(session.exec(select(Letter).where(which).order_by(col(Letter.id))))


def letters_caused_by(session: Session, *kinds: CauseKind, cause_id: int, **where: Any) -> list[Letter]:
    """The letters of this cause, whoever reads them, oldest first; `where` by column values (cause_round=2)."""
    found = select(Letter).where(col(Letter.cause).in_(kinds), Letter.cause_id == cause_id).filter_by(**where)
    return list(session.exec(found.order_by(col(Letter.id))))
