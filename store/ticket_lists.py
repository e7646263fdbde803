"""Tickets as lists: filtered and paged, by phase as a board, and those of one person, place or installation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, null
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from store.order_lists import appointments_of_tickets
from store.paging import Among, Page, Sorting, count_each, sorting_named, take_page
from store.people import Property, Staff, Unit
from store.slips import Appointment
from store.tickets import Ticket, TicketPerson
from store.words import PHASE_CATEGORY, Phase, PhaseCategory, Priority


def address_order(home: Any) -> Any:
    """By street, and by house number with the short ones first, for 9 comes before 10."""
    number = cast(func.length(home.number), String) + home.number + home.addition
    return home.street + " " + number


_Home = aliased(Unit)
_STREET = choose(address_order(_Home)).where(col(_Home.id) == col(Ticket.unit_id))
_COMPLEX = choose(col(Property.name)).where(col(Property.id) == col(Ticket.property_id))
_PLACES = (asked.correlate(Ticket).scalar_subquery() for asked in (_STREET, _COMPLEX))
_PLACE = func.coalesce(*_PLACES, "", type_=String())


def _rank(column: Any, words: type[StrEnum]) -> Any:
    """In the order the words are told in."""
    return case({word: rank for rank, word in enumerate(words)}, value=col(column), else_=len(words))


LIVE = tuple(phase for phase in Phase if PHASE_CATEGORY[phase] in (PhaseCategory.OPEN, PhaseCategory.WAITING))

SORTINGS = {
    "changed": Sorting(col(Ticket.changed_at), col(Ticket.id)),
    "number": Sorting(col(Ticket.id), col(Ticket.id)),
    "received": Sorting(col(Ticket.received_at), col(Ticket.id)),
    "priority": Sorting(_rank(Ticket.priority, Priority), col(Ticket.id), descending=False),
    "phase": Sorting(_rank(Ticket.phase, Phase), col(Ticket.id), descending=False),
    "place": Sorting(_PLACE, col(Ticket.id), descending=False),
}


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
    trade: str = ""
    priority: Priority | None = None


def can_sort(phases: tuple[Phase, ...]) -> bool:
    """Whether a list of these phases can be sorted otherwise than by change: what is live does not grow."""
    return bool(phases) and set(phases) <= set(LIVE)


def list_tickets(
    session: Session, wanted: TicketFilter, *, sort: str = "", after: str = "", limit: int = 50
) -> Page[TicketLine]:
    """Tickets, the one that changed last first, unless sorted by another name of SORTINGS."""
    # Those of a colleague, a complex, a trade or an urgency are looked for phase by phase too: so stands their index.
    # Those of a home, an installation or a person are few: found by that, and sorted.
    by_phase = wanted.responsible_id or wanted.property_id or wanted.trade or wanted.priority
    phases = wanted.phases or (tuple(Phase) if by_phase else ())
    may_sort = can_sort(wanted.phases) or sort.removeprefix("-") == "changed"
    sorting = sorting_named(SORTINGS, sort) if may_sort else None
    few = wanted.unit_id or wanted.installation_id or wanted.person_id
    page = take_page(
        session,
        _lines(),
        sorting or SORTINGS["changed"],
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


_NARROWEST_FIRST = ("unit_id", "installation_id", "property_id", "responsible_id", "trade", "priority")


def _conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name in _NARROWEST_FIRST:
        if value := getattr(wanted, name):
            column = getattr(Ticket, name)
            # SQLite keeps no statistics: what narrows less must not look like a column that has an index.
            conditions.append((func.coalesce(column, null()) if conditions else column) == value)
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
