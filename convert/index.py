"""What each thing can be found by: its words go to the search index whenever it changes."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from store import search
from store.orders import WorkOrder
from store.people import Company, Contact, Installation, Person, PersonAddress, Property, Unit
from store.recipients import linked_people
from store.tickets import Ticket, TimelineEntry

_LINES = 200  # of a timeline, the newest, that their ticket or order is found by


def index_ticket(session: Session, ticket: Ticket) -> None:
    names = [person.name for person, _ in linked_people(session, ticket.key)]
    parts = [ticket.number, ticket.title, ticket.description, ticket.spot, *names]
    parts += _place(session, ticket.property_id, ticket.unit_id, ticket.installation_id)
    parts += _written(session, col(TimelineEntry.ticket_id) == ticket.key)
    search.index(session, "ticket", ticket.key, " ".join(parts))


def index_order(session: Session, order: WorkOrder) -> None:
    company = session.get(Company, order.company_id) if order.company_id else None
    parts = [order.number, order.title, order.description, order.spot, company.name if company else ""]
    parts += [order.work_done, order.refusal_text, *_written(session, col(TimelineEntry.order_id) == order.key)]
    parts += [str(order.address.get(name, "")) for name in ("line", "postcode", "town", "property")]
    search.index(session, "order", order.key, " ".join(parts))


def index_line(session: Session, entry: TimelineEntry) -> None:
    """What somebody wrote is found at its ticket, and at its order."""
    if ticket := session.get(Ticket, entry.ticket_id) if entry.ticket_id else None:
        index_ticket(session, ticket)
    if order := session.get(WorkOrder, entry.order_id) if entry.order_id else None:
        index_order(session, order)


def index_person(session: Session, person: Person) -> None:
    addresses = session.exec(select(PersonAddress.address).where(PersonAddress.person_id == person.key))
    parts = [person.name, person.code, *_phones(*person.phones), *addresses]
    search.index(session, "person", person.key, " ".join(parts))


def index_unit(session: Session, unit: Unit) -> None:
    building = session.get_one(Property, unit.property_id)
    parts = [unit.code, unit.address_line, unit.postcode, unit.town, building.name]
    search.index(session, "unit", unit.key, " ".join(parts))


def index_company(session: Session, company: Company) -> None:
    contacts = session.exec(select(Contact).where(Contact.company_id == company.key))
    parts = [company.name, *_phones(company.phone), *company.domains]
    parts += [word for contact in contacts for word in (contact.name, contact.email, *_phones(contact.phone))]
    search.index(session, "company", company.key, " ".join(parts))


def index_installation(session: Session, installation: Installation) -> None:
    parts = [installation.code, installation.kind, installation.make, installation.serial, installation.location]
    parts += _place(session, installation.property_id, installation.unit_id, None)
    search.index(session, "installation", installation.key, " ".join(parts))


def _written(session: Session, about: ColumnElement[bool]) -> list[str]:
    """What was written there last: notes, questions, answers."""
    lines = select(TimelineEntry.text).where(about, TimelineEntry.text != "")
    return list(session.exec(lines.order_by(col(TimelineEntry.id).desc()).limit(_LINES)))


def _phones(*numbers: str) -> list[str]:
    """Each as it is written, and as its bare digits."""
    return [word for number in numbers for word in (number, search.phone_digits(number))]


def _place(session: Session, property_id: int | None, unit_id: int | None, installation_id: int | None) -> list[str]:
    building = session.get(Property, property_id) if property_id else None
    unit = session.get(Unit, unit_id) if unit_id else None
    installation = session.get(Installation, installation_id) if installation_id else None
    parts = [building.name, building.street, building.town] if building else []
    parts += [unit.code, unit.address_line, unit.postcode, unit.town] if unit else []
    return [*parts, installation.code, installation.kind] if installation else parts
