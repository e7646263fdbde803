"""What staff write down about people, homes, complexes, installations and firms.

What is refused is said at its field, in the form it was typed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from config.words import Text, languages
from convert.errors import InvalidError, RefusedError
from convert.records import NEEDED
from convert.relations import companies, people
from convert.relations import properties as homes
from convert.relations.import_columns import LABELS
from convert.unit_of_work import UnitOfWork
from store.choices import find_unit
from store.words import CompanyKind, Region, Trade
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers
from web.request import RequestContext, StaffContext
from web.staff.relations.relations import list_page, one_page
from web.staff.relations.stays import Refused
from web.typed import Form, Typed

router = APIRouter(include_in_schema=False)

UNIT = ("street", "number", "addition", "floor", "postcode", "town", "remarks", "access", "notes")
INSTALLATION = ("kind", "make", "serial", "location", "trade")
PROPERTY = ("name", "street", "numbers", "postcode", "town", "emergency_phone")


@router.post("/people")
def add_person(context: StaffContext, form: Form) -> Response:
    def make(work: UnitOfWork) -> int:
        new = people.NewPerson(
            form.text("name"), form.text("email"), form.text("phone"), form.text("language"), unit_id=_home(work, form)
        )
        return people.add_person(work, new).key

    return _add(context, form, "people", make)


@router.post("/units")
def add_unit(context: StaffContext, form: Form) -> Response:
    def make(work: UnitOfWork) -> int:
        values: dict[str, Any] = {name: form.text(name) for name in UNIT if form.text(name)}
        values["owner_id"] = form.number("owner_id")
        street, number = values.pop("street", ""), values.pop("number", "")
        building = form.number("property") or _missing("property")
        return homes.add_unit(work, building, form.text("code"), street, number, **values).key

    return _add(context, form, "units", make)


@router.post("/properties")
def add_property(context: StaffContext, form: Form) -> Response:
    return _add(context, form, "properties", lambda work: homes.add_property(work, **_property(form)).key)


@router.post("/installations")
def add_installation(context: StaffContext, form: Form) -> Response:
    def make(work: UnitOfWork) -> int:
        building = form.number("property") or _missing("property")
        values = _installation(form) | {"unit_id": _home(work, form)}
        return homes.add_installation(work, building, form.text("code"), values.pop("kind"), **values).key

    return _add(context, form, "installations", make)


@router.post("/parties")
def add_party(context: StaffContext, form: Form) -> Response:
    """A firm, with its first contact where one was typed."""

    def make(work: UnitOfWork) -> int:
        values = _party(form)
        company = companies.add_company(work, values.pop("name"), **values)
        if form.text("contact") or form.text("email"):
            companies.add_contact(work, company.key, form.text("contact"), form.text("email"))
        return company.key

    return _add(context, form, "parties", make)


@router.post("/people/{key:int}/edit")
def edit_person(context: StaffContext, key: int, form: Form) -> Response:
    def change(work: UnitOfWork) -> None:
        values: dict[str, Any] = {name: form.text(name) for name in ("name", "code", "language", "notify", "notes")}
        values["labels"] = [label for label in form.texts("labels") if label in LABELS]
        phones = [phone for line in form.text("phone").split("\n") if (phone := line.strip())]
        people.edit_person(work, key, addresses=form.text("email").split(), phones=phones, **values)

    return _change(context, form, "people", key, change)


@router.post("/units/{key:int}/edit")
def edit_unit(context: StaffContext, key: int, form: Form) -> Response:
    def change(work: UnitOfWork) -> None:
        homes.edit_unit(work, key, **{name: form.text(name) for name in UNIT}, owner_id=form.number("owner_id"))

    return _change(context, form, "units", key, change)


@router.post("/properties/{key:int}/edit")
def edit_property(context: StaffContext, key: int, form: Form) -> Response:
    return _change(context, form, "properties", key, lambda work: homes.edit_property(work, key, **_property(form)))


@router.post("/installations/{key:int}/edit")
def edit_installation(context: StaffContext, key: int, form: Form) -> Response:
    def change(work: UnitOfWork) -> None:
        homes.edit_installation(work, key, **_installation(form))

    return _change(context, form, "installations", key, change)


@router.post("/parties/{key:int}/edit")
def edit_party(context: StaffContext, key: int, form: Form) -> Response:
    return _change(context, form, "parties", key, lambda work: companies.edit_company(work, key, **_party(form)))


@router.post("/parties/{key:int}/contact")
def add_contact(context: StaffContext, key: int, form: Form) -> Response:
    def add(work: UnitOfWork) -> None:
        name, email = form.text("contact_name"), form.text("contact_email")
        companies.add_contact(work, key, name, email, phone=form.text("contact_phone"))

    return _change(context, form, "parties", key, add, at="contact")


@router.post("/parties/{key:int}/contact/{contact:int}")
def edit_contact(context: StaffContext, key: int, contact: int, form: Form) -> Response:
    """Their language is that of their letters and page; to another address, reminders go again."""

    def change(work: UnitOfWork) -> None:
        values = {name: form.text(f"contact_{name}") for name in ("name", "email", "phone", "language")}
        values["language"] *= values["language"] in languages()
        companies.edit_contact(work, key, contact, **values)

    return _change(context, form, "parties", key, change, at=f"contact-{contact}")


@router.post("/parties/{key:int}/certificate")
def add_certificate(context: StaffContext, key: int, form: Form) -> Response:
    def add(work: UnitOfWork) -> None:
        valid_until = form.day("valid_until") or _missing("valid_until")
        companies.add_certificate(work, key, form.text("certificate"), valid_until)

    return _change(context, form, "parties", key, add, at="certificate")


@router.post("/parties/{key:int}/closure")
def add_closure(context: StaffContext, key: int, form: Form) -> Response:
    def add(work: UnitOfWork) -> None:
        first = form.day("closed_from") or _missing("closed_from")
        companies.add_closure(work, key, first, form.day("closed_to") or first, form.text("closed_why")[:100])

    return _change(context, form, "parties", key, add, at="closure")


@router.post("/parties/{key:int}/closure/end")
def drop_closure(context: StaffContext, key: int, form: Form) -> Response:
    def drop(work: UnitOfWork) -> None:
        companies.drop_closure(work, key, form.text("first"), form.text("last"))

    return _change(context, form, "parties", key, drop, at="closure")


def _add(context: RequestContext, form: Typed, kind: str, make: Callable[[UnitOfWork], int]) -> Response:
    try:
        with context.work() as work:
            key = make(work)
    except (InvalidError, RefusedError) as error:
        return list_page(context, kind, refused=Refused("add", typed_answers(form), faults_of(context, error)))
    return go_on(f"/{kind}/{key}", Done(context.say("Written down.")))


def _change(
    context: RequestContext, form: Typed, kind: str, key: int, change: Callable[[UnitOfWork], object], at: str = "edit"
) -> Response:
    """at: the form of the page it was typed in; beside "edit" its fields carry its name."""
    try:
        with context.work() as work:
            change(work)
    except (InvalidError, RefusedError) as error:
        faults = faults_of(context, error)
        if at == "contact":
            faults = Answers({f"contact_{name}": words for name, words in faults.items()})
        return one_page(context, kind, key, Refused(at, typed_answers(form), faults))
    return go_on(f"/{kind}/{key}", Done(context.say("Written down.")))


def _home(work: UnitOfWork, form: Typed) -> int | None:
    """The home whose name was typed. Raises InvalidError."""
    words = form.text("unit_typed")
    unit_id = find_unit(work.session, words) if words else None
    if words and unit_id is None:
        raise InvalidError(unit_typed=Text("We do not know this home."))
    return unit_id


def _installation(form: Typed) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.text(name) for name in INSTALLATION}
    return values | {
        "gas": form.ticked("gas"),
        "year": form.number("year"),
        "maintainer_id": form.number("maintainer_id"),
        "warranty_until": form.day("warranty_until"),
        "contract_until": form.day("contract_until"),
    }


def _property(form: Typed) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.text(name) for name in PROPERTY}
    return values | {
        "owner_id": form.number("owner_id"),
        "association_id": form.number("association_id"),
        "responsible_id": form.number("responsible_id"),
        "common_areas": [area.strip() for area in form.text("common_areas").split(",") if area.strip()],
    }


def _party(form: Typed) -> dict[str, Any]:
    return {
        "name": form.text("name"),
        "kind": form.one_of("kind", CompanyKind, CompanyKind.SERVICE_PARTY),
        "phone": form.text("phone"),
        "notes": form.text("notes"),
        "out_of_hours_phone": form.text("out_of_hours_phone"),
        "trades": [trade for trade in form.texts("trades") if trade in list(Trade)],
        "region": form.text("region") if form.text("region") in list(Region) else "",
        "digest": form.text("digest") if form.text("digest") in ("yes", "no") else "",
        "domains": [domain.lower() for domain in form.text("domains").replace(",", " ").split()],
    }


def _missing(field: str) -> Any:
    raise InvalidError(**{field: NEEDED})
