"""Master data: people and where they live, companies and their contacts, properties, units, installations, staff."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlmodel import col, select

from convert.index import index_company, index_installation, index_person, index_unit
from convert.turn import InvalidError, MissingError, RefusedError, Turn
from store.people import (
    Certificate,
    Company,
    Contact,
    Installation,
    Person,
    PersonAddress,
    Property,
    Route,
    Staff,
    Tenancy,
    Unit,
)
from store.rows import Row
from store.words import AddressState

_MAILBOX = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
NEEDED = {"nl": "Vul dit in.", "en": "Fill this in."}

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """email: "" where there is none; then no letter reaches them. language: "" where it is not known."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = ""
    unit_id: int | None = None
    labels: tuple[str, ...] = ()
    may_be_called: bool = False


def add_person(turn: Turn, new: NewPerson) -> Person:
    """Add a person, with their address and (unit_id) as tenant from today. Raises InvalidError."""
    person = Person(
        name=_filled("name", new.name),
        language=new.language,
        phones=[new.phone.strip()] if new.phone.strip() else [],
        labels=list(new.labels),
        may_be_called=new.may_be_called,
        created_at=turn.now,
    )
    address = _mailbox(new.email) if new.email.strip() else ""
    if address and person_at(turn, address):
        raise InvalidError(email=_taken("Dit adres is al van", "This address already belongs to", turn, address))
    put(turn, person)
    if address:
        put(turn, PersonAddress(person_id=person.key, address=address))
    if new.unit_id:
        move_in(turn, person.key, new.unit_id, turn.today)
    index_person(turn.session, person)
    return person


def edit_person(turn: Turn, person_id: int, **changes: Any) -> Person:
    """Change what is known of a person; `email` replaces the address letters go to."""
    person = get(turn, Person, person_id)
    if email := changes.pop("email", ""):
        _readdress(turn, person, _mailbox(email))
    _change(person, changes)
    turn.session.flush()
    index_person(turn.session, person)
    return person


def person_at(turn: Turn, address: str) -> Person | None:
    """Whose mail address this is."""
    found = turn.session.exec(select(PersonAddress).where(PersonAddress.address == address.lower())).first()
    return turn.session.get(Person, found.person_id) if found else None


def move_in(turn: Turn, person_id: int, unit_id: int, starts: date, ends: date | None = None) -> Tenancy:
    get(turn, Person, person_id)
    get(turn, Unit, unit_id)
    return put(turn, Tenancy(unit_id=unit_id, person_id=person_id, starts=starts, ends=ends))


def move_out(turn: Turn, person_id: int, unit_id: int, ends: date) -> None:
    """End this person's current tenancy of the unit."""
    tenancy = turn.session.exec(
        select(Tenancy)
        .where(Tenancy.person_id == person_id, Tenancy.unit_id == unit_id, col(Tenancy.ends).is_(None))
        .order_by(col(Tenancy.starts).desc())
    ).first()
    if tenancy is None:
        raise MissingError
    tenancy.ends = ends


def add_company(turn: Turn, name: str, **details: Any) -> Company:
    _unused(turn, Company, name=_filled("name", name))
    company = put(turn, Company(name=name.strip(), created_at=turn.now, **_known(Company, details)))
    index_company(turn.session, company)
    return company


def edit_company(turn: Turn, company_id: int, **changes: Any) -> Company:
    company = get(turn, Company, company_id)
    _change(company, changes)
    turn.session.flush()
    index_company(turn.session, company)
    return company


def add_contact(turn: Turn, company_id: int, name: str, email: str, **details: Any) -> Contact:
    company = get(turn, Company, company_id)
    address = _mailbox(email)
    _unused(turn, Contact, email=address)
    contact = put(
        turn,
        Contact(company_id=company_id, name=_filled("name", name), email=address, **_known(Contact, details)),
    )
    index_company(turn.session, company)
    return contact


def edit_contact(turn: Turn, contact_id: int, **changes: Any) -> Contact:
    contact = get(turn, Contact, contact_id)
    if email := changes.pop("email", ""):
        address = _mailbox(email)
        if address != contact.email:
            _unused(turn, Contact, email=address)
        contact.email, contact.address_state = address, AddressState.OK
    _change(contact, changes)
    turn.session.flush()
    index_company(turn.session, get(turn, Company, contact.company_id))
    return contact


def add_certificate(turn: Turn, company_id: int, name: str, valid_until: date) -> Certificate:
    get(turn, Company, company_id)
    return put(turn, Certificate(company_id=company_id, name=_filled("name", name), valid_until=valid_until))


def add_property(turn: Turn, name: str, **details: Any) -> Property:
    _unused(turn, Property, name=_filled("name", name))
    return put(turn, Property(name=name.strip(), **_known(Property, details)))


def edit_property(turn: Turn, property_id: int, **changes: Any) -> Property:
    house = get(turn, Property, property_id)
    if (name := changes.get("name", house.name).strip()) != house.name:
        _unused(turn, Property, name=name)
    _change(house, changes)
    turn.session.flush()
    return house


def add_unit(turn: Turn, property_id: int, code: str, street: str, number: str, **details: Any) -> Unit:
    house = get(turn, Property, property_id)
    _unused(turn, Unit, code=_filled("code", code))
    details.setdefault("postcode", house.postcode)
    details.setdefault("town", house.town)
    details["postcode"] = _closed_up(details["postcode"])
    unit = Unit(
        property_id=property_id,
        code=code.strip(),
        street=_filled("street", street),
        number=_filled("number", number),
        **_known(Unit, details),
    )
    put(turn, unit)
    index_unit(turn.session, unit)
    return unit


def edit_unit(turn: Turn, unit_id: int, **changes: Any) -> Unit:
    unit = get(turn, Unit, unit_id)
    if "postcode" in changes:
        changes["postcode"] = _closed_up(changes["postcode"])
    _change(unit, changes)
    turn.session.flush()
    index_unit(turn.session, unit)
    return unit


def add_installation(turn: Turn, property_id: int, code: str, kind: str, **details: Any) -> Installation:
    get(turn, Property, property_id)
    _unused(turn, Installation, code=_filled("code", code))
    installation = Installation(
        property_id=property_id, code=code.strip(), kind=_filled("kind", kind), **_known(Installation, details)
    )
    put(turn, installation)
    index_installation(turn.session, installation)
    return installation


def edit_installation(turn: Turn, installation_id: int, **changes: Any) -> Installation:
    installation = get(turn, Installation, installation_id)
    _change(installation, changes)
    turn.session.flush()
    index_installation(turn.session, installation)
    return installation


def add_staff(turn: Turn, name: str, email: str, **details: Any) -> Staff:
    address = _mailbox(email)
    _unused(turn, Staff, email=address)
    details.setdefault("language", turn.settings.desk.language)
    return put(turn, Staff(name=_filled("name", name), email=address, created_at=turn.now, **_known(Staff, details)))


def add_route(turn: Turn, staff_id: int, property_id: int | None = None, trade: str = "") -> Route:
    """Who becomes responsible for reports of this property and trade when nobody was asked."""
    get(turn, Staff, staff_id)
    return put(turn, Route(staff_id=staff_id, property_id=property_id, trade=trade))


def get(turn: Turn, table: type[R], key: int) -> R:
    """The row with this id. Raises MissingError."""
    row = turn.session.get(table, key)
    if row is None:
        raise MissingError(f"{table.__tablename__} {key}")
    return row


def put(turn: Turn, row: R) -> R:
    turn.session.add(row)
    turn.session.flush()
    return row


def _filled(field: str, value: str) -> str:
    if not value.strip():
        raise InvalidError(**{field: NEEDED})
    return value.strip()


def is_mailbox(address: str) -> bool:
    """Whether a letter could be addressed to it."""
    return bool(_MAILBOX.fullmatch(address.strip()))


def _mailbox(value: str) -> str:
    address = value.strip().lower()
    if not is_mailbox(address):
        raise InvalidError(
            email={
                "nl": f"{value!r} is geen mailadres; schrijf bijvoorbeeld naam@mail.example.nl.",
                "en": f"{value!r} is no mail address; write for example name@mail.example.nl.",
            }
        )
    return address


def _unused(turn: Turn, table: type[Row], **value: str) -> None:
    (field, wanted), *_ = value.items()
    if turn.session.exec(select(table).where(getattr(table, field) == wanted.strip())).first():
        raise InvalidError(**{field: {"nl": f"{wanted!r} bestaat al.", "en": f"{wanted!r} exists already."}})


def _taken(nl: str, en: str, turn: Turn, address: str) -> dict[str, str]:
    owner = person_at(turn, address)
    name = owner.name if owner else ""
    return {"nl": f"{nl} {name}.", "en": f"{en} {name}."}


def _known(table: type[Row], details: dict[str, Any]) -> dict[str, Any]:
    if strange := details.keys() - table.model_fields.keys():
        raise RefusedError("unknown_field", nl=f"Onbekend veld: {min(strange)}", en=f"Unknown field: {min(strange)}")
    return details


def _change(row: Row, changes: dict[str, Any]) -> None:
    """What a row must have cannot be emptied. Raises InvalidError."""
    for name, value in _known(type(row), changes).items():
        needed = type(row).model_fields[name].is_required() and isinstance(value, str)
        setattr(row, name, _filled(name, value) if needed else value)


def _closed_up(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def _readdress(turn: Turn, person: Person, address: str) -> None:
    owner = person_at(turn, address)
    if owner and owner.key != person.key:
        raise InvalidError(email=_taken("Dit adres is al van", "This address already belongs to", turn, address))
    first = turn.session.exec(
        select(PersonAddress).where(PersonAddress.person_id == person.key).order_by(col(PersonAddress.id))
    ).first()
    if first and not owner:
        first.address, first.state = address, AddressState.OK
    elif not owner:
        put(turn, PersonAddress(person_id=person.key, address=address))
