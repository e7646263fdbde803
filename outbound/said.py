"""What letters of the clock call the ticket and the order they are about (store.letters)."""

from __future__ import annotations

from sqlmodel import Session

from store.letters import OrderSaid, TicketSaid, Who
from store.people import Property, Unit
from store.slips import Slip
from store.tickets import Ticket
from store.words import ActorKind, Channel

THE_CLOCK = Who(name="", kind=ActorKind.SYSTEM.value, channel=Channel.CLOCK.value)


def ticket_said(session: Session, ticket: Ticket) -> TicketSaid:
    house = session.get(Property, ticket.property_id) if ticket.property_id else None
    unit = session.get(Unit, ticket.unit_id) if ticket.unit_id else None
    return TicketSaid(
        number=ticket.number,
        title=ticket.title,
        address=unit.address_line if unit else (house.name if house else ""),
        phase=ticket.phase.value,
        priority=ticket.priority.value,
        received_at=ticket.received_at.isoformat(),
        emergency_phone=house.emergency_phone if house else "",
    )


def order_said(slip: Slip) -> OrderSaid:
    return OrderSaid(
        number=slip["number"],
        version=slip["version"],
        ticket_number=slip["ticket_number"],
        title=slip["title"],
        address=slip["address"].get("line", ""),
        state=slip["state"],
        priority=slip["priority"],
        company=slip["company"],
        contact=slip["contact"],
    )
