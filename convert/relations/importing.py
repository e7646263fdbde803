"""Master data from CSV: people, units, installations, parties. All lines are right, or nothing is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlmodel import Session, select

from config.words import Text
from convert.errors import InvalidError, RefusedError
from convert.relations.companies import add_company, add_contact
from convert.relations.people import NewPerson, add_person, person_at
from convert.relations.properties import add_installation, add_property, add_unit
from convert.unit_of_work import UnitOfWork
from store.people import Company, Contact, Installation, Property, Unit


@dataclass(frozen=True, slots=True)
class CsvLine:
    """One line of the file: its number as an editor shows it, and its values by column name, trimmed."""

    number: int
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class RowFault:
    line: int
    words: Text


@dataclass(slots=True)
class Imported:
    """What came of it. With faults nothing was written; known: lines that were there already."""

    added: int = 0
    known: int = 0
    faults: list[RowFault] = field(default_factory=list)


MOST_LINES = 20_000  # all of a file is one unit of work, which nothing else can write beside
# kind -> the columns it must have, and those it may have
COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "people": (("name",), ("email", "phone", "language", "unit", "labels")),
    "units": (("property", "code", "street", "number"), ("addition", "postcode", "town", "floor", "remarks", "access")),
    "installations": (("property", "code", "kind"), ("unit", "trade", "make", "year", "serial", "location", "gas")),
    "parties": (("name", "contact", "email"), ("phone", "trades", "domains", "language")),
}


def import_csv(work: UnitOfWork, kind: str, text: str, *, dry_run: bool = False) -> Imported:
    """Read and add; `dry_run` tells what would happen and takes it back. Raises RefusedError for an unknown kind."""
    if kind not in COLUMNS:
        raise RefusedError("unknown_kind", Text("Unknown kind: %(kind)s", kind=kind))
    lines, faults = read_lines(kind, text)
    done = Imported(faults=faults)
    unit_of_work = work.session.begin_nested()
    for line in lines:
        try:
            if _ADD[kind](work, line):
                done.added += 1
            else:
                done.known += 1
        except InvalidError as error:
            (name, words), *_ = error.fields.items()
            done.faults.append(RowFault(line.number, Text("%(column)s: %(fault)s", column=name, fault=words)))
    if done.faults or dry_run:
        unit_of_work.rollback()
    else:
        unit_of_work.commit()
    done.faults.sort(key=lambda fault: fault.line)
    return done


def read_lines(kind: str, text: str) -> tuple[list[CsvLine], list[RowFault]]:
    """The lines of the file and what is wrong with them, without looking at the store. Comma or semicolon, as Dutch
    spreadsheets write it; a byte order mark is no letter."""
    must, may = COLUMNS[kind]
    head = text.lstrip("\ufeff").splitlines()[:1]
    if not head:
        return [], [RowFault(1, Text("The file is empty."))]
    delimiter = ";" if head[0].count(";") > head[0].count(",") else ","
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    lines: list[CsvLine] = []
    try:
        names = [name.strip().lower() for name in rows.fieldnames or ()]
        rows.fieldnames = names
        faults = _wrong_columns(names, must, may)
        if faults:
            return [], faults
        for row in rows:
            if rows.line_num > MOST_LINES:
                return [], [RowFault(rows.line_num, Text("More than %(most)s lines: split the file.", most=MOST_LINES))]
            _read_row(row, rows.line_num, must, lines, faults)
    except csv.Error as error:
        return [], [RowFault(rows.line_num + 1, Text("Cannot be read: %(error)s.", error=str(error)))]
    return lines, faults


def _wrong_columns(names: list[str], must: tuple[str, ...], may: tuple[str, ...]) -> list[RowFault]:
    missing = [name for name in must if name not in names]
    strange = list(dict.fromkeys(name for name in names if name not in (*must, *may)))[:10]
    faults = [RowFault(1, Text("Column '%(name)s' is missing.", name=name)) for name in missing]
    return faults + [RowFault(1, Text("Unknown column '%(name)s'.", name=name)) for name in strange]


def _read_row(
    row: dict[str, str], number: int, must: tuple[str, ...], lines: list[CsvLine], faults: list[RowFault]
) -> None:
    values = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
    if len(values) < len(row):  # what has no column stands under None
        faults.append(RowFault(number, Text("More values than columns.")))
        return
    if not any(values.values()):
        return
    empty = [name for name in must if not values[name]]
    faults += [RowFault(number, Text("%(name)s is empty.", name=name)) for name in empty]
    if not empty:
        lines.append(CsvLine(number, values))


def _add_person(work: UnitOfWork, line: CsvLine) -> bool:
    if line["email"] and person_at(work.session, line["email"]):
        return False
    unit = _unit(work.session, line["unit"]) if line["unit"] else None
    labels = tuple(_several(line["labels"]))
    new = NewPerson(line["name"], line["email"], line["phone"], line["language"], unit.key if unit else None, labels)
    add_person(work, new)
    return True


def _add_unit(work: UnitOfWork, line: CsvLine) -> bool:
    if work.session.exec(select(Unit).where(Unit.code == line["code"])).first():
        return False
    building = work.session.exec(select(Property).where(Property.name == line["property"])).first()
    building = building or add_property(work, line["property"], postcode=line["postcode"], town=line["town"])
    details = {name: line[name] for name in COLUMNS["units"][1] if line[name]}
    add_unit(work, building.key, line["code"], line["street"], line["number"], **details)
    return True


def _add_installation(work: UnitOfWork, line: CsvLine) -> bool:
    if work.session.exec(select(Installation).where(Installation.code == line["code"])).first():
        return False
    building = work.session.exec(select(Property).where(Property.name == line["property"])).first()
    if building is None:
        raise InvalidError(property=_missing(line["property"]))
    unit = _unit(work.session, line["unit"]) if line["unit"] else None
    if line["year"] and not re.fullmatch("[0-9]{4}", line["year"]):
        raise InvalidError(year=Text("'%(year)s' is no year.", year=line["year"]))
    add_installation(
        work,
        building.key,
        line["code"],
        line["kind"],
        unit_id=unit.key if unit else None,
        year=int(line["year"]) if line["year"] else None,
        gas=line["gas"].lower() in ("ja", "yes", "1", "true", "x"),
        **{name: line[name] for name in ("trade", "make", "serial", "location")},
    )
    return True


def _add_party(work: UnitOfWork, line: CsvLine) -> bool:
    if work.session.exec(select(Contact).where(Contact.email == line["email"].lower())).first():
        return False
    company = work.session.exec(select(Company).where(Company.name == line["name"])).first()
    company = company or add_company(
        work, line["name"], phone=line["phone"], trades=_several(line["trades"]), domains=_several(line["domains"])
    )
    add_contact(work, company.key, line["contact"], line["email"], language=line["language"] or "nl")
    return True


_ADD: dict[str, Callable[[UnitOfWork, CsvLine], bool]] = {
    "people": _add_person,
    "units": _add_unit,
    "installations": _add_installation,
    "parties": _add_party,
}


def _several(value: str) -> list[str]:
    """ "plumbing|roof" as a list."""
    return [one.strip() for one in value.split("|") if one.strip()]


def _unit(session: Session, code: str) -> Unit:
    found = session.exec(select(Unit).where(Unit.code == code)).first()
    if found is None:
        raise InvalidError(unit=_missing(code))
    return found


def _missing(name: str) -> Text:
    return Text("There is no '%(name)s' here.", name=name)
