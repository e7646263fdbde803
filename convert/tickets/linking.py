"""Linking people to a ticket: who is linked is told of it."""

from __future__ import annotations

from sqlmodel import Session, col, select, update

from config.words import Text
from convert.errors import RefusedError
from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.tickets.phase_change import touch
from convert.unit_of_work import UnitOfWork
from store.audience import own_circle
from store.links import revoke
from store.outbox import cancel_letters
from store.people import Person
from store.tickets import Ticket, TicketPerson
from store.timeline import tell
from store.words import Entry, LetterStop, PersonRole


def link_person(
    work: UnitOfWork,
    ticket_id: int,
    person_id: int,
    role: PersonRole = PersonRole.FOLLOWER,
    *,
    reads_all: bool = False,
) -> None:
    """Tell this person of the ticket from now on; they get one letter that says so. Again changes the role only.

    reads_all  of the same household: reads all that its reporter reads. Else, where somebody is or was on the ticket, a
               report of their own: they hear of the progress, and read nobody else's words.

    Raises RefusedError("merged").
    """
    ticket, person = _ticket_that_goes_on(work, ticket_id), get(work, Person, person_id)
    row = work.session.exec(
        select(TicketPerson).where(TicketPerson.ticket_id == ticket_id, TicketPerson.person_id == person_id)
    ).first()
    if row and row.until is None:
        row.role = role
        return
    had_people = select(TicketPerson.id).where(TicketPerson.ticket_id == ticket_id)
    joins = reads_all or work.session.exec(had_people).first() is None
    circle = own_circle(ticket_id) if joins else f"person:{person_id}"
    row = row or TicketPerson(ticket_id=ticket_id, person_id=person_id, since=work.now)
    row.role, row.circle, row.since, row.until = role, circle, work.now, None
    work.session.add(row)
    touch(work, ticket)
    entry = tell(
        work.session, work.actor, Entry.PERSON, work.now, ticket_id=ticket_id, text=person.name, person_id=person_id
    )
    notify(work, Event.LINKED, Occasion(entry, ticket=ticket, person_id=person_id))


def unlink_person(work: UnitOfWork, ticket_id: int, person_id: int) -> None:
    """Tell this person nothing further: their link stops working, and what waits to be told them stays here.

    Raises RefusedError("merged").
    """
    ticket, person = _ticket_that_goes_on(work, ticket_id), get(work, Person, person_id)
    row = work.session.exec(
        select(TicketPerson).where(
            TicketPerson.ticket_id == ticket_id,
            TicketPerson.person_id == person_id,
            col(TicketPerson.until).is_(None),
        )
    ).first()
    if row is None:
        return
    for key in _with_merged(work.session, ticket_id):
        here = update(TicketPerson).where(col(TicketPerson.ticket_id) == key, col(TicketPerson.person_id) == person_id)
        work.session.execute(here.where(col(TicketPerson.until).is_(None)).values(until=work.now))
        revoke(work.session, work.now, ticket_id=key, person_id=person_id)
        cancel_letters(work.session, work.now, why=LetterStop.OVERTAKEN, ticket_id=key, person_id=person_id)
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


def _ticket_that_goes_on(work: UnitOfWork, ticket_id: int) -> Ticket:
    """The ticket, locked. Of one that goes on in another nobody is told by itself: who is linked to it would hear
    nothing, and who is told no longer would hear on."""
    ticket = locked_ticket(work, ticket_id)
    if ticket.merged_into_id:
        into = work.session.get_one(Ticket, ticket.merged_into_id).number
        words = Text("%(number)s continues in %(into)s; change who is told there.", number=ticket.number, into=into)
        raise RefusedError("merged", words)
    return ticket


def _with_merged(session: Session, ticket_id: int) -> list[int]:
    """This ticket and those that go on in it."""
    found = [ticket_id]
    for key in found:
        found += [row.key for row in session.exec(select(Ticket).where(Ticket.merged_into_id == key))]
    return found
