"""Onderhoud → Opdrachten: all work orders with where they stand, filtered, sorted and paged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from store.orders import NO_APPOINTMENT, OrderVersion, WorkOrder
from store.paging import Among, Page, Sorting, count_each, sorting_named, take_page
from store.people import Company, Contact, Staff
from store.slips import Appointment, appointment_of
from store.tickets import Ticket
from store.words import OrderState, Priority

OVER = (OrderState.APPROVED, OrderState.REFUSED, OrderState.HANDED_BACK, OrderState.WITHDRAWN, OrderState.LAPSED)
UNDER_WAY = tuple(state for state in OrderState if state not in OVER)
NOT_DONE = tuple(state for state in UNDER_WAY if state != OrderState.COMPLETED)

SORTINGS = {
    "changed": Sorting(col(WorkOrder.changed_at), col(WorkOrder.id)),
    "number": Sorting(col(WorkOrder.id), col(WorkOrder.id)),
    "sent": Sorting(func.coalesce(WorkOrder.sent_at, WorkOrder.created_at), col(WorkOrder.id), descending=False),
    "due": Sorting(func.coalesce(WorkOrder.do_before, date(9999, 12, 31)), col(WorkOrder.id), descending=False),
    "party": Sorting(col(WorkOrder.company_name), col(WorkOrder.id), descending=False),
    "state": Sorting(col(WorkOrder.state), col(WorkOrder.id), descending=False),
}


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A work order in a list. since: when it came to stand where it stands now, as far as the list knows.
    appointment: None where none stands. closures: of the party and its contact, as store.people has them."""

    id: int
    number: str
    title: str
    state: OrderState
    priority: Priority
    party: str
    place: str
    responsible: str
    ticket_number: str
    since: datetime
    sent_at: datetime | None
    appointment_from: datetime | None
    appointment: Appointment | None
    do_before: date | None
    held_for: str
    reminders: bool
    overdue: bool
    closures: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What to list; None and () ask for nothing in particular. overdue: still to be done, and past its date."""

    states: tuple[OrderState, ...] = ()
    company_id: int | None = None
    property_id: int | None = None
    unit_id: int | None = None
    installation_id: int | None = None
    responsible_id: int | None = None
    ticket_id: int | None = None
    overdue: bool = False


def list_orders(
    session: Session, wanted: OrderFilter, today: date, *, sort: str = "changed", after: str = "", limit: int = 50
) -> Page[OrderLine]:
    """Work orders, the one that changed last first; what is under way can be sorted otherwise: it does not grow."""
    states = wanted.states or tuple(OrderState)
    few = wanted.ticket_id or wanted.unit_id or wanted.installation_id  # found by that, and sorted
    every = wanted == OrderFilter()  # stand in order of change
    may_sort = can_sort(states) or sort.removeprefix("-") == "changed"
    page = take_page(
        session,
        _lines(),
        (sorting_named(SORTINGS, sort) if may_sort else None) or SORTINGS["changed"],
        where=[*_conditions(wanted, today), *([col(WorkOrder.state).in_(states)] if few and wanted.states else [])],
        among=None if few or every else Among(col(WorkOrder.state), states),
        after=after,
        limit=limit,
    )
    return Page([_line(row, today) for row in page.items], page.next)


def can_sort(states: tuple[OrderState, ...]) -> bool:
    """Whether a list of these states can be sorted otherwise than by change."""
    return set(states) <= set(UNDER_WAY)


def orders_by_id(session: Session, keys: list[int], today: date) -> list[OrderLine]:
    """These work orders, in the order of their keys."""
    rows = session.execute(_lines().where(col(WorkOrder.id).in_(keys))).all()
    found = {line.id: line for line in (_line(tuple(row), today) for row in rows)}
    return [found[key] for key in keys if key in found]


def count_states(session: Session, wanted: OrderFilter, today: date) -> dict[OrderState, int]:
    """How many work orders stand in each state, as store.paging counts."""
    return count_each(
        session, col(WorkOrder.id), Among(col(WorkOrder.state), tuple(OrderState)), *_conditions(wanted, today)
    )


def count_overdue(session: Session, wanted: OrderFilter, today: date) -> int:
    late = _conditions(replace(wanted, overdue=True), today)
    return sum(count_each(session, col(WorkOrder.id), Among(col(WorkOrder.state), NOT_DONE), *late).values())


def order_with_number(session: Session, number: str) -> WorkOrder | None:
    return session.exec(select(WorkOrder).where(WorkOrder.number == number.upper())).first()


def orders_of_ticket(session: Session, ticket_id: int) -> list[WorkOrder]:
    """All work orders of a ticket, oldest first."""
    return list(session.exec(select(WorkOrder).where(WorkOrder.ticket_id == ticket_id).order_by(col(WorkOrder.id))))


def appointments_of_tickets(session: Session, keys: list[int]) -> dict[int, list[Appointment]]:
    """When somebody comes for these tickets, the first first; a ticket nobody comes for is left out."""
    named = [col(WorkOrder.appointment_from).is_not(None), col(WorkOrder.appointment_text) != ""]
    named.append(col(WorkOrder.appointment_state) != "")
    orders = session.exec(
        select(WorkOrder)
        .where(col(WorkOrder.ticket_id).in_(keys), col(WorkOrder.state).in_(NOT_DONE), or_(*named))
        .order_by(col(WorkOrder.appointment_from).is_(None), col(WorkOrder.appointment_from), col(WorkOrder.id))
    )
    found: dict[int, list[Appointment]] = {}
    for order in orders:
        if order.ticket_id and (appointment := standing_appointment(order)):
            found.setdefault(order.ticket_id, []).append(appointment)
    return found


def standing_appointment(order: WorkOrder) -> Appointment | None:
    """When somebody comes; None where nobody does, or the job is done."""
    return named_appointment(order) if order.state in NOT_DONE else None


def named_appointment(order: WorkOrder) -> Appointment | None:
    """When somebody comes or came; None where no time was named, or it stands no more."""
    appointment = appointment_of(order)
    is_named = bool(appointment["starts"] or appointment["text"] or appointment.get("slots"))
    return appointment if is_named and order.appointment_state not in NO_APPOINTMENT else None


def replacement_of(session: Session, order_id: int) -> str:
    """The number of the order that went to another firm in place of this one, "" where none did."""
    return session.exec(select(WorkOrder.number).where(WorkOrder.replaces_id == order_id)).first() or ""


def _conditions(wanted: OrderFilter, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name in ("company_id", "property_id", "unit_id", "installation_id", "responsible_id", "ticket_id"):
        if value := getattr(wanted, name):
            conditions.append(getattr(WorkOrder, name) == value)
    return [*conditions, *_overdue(today)] if wanted.overdue else conditions


def _overdue(today: date) -> list[ColumnElement[bool]]:
    return [col(WorkOrder.state).in_(NOT_DONE), col(WorkOrder.do_before) < today]


def _lines() -> Any:
    columns: tuple[Any, ...] = (
        *(WorkOrder, Company.name, Staff.name, Ticket.number, Company.closures, Contact.absence),
    )
    return (
        choose(*columns)
        .join(Staff, col(Staff.id) == WorkOrder.responsible_id)
        .outerjoin(Company, col(Company.id) == WorkOrder.company_id)
        .outerjoin(Contact, col(Contact.id) == WorkOrder.contact_id)
        .outerjoin(Ticket, col(Ticket.id) == WorkOrder.ticket_id)
    )


def _line(row: tuple[Any, ...], today: date) -> OrderLine:
    order, party, responsible, ticket_number, closures, absence = row[:6]
    return OrderLine(
        id=order.key,
        number=order.number,
        title=order.title,
        state=order.state,
        priority=order.priority,
        party=party or "",
        place=order.address.get("line", "") or order.address.get("property", ""),
        responsible=responsible,
        ticket_number=ticket_number or "",
        since=since(order),
        sent_at=order.sent_at,
        appointment_from=order.appointment_from,
        appointment=standing_appointment(order),
        do_before=order.do_before,
        held_for=order.held_for,
        reminders=order.reminders,
        overdue=bool(order.do_before and order.do_before < today and order.state in NOT_DONE),
        closures=[*(closures or ()), *([absence] if absence else ())],
    )


def since(order: WorkOrder) -> datetime:
    """Since when the work order stands where it stands."""
    known = {
        OrderState.SENT: order.sent_at,
        OrderState.ACCEPTED: order.accepted_at,
        OrderState.COMPLETED: order.completed_at,
    }.get(order.state, order.ended_at)
    return known or order.changed_at


def versions_of(session: Session, order_id: int) -> list[OrderVersion]:
    """What was sent, each version word for word, oldest first."""
    rows = select(OrderVersion).where(OrderVersion.order_id == order_id).order_by(col(OrderVersion.version))
    return list(session.exec(rows))
