"""What happened here before, and who solved it then (R09, R10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from store import search
from store.orders import WorkOrder
from store.people import Property
from store.tickets import Ticket, TimelineEntry
from store.words import ELSEWHERE, Entry, OrderState

Nearness = Literal["installation", "unit", "property", "words"]
_CONSIDERED = 50  # tickets looked at in each ring


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier ticket like this one: "12-03-2026 · lekkende keukenkraan · De Kraan · OB-2026-00009".

    on         when it was solved; None while it is not, and then solved_by is ""
    solved_by  the service party as it was called then, with its contact; or the member of staff
    """

    ticket_number: str
    title: str
    received_at: datetime
    on: datetime | None
    solved_by: str
    order_number: str
    how_near: Nearness


def earlier_here(
    session: Session,
    *,
    installation_id: int | None = None,
    unit_id: int | None = None,
    property_id: int | None = None,
    trade: str = "",
    words: str = "",
    before: datetime | None = None,
    but: int | None = None,
    limit: int = 5,
) -> list[Earlier]:
    """Earlier tickets, nearest first: same installation, same unit, alike in the same property, alike in words at the
    same owner's. One client never sees another's.

    trade, words  what makes two problems in one property alike
    but           the ticket that is being looked at
    """
    alike = _alike(session, words)
    rings: tuple[tuple[Nearness, ColumnElement[bool] | None], ...] = (
        ("installation", col(Ticket.installation_id) == installation_id if installation_id else None),
        ("unit", col(Ticket.unit_id) == unit_id if unit_id else None),
        ("property", (col(Ticket.property_id) == property_id) & _like(trade, alike) if property_id else None),
        ("words", col(Ticket.id).in_(alike) & _same_client(session, property_id) if alike else None),
    )
    found: dict[int, tuple[Ticket, Nearness]] = {}
    for how_near, here in rings:
        if here is None:
            continue
        for ticket in _tickets(session, here, before, but):
            found.setdefault(ticket.key, (ticket, how_near))
        if len(found) >= limit:
            break
    return [_remember(session, *one) for one in list(found.values())[:limit]]


def _tickets(session: Session, here: ColumnElement[bool], before: datetime | None, but: int | None) -> Iterator[Ticket]:
    asking = select(Ticket).where(here, col(Ticket.phase).not_in(ELSEWHERE))
    if before:
        asking = asking.where(Ticket.received_at < before)
    if but:
        asking = asking.where(Ticket.id != but)
    yield from session.exec(asking.order_by(col(Ticket.received_at).desc()).limit(_CONSIDERED))


def _like(trade: str, alike: list[int]) -> ColumnElement[bool]:
    same_words = col(Ticket.id).in_(alike)
    return or_(col(Ticket.trade) == trade, same_words) if trade else same_words


def _same_client(session: Session, property_id: int | None) -> ColumnElement[bool]:
    """Tickets of the properties with this one's owner; where no property is known, those that name none either."""
    if property_id is None:
        return col(Ticket.property_id).is_(None)
    owner_id = session.get_one(Property, property_id).owner_id
    return col(Ticket.property_id).in_(select(Property.id).where(Property.owner_id == owner_id))


def _alike(session: Session, words: str) -> list[int]:
    """Tickets that share telling words with these, most of them first."""
    telling = [word for word in dict.fromkeys(search.plain_words(words).split()) if len(word) > 3][:12]
    counted: Counter[int] = Counter()
    for word in telling:
        # Dutch joins its words: "kraan" is in "keukenkraan", but a stem is enough to find "lekkage" by "lekkende".
        stem = word[:5]
        counted.update({hit.key for hit in search.find(session, stem, kind="ticket", limit=_CONSIDERED)})
    return [key for key, _ in counted.most_common(_CONSIDERED)]


def _remember(session: Session, ticket: Ticket, how_near: Nearness) -> Earlier:
    order = session.exec(
        select(WorkOrder)
        .where(WorkOrder.ticket_id == ticket.key)
        .where(col(WorkOrder.state).in_((OrderState.COMPLETED, OrderState.APPROVED)))
        .order_by(col(WorkOrder.completed_at).desc())
    ).first()
    solved_at = ticket.solved_at or ticket.closed_at
    if order:
        by = ", ".join(name for name in (order.company_name, order.contact_name) if name)
        solved_at = order.completed_at or solved_at
    else:
        by = _solver(session, ticket) if solved_at else ""
    return Earlier(
        ticket_number=ticket.number,
        title=ticket.title,
        received_at=ticket.received_at,
        on=solved_at,
        solved_by=by,
        order_number=order.number if order else "",
        how_near=how_near,
    )


def _solver(session: Session, ticket: Ticket) -> str:
    """The member of staff who brought it to its end."""
    moves = session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.ticket_id == ticket.key, TimelineEntry.kind == Entry.PHASE)
        .where(col(TimelineEntry.undone_at).is_(None))
        .order_by(col(TimelineEntry.id).desc())
    )
    return next((move.actor_name for move in moves if move.data.get("after") in ("solved", "closed")), "")
