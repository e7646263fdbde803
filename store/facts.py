"""What letters call a ticket, an order, a file and whoever acted, as they are now (shapes in store.letters)."""

from __future__ import annotations

from sqlmodel import Session

from store.letters import ActorFacts, FileFacts, OrderFacts, TicketFacts
from store.orders import WorkOrder
from store.slips import parties_of
from store.ticket_sheet import place_of
from store.tickets import File, Ticket, TimelineEntry
from store.words import ActorKind, Channel

THE_CLOCK = ActorFacts(name="", kind=ActorKind.SYSTEM.value, channel=Channel.CLOCK.value)


def ticket_facts(session: Session, ticket: Ticket) -> TicketFacts:
    place = place_of(session, ticket)
    return TicketFacts(
        number=ticket.number,
        title=ticket.title,
        address=place.address,
        phase=ticket.phase.value,
        priority=ticket.priority.value,
        received_at=ticket.received_at.isoformat(),
        emergency_phone=place.building.emergency_phone if place.building else "",
    )


def order_facts(session: Session, order: WorkOrder) -> OrderFacts:
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    company, contact = parties_of(session, order)
    return OrderFacts(
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


def actor_facts(entry: TimelineEntry) -> ActorFacts:
    return ActorFacts(name=entry.actor_name, kind=entry.actor_kind.value, channel=entry.channel.value)


def file_facts(file: File) -> FileFacts:
    return FileFacts(filename=file.filename, size=file.size)
