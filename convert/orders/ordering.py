"""Making a work order, by value from its ticket. What is done to one, sending too, goes through `perform`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from config.words import Text
from convert.errors import InvalidError
from convert.files import copy_to_order
from convert.index import index_order
from convert.locks import lasting_ticket
from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.records import NEEDED, get
from convert.tickets.opening import TITLE_LENGTH
from convert.unit_of_work import UnitOfWork
from store.numbers import next_number
from store.orders import WorkOrder
from store.people import Company, Contact, Installation, Person, Property, Unit
from store.recipients import linked_people
from store.tickets import Ticket
from store.timeline import tell
from store.words import ActorKind, Deed, Entry, PersonRole, Priority


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A job for a service party. What is left out is copied by value from the ticket, where there is one.

    contact_id       None: the company's first contact that gets orders
    address_line     for a place the desk does not know; else it follows from the unit or the property
    without_address  staff were warned and send it without
    file_ids         files of the ticket the party may see
    cost_limit       euro excluding VAT; None: the company's own, if it has one
    """

    ticket_id: int | None = None
    company_id: int | None = None
    contact_id: int | None = None
    responsible_id: int | None = None
    title: str = ""
    description: str = ""
    priority: Priority | None = None
    property_id: int | None = None
    unit_id: int | None = None
    installation_id: int | None = None
    address_line: str = ""
    postcode: str = ""
    town: str = ""
    without_address: bool = False
    spot: str = ""
    access: str = ""
    on_site_name: str = ""
    on_site_phone: str = ""
    may_call: bool | None = None
    reminders: bool = True
    accept_before: date | None = None
    do_before: date | None = None
    cost_limit: int | None = None
    quote_wanted: bool = False
    evidence_wanted: tuple[str, ...] = ()
    file_ids: tuple[int, ...] = ()


def create_order(work: UnitOfWork, new: NewOrder, send: bool = True) -> WorkOrder:
    """Make a work order, and (unless it is kept as a concept) send it. Raises InvalidError, RefusedError."""
    ticket = lasting_ticket(work, new.ticket_id) if new.ticket_id else None
    order = _copied(work, new, ticket)
    work.session.add(order)
    work.session.flush()
    copy_to_order(work, new.file_ids, order)
    index_order(work.session, order)
    tell(
        work.session,
        work.actor,
        Entry.ORDER,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        deed="create",
        before="",
        after=order.state.value,
        number=order.number,
    )
    if send:
        perform(work, order.key, Deed.SEND, DeedDetails(without_address=new.without_address))
    return order


def _copied(work: UnitOfWork, new: NewOrder, ticket: Ticket | None) -> WorkOrder:
    installation_id = new.installation_id or (ticket.installation_id if ticket else None)
    installation = get(work, Installation, installation_id) if installation_id else None
    unit_id = new.unit_id or (ticket.unit_id if ticket else None) or (installation.unit_id if installation else None)
    unit = get(work, Unit, unit_id) if unit_id else None
    property_id = unit.property_id if unit else new.property_id or (ticket.property_id if ticket else None)
    if property_id is None and installation:
        property_id = installation.property_id
    building = get(work, Property, property_id) if property_id else None
    company = get(work, Company, new.company_id) if new.company_id else None
    return WorkOrder(
        number=next_number(work.session, "OB", work.now, work.settings.desk.zone),
        ticket_id=ticket.key if ticket else None,
        title=order_title(new.title or (ticket.title if ticket else "")),
        description=new.description or (ticket.description if ticket else ""),
        company_id=company.key if company else None,
        contact_id=contact_for(work, company.key, new.contact_id) if company else None,
        responsible_id=_responsible(work, new, ticket),
        priority=new.priority or (ticket.priority if ticket else Priority.NORMAL),
        property_id=property_id,
        unit_id=unit_id,
        installation_id=installation_id,
        address=_address(new, unit, building),
        spot=new.spot or (ticket.spot if ticket else ""),
        access=_joined(new.access or (ticket.access if ticket else ""), unit.access if unit else ""),
        on_site=_on_site(work, new, ticket),
        installation=_frozen(installation),
        accept_before=new.accept_before,
        do_before=new.do_before,
        cost_limit=new.cost_limit if new.cost_limit is not None else (company.cost_limit if company else None),
        quote_wanted=new.quote_wanted,
        evidence_wanted=list(new.evidence_wanted),
        reminders=new.reminders,
        created_at=work.now,
        changed_at=work.now,
    )


def order_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise InvalidError(title=NEEDED)
    return title[:TITLE_LENGTH]


def _responsible(work: UnitOfWork, new: NewOrder, ticket: Ticket | None) -> int:
    if new.responsible_id:
        return new.responsible_id
    if ticket:
        return ticket.responsible_id
    if work.actor.kind is ActorKind.STAFF and work.actor.id:
        return work.actor.id
    raise InvalidError(responsible_id=NEEDED)


def contact_for(work: UnitOfWork, company_id: int, contact_id: int | None) -> int | None:
    if contact_id:
        contact = get(work, Contact, contact_id)
        if contact.company_id != company_id:
            raise InvalidError(contact_id=Text("Does not belong to this company."))
        return contact_id
    first = work.session.exec(
        select(Contact)
        .where(Contact.company_id == company_id, col(Contact.active))
        .order_by(col(Contact.gets_orders).desc(), col(Contact.id))
    ).first()
    return first.key if first else None


def _address(new: NewOrder, unit: Unit | None, building: Property | None) -> dict[str, str]:
    named = {"property": building.name} if building else {}
    if new.address_line:
        return {"line": new.address_line, "postcode": new.postcode, "town": new.town, **named}
    if unit:
        place = {"line": unit.address_line, "postcode": unit.postcode, "town": unit.town, "floor": unit.floor}
        return {**place, "remarks": unit.remarks, **named}
    if building and building.street:
        line = f"{building.street} {building.numbers}".strip()
        return {"line": line, "postcode": building.postcode, "town": building.town, **named}
    return {}


def _on_site(work: UnitOfWork, new: NewOrder, ticket: Ticket | None) -> dict[str, Any]:
    """Whom to find at the door: who was named, else the contact on site, else the reporter."""
    linked = linked_people(work.session, ticket.key if ticket else None)
    people = {role: person for person, role in reversed(linked)}
    person: Person | None = people.get(PersonRole.ON_SITE) or people.get(PersonRole.REPORTER)
    allowed = bool((ticket and ticket.may_call) or (person and person.may_be_called))
    return {
        "name": new.on_site_name or (person.name if person else ""),
        "phone": new.on_site_phone or (person.phones[0] if person and person.phones else ""),
        "may_call": new.may_call if new.may_call is not None else allowed,
        "availability": ticket.availability if ticket else "",
    }


def _frozen(installation: Installation | None) -> dict[str, Any]:
    kept = ("code", "kind", "make", "year", "serial", "location")
    return installation.model_dump(include=set(kept)) if installation else {}


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
