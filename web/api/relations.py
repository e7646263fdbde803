"""Master data: people, units, installations, service parties, users."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from config.settings import Language
from convert.relations.companies import add_company, add_contact
from convert.relations.living import move_in
from convert.relations.people import NewPerson, add_person
from convert.relations.properties import add_installation, add_unit
from convert.relations.staff import add_staff
from store.paging import take_rows
from store.people import Company, Installation, Person, Staff, Unit
from store.relations import addresses_of, contacts_of
from store.words import CompanyKind, Role, SecurityEvent, Trade
from web.api.body import RequestBody
from web.api.call import AnyCall
from web.api.listed import Cursor, Limit, Listed, ListRoute

router = APIRouter(route_class=ListRoute, tags=["master data"])


class PersonIn(RequestBody):
    name: str
    email: str = Field(default="", description="empty: no letter reaches them")
    phone: str = ""
    language: Language | Literal[""] = ""
    may_be_called: bool = False
    unit: int | None = Field(default=None, description="where they live from `moved_in` on")
    moved_in: date | None = None


class PersonOut(BaseModel):
    id: int
    name: str
    addresses: list[str]
    phones: list[str]
    language: str
    may_be_called: bool


class UnitIn(RequestBody):
    property: int
    code: str = Field(examples=["LH-14B"])
    street: str
    number: str
    addition: str = ""
    postcode: str = ""
    town: str = ""
    floor: str = ""


class UnitOut(UnitIn):
    id: int


class InstallationIn(RequestBody):
    property: int
    code: str = Field(examples=["INST-0031"])
    kind: str = Field(examples=["cv-ketel"])
    unit: int | None = Field(default=None, description="left out: of the whole property")
    trade: Trade | None = None
    make: str = ""
    year: int | None = None
    serial: str = ""
    location: str = ""
    gas: bool = Field(default=False, description="only certified firms may work on it")


class InstallationOut(InstallationIn):
    id: int


class ContactIn(RequestBody):
    name: str
    email: str
    phone: str = ""
    language: Language = "nl"


class ContactOut(ContactIn):
    id: int


class PartyIn(RequestBody):
    name: str
    domains: list[str] = Field(default=[], description="mail domains of its people")
    trades: list[Trade] = Field(default=[])
    phone: str = ""
    contacts: list[ContactIn] = Field(default=[], description="the first gets its work orders")


class PartyOut(BaseModel):
    id: int
    name: str
    domains: list[str]
    trades: list[str]
    phone: str
    active: bool
    contacts: list[ContactOut]


class UserIn(RequestBody):
    name: str
    email: str
    phone: str = ""
    role: Role = Role.STAFF


class UserOut(UserIn):
    id: int
    active: bool


@router.get("/people", response_model=Listed[PersonOut])
def get_people(call: AnyCall, cursor: Cursor = "", limit: Limit = 50) -> Any:
    call.context.log_look()
    with call.reading() as session:
        page = take_rows(session, Person, (), after=cursor, limit=limit)
        return Listed(items=[_person(session, row) for row in page.items], next=page.next or None)


@router.post("/people", response_model=PersonOut, status_code=201)
def post_person(call: AnyCall, new: PersonIn) -> JSONResponse:
    with call.work() as work:
        made = NewPerson(new.name, new.email, new.phone, new.language, may_be_called=new.may_be_called)
        person = add_person(work, made)
        if new.unit:
            move_in(work, person.key, new.unit, new.moved_in or work.today)
        return call.answer(work, _person(work.session, person), 201)


@router.get("/units", response_model=Listed[UnitOut])
def get_units(call: AnyCall, cursor: Cursor = "", limit: Limit = 50) -> Any:
    with call.reading() as session:
        page = take_rows(session, Unit, (), after=cursor, limit=limit)
        return Listed(items=[_unit(row) for row in page.items], next=page.next or None)


@router.post("/units", response_model=UnitOut, status_code=201)
def post_unit(call: AnyCall, new: UnitIn) -> JSONResponse:
    with call.work() as work:
        values = new.model_dump(exclude={"property", "code", "street", "number"}, exclude_defaults=True)
        unit = add_unit(work, new.property, new.code, new.street, new.number, **values)
        return call.answer(work, _unit(unit), 201)


@router.get("/installations", response_model=Listed[InstallationOut])
def get_installations(call: AnyCall, cursor: Cursor = "", limit: Limit = 50) -> Any:
    with call.reading() as session:
        page = take_rows(session, Installation, (), after=cursor, limit=limit)
        return Listed(items=[_installation(row) for row in page.items], next=page.next or None)


@router.post("/installations", response_model=InstallationOut, status_code=201)
def post_installation(call: AnyCall, new: InstallationIn) -> JSONResponse:
    with call.work() as work:
        values = new.model_dump(exclude={"property", "code", "kind", "unit", "trade"})
        values |= {"unit_id": new.unit, "trade": new.trade.value if new.trade else ""}
        made = add_installation(work, new.property, new.code, new.kind, **values)
        return call.answer(work, _installation(made), 201)


@router.get("/parties", response_model=Listed[PartyOut])
def get_parties(call: AnyCall, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Service parties; owners are not among them."""
    with call.reading() as session:
        page = take_rows(session, Company, [Company.kind == CompanyKind.SERVICE_PARTY], after=cursor, limit=limit)
        return Listed(items=[_party(session, row) for row in page.items], next=page.next or None)


@router.post("/parties", response_model=PartyOut, status_code=201)
def post_party(call: AnyCall, new: PartyIn) -> JSONResponse:
    with call.work() as work:
        domains, trades = [domain.lower() for domain in new.domains], [trade.value for trade in new.trades]
        company = add_company(work, new.name, domains=domains, trades=trades, phone=new.phone)
        for contact in new.contacts:
            add_contact(work, company.key, contact.name, contact.email, phone=contact.phone, language=contact.language)
        return call.answer(work, _party(work.session, company), 201)


@router.get("/users", response_model=Listed[UserOut])
def get_users(call: AnyCall, cursor: Cursor = "", limit: Limit = 50) -> Any:
    with call.reading() as session:
        page = take_rows(session, Staff, (), after=cursor, limit=limit)
        return Listed(items=[_user(row) for row in page.items], next=page.next or None)


@router.post("/users", response_model=UserOut, status_code=201)
def post_user(call: AnyCall, new: UserIn) -> JSONResponse:
    """Somebody who can be responsible; they log in once a password was set with `postbon user add`. Only a key that
    acts as an administrator may."""
    with call.work() as work:
        made = add_staff(work, new.name, new.email, phone=new.phone, role=new.role)
        call.context.log(work.session, SecurityEvent.USER_ADDED, account=made.key, about=made.role)
        return call.answer(work, _user(made), 201)


def _person(session: Session, row: Person) -> PersonOut:
    return PersonOut(
        id=row.key,
        name=row.name,
        addresses=[address.address for address in addresses_of(session, row.key)],
        phones=row.phones,
        language=row.language,
        may_be_called=row.may_be_called,
    )


def _unit(row: Unit) -> UnitOut:
    same = {name: getattr(row, name) for name in UnitIn.model_fields if name != "property"}
    return UnitOut(id=row.key, property=row.property_id, **same)


def _installation(row: Installation) -> InstallationOut:
    same = {name: getattr(row, name) for name in ("code", "kind", "make", "year", "serial", "location", "gas")}
    trade = Trade(row.trade) if row.trade in set(Trade) else None
    return InstallationOut(id=row.key, property=row.property_id, unit=row.unit_id, trade=trade, **same)


def _party(session: Session, row: Company) -> PartyOut:
    return PartyOut(
        id=row.key,
        name=row.name,
        domains=row.domains,
        trades=row.trades,
        phone=row.phone,
        active=row.active,
        contacts=[
            ContactOut(
                id=contact.key, name=contact.name, email=contact.email, phone=contact.phone, language=contact.language
            )
            for contact in contacts_of(session, row.key)
            if contact.active
        ],
    )


def _user(row: Staff) -> UserOut:
    return UserOut(id=row.key, name=row.name, email=row.email, phone=row.phone, role=row.role, active=row.active)
