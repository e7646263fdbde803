"""Relaties: people, homes, complexes, installations and firms, each with what belongs to it (R21: links go both ways).

What can be done to them stands in web/staff/relations/relation_deeds.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from convert.errors import MissingError
from convert.relations.import_columns import LABELS
from store import relations
from store.choices import (
    owner_choices,
    party_choices,
    person_words,
    property_choices,
    staff_choices,
    unit_words,
)
from store.order_lists import OrderFilter, list_orders
from store.paging import all_of
from store.people import Company, Contact, Installation, Person, Property, Staff, Unit, spaced
from store.rows import Row
from store.ticket_lists import TicketFilter, list_tickets
from store.wording import LETTERS_WANTED, WORDS
from store.words import CompanyKind, Region, Trade
from web.downloads import spreadsheet
from web.faults import Answers, wrongs_of
from web.rendering import staff_page
from web.request import LOOKED_AT, RequestContext, StaffContext
from web.staff.relations.stays import Refused, stays_shown
from web.staff.tickets.ticket import order_shown, orders_shown

router = APIRouter(include_in_schema=False)


@router.get("/people", dependencies=LOOKED_AT)
def list_people(context: StaffContext, after: str = "") -> Response:
    return list_page(context, "people", after)


@router.get("/units")
def list_units(context: StaffContext, after: str = "") -> Response:
    return list_page(context, "units", after)


@router.get("/properties")
def list_properties(context: StaffContext, after: str = "") -> Response:
    return list_page(context, "properties", after)


@router.get("/installations")
def list_installations(context: StaffContext, after: str = "") -> Response:
    return list_page(context, "installations", after)


@router.get("/parties")
def list_parties(context: StaffContext, after: str = "") -> Response:
    return list_page(context, "parties", after)


@router.get("/people/{key:int}", dependencies=LOOKED_AT)
def show_person(context: StaffContext, key: int) -> Response:
    return one_page(context, "people", key)


@router.get("/units/{key:int}")
def show_unit(context: StaffContext, key: int) -> Response:
    return one_page(context, "units", key)


@router.get("/properties/{key:int}")
def show_property(context: StaffContext, key: int) -> Response:
    return one_page(context, "properties", key)


@router.get("/installations/{key:int}")
def show_installation(context: StaffContext, key: int) -> Response:
    return one_page(context, "installations", key)


@router.get("/parties/{key:int}")
def show_party(context: StaffContext, key: int) -> Response:
    return one_page(context, "parties", key)


def _sheet_of(kind: str) -> Callable[..., Response]:
    def get_csv(context: StaffContext) -> Response:
        """The same list, whole, for a spreadsheet."""
        columns, row = SHEETS[kind]
        with context.reading() as session:
            items = all_of(partial(LISTS[kind], session))
        rows = [row(*item) if isinstance(item, tuple) else row(item) for item in items]
        return spreadsheet([context.say(words) for words in columns], rows, f"{kind}.csv")

    return get_csv


def list_page(context: RequestContext, kind: str, after: str = "", refused: Refused | None = None) -> Response:
    """One of the five lists, with the form to add to it; `refused`: that form, where it could not be taken."""
    titles = titles_of(context)
    form = refused or Refused()
    with context.reading() as session:
        page = LISTS[kind](session, after=after)
        return staff_page(
            context,
            session,
            f"relations/{kind}.html",
            title=titles[kind],
            here="relations",
            status=422 if refused else 200,
            kinds=[{"href": f"/{name}", "word": word, "current": name == kind} for name, word in titles.items()],
            rows=page.items,
            typed=form.typed,
            errors=form.errors,
            wrongs=wrongs_of(form.errors),
            choices=_choices(context, session),
            older=f"/{kind}?after={quote(page.next)}" if page.next else "",
            sheet=f"/{kind}/list.csv",
        )


def one_page(context: RequestContext, kind: str, key: int, refused: Refused | None = None) -> Response:
    """One of them with what belongs to it; `refused`: the form on it that could not be taken."""
    table, template, shown = PAGES[kind]
    form = refused or Refused()
    with context.reading() as session:
        row = session.get(table, key)
        if row is None:
            raise MissingError
        return staff_page(
            context,
            session,
            f"relations/{template}.html",
            here="relations",
            status=422 if refused else 200,
            above={"href": f"/{kind}", "word": titles_of(context)[kind]},
            here_at=f"/{kind}/{key}",
            about=f"{template}={key}" if template in ABOUT else "",
            choices=_choices(context, session),
            wrongs=wrongs_of(form.errors),
            **shown(context, session, row, form),
        )


def _person(context: RequestContext, session: Session, person: Person, form: Refused) -> dict[str, Any]:
    addresses = relations.addresses_of(session, person.key)
    known = {"email": "\n".join(row.address for row in addresses), "phone": "\n".join(person.phones)}
    return {
        "title": person.name,
        "person": person,
        "addresses": addresses,
        "labels": [(key, context.say(words)) for key, words in LABELS.items()],
        **stays_shown(context, session, relations.living(session, person_id=person.key), form),
        "tickets": _tickets(session, TicketFilter(person_id=person.key)),
        "edit": form.form("edit", Answers(person.model_dump() | known)),
        "letters_wanted": [(key, context.say(words)) for key, words in LETTERS_WANTED.items()],
    }


def _unit(context: RequestContext, session: Session, unit: Unit, form: Refused) -> dict[str, Any]:
    return {
        "title": unit.address_line,
        "unit": unit,
        "postcode": spaced(unit.postcode),
        "building": session.get_one(Property, unit.property_id),
        "owner": session.get(Company, unit.owner_id) if unit.owner_id else None,
        **stays_shown(context, session, relations.living(session, unit_id=unit.key), form),
        "people": person_words(session),
        "machines": relations.installations_of(session, unit_id=unit.key),
        "tickets": _tickets(session, TicketFilter(unit_id=unit.key)),
        "orders": orders_shown(context, session, OrderFilter(unit_id=unit.key)),
        "edit": form.form("edit", Answers(unit.model_dump() | {"postcode": spaced(unit.postcode)})),
    }


def _property(context: RequestContext, session: Session, building: Property, form: Refused) -> dict[str, Any]:
    areas = ", ".join(building.common_areas)
    return {
        "title": building.name,
        "building": building,
        "postcode": spaced(building.postcode),
        "areas": areas,
        "owner": session.get(Company, building.owner_id) if building.owner_id else None,
        "association": session.get(Company, building.association_id) if building.association_id else None,
        "responsible": session.get(Staff, building.responsible_id) if building.responsible_id else None,
        "units": relations.units_in(session, building.key),
        "machines": relations.common_installations(session, building.key),
        "tickets": _tickets(session, TicketFilter(property_id=building.key)),
        "orders": orders_shown(context, session, OrderFilter(property_id=building.key)),
        "edit": form.form("edit", Answers(building.model_dump() | {"common_areas": areas})),
    }


def _installation(context: RequestContext, session: Session, machine: Installation, form: Refused) -> dict[str, Any]:
    return {
        "title": f"{machine.kind} {machine.make}".strip(),
        "machine": machine,
        "building": session.get_one(Property, machine.property_id),
        "unit": session.get(Unit, machine.unit_id) if machine.unit_id else None,
        "maintainer": session.get(Company, machine.maintainer_id) if machine.maintainer_id else None,
        "tickets": _tickets(session, TicketFilter(installation_id=machine.key)),
        "orders": orders_shown(context, session, OrderFilter(installation_id=machine.key)),
        "edit": form.form("edit", Answers(machine.model_dump() | {"gas": "yes" * machine.gas})),
    }


def _contact(row: Contact) -> Answers:
    typed = {name: getattr(row, name) for name in ("name", "email", "phone", "language")}
    return Answers({f"contact_{name}": value for name, value in typed.items()})


def _party(context: RequestContext, session: Session, company: Company, form: Refused) -> dict[str, Any]:
    domains = ", ".join(company.domains)
    complexes, homes = relations.owned_by(session, company.key)
    is_firm = company.kind is CompanyKind.SERVICE_PARTY
    contacts = relations.contacts_of(session, company.key)
    return {
        "does_work": is_firm,
        "asks_work": is_firm or company.trades or company.out_of_hours_phone,
        "complexes": complexes,
        "homes": homes,
        "title": company.name,
        "company": company,
        "kind": context.word(company.kind),
        "region": context.word(Region(company.region)) if company.region in list(Region) else "",
        "digest": context.say(DIGESTS[company.digest]) if company.digest in DIGESTS else "",
        "trades": [context.word(Trade(trade)) for trade in company.trades if trade in list(Trade)],
        "contacts": [
            (row, form.form(f"contact-{row.key}", _contact(row)), _role(context, row, contacts, is_firm))
            for row in contacts
        ],
        "certificates": relations.certificates_of(session, company.key),
        "orders": [
            order_shown(context, line) | {"party": line.place}
            for line in list_orders(session, OrderFilter(company_id=company.key), context.today, limit=20).items
        ],
        "edit": form.form("edit", Answers(company.model_dump() | {"domains": domains})),
        "contact": form.form("contact", Answers()),
        "closures": [
            {"first": date.fromisoformat(one["from"]), "last": date.fromisoformat(one["to"]), "why": one.get("why", "")}
            for one in company.closures
            if one["to"] >= context.today.isoformat()
        ],
        "closure": form.form("closure", Answers()),
        "certificate": form.form("certificate", Answers()),
    }


def _role(context: RequestContext, row: Contact, contacts: Sequence[Contact], is_firm: bool) -> str:
    """What a contact is there for: a firm's gets work orders, one of an owner is asked about cost."""
    if is_firm:
        return context.say("gets work orders") if row.gets_orders else ""
    first = min((one for one in contacts if one.active), key=lambda one: (not one.gets_orders, one.key), default=None)
    return context.say("is asked to approve cost") if row is first else ""


def _tickets(session: Session, which: TicketFilter) -> list[Any]:
    return list(list_tickets(session, which, limit=20).items)


LISTS: dict[str, Callable[..., Any]] = {
    "people": relations.list_people,
    "units": relations.list_units,
    "properties": relations.list_properties,
    "installations": relations.list_installations,
    "parties": relations.list_companies,
}
# Of each kind as a spreadsheet: its columns, and the cells of an item of its list.
SHEETS: dict[str, tuple[tuple[Text, ...], Callable[..., list[Any]]]] = {
    "people": (
        (Text("Number"), Text("Name"), Text("E-mail"), Text("Telephone"), Text("Language")),
        lambda person, address: [person.code, person.name, address, ", ".join(person.phones), person.language],
    ),
    "units": (
        (Text("Code"), Text("Address"), Text("Postcode"), Text("Town"), Text("Floor"), Text("Complex")),
        lambda unit, building: [
            *(unit.code, unit.address_line, spaced(unit.postcode), unit.town, unit.floor, building),
        ],
    ),
    "properties": (
        (Text("Name"), Text("Street"), Text("House numbers"), Text("Postcode"), Text("Town")),
        lambda building: [*(building.name, building.street, building.numbers, building.postcode, building.town)],
    ),
    "installations": (
        (
            *(Text("Code"), Text("Kind"), Text("Make"), Text("Year"), Text("Serial number"), Text("Where exactly")),
            *(Text("Complex"), Text("Maintenance contract until"), Text("Warranty until")),
        ),
        lambda machine, building: [
            *(machine.code, machine.kind, machine.make, machine.year, machine.serial, machine.location, building),
            *(machine.contract_until, machine.warranty_until),
        ],
    ),
    "parties": (
        (Text("Name"), Text("Kind"), Text("Telephone"), Text("Telephone out of hours"), Text("Trades")),
        lambda firm: [*(firm.name, firm.kind.value, firm.phone, firm.out_of_hours_phone), ", ".join(firm.trades)],
    ),
}
for _kind in LISTS:
    router.add_api_route(f"/{_kind}/list.csv", _sheet_of(_kind), methods=["GET"], dependencies=LOOKED_AT)

# Of each kind: its table, its template, and what its page shows.
PAGES: dict[str, tuple[type[Row], str, Callable[..., dict[str, Any]]]] = {
    "people": (Person, "person", _person),
    "units": (Unit, "unit", _unit),
    "properties": (Property, "property", _property),
    "installations": (Installation, "installation", _installation),
    "parties": (Company, "party", _party),
}


ABOUT = ("person", "unit", "installation", "property")  # what a new ticket can be about


def _choices(context: RequestContext, session: Session) -> dict[str, Any]:
    return {
        "units": unit_words(session),
        "properties": property_choices(session),
        "parties": party_choices(session),
        "owners": owner_choices(session),
        "staff": staff_choices(session),
        "trades": [(key, context.say(words)) for key, words in WORDS[Trade].items()],
        "kinds": [(key, context.say(words)) for key, words in WORDS[CompanyKind].items()],
        "regions": [(key, context.say(words)) for key, words in WORDS[Region].items()],
        "digests": [(key, context.say(words)) for key, words in DIGESTS.items()],
    }


DIGESTS = {"yes": Text("In one letter"), "no": Text("A letter for each work order")}


def titles_of(context: RequestContext) -> dict[str, str]:
    return {
        "people": context.say("People"),
        "units": context.say("Homes"),
        "properties": context.say("Complexes"),
        "installations": context.say("Installations"),
        "parties": context.say("Firms"),
    }
