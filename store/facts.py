"""What letters call a ticket, an order, a file and whoever acted, as they are now (shapes in store.letters)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from config.words import Text
from store.audience import circle_of_order, own_circle
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
    session: Session,
    shown: Mapping[str, Any],
    ticket_id: int,
    circle: str,
    language: str,
    order: WorkOrder | None = None,
) -> dict[str, Any]:
    """A letter's snapshot as people of this circle may have it: of another's report, and of an order that was made for
    it, no title, words, address. circle: "" for who is of none, as firms and staff"""
    of_ticket = own_circle(ticket_id)
    of = {"ticket": of_ticket, "into": of_ticket, "order": circle_of_order(session, order) if order else of_ticket}
    others = [name for name in of if shown.get(name) and of[name] != circle] if circle else []
    if not others:
        return {**shown}
    report = report_of(session, circle)
    facts = ticket_facts(session, report) if report else None
    theirs = {
        "title": facts["title"] if facts else YOUR_REPORT.in_(language),
        "address": facts["address"] if facts else "",
    }
    unsaid = {"description": ""} if "description" in shown and of_ticket != circle else {}
    return {**shown, **{name: {**shown[name], **theirs} for name in others}, **unsaid}


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
    )


def actor_facts(entry: TimelineEntry) -> ActorFacts:
    return ActorFacts(name=entry.actor_name, kind=entry.actor_kind.value, channel=entry.channel.value)


def file_facts(file: File) -> FileFacts:
    return FileFacts(filename=file.filename, size=file.size)
