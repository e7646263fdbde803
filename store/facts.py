"""What letters call a ticket, an order, a file and whoever acted, as they are now (shapes in store.letters)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, col, select

from config.words import Text
from store.audience import own_circle
from store.letters import ActorFacts, FileFacts, OrderFacts, TicketFacts
from store.orders import WorkOrder
from store.slips import parties_of
from store.ticket_sheet import place_of
from store.tickets import File, Ticket, TimelineEntry
from store.words import ActorKind, Channel

YOUR_REPORT = Text("Your report")
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


def for_circle(
    session: Session, shown: Mapping[str, Any], ticket_id: int, circle: str, language: str
) -> dict[str, Any]:
    """A letter's snapshot as people of this circle may have it: of another's report no title, words, address."""
    others = [] if not circle or circle == own_circle(ticket_id) else ["ticket", "into"]
    if circle and shown.get("order") and not _is_order_of(session, shown["order"]["number"], circle):
        others.append("order")
    if not others:
        return {**shown}
    report = report_of(session, circle)
    facts = ticket_facts(session, report) if report else None
    theirs = {
        "title": facts["title"] if facts else YOUR_REPORT.in_(language),
        "address": facts["address"] if facts else "",
    }
    hidden = {name: {**shown[name], **theirs} for name in others if shown.get(name)}
    return {**shown, **hidden, **({"description": ""} if "description" in shown and "ticket" in others else {})}


def is_order_of(session: Session, order: WorkOrder, circles: Collection[str]) -> bool:
    """Whether the order was made for the report of one of these circles, so that its title and address are theirs; a
    merge takes it along to another ticket."""
    while order.replaces_id:
        order = session.get_one(WorkOrder, order.replaces_id)
    first = select(TimelineEntry.ticket_id).where(TimelineEntry.order_id == order.key).order_by(col(TimelineEntry.id))
    made_for = session.exec(first).first()
    return made_for is not None and own_circle(made_for) in circles


def _is_order_of(session: Session, number: str, circle: str) -> bool:
    order = session.exec(select(WorkOrder).where(WorkOrder.number == number)).first()
    return order is not None and is_order_of(session, order, (circle,))


def report_of(session: Session, circle: str) -> Ticket | None:
    """The ticket this circle's report was; None for one that staff began on a ticket that was there."""
    kind, _, key = circle.partition(":")
    return session.get(Ticket, int(key)) if kind == "ticket" else None


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
        theirs=order.party_number,
    )


def actor_facts(entry: TimelineEntry) -> ActorFacts:
    return ActorFacts(name=entry.actor_name, kind=entry.actor_kind.value, channel=entry.channel.value)


def file_facts(file: File) -> FileFacts:
    return FileFacts(filename=file.filename, size=file.size)
