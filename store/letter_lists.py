"""The outbox as a list, by where its letters stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from store.letter_table import Letter
from store.paging import Among, Page, Sorting, count_each, sorting_named, take_page
from store.words import CauseKind, LetterState

SORTINGS = {"time": Sorting(col(Letter.created_at), col(Letter.id))}


def list_letters(
    session: Session,
    states: tuple[LetterState, ...] = (),
    *,
    to: str = "",
    sort: str = "",
    after: str = "",
    limit: int = 50,
) -> Page[Letter]:
    """Letters, newest first, or by another of SORTINGS; in these states, or all; to this address, or any."""
    if to and not states:
        states = tuple(LetterState)
    page = take_page(
        session,
        choose(Letter),
        sorting_named(SORTINGS, sort) or SORTINGS["time"],
        where=[col(Letter.to_address) == to] if to else [],
        among=Among(col(Letter.state), states) if states else None,
        after=after,
        limit=limit,
    )
    return Page([row[0] for row in page.items], page.next)


def count_letters(session: Session) -> dict[LetterState, int]:
    """How many letters stand in each state, as store.paging counts."""
    return count_each(session, col(Letter.id), Among(col(Letter.state), tuple(LetterState)))


def letters_about(session: Session, *, ticket_id: int | None = None, order_id: int | None = None) -> list[Letter]:
    """The letters about a work order, or about a ticket, oldest first."""
    which = col(Letter.order_id) == order_id if order_id else col(Letter.ticket_id) == ticket_id
    return list(session.exec(select(Letter).where(which).order_by(col(Letter.id))))


def letters_caused_by(session: Session, *kinds: CauseKind, cause_id: int, **where: Any) -> list[Letter]:
    """The letters of this cause, whoever reads them, oldest first; `where` by column values (cause_round=2)."""
    found = select(Letter).where(col(Letter.cause).in_(kinds), Letter.cause_id == cause_id).filter_by(**where)
    return list(session.exec(found.order_by(col(Letter.id))))
