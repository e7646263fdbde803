"""Tickets that were closed long ago: their mails, photos, letters and people go; what was wrong where, when, and which
firm mended it stays. An open task keeps one whole: "keep, a case is pending"."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from config.settings import Settings
from convert.forgetting.correspondence import forget_correspondence, signs_of_life
from convert.forgetting.moment import BEFORE
from convert.forgetting.orders import forget_occupant, scrubbed
from convert.index import index_ticket
from convert.relations.traces import Traces, stand_in_for
from store.orders import WorkOrder
from store.people import Person, PersonAddress
from store.tickets import Task, Ticket, TicketPerson
from store.words import OrderState, Phase

_FOLLOWER: Any = aliased(Ticket)  # once: a statement with a new alias is compiled anew each time
_MERGED: Any = aliased(Ticket)


def due() -> Select[Any]:
    """Closed ones; those merged into one go with it, and keep it while they are needed themselves."""
    needed = [
        (col(Task.ticket_id), col(Task.done_at).is_(None)),
        (col(WorkOrder.ticket_id), col(WorkOrder.ended_at).is_(None) & (col(WorkOrder.state) != OrderState.DRAFT)),
        (_FOLLOWER.follows_id, _FOLLOWER.closed_at.is_(None)),
        *signs_of_life("ticket_id"),
    ]
    under_way = [exists().where(column == col(Ticket.id), why) for column, why in needed]
    of_merged = _MERGED.merged_into_id == col(Ticket.id)
    under_way += [exists().where(of_merged, column == _MERGED.id, why) for column, why in needed]
    over = col(Ticket.phase).in_((Phase.CLOSED, Phase.REJECTED, Phase.TAKEN_BACK)), col(Ticket.closed_at) < BEFORE
    return (
        select(Ticket.id)
        .where(col(Ticket.forgotten_at).is_(None), col(Ticket.changed_at) < BEFORE, *over)
        .where(*(~each for each in under_way))
        .order_by(col(Ticket.changed_at))  # so that PostgreSQL goes by the index, and ends at its limit
    )


def forget(session: Session, settings: Settings, keys: Collection[int], now: datetime) -> list[str]:
    tickets = _with_merged(session, keys)
    people = {key: _people_of(session, settings, key) for key in tickets}
    orders = session.exec(select(WorkOrder).where(col(WorkOrder.ticket_id).in_(tickets))).all()
    octets = forget_correspondence(session, settings, tickets, [order.key for order in orders], now)
    for order in orders:
        forget_occupant(session, [order], people[order.ticket_id or 0])
    for table in (Task, TicketPerson):
        session.execute(delete(table).where(col(table.ticket_id).in_(tickets)))
    for ticket in session.exec(select(Ticket).where(col(Ticket.id).in_(tickets))):
        ticket.title, ticket.spot = scrubbed([ticket.title, ticket.spot], people[ticket.key])
        ticket.description = ticket.access = ticket.availability = ticket.closing_reason = ""
        ticket.may_call, ticket.nonce = False, None
        index_ticket(session, ticket)
    return octets


def _with_merged(session: Session, keys: Collection[int]) -> set[int]:
    every, more = set(keys), set(keys)
    while more:
        merged = session.exec(select(Ticket.id).where(col(Ticket.merged_into_id).in_(more)))
        more = {key for key in merged if key} - every
        every |= more
    return every


def _people_of(session: Session, settings: Settings, ticket_id: int) -> list[Traces]:
    """Whoever was ever told of the ticket."""
    linked = select(Person).join(TicketPerson, col(TicketPerson.person_id) == Person.id)
    people = session.exec(linked.where(TicketPerson.ticket_id == ticket_id)).all()
    addresses = select(PersonAddress.person_id, PersonAddress.address).where(
        col(PersonAddress.person_id).in_([person.id for person in people])
    )
    written = session.exec(addresses).all()
    return [
        Traces(
            person.name,
            tuple(address for of, address in written if of == person.id),
            tuple(person.phones),
            stand_in_for(settings, person.key),
            person.key,
        )
        for person in people
    ]
