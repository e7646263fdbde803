"""Who and where: people, companies, staff, properties, units, installations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from store.rows import Row, json_dict, json_list, word
from store.words import AddressState, CompanyKind, Role


class Staff(Row, table=True):
    __tablename__ = "staff"

    name: str
    email: str = Field(unique=True)  # lower case
    phone: str = ""
    role: Role = Field(default=Role.STAFF, sa_type=word(Role))
    language: str = "nl"
    password_hash: str = ""  # argon2id; empty: cannot log in
    cost_mandate: int | None = None  # euro: what they may let an order cost; None: the desk's own
    active: bool = True
    created_at: datetime


class Person(Row, table=True):
    """A reporter, tenant, owner's contact or anybody else who is told of a ticket."""

    __tablename__ = "person"

    name: str = Field(index=True)
    language: str = ""  # empty: not known yet, the desk's language first
    phones: list[str] = json_list()
    labels: list[str] = json_list()  # tenant, owner, caretaker …
    notify: str = "mail"  # mail, important, none
    may_be_called: bool = False
    code: str = Field(default="", index=True)  # their number in the landlord's own books
    notes: str = Field(default="", sa_type=Text)  # for colleagues
    created_at: datetime
    anonymised_at: datetime | None = None


class PersonAddress(Row, table=True):
    """A person's mail address. The first is the one letters go to."""

    __tablename__ = "person_address"

    person_id: int = Field(foreign_key="person.id", index=True)
    address: str = Field(unique=True)  # lower case
    state: AddressState = Field(default=AddressState.OK, sa_type=word(AddressState))


class Company(Row, table=True):
    """A service party, an owner, or an owners' association."""

    __tablename__ = "company"

    name: str = Field(unique=True)
    kind: CompanyKind = Field(default=CompanyKind.SERVICE_PARTY, index=True, sa_type=word(CompanyKind))
    domains: list[str] = json_list()  # mail domains, lower case
    trades: list[str] = json_list()  # store.words.Trade
    phone: str = ""
    out_of_hours_phone: str = ""
    closures: list[dict[str, Any]] = json_list()  # [{from, to, why}], ISO dates, both included
    cost_limit: int | None = None  # euro, excluding VAT
    region: str = ""  # store.words.Region of its builders' holiday; empty: the desk's
    digest: str = ""  # reminders of a morning in one letter: yes, no; empty: as the desk does
    invoice_instruction: str = Field(default="", sa_type=Text)
    notes: str = Field(default="", sa_type=Text)  # for colleagues
    active: bool = True
    created_at: datetime


class Contact(Row, table=True):
    """Somebody at a company, with one address."""

    __tablename__ = "contact"

    company_id: int = Field(foreign_key="company.id", index=True)
    name: str
    email: str = Field(unique=True)  # lower case
    phone: str = ""
    language: str = "nl"
    gets_orders: bool = True  # the default addressee of work orders is the first such contact
    address_state: AddressState = Field(default=AddressState.OK, sa_type=word(AddressState))
    absence: dict[str, Any] = json_dict()  # {from, to, urgent} as a closure: their automatic answer; {} where none
    active: bool = True


class Certificate(Row, table=True):
    """What a company may do by law, such as work on gas appliances (Gasketelwet)."""

    __tablename__ = "certificate"

    company_id: int = Field(foreign_key="company.id", index=True)
    name: str  # gas, vca, nen3140
    valid_until: date


class Property(Row, table=True):
    """A complex: a group of units with common areas."""

    __tablename__ = "property"

    name: str = Field(unique=True)
    street: str = ""
    numbers: str = ""  # "1–60"
    postcode: str = ""
    town: str = ""
    owner_id: int | None = Field(default=None, foreign_key="company.id")
    association_id: int | None = Field(default=None, foreign_key="company.id")  # decides on the common areas (VvE)
    responsible_id: int | None = Field(default=None, foreign_key="staff.id")
    emergency_phone: str = ""
    common_areas: list[str] = json_list()


class Unit(Row, table=True):
    """The smallest lettable thing with an address."""

    __tablename__ = "unit"

    property_id: int = Field(foreign_key="property.id", index=True)
    code: str = Field(unique=True)
    street: str
    number: str = Field(index=True)
    addition: str = ""
    postcode: str = Field(default="", index=True)  # without space, upper case
    town: str = ""
    floor: str = ""
    kind: str = "home"  # home, business, other
    remarks: str = Field(default="", sa_type=Text)  # for the service party
    access: str = Field(default="", sa_type=Text)  # key and alarm: shown only after acceptance
    notes: str = Field(default="", sa_type=Text)  # for colleagues
    owner_id: int | None = Field(default=None, foreign_key="company.id", index=True)  # where it is not the complex's

    @property
    def address_line(self) -> str:
        return f"{self.street} {self.number}{self.addition}"


def spaced(postcode: str) -> str:
    """A Dutch postcode as it is printed: "3512 SA"."""
    return f"{postcode[:4]} {postcode[4:]}" if len(postcode) == 6 else postcode


class Tenancy(Row, table=True):
    __tablename__ = "tenancy"
    __table_args__ = (UniqueConstraint("unit_id", "person_id", "starts"),)

    unit_id: int = Field(foreign_key="unit.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    starts: date
    ends: date | None = None


class Installation(Row, table=True):
    """A boiler, a lift, a booster pump: in one unit, or of the whole property."""

    __tablename__ = "installation"

    code: str = Field(unique=True)
    kind: str
    trade: str = ""
    make: str = ""
    year: int | None = None
    serial: str = ""
    location: str = ""
    gas: bool = False  # only certified firms may work on it
    property_id: int = Field(foreign_key="property.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    maintainer_id: int | None = Field(default=None, foreign_key="company.id")
    warranty_until: date | None = None
    contract_until: date | None = None  # of the maintainer's maintenance


class Route(Row, table=True):
    """Who becomes responsible when nobody was asked: by property, then by trade, then the desk's own (both empty)."""

    __tablename__ = "route"
    __table_args__ = (UniqueConstraint("property_id", "trade"),)

    property_id: int | None = Field(default=None, foreign_key="property.id")
    trade: str = ""
    staff_id: int = Field(foreign_key="staff.id")
