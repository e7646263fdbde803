"""How letters call a ticket, an order and whoever acted, as they were when it happened."""

from __future__ import annotations

from sqlmodel import Session, col, select

from convert.notices.occasions import Occasion
from store.letters import (
    FileSaid,
    OrderSaid,
    TicketSaid,
    Who,
)
from store.orders import WorkOrder
from store.people import Person, Property, Unit
from store.slips import parties_of
from store.tickets import Ticket, TicketPerson, TimelineEntry
from store.words import PersonRole


def ticket_said(session: Session, ticket: Ticket) -> TicketSaid:
    house = session.get(Property, ticket.property_id) if ticket.property_id else None
    return TicketSaid(
        number=ticket.number,
        title=ticket.title,
        address=address_line(session, ticket),
        phase=ticket.phase.value,
        priority=ticket.priority.value,
        received_at=ticket.received_at.isoformat(),
        emergency_phone=house.emergency_phone if house else "",
    )


def address_line(session: Session, ticket: Ticket) -> str:
    """The ticket's address in one line, as in a subject: the home, else the property."""
    if unit := session.get(Unit, ticket.unit_id) if ticket.unit_id else None:
        return unit.address_line
    house = session.get(Property, ticket.property_id) if ticket.property_id else None
    return house.name if house else ""


def order_said(session: Session, order: WorkOrder) -> OrderSaid:
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    company, contact = parties_of(session, order)
    return OrderSaid(
        number=order.number,
        version=order.version,
        ticket_number=ticket.number if ticket else "",
        title=order.title,
        address=order.address.get("line", ""),
        state=order.state.value,
        priority=order.priority.value,
        company=company,
        contact=contact,
    )


def reporter_of(session: Session, ticket: Ticket) -> Person | None:
    return session.exec(
        select(Person)
        .join(TicketPerson, col(TicketPerson.person_id) == Person.id)
        .where(TicketPerson.ticket_id == ticket.key, TicketPerson.role == PersonRole.REPORTER)
        .order_by(col(TicketPerson.id))
    ).first()


def who_acted(entry: TimelineEntry) -> Who:
    return Who(name=entry.actor_name, kind=entry.actor_kind.value, channel=entry.channel.value)


def files_said(occasion: Occasion) -> list[FileSaid]:
    return [FileSaid(filename=row.filename, size=row.size) for row in occasion.files]
