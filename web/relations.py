"""Relaties: people, homes, installations and firms, each with what belongs to it (R21: links go both ways)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert import people as master
from convert.turn import InvalidError, MissingError, RefusedError, Turn
from store import relations
from store.choices import find_unit, party_choices, property_choices, unit_words
from store.order_lists import OrderFilter
from store.people import Company, Installation, Person, Property, Unit
from store.rows import Row
from store.ticket_lists import TicketFilter, list_tickets
from store.words import CompanyKind, Trade
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers
from web.rendering import staff_page
from web.slip_shown import spaced
from web.ticket import orders_shown
from web.tickets import wrongs_of
from web.typed import Form, Typed
from web.visit import StaffVisit, Visit
from web.wording import WORDS

router = APIRouter(include_in_schema=False)

R = TypeVar("R", bound=Row)


@router.get("/people")
def list_people(visit: StaffVisit, after: str = "") -> Response:
    return _list(visit, "people", lambda session: relations.list_people(session, after=after))


@router.get("/units")
def list_units(visit: StaffVisit, after: str = "") -> Response:
    return _list(visit, "units", lambda session: relations.list_units(session, after=after))


@router.get("/installations")
def list_installations(visit: StaffVisit, after: str = "") -> Response:
    return _list(visit, "installations", lambda session: relations.list_installations(session, after=after))


@router.get("/parties")
def list_parties(visit: StaffVisit, after: str = "") -> Response:
    return _list(visit, "parties", lambda session: relations.list_companies(session, after=after))


@router.get("/people/{key:int}")
def show_person(visit: StaffVisit, key: int) -> Response:
    with visit.reading() as session:
        person = _get(session, Person, key)
        return _page(
            visit,
            session,
            "person",
            person.name,
            TicketFilter(person_id=key),
            None,
            person=person,
            addresses=relations.addresses_of(session, key),
            living=relations.living(session, person_id=key),
        )


@router.get("/units/{key:int}")
def show_unit(visit: StaffVisit, key: int) -> Response:
    with visit.reading() as session:
        unit = _get(session, Unit, key)
        return _page(
            visit,
            session,
            "unit",
            unit.address_line,
            TicketFilter(unit_id=key),
            OrderFilter(unit_id=key),
            unit=unit,
            postcode=spaced(unit.postcode),
            house=session.get_one(Property, unit.property_id),
            living=relations.living(session, unit_id=key),
            machines=relations.installations_of(session, unit_id=key),
        )


@router.get("/installations/{key:int}")
def show_installation(visit: StaffVisit, key: int) -> Response:
    with visit.reading() as session:
        machine = _get(session, Installation, key)
        return _page(
            visit,
            session,
            "installation",
            f"{machine.kind} {machine.make}".strip(),
            TicketFilter(installation_id=key),
            OrderFilter(installation_id=key),
            machine=machine,
            house=session.get_one(Property, machine.property_id),
            unit=session.get(Unit, machine.unit_id) if machine.unit_id else None,
            maintainer=session.get(Company, machine.maintainer_id) if machine.maintainer_id else None,
        )


@router.get("/parties/{key:int}")
def show_party(visit: StaffVisit, key: int) -> Response:
    with visit.reading() as session:
        company = _get(session, Company, key)
        return _page(
            visit,
            session,
            "party",
            company.name,
            None,
            OrderFilter(company_id=key),
            company=company,
            kind=visit.word(company.kind),
            trades=[visit.word(Trade(trade)) for trade in company.trades if trade in list(Trade)],
            contacts=relations.contacts_of(session, key),
            certificates=relations.certificates_of(session, key),
        )


@router.post("/people")
def add_person(visit: StaffVisit, form: Form) -> Response:
    def make(turn: Turn) -> str:
        words = form.text("unit_typed")
        unit_id = find_unit(turn.session, words) if words else None
        if words and unit_id is None:
            raise InvalidError(unit_typed={"nl": "Deze woning kennen we niet.", "en": "We do not know this home."})
        new = master.NewPerson(
            form.text("name"), form.text("email"), form.text("phone"), form.text("language"), unit_id=unit_id
        )
        return f"/people/{master.add_person(turn, new).key}"

    return _add(visit, form, "people", make)


@router.post("/units")
def add_unit(visit: StaffVisit, form: Form) -> Response:
    def make(turn: Turn) -> str:
        details = {name: form.text(name) for name in ("addition", "floor", "postcode", "town") if form.text(name)}
        property_id = form.number("property") or _missing("property")
        street, number = form.text("street"), form.text("number")
        return f"/units/{master.add_unit(turn, property_id, form.text('code'), street, number, **details).key}"

    return _add(visit, form, "units", make)


@router.post("/installations")
def add_installation(visit: StaffVisit, form: Form) -> Response:
    def make(turn: Turn) -> str:
        words = form.text("unit_typed")
        details: dict[str, Any] = {name: form.text(name) for name in ("make", "serial", "location", "trade")}
        details |= {"gas": form.ticked("gas"), "year": form.number("year"), "maintainer_id": form.number("maintainer")}
        details["unit_id"] = find_unit(turn.session, words) if words else None
        property_id = form.number("property") or _missing("property")
        made = master.add_installation(turn, property_id, form.text("code"), form.text("kind"), **details)
        return f"/installations/{made.key}"

    return _add(visit, form, "installations", make)


@router.post("/parties")
def add_party(visit: StaffVisit, form: Form) -> Response:
    """A firm, with its first contact where one was typed."""

    def make(turn: Turn) -> str:
        company = master.add_company(
            turn,
            form.text("name"),
            kind=form.one_of("kind", CompanyKind, CompanyKind.SERVICE_PARTY),
            phone=form.text("phone"),
            trades=[trade for trade in form.texts("trades") if trade in list(Trade)],
            domains=[domain.lower() for domain in form.text("domains").replace(",", " ").split()],
        )
        if form.text("contact") or form.text("email"):
            master.add_contact(turn, company.key, form.text("contact"), form.text("email"))
        return f"/parties/{company.key}"

    return _add(visit, form, "parties", make)


@router.post("/parties/{key:int}/contact")
def add_contact(visit: StaffVisit, key: int, form: Form) -> Response:
    with visit.turn() as turn:
        master.add_contact(turn, key, form.text("name"), form.text("email"), phone=form.text("phone"))
    return go_on(f"/parties/{key}", Done(visit.say("The contact is written down.")))


@router.post("/parties/{key:int}/certificate")
def add_certificate(visit: StaffVisit, key: int, form: Form) -> Response:
    with visit.turn() as turn:
        master.add_certificate(turn, key, form.text("name"), form.day("valid_until") or _missing("valid_until"))
    return go_on(f"/parties/{key}", Done(visit.say("The certificate is written down.")))


@router.post("/people/{key:int}/edit")
def edit_person(visit: StaffVisit, key: int, form: Form) -> Response:
    with visit.turn() as turn:
        phone = form.text("phone")
        changes: dict[str, Any] = {name: form.text(name) for name in ("name", "email", "language", "notify")}
        master.edit_person(turn, key, phones=[phone] if phone else [], **changes)
    return go_on(f"/people/{key}", Done(visit.say("Changed.")))


def _add(visit: Visit, form: Typed, kind: str, make: Callable[[Turn], str]) -> Response:
    try:
        with visit.turn() as turn:
            path = make(turn)
    except (InvalidError, RefusedError) as error:
        return _list(visit, kind, LISTS[kind], typed_answers(form), faults_of(visit, error), 422)
    return go_on(path, Done(visit.say("Written down.")))


LISTS: dict[str, Callable[[Session], Any]] = {
    "people": relations.list_people,
    "units": relations.list_units,
    "installations": relations.list_installations,
    "parties": relations.list_companies,
}


def _list(
    visit: Visit,
    kind: str,
    fetch: Callable[[Session], Any],
    typed: Answers | None = None,
    errors: Answers | None = None,
    status: int = 200,
) -> Response:
    titles = _titles(visit)
    with visit.reading() as session:
        page = fetch(session)
        return staff_page(
            visit,
            session,
            f"relations/{kind}.html",
            title=titles[kind],
            here="relations",
            status=status,
            kinds=[{"href": f"/{name}", "word": word, "current": name == kind} for name, word in titles.items()],
            rows=page.items,
            typed=typed or Answers(),
            errors=errors or Answers(),
            wrongs=wrongs_of(errors or Answers()),
            choices={
                "units": unit_words(session),
                "properties": property_choices(session),
                "parties": party_choices(session),
                "trades": [(key, visit.say(words)) for key, words in WORDS[Trade].items()],
                "kinds": [(key, visit.say(words)) for key, words in WORDS[CompanyKind].items()],
            },
            older=f"/{kind}?after={quote(page.next)}" if page.next else "",
        )


def _page(
    visit: Visit,
    session: Session,
    template: str,
    title: str,
    tickets: TicketFilter | None,
    orders: OrderFilter | None,
    **values: Any,
) -> Response:
    """One of them, with its tickets and work orders."""
    return staff_page(
        visit,
        session,
        f"relations/{template}.html",
        title=title,
        here="relations",
        tickets=list_tickets(session, tickets, limit=20).items if tickets else [],
        orders=orders_shown(visit, session, orders) if orders else [],
        **values,
    )


def _titles(visit: Visit) -> dict[str, str]:
    return {
        "people": visit.say("People"),
        "units": visit.say("Homes"),
        "installations": visit.say("Installations"),
        "parties": visit.say("Firms"),
    }


def _get(session: Session, table: type[R], key: int) -> R:
    row = session.get(table, key)
    if row is None:
        raise MissingError
    return row


def _missing(field: str) -> Any:
    raise InvalidError(**{field: master.NEEDED})
