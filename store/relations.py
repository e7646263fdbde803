"""People, homes, complexes, installations and firms: lists, paged by name or code, and what belongs to each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col, func, select

from store.paging import PAGE, Page, Sorting, sorting_named, take_page
from store.people import (
    Certificate,
    Company,
    Contact,
    Installation,
    Person,
    PersonAddress,
    Property,
    Tenancy,
    Unit,
)
from store.ticket_lists import LIVE, address_order
from store.ticket_sheet import first_addresses
from store.tickets import Ticket, TicketPerson
from store.words import CompanyKind


@dataclass(frozen=True, slots=True)
class Living:
    """Who lives where, since and until when."""

    id: int
    person: Person
    unit: Unit
    starts: date
    ends: date | None


_BY_NAME = Sorting(col(Person.name), col(Person.id), descending=False)
_BY_CODE = Sorting(col(Unit.code), col(Unit.id), descending=False)
_BY_INSTALLATION = Sorting(col(Installation.code), col(Installation.id), descending=False)
_BY_COMPLEX = Sorting(col(Property.name), col(Property.id), descending=False)
_BY_FIRM = Sorting(col(Company.name), col(Company.id), descending=False)

# What each list can be sorted by; of homes by their address only those of one complex, for all of them do not end.
SORTINGS: dict[str, dict[str, Sorting]] = {
    "people": {"name": _BY_NAME},
    "units": {"code": _BY_CODE, "address": Sorting(address_order(Unit), col(Unit.id), descending=False)},
    "properties": {"name": _BY_COMPLEX, "town": Sorting(col(Property.town), col(Property.id), descending=False)},
    "installations": {"code": _BY_INSTALLATION},
    "parties": {"name": _BY_FIRM, "kind": Sorting(col(Company.kind), col(Company.id), descending=False)},
}


def list_people(session: Session, *, sort: str = "", after: str = "", limit: int = PAGE) -> Page[tuple[Person, str]]:
    """People by name, each with the address letters go to ("" where none)."""
    here = [col(Person.anonymised_at).is_(None)]
    sorting = sorting_named(SORTINGS["people"], sort) or _BY_NAME
    page = take_page(session, choose(Person), sorting, where=here, after=after, limit=limit)
    people = [row[0] for row in page.items]
    addresses = first_addresses(session, [person.key for person in people])
    return Page(
        [(person, addresses[person.key].address if person.key in addresses else "") for person in people], page.next
    )


def list_units(
    session: Session, *, property_id: int | None = None, sort: str = "", after: str = "", limit: int = PAGE
) -> Page[tuple[Unit, str]]:
    """Homes by code, each with its complex; of one complex also by address."""
    columns: tuple[Any, ...] = (Unit, Property.name)
    asking = choose(*columns).join(Property, col(Property.id) == Unit.property_id)
    here = [col(Unit.property_id) == property_id] if property_id else []
    may_sort = property_id or sort.removeprefix("-") == "code"
    sorting = (sorting_named(SORTINGS["units"], sort) if may_sort else None) or _BY_CODE
    page = take_page(session, asking, sorting, where=here, after=after, limit=limit)
    return Page([(row[0], row[1]) for row in page.items], page.next)


def list_installations(
    session: Session, *, property_id: int | None = None, sort: str = "", after: str = "", limit: int = PAGE
) -> Page[tuple[Installation, str]]:
    columns: tuple[Any, ...] = (Installation, Property.name)
    asking = choose(*columns).join(Property, col(Property.id) == Installation.property_id)
    here = [col(Installation.property_id) == property_id] if property_id else []
    sorting = sorting_named(SORTINGS["installations"], sort) or _BY_INSTALLATION
    page = take_page(session, asking, sorting, where=here, after=after, limit=limit)
    return Page([(row[0], row[1]) for row in page.items], page.next)


def list_properties(session: Session, *, sort: str = "", after: str = "", limit: int = PAGE) -> Page[Property]:
    sorting = sorting_named(SORTINGS["properties"], sort) or _BY_COMPLEX
    page = take_page(session, choose(Property), sorting, after=after, limit=limit)
    return Page([row[0] for row in page.items], page.next)


def list_companies(
    session: Session,
    *,
    kind: CompanyKind | None = None,
    sort: str = "",
    after: str = "",
    limit: int = PAGE,
) -> Page[Company]:
    """Firms by name; of one kind, or all."""
    here = [col(Company.kind) == kind] if kind else []
    sorting = sorting_named(SORTINGS["parties"], sort) or _BY_FIRM
    page = take_page(session, choose(Company), sorting, where=here, after=after, limit=limit)
    return Page([row[0] for row in page.items], page.next)


def addresses_of(session: Session, person_id: int) -> list[PersonAddress]:
    return list(
        session.exec(select(PersonAddress).where(PersonAddress.person_id == person_id).order_by(col(PersonAddress.id)))
    )


def living(session: Session, *, person_id: int | None = None, unit_id: int | None = None) -> list[Living]:
    """The tenancies of a person or of a home, newest first."""
    which = Tenancy.person_id == person_id if person_id else Tenancy.unit_id == unit_id
    rows = session.exec(
        select(Person, Unit, Tenancy)
        .select_from(Tenancy)
        .join(Person, col(Person.id) == Tenancy.person_id)
        .join(Unit, col(Unit.id) == Tenancy.unit_id)
        .where(which)
        .order_by(col(Tenancy.starts).desc())
    )
    return [Living(tenancy.key, person, unit, tenancy.starts, tenancy.ends) for person, unit, tenancy in rows]


def moved_out(session: Session, person_ids: Collection[int], today: date) -> dict[int, Living]:
    """Of these people, those who lived somewhere and live nowhere of ours now: where last."""
    rows = session.exec(
        select(Person, Unit, Tenancy)
        .select_from(Tenancy)
        .join(Person, col(Person.id) == Tenancy.person_id)
        .join(Unit, col(Unit.id) == Tenancy.unit_id)
        .where(col(Tenancy.person_id).in_(person_ids))
        .order_by(func.coalesce(Tenancy.ends, date.max))
    )
    last = {
        person.key: Living(tenancy.key, person, unit, tenancy.starts, tenancy.ends) for person, unit, tenancy in rows
    }
    return {key: living for key, living in last.items() if living.ends and living.ends < today}


def told_here(session: Session, person_id: int, unit_id: int) -> list[Ticket]:
    """The open tickets about this home of which this person is told."""
    rows = select(Ticket).join(TicketPerson, col(TicketPerson.ticket_id) == Ticket.id)
    here = rows.where(Ticket.unit_id == unit_id, TicketPerson.person_id == person_id)
    return list(session.exec(here.where(col(TicketPerson.until).is_(None), col(Ticket.phase).in_(LIVE))))


def owned_by(session: Session, company_id: int) -> tuple[list[Property], list[Unit]]:
    """The complexes that are an owner's or an association's, and the single homes."""
    here = (Property.owner_id == company_id) | (Property.association_id == company_id)
    complexes = session.exec(select(Property).where(here).order_by(col(Property.name)))
    units = session.exec(select(Unit).where(Unit.owner_id == company_id).order_by(col(Unit.code)).limit(PAGE))
    return list(complexes), list(units)


def installations_of(session: Session, *, unit_id: int) -> list[Installation]:
    rows = session.exec(select(Installation).where(Installation.unit_id == unit_id).order_by(col(Installation.code)))
    return list(rows)


def common_installations(session: Session, property_id: int) -> list[Installation]:
    """Those of the complex itself, in none of its homes."""
    here = select(Installation).where(Installation.property_id == property_id, col(Installation.unit_id).is_(None))
    return list(session.exec(here.order_by(col(Installation.code))))


def units_in(session: Session, property_id: int) -> list[Unit]:
    return list(session.exec(select(Unit).where(Unit.property_id == property_id).order_by(col(Unit.code))))


def contacts_of(session: Session, company_id: int) -> list[Contact]:
    return list(session.exec(select(Contact).where(Contact.company_id == company_id).order_by(col(Contact.id))))


def certificates_of(session: Session, company_id: int) -> list[Certificate]:
    return list(session.exec(select(Certificate).where(Certificate.company_id == company_id)))
