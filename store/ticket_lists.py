"""Tickets as lists: filtered and paged, by phase as a board, and those of one person, place or installation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy import select as choose
from sqlmodel import Session, col

from store.order_lists import appointments_of_tickets
from store.paging import Among, Page, Sorting, count_each, take_page
from store.people import Property, Staff, Unit
from store.slips import Appointment
from store.tickets import Ticket, TicketPerson
from store.words import PHASE_CATEGORY, Phase, PhaseCategory, Priority

LIVE = tuple(phase for phase in Phase if PHASE_CATEGORY[phase] in (PhaseCategory.OPEN, PhaseCategory.WAITING))


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket in a list. unread: its responsible has not opened it yet. appointments: when somebody comes for it."""

    id: int
    number: str
    title: str
    phase: Phase
    priority: Priority
    received_at: datetime
    changed_at: datetime
    unread: bool
    responsible: str
    place: str
    appointments: list[Appointment]


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What to list; None and () ask for nothing in particular."""

    phases: tuple[Phase, ...] = ()
    responsible_id: int | None = None
    person_id: int | None = None
    property_id: int | None = None
    unit_id: int | None = None
    installation_id: int | None = None


def list_tickets(session: Session, wanted: TicketFilter, *, after: str = "", limit: int = 50) -> Page[TicketLine]:
    """Tickets, the one that changed last first."""
    # Those of a colleague or a complex are looked for phase by phase too: so stands their index. Those of a home, an
    # installation or a person are few: found by that, and sorted.
    phases = wanted.phases or (tuple(Phase) if wanted.responsible_id or wanted.property_id else ())
    few = wanted.unit_id or wanted.installation_id or wanted.person_id
    page = take_page(
        session,
        _lines(),
        Sorting(col(Ticket.changed_at), col(Ticket.id)),
        where=[*_conditions(wanted), *([col(Ticket.phase).in_(wanted.phases)] if few and wanted.phases else [])],
        among=Among(col(Ticket.phase), phases) if phases and not few else None,
        after=after,
        limit=limit,
    )
    return Page(_lines_of(session, page.items), page.next)


def tickets_by_id(session: Session, keys: list[int]) -> list[TicketLine]:
    """These tickets, in the order of their keys."""
    rows = session.execute(_lines().where(col(Ticket.id).in_(keys))).all()
    found = {line.id: line for line in _lines_of(session, [tuple(row) for row in rows])}
    return [found[key] for key in keys if key in found]


def count_phases(session: Session, wanted: TicketFilter) -> dict[Phase, int]:
    """How many tickets stand in each phase, as store.paging counts."""
    return count_each(session, col(Ticket.id), Among(col(Ticket.phase), tuple(Phase)), *_conditions(wanted))


def _conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name in ("responsible_id", "property_id", "unit_id", "installation_id"):
        if value := getattr(wanted, name):
            conditions.append(getattr(Ticket, name) == value)
    if wanted.person_id:
        linked = choose(col(TicketPerson.ticket_id)).where(
            col(TicketPerson.person_id) == wanted.person_id, col(TicketPerson.until).is_(None)
        )
        conditions.append(col(Ticket.id).in_(linked))
    return conditions


def _lines() -> Any:
    columns: tuple[Any, ...] = (Ticket, Staff.name, Property.name, Unit.street, Unit.number, Unit.addition)
    return (
        choose(*columns)
        .join(Staff, col(Staff.id) == Ticket.responsible_id)
        .outerjoin(Property, col(Property.id) == Ticket.property_id)
        .outerjoin(Unit, col(Unit.id) == Ticket.unit_id)
    )


def _lines_of(session: Session, rows: Sequence[tuple[Any, ...]]) -> list[TicketLine]:
    coming = appointments_of_tickets(session, [row[0].key for row in rows]) if rows else {}
    return [_line(row, coming.get(row[0].key, [])) for row in rows]


def _line(row: tuple[Any, ...], appointments: list[Appointment]) -> TicketLine:
    ticket, responsible, building, street, number, addition = row[:6]
    return TicketLine(
        id=ticket.key,
        number=ticket.number,
        title=ticket.title,
        phase=ticket.phase,
        priority=ticket.priority,
        received_at=ticket.received_at,
        changed_at=ticket.changed_at,
        unread=ticket.opened_at is None and ticket.phase == Phase.NEW,
        responsible=responsible,
        place=f"{street} {number}{addition}" if street else building or "",
        appointments=appointments,
    )
