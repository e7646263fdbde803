"""Fatima's leak and De Kraan's order for it, as convert makes them, and how they stand now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import Performed, perform
from convert.tickets.opening import NewTicket, open_ticket
from store.orders import WorkOrder
from store.tickets import Ticket
from store.timeline import Actor
from store.words import (
    ActorKind,
    Channel,
    Deed,
    LetterState,
)
from tests.cast import MONDAY, Desk

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."
TUESDAY = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
WEBSITE = Actor(ActorKind.PERSON, "Fatima el Amrani", Channel.WEBSITE)


def a_report(desk: Desk, who: str = "Fatima", home: str = "14B", **changes: object) -> NewTicket:
    told = NewTicket(
        title="Lekkage badkamer",
        description=LEAK,
        channel=Channel.WEBSITE,
        received_at=MONDAY,
        reporter_id=desk.person_named(who).key,
        unit_id=desk.unit_named(home).key,
        trade="plumbing",
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def opened(desk: Desk, who: str = "Fatima", home: str = "14B", **changes: object) -> int:
    with desk.work(WEBSITE) as work:
        return open_ticket(work, a_report(desk, who, home, **changes)).key


def kinds(desk: Desk, to: str) -> list[str]:
    return [letter.kind for letter in desk.letters(to) if letter.state != LetterState.CANCELLED]


def ticket(desk: Desk, key: int) -> Ticket:
    with desk.store.reading() as session:
        return session.get_one(Ticket, key)


def the_leak(desk: Desk) -> tuple[int, int]:
    ticket_id = opened(desk)
    return ticket_id, sent(desk, ticket_id)


def sent(desk: Desk, ticket_id: int | None = None, company: str = "Kraan", **details: Any) -> int:
    with desk.work(desk.staff("Ingrid")) as work:
        new = NewOrder(
            ticket_id=ticket_id if ticket_id else opened(desk), company_id=desk.company_named(company).key, **details
        )
        return create_order(work, new).key


def order(desk: Desk, key: int) -> WorkOrder:
    with desk.store.reading() as session:
        return session.get_one(WorkOrder, key)


def done(desk: Desk, key: int, deed: Deed, by: Actor, at: datetime = MONDAY, **details: Any) -> Performed:
    with desk.work(by, at) as work:
        return perform(work, key, deed, DeedDetails(**details))
