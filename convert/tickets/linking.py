"""Who is told of a ticket: linked people, and whom a home or a person suggests."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, or_, select

from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.tickets.phase_change import touch
from convert.unit_of_work import UnitOfWork
from store.links import revoke
from store.people import Person, Tenancy, Unit
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


def tenants_of(session: Session, unit_id: int, on: date) -> list[Person]:
    """Who lives there on this day."""
    return list(
        session.exec(
            select(Person)
            .join(Tenancy, col(Tenancy.person_id) == Person.id)
            .where(Tenancy.unit_id == unit_id, col(Tenancy.starts) <= on)
            .where(or_(col(Tenancy.ends).is_(None), col(Tenancy.ends) >= on))
            .order_by(col(Tenancy.id))
        )
    )


def units_of(session: Session, person_id: int, on: date) -> list[Unit]:
    """Where this person lives on this day."""
    return list(
        session.exec(
            select(Unit)
            .join(Tenancy, col(Tenancy.unit_id) == Unit.id)
            .where(Tenancy.person_id == person_id, col(Tenancy.starts) <= on)
            .where(or_(col(Tenancy.ends).is_(None), col(Tenancy.ends) >= on))
            .order_by(col(Tenancy.id))
        )
    )
