"""What the store knows of whom and what a handful of mails name; each kind is asked for all of them at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from ingest.language.spelling import fold
from ingest.suggesting.places import ENOUGH, Gazetteer, KnownUnit
from store.orders import WorkOrder
from store.people import Contact, Installation, Person, PersonAddress, Property, Staff, Tenancy, Unit
from store.suggestions import Suggested, SuggestionReason
from store.tickets import Ticket


@dataclass(frozen=True, slots=True)
class KnownInstallation:
    installation_id: int
    property_id: int
    unit_id: int | None
    trade: str


def known_units(session: Session, texts: Iterable[str]) -> Gazetteer:
    """The units these texts may name: only those whose number stands in one of them are fetched."""
    numbers = {number for text in texts for number in _FIGURES.findall(text[:ENOUGH])}
    return Gazetteer(_units(session, col(Unit.number).in_(numbers)) if numbers else ())


def persons_at(session: Session, addresses: Collection[str]) -> dict[str, int]:
    """Person ids by mail address, in lower case."""
    found = select(PersonAddress.address, PersonAddress.person_id).where(col(PersonAddress.address).in_(addresses))
    return dict(session.exec(found).all())


@dataclass(frozen=True, slots=True)
class Everybody:
    """Whom the desk knows at the addresses of a handful of mails, in lower case, and where these persons live."""

    persons: dict[str, int]
    staff: frozenset[str]
    contacts: frozenset[str]
    tenancies: Tenancies


def everybody_at(session: Session, addresses: Collection[str]) -> Everybody:
    persons, staff = persons_at(session, addresses), staff_among(session, addresses)
    contacts = contacts_among(session, addresses)
    return Everybody(persons, staff, contacts, Tenancies(session, persons=persons.values()))


def persons_named(session: Session, names: Collection[str]) -> dict[str, list[int]]:
    """Person ids by their whole name in lower case."""
    if not names:
        return {}
    found: dict[str, list[int]] = {}
    folded = func.lower(Person.name)
    for key, name in session.exec(select(Person.id, folded).where(folded.in_(names)).order_by(col(Person.id))):
        found.setdefault(name, []).append(key or 0)
    return found


def contacts_among(session: Session, addresses: Collection[str]) -> frozenset[str]:
    """Those of these addresses that are a contact's of a firm."""
    return frozenset(session.exec(select(Contact.email).where(col(Contact.email).in_(addresses))))


def staff_among(session: Session, addresses: Collection[str]) -> frozenset[str]:
    """Those of these addresses that are a colleague's."""
    return frozenset(session.exec(select(Staff.email).where(col(Staff.email).in_(addresses))))


class Tenancies:
    """Who lives where: of these persons, or in these units."""

    def __init__(self, session: Session, *, persons: Collection[int] = (), units: Collection[int] = ()) -> None:
        here = col(Tenancy.person_id).in_(persons) | col(Tenancy.unit_id).in_(units)
        found = select(Tenancy).where(here).order_by(col(Tenancy.id)) if persons or units else None
        self._tenancies = list(session.exec(found)) if found is not None else []
        homes = {tenancy.unit_id for tenancy in self._tenancies} if persons else set()
        self._units = {unit.unit_id: unit for unit in _units(session, col(Unit.id).in_(homes))} if homes else {}

    def homes_of(self, person_id: int, on: date) -> list[KnownUnit]:
        lived = [tenancy for tenancy in self._on(on) if tenancy.person_id == person_id]
        return [self._units[tenancy.unit_id] for tenancy in lived]

    def persons_in(self, unit_id: int, on: date) -> list[int]:
        return [tenancy.person_id for tenancy in self._on(on) if tenancy.unit_id == unit_id]

    def _on(self, day: date) -> list[Tenancy]:
        return [t for t in self._tenancies if t.starts <= day and (t.ends is None or t.ends >= day)]


class Installations:
    """Those whose code one of these texts names, and those in these complexes."""

    def __init__(self, session: Session, texts: Iterable[str], properties: Collection[int]) -> None:
        self._codes = {code for text in texts for code in _codes(text)}
        fields = select(  # type: ignore[call-overload]
            Installation.code, Installation.id, Installation.property_id, Installation.unit_id, Installation.trade
        )
        here = col(Installation.code).in_(self._codes) | col(Installation.property_id).in_(properties)
        rows = session.exec(fields.where(here).order_by(col(Installation.id))) if self._codes or properties else ()
        self._by_code = {code: KnownInstallation(*row) for code, *row in rows}

    def named(self, text: str) -> list[tuple[str, KnownInstallation]]:
        """Code and installation, in the order of the text."""
        codes = _codes(text) if self._by_code else ()
        return [(code, self._by_code[code]) for code in codes if code in self._by_code]

    def fitting(self, unit_id: int | None, property_id: int, trade: str) -> list[KnownInstallation]:
        """Those of the home, then those of the whole complex that the trade works on."""
        here = [known for known in self._by_code.values() if known.property_id == property_id]
        of_home = [known for known in here if unit_id and known.unit_id == unit_id]
        return of_home + [known for known in here if known.unit_id is None and trade and known.trade == trade]


def properties_named(session: Session, texts: Collection[str]) -> list[list[Suggested]]:
    """The complexes each text names in full."""
    rows = [(key or 0, name) for key, name in session.exec(select(Property.id, Property.name))]
    names = [(key, name, f" {' '.join(_WORDS.findall(fold(name)))} ") for key, name in rows]
    names = [row for row in names if len(row[2]) > _SHORT_NAME]
    plain = [f" {' '.join(_WORDS.findall(fold(text[:ENOUGH])))} " if names else "" for text in texts]
    return [
        [Suggested(key, SuggestionReason.NAME_IN_TEXT, name) for key, name, words in names if words in text]
        for text in plain
    ]


def tickets_by_number(session: Session, numbers: Collection[str]) -> dict[str, int]:
    """Ticket ids by ticket or work order number."""
    if not numbers:
        return {}
    tickets = session.exec(select(Ticket.number, Ticket.id).where(col(Ticket.number).in_(numbers)))
    orders = session.exec(select(WorkOrder.number, WorkOrder.ticket_id).where(col(WorkOrder.number).in_(numbers)))
    return {number: key for number, key in (*tickets, *orders) if key}


def numbers_in(text: str) -> list[str]:
    """The ticket and work order numbers in a text as we write them, each once: "t-2026-42" is T-2026-00042."""
    found = (f"{kind.upper()}-{year}-{int(number):05d}" for kind, year, number in _NUMBER.findall(text[:ENOUGH]))
    return list(dict.fromkeys(found))[:_MOST_NUMBERS]


def _units(session: Session, which: object) -> list[KnownUnit]:
    fields = select(  # type: ignore[call-overload]
        Unit.id, Unit.property_id, Unit.street, Unit.number, Unit.addition, Unit.postcode, Unit.town
    )
    return [KnownUnit(*row) for row in session.exec(fields.where(which).order_by(col(Unit.id)))]


def _codes(text: str) -> list[str]:
    return list(dict.fromkeys(code.upper() for code in _CODE.findall(text[:ENOUGH])))[:_MOST_NUMBERS]


_FIGURES = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_CODE = re.compile(r"(?<![\w-])[A-Za-z]{1,6}-?\d{2,6}(?![\w-])")
_WORDS = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"(?<![\w-])(T|OB)[- ](\d{4})[- ](\d{1,6})(?!\w)", re.IGNORECASE)
_SHORT_NAME = 6  # letters of a complex's name, with a space on both sides, that may be a word of the language
_MOST_NUMBERS = 20
