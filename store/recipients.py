"""Whom a letter reaches: the people of a ticket, the contact of an order, staff; each with address and private link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from store.audience import circle_of
from store.letters import ALWAYS, IMPORTANT
from store.links import link_for
from store.orders import WorkOrder
from store.outbox import Addressee
from store.people import Contact, Person, PersonAddress, Staff
from store.tickets import TicketPerson
from store.words import AddressState, LetterKind, PersonRole


@dataclass(frozen=True, slots=True)
class Recipient:
    """mark: person:3, contact:7, staff:2 · link_id, reply_token: of their private link, which staff have none of."""

    mark: str
    to: Addressee
    link_id: int | None = None
    reply_token: str = ""
    circle: str = ""  # of people: with whom they read


def recipients_of_ticket(
    session: Session, secret: bytes, now: datetime, ticket_id: int, kind: LetterKind
) -> Iterator[Recipient]:
    """Everybody linked to the ticket whom a letter reaches and who wants this kind of it."""
    for person, _ in linked_people(session, ticket_id):
        address = address_of(session, person.key)
        if address and wants(person, kind):
            yield person_recipient(session, secret, now, ticket_id, person, address)


def recipients_of_order(session: Session, secret: bytes, now: datetime, order: WorkOrder) -> Iterator[Recipient]:
    """The service party's contact on this order, which has one from its sending on."""
    if contact := session.get(Contact, order.contact_id) if order.contact_id else None:
        yield contact_recipient(session, secret, now, order, contact)


def contact_recipient(session: Session, secret: bytes, now: datetime, order: WorkOrder, contact: Contact) -> Recipient:
    """A contact with their link to this order: of its service party, or of the owner who is asked about its cost."""
    link = link_for(session, secret, now, order_id=order.key, contact_id=contact.key)
    to = Addressee(contact.email, contact.name, contact.language, contact_id=contact.key)
    return Recipient(f"contact:{contact.key}", to, link.key, link.reply_token)


def linked_people(session: Session, ticket_id: int | None) -> list[tuple[Person, PersonRole]]:
    """Who is told of this ticket now, in the order they were linked."""
    rows = session.exec(
        select(Person, TicketPerson.role)
        .join(TicketPerson, col(TicketPerson.person_id) == Person.id)
        .where(TicketPerson.ticket_id == ticket_id, col(TicketPerson.until).is_(None))
        .order_by(col(TicketPerson.id))
    )
    return [(person, PersonRole(role)) for person, role in rows]


def is_linked(session: Session, ticket_id: int | None, person_id: int | None) -> bool:
    """Whether this person is told of the ticket now."""
    link = select(TicketPerson.id).where(TicketPerson.ticket_id == ticket_id, TicketPerson.person_id == person_id)
    return session.exec(link.where(col(TicketPerson.until).is_(None))).first() is not None


def address_of(session: Session, person_id: int) -> str:
    """Where letters to this person go; "" where none would arrive."""
    address = session.exec(
        select(PersonAddress.address)
        .where(PersonAddress.person_id == person_id, PersonAddress.state != AddressState.UNDELIVERABLE)
        .order_by(col(PersonAddress.id))
    ).first()
    return address or ""


def wants(person: Person, kind: LetterKind) -> bool:
    if kind in ALWAYS or person.notify == "mail":
        return True
    return person.notify == "important" and kind in IMPORTANT


def person_recipient(
    session: Session, secret: bytes, now: datetime, ticket_id: int, person: Person, address: str
) -> Recipient:
    link = link_for(session, secret, now, ticket_id=ticket_id, person_id=person.key)
    to = Addressee(address, person.name, person.language, person_id=person.key)
    circle = circle_of(session, ticket_id, person.key)
    return Recipient(f"person:{person.key}", to, link.key, link.reply_token, circle)


def staff_recipient(staff: Staff) -> Recipient:
    return Recipient(f"staff:{staff.key}", Addressee(staff.email, staff.name, staff.language, staff_id=staff.key))


def is_reachable(session: Session, order: WorkOrder) -> bool:
    """Whether the order has a contact, at an address that works."""
    contact = session.get(Contact, order.contact_id) if order.contact_id else None
    return contact is not None and contact.address_state != AddressState.UNDELIVERABLE
