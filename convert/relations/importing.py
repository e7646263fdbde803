"""Master data from CSV: added, or changed where it is known already. All lines are right, or nothing is written.

An empty cell changes nothing, and nothing is taken away because a file does not name it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from config.words import Text
from convert.errors import InvalidError, RefusedError
from convert.index import index_company
from convert.relations.companies import add_company, add_contact, edit_company
from convert.relations.import_columns import COLUMNS, CsvLine, RowFault, check_needed, read_lines
from convert.relations.living import change_living, move_in
from convert.relations.people import NewPerson, add_person, edit_person, person_at
from convert.relations.properties import (
    add_installation,
    add_property,
    add_unit,
    closed_up,
    edit_installation,
    edit_property,
    edit_unit,
)
from convert.relations.traces import last_digits
from convert.unit_of_work import UnitOfWork
from store.people import Company, Contact, Installation, Person, PersonAddress, Property, Tenancy, Unit
from store.relations import addresses_of
from store.rows import Row
from store.words import CompanyKind

R = TypeVar("R", bound=Row)
Changes = dict[str, tuple[str, str]]  # by column: what stood there, and what the file says


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a line adds (is_new) or changes."""

    line: int
    name: str
    is_new: bool
    changes: Changes = field(default_factory=dict)


@dataclass(slots=True)
class Imported:
    """What came of it, or would. With faults nothing was written; known: lines that change nothing."""

    added: int = 0
    changed: int = 0
    known: int = 0
    changes: list[RowChange] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def import_csv(work: UnitOfWork, kind: str, text: str, *, dry_run: bool = False) -> Imported:
    """Read, add and change; `dry_run` tells what would happen and takes it back. Raises RefusedError for an unknown
    kind."""
    if kind not in COLUMNS:
        raise RefusedError("unknown_kind", Text("Unknown kind: %(kind)s", kind=kind))
    lines, faults = read_lines(kind, text)
    done = Imported(faults=faults)
    unit_of_work = work.session.begin_nested()
    before: dict[tuple[str, ...], int] = {}
    for line in lines:
        try:
            _check_twice(kind, line, before)
            row = _SETTLE[kind](work, line)
            done.added += row.is_new
            done.changed += not row.is_new and bool(row.changes)
            done.known += not row.is_new and not row.changes
            if row.is_new or row.changes:
                done.changes.append(row)
        except InvalidError as error:
            (name, words), *_ = error.fields.items()
            words = Text("%(column)s: %(fault)s", column=name, fault=words) if name else words
            done.faults.append(RowFault(line.number, words))
    if done.faults or dry_run:
        unit_of_work.rollback()
    else:
        unit_of_work.commit()
    done.faults.sort(key=lambda fault: fault.line)
    return done


def _check_twice(kind: str, line: CsvLine, before: dict[tuple[str, ...], int]) -> None:
    """A second line about the same would undo the first; but a person may have several homes, a firm several contacts.
    Raises InvalidError."""
    key = {
        "people": (line["code"] or next(iter(line["email"]), "") or line["name"], line["unit"], str(line["moved_in"])),
        "parties": (line["name"], line["email"]),
        "properties": (line["name"],),
    }.get(kind, (line["code"],))
    first = before.setdefault(key, line.number)
    if first != line.number and (kind != "people" or line["code"] or line["email"]):
        raise InvalidError(**{"": Text("The same as line %(line)s.", line=first)})


def _settle_person(work: UnitOfWork, line: CsvLine) -> RowChange:
    unit = _named(work.session, Unit, "unit", line["unit"]) if line["unit"] else None
    addresses: list[str] = line["email"] or []
    phones: list[str] = line["phone"] or []
    person = _person_meant(work.session, line, unit)
    if person is None:
        check_needed("people", line)
        labels = tuple(line["labels"] or ())
        email, phone = next(iter(addresses), ""), next(iter(phones), "")
        person = add_person(work, NewPerson(line["name"], email, phone, line["language"], labels=labels))
        edit_person(work, person.key, addresses=addresses, phones=phones, **line.given("code", "notes"))
        if unit:
            move_in(work, person.key, unit.key, line["moved_in"] or work.today, line["moved_out"] or None)
        return RowChange(line.number, person.name, is_new=True)
    values = line.given("code", "name", "language", "labels", "notes")
    if phones:
        given = {last_digits(phone) for phone in phones}
        values["phones"] = phones + [phone for phone in person.phones if last_digits(phone) not in given]
        if [last_digits(phone) for phone in values["phones"]] == [last_digits(phone) for phone in person.phones]:
            values.pop("phones")
    changes = differences(person, values)
    if addresses:
        here = [row.address for row in addresses_of(work.session, person.key)]
        wanted = [address.lower() for address in addresses]
        wanted += [address for address in here if address not in wanted]
        if wanted != here:
            values["addresses"], changes["email"] = wanted, (_shown(here), _shown(wanted))
    if changes:
        edit_person(work, person.key, **values)
    if unit:
        changes |= _settle_home(work, line, person, unit)
    return RowChange(line.number, person.name, False, changes)


def _person_meant(session: Session, line: CsvLine, unit: Unit | None) -> Person | None:
    """Whom a line is about: by their number, else by a mail address, else by a name that lives in this home or has this
    telephone. Raises InvalidError where that may be two people."""
    by_code = select(Person).where(Person.code == line["code"], col(Person.anonymised_at).is_(None))
    found = list(session.exec(by_code)) if line["code"] else []
    by_mail = {owner.key: owner for address in line["email"] or () if (owner := person_at(session, address))}
    for owner in by_mail.values():
        if owner not in found and (found or (line["code"] and owner.code)):
            raise InvalidError(email=Text("This address already belongs to %(name)s.", name=owner.name))
    found = found or list(by_mail.values())
    if not found and not line["email"]:
        named = session.exec(select(Person).where(Person.name == line["name"], col(Person.anonymised_at).is_(None)))
        found = [person for person in named if _is_same(session, person, line, unit)]
    if len(found) > 1:
        raise InvalidError(**{"": Text("This may be more than one person: give their number or address.")})
    return found[0] if found else None


def _is_same(session: Session, person: Person, line: CsvLine, unit: Unit | None) -> bool:
    """Whether a person of this name is the one, where the file gives no address."""
    if line["code"] and person.code:
        return False
    here = {last_digits(phone) for phone in person.phones}
    if any(last_digits(phone) in here for phone in line["phone"] or ()):
        return True
    if unit:
        return bool(_tenancies(session, person, unit))
    without = select(PersonAddress.id).where(PersonAddress.person_id == person.key)
    return not line["phone"] and not here and session.exec(without).first() is None


def _settle_home(work: UnitOfWork, line: CsvLine, person: Person, unit: Unit) -> Changes:
    """Where they live as the file says: a stay that is written down already gets its dates, else it begins."""
    stays = _tenancies(work.session, person, unit)
    since, until = line["moved_in"] or None, line["moved_out"] or None
    stay = next((stay for stay in stays if stay.starts == since), stays[-1] if stays else None)
    is_later = stay and since and stay.ends and stay.ends < since
    if stay is None or is_later:
        move_in(work, person.key, unit.key, since or work.today, until)
        return {"unit": ("", unit.code)}
    changes = differences(stay, {"starts": since or stay.starts, "ends": until or stay.ends})
    if changes:
        change_living(work, stay, since or stay.starts, until or stay.ends)
    names = {"starts": "moved_in", "ends": "moved_out"}
    return {names[name]: change for name, change in changes.items()}


def _settle_property(work: UnitOfWork, line: CsvLine) -> RowChange:
    values = line.given("street", "numbers", "postcode", "town", "emergency_phone", "common_areas")
    for name in ("owner", "association"):
        if line[name]:
            values[f"{name}_id"] = _named(work.session, Company, name, line[name]).key
    row = work.session.exec(select(Property).where(Property.name == line["name"])).first()
    if row is None:
        return RowChange(line.number, add_property(work, line["name"], **values).name, is_new=True)
    return _change(work, line, row, row.name, values, edit_property)


def _settle_unit(work: UnitOfWork, line: CsvLine) -> RowChange:
    values = line.given("street", "number", "addition", "postcode", "town", "floor", "remarks", "access", "notes")
    if line["owner"]:
        values["owner_id"] = _named(work.session, Company, "owner", line["owner"]).key
    building = work.session.exec(select(Property).where(Property.name == line["property"])).first()
    row = work.session.exec(select(Unit).where(Unit.code == line["code"])).first()
    if row is None:
        check_needed("units", line)
        building = building or add_property(work, line["property"], postcode=line["postcode"], town=line["town"])
        street, number = values.pop("street"), values.pop("number")
        return RowChange(line.number, add_unit(work, building.key, line["code"], street, number, **values).code, True)
    _check_stays(line, building, row.property_id)
    if "postcode" in values:
        values["postcode"] = closed_up(values["postcode"])
    return _change(work, line, row, row.code, values, edit_unit)


def _settle_installation(work: UnitOfWork, line: CsvLine) -> RowChange:
    names = ("kind", "trade", "make", "year", "serial", "location", "gas", "contract_until", "warranty_until")
    values = line.given(*names)
    if line["unit"]:
        values["unit_id"] = _named(work.session, Unit, "unit", line["unit"]).key
    if line["maintainer"]:
        values["maintainer_id"] = _named(work.session, Company, "maintainer", line["maintainer"]).key
    building = _named(work.session, Property, "property", line["property"]) if line["property"] else None
    row = work.session.exec(select(Installation).where(Installation.code == line["code"])).first()
    if row is None:
        check_needed("installations", line)
        row = add_installation(work, building.key if building else 0, line["code"], values.pop("kind"), **values)
        return RowChange(line.number, row.code, is_new=True)
    _check_stays(line, building, row.property_id)
    return _change(work, line, row, row.code, values, edit_installation)


def _settle_party(work: UnitOfWork, line: CsvLine) -> RowChange:
    values = line.given("kind", "phone", "trades", "domains", "notes")
    if "kind" in values:
        values["kind"] = CompanyKind(values["kind"])
    contact = work.session.exec(select(Contact).where(Contact.email == line["email"].lower())).first()
    row = work.session.exec(select(Company).where(Company.name == line["name"])).first()
    if contact and (row is None or contact.company_id != row.key):
        owner = work.session.get_one(Company, contact.company_id)
        raise InvalidError(email=Text("This address already belongs to %(name)s.", name=owner.name))
    if row is None:
        check_needed("parties", line)
        row = add_company(work, line["name"], **values)
        change = RowChange(line.number, row.name, is_new=True)
    else:
        change = _change(work, line, row, row.name, values, edit_company)
    if line["email"] and contact is None:
        check_needed("parties", line)
        add_contact(work, row.key, line["contact"], line["email"], language=line["language"] or "nl")
        change.changes["contact"] = ("", line["contact"])
    elif contact:
        wanted = {"name": line["contact"] or contact.name, "language": line["language"] or contact.language}
        if changed := differences(contact, wanted):
            contact.name, contact.language = wanted["name"], wanted["language"]
            work.session.flush()
            index_company(work.session, row)
            change.changes.update({{"name": "contact"}.get(name, name): pair for name, pair in changed.items()})
    return change


_SETTLE: dict[str, Callable[[UnitOfWork, CsvLine], RowChange]] = {
    "people": _settle_person,
    "properties": _settle_property,
    "units": _settle_unit,
    "installations": _settle_installation,
    "parties": _settle_party,
}


def _change(
    work: UnitOfWork, line: CsvLine, row: R, name: str, values: dict[str, Any], edit: Callable[..., Any]
) -> RowChange:
    changes = differences(row, values)
    if changes:
        edit(work, row.key, **values)
    for key in [key for key in changes if key.endswith("_id")]:  # told by the name that stands in the file
        changes[key.removesuffix("_id")] = ("…" if changes.pop(key)[0] else "", line[key.removesuffix("_id")])
    return RowChange(line.number, name, False, changes)


def differences(row: Row, values: Mapping[str, Any]) -> Changes:
    """What these values change of a row, each as a page shows it."""
    pairs = {name: (getattr(row, name), value) for name, value in values.items()}
    return {name: (_shown(old), _shown(new)) for name, (old, new) in pairs.items() if old != new}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _tenancies(session: Session, person: Person, unit: Unit) -> list[Tenancy]:
    stays = select(Tenancy).where(Tenancy.person_id == person.key, Tenancy.unit_id == unit.key)
    return list(session.exec(stays.order_by(col(Tenancy.starts))))


def _check_stays(line: CsvLine, building: Property | None, property_id: int) -> None:
    """Raises InvalidError where a line would carry a home or an installation off to another complex."""
    if line["property"] and (building is None or building.key != property_id):
        raise InvalidError(property=Text("It stands in another complex here; that is not changed by a file."))


def _named(session: Session, table: type[R], column: str, name: str) -> R:
    """Homes by their code, all else by its name. Raises InvalidError."""
    by = "code" if table is Unit else "name"
    found = session.exec(select(table).where(getattr(table, by) == name)).first()
    if found is None:
        raise InvalidError(**{column: Text("There is no '%(name)s' here.", name=name)})
    return found
