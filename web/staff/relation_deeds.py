"""What staff write down about people, homes, complexes, installations and firms.

What is refused is said at its field, in the form it was typed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from convert.records import NEEDED
from convert.relations import companies, people
from convert.relations import properties as homes
from convert.unit_of_work import InvalidError, RefusedError, Turn
from store.choices import find_unit
from store.words import CompanyKind, Trade
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers
from web.request import StaffVisit, Visit
from web.staff.relations import Refused, list_page, one_page
from web.typed import Form, Typed

router = APIRouter(include_in_schema=False)

UNIT = ("street", "number", "addition", "floor", "postcode", "town", "remarks", "access")
INSTALLATION = ("kind", "make", "serial", "location", "trade")
PROPERTY = ("name", "street", "numbers", "postcode", "town", "emergency_phone")


@router.post("/people")
def add_person(visit: StaffVisit, form: Form) -> Response:
    def make(turn: Turn) -> int:
        new = people.NewPerson(
            form.text("name"), form.text("email"), form.text("phone"), form.text("language"), unit_id=_home(turn, form)
        )
        return people.add_person(turn, new).key

    return _add(visit, form, "people", make)


@router.post("/units")
def add_unit(visit: StaffVisit, form: Form) -> Response:
    def make(turn: Turn) -> int:
        told = {name: form.text(name) for name in UNIT if form.text(name)}
        street, number = told.pop("street", ""), told.pop("number", "")
        house = form.number("property") or _missing("property")
        return homes.add_unit(turn, house, form.text("code"), street, number, **told).key

    return _add(visit, form, "units", make)


@router.post("/properties")
def add_property(visit: StaffVisit, form: Form) -> Response:
    return _add(visit, form, "properties", lambda turn: homes.add_property(turn, **_property(form)).key)


@router.post("/installations")
def add_installation(visit: StaffVisit, form: Form) -> Response:
    def make(turn: Turn) -> int:
        house = form.number("property") or _missing("property")
        told = _installation(form) | {"unit_id": _home(turn, form)}
        return homes.add_installation(turn, house, form.text("code"), told.pop("kind"), **told).key

    return _add(visit, form, "installations", make)


@router.post("/parties")
def add_party(visit: StaffVisit, form: Form) -> Response:
    """A firm, with its first contact where one was typed."""

    def make(turn: Turn) -> int:
        told = _party(form)
        company = companies.add_company(turn, told.pop("name"), **told)
        if form.text("contact") or form.text("email"):
            companies.add_contact(turn, company.key, form.text("contact"), form.text("email"))
        return company.key

    return _add(visit, form, "parties", make)


@router.post("/people/{key:int}/edit")
def edit_person(visit: StaffVisit, key: int, form: Form) -> Response:
    def change(turn: Turn) -> None:
        phone = form.text("phone")
        told: dict[str, Any] = {name: form.text(name) for name in ("name", "email", "language", "notify")}
        people.edit_person(turn, key, phones=[phone] if phone else [], **told)

    return _change(visit, form, "people", key, change)


@router.post("/units/{key:int}/edit")
def edit_unit(visit: StaffVisit, key: int, form: Form) -> Response:
    told = {name: form.text(name) for name in UNIT}
    return _change(visit, form, "units", key, lambda turn: homes.edit_unit(turn, key, **told))


@router.post("/properties/{key:int}/edit")
def edit_property(visit: StaffVisit, key: int, form: Form) -> Response:
    return _change(visit, form, "properties", key, lambda turn: homes.edit_property(turn, key, **_property(form)))


@router.post("/installations/{key:int}/edit")
def edit_installation(visit: StaffVisit, key: int, form: Form) -> Response:
    def change(turn: Turn) -> None:
        homes.edit_installation(turn, key, **_installation(form))

    return _change(visit, form, "installations", key, change)


@router.post("/parties/{key:int}/edit")
def edit_party(visit: StaffVisit, key: int, form: Form) -> Response:
    return _change(visit, form, "parties", key, lambda turn: companies.edit_company(turn, key, **_party(form)))


@router.post("/parties/{key:int}/contact")
def add_contact(visit: StaffVisit, key: int, form: Form) -> Response:
    def add(turn: Turn) -> None:
        name, email = form.text("contact_name"), form.text("contact_email")
        companies.add_contact(turn, key, name, email, phone=form.text("contact_phone"))

    return _change(visit, form, "parties", key, add, at="contact")


@router.post("/parties/{key:int}/certificate")
def add_certificate(visit: StaffVisit, key: int, form: Form) -> Response:
    def add(turn: Turn) -> None:
        valid_until = form.day("valid_until") or _missing("valid_until")
        companies.add_certificate(turn, key, form.text("certificate"), valid_until)

    return _change(visit, form, "parties", key, add, at="certificate")


def _add(visit: Visit, form: Typed, kind: str, make: Callable[[Turn], int]) -> Response:
    try:
        with visit.turn() as turn:
            key = make(turn)
    except (InvalidError, RefusedError) as error:
        return list_page(visit, kind, refused=Refused("add", typed_answers(form), faults_of(visit, error)))
    return go_on(f"/{kind}/{key}", Done(visit.say("Written down.")))


def _change(
    visit: Visit, form: Typed, kind: str, key: int, change: Callable[[Turn], object], at: str = "edit"
) -> Response:
    """at: the form of the page it was typed in; beside "edit" its fields carry its name."""
    try:
        with visit.turn() as turn:
            change(turn)
    except (InvalidError, RefusedError) as error:
        faults = faults_of(visit, error)
        if at == "contact":
            faults = Answers({f"contact_{name}": words for name, words in faults.items()})
        return one_page(visit, kind, key, Refused(at, typed_answers(form), faults))
    return go_on(f"/{kind}/{key}", Done(visit.say("Written down.")))


def _home(turn: Turn, form: Typed) -> int | None:
    """The home whose name was typed. Raises InvalidError."""
    words = form.text("unit_typed")
    unit_id = find_unit(turn.session, words) if words else None
    if words and unit_id is None:
        raise InvalidError(unit_typed={"nl": "Deze woning kennen we niet.", "en": "We do not know this home."})
    return unit_id


def _installation(form: Typed) -> dict[str, Any]:
    told: dict[str, Any] = {name: form.text(name) for name in INSTALLATION}
    return told | {
        "gas": form.ticked("gas"),
        "year": form.number("year"),
        "maintainer_id": form.number("maintainer_id"),
    }


def _property(form: Typed) -> dict[str, Any]:
    told: dict[str, Any] = {name: form.text(name) for name in PROPERTY}
    return told | {
        "owner_id": form.number("owner_id"),
        "responsible_id": form.number("responsible_id"),
        "common_areas": [area.strip() for area in form.text("common_areas").split(",") if area.strip()],
    }


def _party(form: Typed) -> dict[str, Any]:
    return {
        "name": form.text("name"),
        "kind": form.one_of("kind", CompanyKind, CompanyKind.SERVICE_PARTY),
        "phone": form.text("phone"),
        "trades": [trade for trade in form.texts("trades") if trade in list(Trade)],
        "domains": [domain.lower() for domain in form.text("domains").replace(",", " ").split()],
    }


def _missing(field: str) -> Any:
    raise InvalidError(**{field: NEEDED})
