"""Linking people to a ticket: who is linked is told of it."""

from __future__ import annotations

from sqlmodel import col, select

from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.tickets.phase_change import touch
from convert.unit_of_work import UnitOfWork
from store.links import revoke
from store.people import Person
from store.tickets import TicketPerson
from store.timeline import tell
from store.words import Entry, PersonRole


def link_person(work: UnitOfWork, ticket_id: int, person_id: int, role: PersonRole = PersonRole.FOLLOWER) -> None:
    """Tell this person of the ticket from now on; they get one letter that says so. Again changes the role only."""
    ticket, person = locked_ticket(work, ticket_id), get(work, Person, person_id)
    row = work.session.exec(
        select(TicketPerson).where(TicketPerson.ticket_id == ticket_id, TicketPerson.person_id == person_id)
    ).first()
    if row and row.until is None:
        row.role = role
        return
    if row:
        row.role, row.since, row.until = role, work.now, None
    else:
        work.session.add(TicketPerson(ticket_id=ticket_id, person_id=person_id, role=role, since=work.now))
    touch(work, ticket)
    entry = tell(
        work.session, work.actor, Entry.PERSON, work.now, ticket_id=ticket_id, text=person.name, person_id=person_id
    )
    notify(work, Event.LINKED, Occasion(entry, ticket=ticket, person_id=person_id))


def unlink_person(work: UnitOfWork, ticket_id: int, person_id: int) -> None:
    """Tell this person nothing further: their link stops working."""
    ticket, person = locked_ticket(work, ticket_id), get(work, Person, person_id)
    row = work.session.exec(
        select(TicketPerson).where(
            TicketPerson.ticket_id == ticket_id,
            TicketPerson.person_id == person_id,
            col(TicketPerson.until).is_(None),
        )
    ).first()
    if row is None:
        return
    row.until = work.now
    revoke(work.session, work.now, ticket_id=ticket_id, person_id=person_id)
    touch(work, ticket)
    tell(
        work.session,
        work.actor,
        Entry.PERSON,
        work.now,
        ticket_id=ticket_id,
        text=person.name,
        person_id=person_id,
        change="unlinked",
    )
