"""The cast: one invented landlord with its people and places, for the demo and the tests. Mail domains end in
example.nl, postcodes use letter pairs the Netherlands does not issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

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
from store.search import index
from store.words import CompanyKind, Role


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by name: `people["Fatima el Amrani"]`, `units["14B"]`, `installations["INST-0031"]`."""

    staff: dict[str, Staff]
    properties: dict[str, Property]
    units: dict[str, Unit]
    people: dict[str, Person]
    installations: dict[str, Installation]
    companies: dict[str, Company]
    contacts: dict[str, Contact]


STAFF = (
    # first name, name, address, role, mandate in euro
    ("Ingrid", "Ingrid Vos", "ingrid@delinde.example.nl", Role.STAFF, 500, "030 000 0015"),
    ("Bram", "Bram Postma", "bram@delinde.example.nl", Role.ADMIN, 250, "030 000 0016"),
    ("Piket", "Piketdienst", "piket@delinde.example.nl", Role.ON_CALL, 0, "030 000 0099"),
)
UNITS = (
    # property, number, addition, floor, tenant, language, address, telephone
    ("Lindenhof", "14", "B", "3", "Fatima el Amrani", "nl", "fatima.elamrani@mail.example.nl", "06 0000 0014"),
    ("Lindenhof", "22", "", "5", "Olivia Carter", "en", "olivia.carter@mail.example.nl", "06 0000 0022"),
    ("Lindenhof", "41", "", "10", "Piet Hendriks", "nl", "p.hendriks@oudeprovider.example.nl", "06 0000 0041"),
    ("Kastanjehof", "7", "", "1", "Sem de Wit", "nl", "semdewit@mail.example.nl", ""),
    ("Kastanjehof", "9", "", "1", "Karel Mulder", "nl", "karel.mulder@mail.example.nl", ""),
    ("Kastanjehof", "15", "", "2", "Zeynep Yılmaz", "nl", "z.yilmaz@mail.example.nl", ""),
)
STREETS = {"Lindenhof": ("Lindelaan", "3512SA", "Utrecht"), "Kastanjehof": ("Kastanjehof", "3811SD", "Amersfoort")}
INSTALLATIONS = (
    # code, kind, trade, make, year, gas, property, unit, maintained by
    ("INST-0031", "Cv-ketel", "heating", "HR-28", 2009, True, "Lindenhof", "22", "Warmte & Zo"),
    ("INST-0007", "Lift", "lift", "", None, False, "Kastanjehof", None, "Lift Meesters"),
    ("INST-0012", "Hydrofoor", "plumbing", "", None, False, "Lindenhof", None, "Loodgietersbedrijf De Kraan"),
)
SERVICE_PARTIES = (
    # name, mail domain, trades, contact, address, certificate valid to
    (
        "Loodgietersbedrijf De Kraan",
        "dekraan.example.nl",
        ["plumbing"],
        "Johan de Kraan",
        "johan@dekraan.example.nl",
        None,
    ),
    (
        "Warmte & Zo",
        "warmteenzo.example.nl",
        ["heating"],
        "Servicedesk",
        "service@warmteenzo.example.nl",
        date(2027, 3, 31),
    ),
    (
        "Elektro Visser",
        "elektrovisser.example.nl",
        ["electricity"],
        "Marco Visser",
        "marco@elektrovisser.example.nl",
        None,
    ),
    ("Lift Meesters", "liftmeesters.example.nl", ["lift"], "Storingsdienst", "storing@liftmeesters.example.nl", None),
)


def load_cast(session: Session, now: datetime) -> Cast:
    """Write the cast into an empty store. Nobody of the staff has a password yet."""
    staff = {
        first: Staff(name=name, email=email, role=role, mandate=mandate, phone=phone, created_at=now)
        for first, name, email, role, mandate, phone in STAFF
    }
    owner = Company(
        name="Stichting Pensioenvastgoed Vecht", kind=CompanyKind.OWNER, domains=["vecht.example.nl"], created_at=now
    )
    _add(session, *staff.values(), owner)
    henk = Contact(
        company_id=owner.key, name="Henk Terpstra", email="henk.terpstra@vecht.example.nl", gets_orders=False
    )
    companies, contacts = _service_parties(session, now)
    properties = _properties(session, owner, staff)
    units, people = _homes(session, properties, now)
    installations = {
        code: Installation(
            code=code,
            kind=kind,
            trade=trade,
            make=make,
            year=year,
            gas=gas,
            property_id=properties[place].key,
            unit_id=units[unit].key if unit else None,
            maintainer_id=companies[maintainer].key,
        )
        for code, kind, trade, make, year, gas, place, unit, maintainer in INSTALLATIONS
    }
    _add(session, henk, *installations.values())
    session.add(Route(staff_id=staff["Bram"].key))
    for installation in installations.values():
        index(session, "installation", installation.key, f"{installation.code} {installation.kind} {installation.make}")
    return Cast(
        staff=staff,
        properties=properties,
        units=units,
        people=people,
        installations=installations,
        companies={owner.name: owner, **companies},
        contacts={henk.name: henk, **contacts},
    )


def _service_parties(session: Session, now: datetime) -> tuple[dict[str, Company], dict[str, Contact]]:
    companies: dict[str, Company] = {}
    contacts: dict[str, Contact] = {}
    for name, domain, trades, person, email, gas_until in SERVICE_PARTIES:
        company = Company(name=name, domains=[domain], trades=trades, created_at=now)
        _add(session, company)
        contact = Contact(company_id=company.key, name=person, email=email)
        _add(session, contact)
        if gas_until:
            _add(session, Certificate(company_id=company.key, name="gas", valid_until=gas_until))
        index(session, "company", company.key, f"{name} {person} {email} {domain}")
        companies[name], contacts[person] = company, contact
    return companies, contacts


def _properties(session: Session, owner: Company, staff: dict[str, Staff]) -> dict[str, Property]:
    properties = {
        "Lindenhof": Property(
            name="Lindenhof",
            numbers="1–60",
            owner_id=owner.key,
            responsible_id=staff["Ingrid"].key,
            common_areas=["portiek", "trappenhuis", "berging", "dak"],
        ),
        "Kastanjehof": Property(
            name="Kastanjehof",
            numbers="1–24",
            responsible_id=staff["Bram"].key,
            common_areas=["portiek", "lift", "dak"],
        ),
    }
    for name, place in properties.items():
        place.street, place.postcode, place.town = STREETS[name]
    _add(session, *properties.values())
    for place in properties.values():
        index(session, "property", place.key, f"{place.name} {place.street} {place.postcode} {place.town}")
    return properties


def _homes(
    session: Session, properties: dict[str, Property], now: datetime
) -> tuple[dict[str, Unit], dict[str, Person]]:
    units: dict[str, Unit] = {}
    people: dict[str, Person] = {}
    for place, number, addition, floor, name, language, email, phone in UNITS:
        street, postcode, town = STREETS[place]
        unit = Unit(
            property_id=properties[place].key,
            code=f"{place[:2].upper()}-{number}{addition}",
            street=street,
            number=number,
            addition=addition,
            postcode=postcode,
            town=town,
            floor=floor,
        )
        person = _person(session, name, language, email, phone, "tenant", now)
        _add(session, unit)
        session.add(Tenancy(unit_id=unit.key, person_id=person.key, starts=date(2021, 6, 1)))
        index(session, "unit", unit.key, f"{unit.code} {unit.address_line} {number} {addition} {postcode} {town}")
        units[f"{number}{addition}"], people[name] = unit, person
    caretaker = "Ruud Kok"
    people[caretaker] = _person(
        session, caretaker, "nl", "huismeester@kastanjehof.example.nl", "06 0000 0070", "caretaker", now
    )
    return units, people


def _person(session: Session, name: str, language: str, email: str, phone: str, label: str, now: datetime) -> Person:
    person = Person(name=name, language=language, phones=[phone] if phone else [], labels=[label], created_at=now)
    _add(session, person)
    session.add(PersonAddress(person_id=person.key, address=email))
    index(session, "person", person.key, f"{name} {email} {phone}")
    return person


def _add(session: Session, *rows: object) -> None:
    session.add_all(rows)
    session.flush()
