"""Who reads a notice: the people, staff or service party an audience stands for, each at their own address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import col, select

from convert.notices.matrix import IMPORTANT, ORDER_RESPONSIBLE, OTHERS, OUTSIDE, PARTY, Audience, Notice
from convert.notices.occasions import Occasion
from convert.notices.unreachable import leave_task
from convert.unit_of_work import UnitOfWork
from store.access import Link
from store.letters import ALWAYS
from store.links import link_for
from store.outbox import Addressee
from store.people import Contact, Person, PersonAddress, Staff
from store.routing import who_answers_for
from store.tickets import Ticket, TicketPerson
from store.words import ActorKind, AddressState, LetterKind, PersonRole, Role


@dataclass(frozen=True, slots=True)
class Recipient:
    mark: str  # person:3
    to: Addressee
    link: Link | None = None


def readers(work: UnitOfWork, notice: Notice, occasion: Occasion) -> Iterator[Recipient]:
    if notice.to is PARTY:
        yield from _party(work, occasion)
    elif notice.to in OUTSIDE:
        yield from _people(work, notice, occasion)
    else:
        yield from staff_readers(work, notice.to, occasion)


def _people(work: UnitOfWork, notice: Notice, occasion: Occasion) -> Iterator[Recipient]:
    ticket = occasion.into or occasion.ticket
    if ticket is None:
        return
    for person, role in linked_people(work, occasion.ticket or ticket):
        is_actor = work.actor.kind is ActorKind.PERSON and work.actor.id == person.key
        if notice.to is OTHERS and is_actor:
            continue
        if notice.to is Audience.REPORTERS and role is not PersonRole.REPORTER:
            continue
        if notice.to is Audience.ONE and person.key != occasion.person_id:
            continue
        if not _wants(person, notice.kind):
            continue
        address = address_of(work, person)
        if not address:
            leave_task(work, ticket, person, notice.kind, occasion.entry)
            continue
        link = link_for(work.session, work.settings.secret, work.now, ticket_id=ticket.key, person_id=person.key)
        to = Addressee(address, person.name, person.language, person_id=person.key)
        yield Recipient(f"person:{person.key}", to, link)


def linked_people(work: UnitOfWork, ticket: Ticket) -> list[tuple[Person, PersonRole]]:
    """Who is told of this ticket now, in the order they were linked."""
    rows = work.session.exec(
        select(Person, TicketPerson.role)
        .join(TicketPerson, col(TicketPerson.person_id) == Person.id)
        .where(TicketPerson.ticket_id == ticket.key, col(TicketPerson.until).is_(None))
        .order_by(col(TicketPerson.id))
    )
    return [(person, PersonRole(role)) for person, role in rows]


def address_of(work: UnitOfWork, person: Person) -> str:
    """Where letters to this person go; "" where none would arrive."""
    row = work.session.exec(
        select(PersonAddress)
        .where(PersonAddress.person_id == person.key, PersonAddress.state != AddressState.UNDELIVERABLE)
        .order_by(col(PersonAddress.id))
    ).first()
    return row.address if row else ""


def _wants(person: Person, kind: LetterKind) -> bool:
    if kind in ALWAYS or person.notify == "mail":
        return True
    return person.notify == "important" and kind in IMPORTANT


def staff_readers(work: UnitOfWork, audience: Audience, occasion: Occasion) -> Iterator[Recipient]:
    """Staff are told of what others did; their own doing needs no mail."""
    for staff in _staff_rows(work, audience, occasion):
        if work.actor.kind is ActorKind.STAFF and work.actor.id == staff.key:
            continue
        yield Recipient(f"staff:{staff.key}", Addressee(staff.email, staff.name, staff.language, staff_id=staff.key))


def _staff_rows(work: UnitOfWork, audience: Audience, occasion: Occasion) -> list[Staff]:
    if audience is Audience.ON_CALL:
        return list(work.session.exec(select(Staff).where(Staff.role == Role.ON_CALL, col(Staff.active))))
    assignee = work.session.get(Staff, occasion.assignee_id) if occasion.assignee_id else None
    if audience is Audience.ASSIGNEE and assignee and assignee.active:
        return [assignee]
    about = occasion.order if audience is ORDER_RESPONSIBLE else occasion.ticket
    staff = who_answers_for(work.session, about) if about else None
    return [staff] if staff else []


def _party(work: UnitOfWork, occasion: Occasion) -> Iterator[Recipient]:
    order = occasion.order
    contact = work.session.get(Contact, order.contact_id) if order and order.contact_id else None
    if order is None or contact is None:
        return
    link = link_for(work.session, work.settings.secret, work.now, order_id=order.key, contact_id=contact.key)
    to = Addressee(contact.email, contact.name, contact.language, contact_id=contact.key)
    yield Recipient(f"contact:{contact.key}", to, link)
