"""Whom the clock may write to: the people of a ticket, the contact of an order, each with their own private link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from config.settings import Settings
from store.access import Link
from store.links import link_for
from store.orders import WorkOrder
from store.outbox import Addressee
from store.people import Contact, Person, PersonAddress
from store.tickets import TicketPerson
from store.words import AddressState


@dataclass(frozen=True, slots=True)
class Reader:
    """mark: person:3, contact:7"""

    mark: str
    to: Addressee
    link: Link


def people_of_ticket(
    session: Session, settings: Settings, ticket_id: int | None, now: datetime, *, important: bool
) -> Iterator[Reader]:
    """Everybody linked to the ticket whom a letter reaches and who wants this one. important: so do those who asked
    for important letters only."""
    wishes = ("mail", "important") if important else ("mail",)
    people = session.exec(
        select(Person)
        .join(TicketPerson, col(TicketPerson.person_id) == Person.id)
        .where(TicketPerson.ticket_id == ticket_id, col(TicketPerson.until).is_(None), col(Person.notify).in_(wishes))
        .order_by(col(TicketPerson.id))
    )
    for person in people:
        address = session.exec(
            select(PersonAddress.address)
            .where(PersonAddress.person_id == person.key, PersonAddress.state != AddressState.UNDELIVERABLE)
            .order_by(col(PersonAddress.id))
        ).first()
        if address:
            link = link_for(session, settings.secret, now, ticket_id=ticket_id, person_id=person.key)
            to = Addressee(address, person.name, person.language, person_id=person.key)
            yield Reader(f"person:{person.key}", to, link)


def contact_of(session: Session, settings: Settings, order: WorkOrder, now: datetime) -> Reader:
    """The service party's contact on this order, which has one from its sending on."""
    contact = session.get_one(Contact, order.contact_id)
    link = link_for(session, settings.secret, now, order_id=order.key, contact_id=contact.key)
    to = Addressee(contact.email, contact.name, contact.language, contact_id=contact.key)
    return Reader(f"contact:{contact.key}", to, link)


def is_reachable(session: Session, order: WorkOrder) -> bool:
    """Whether the order has a contact, at an address that works."""
    contact = session.get(Contact, order.contact_id) if order.contact_id else None
    return contact is not None and contact.address_state != AddressState.UNDELIVERABLE
