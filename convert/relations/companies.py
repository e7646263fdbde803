"""Companies the desk works with, whom to write to there, and what they are certified for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from config.words import Text
from convert.errors import InvalidError, MissingError
from convert.index import index_company
from convert.records import change, filled, get, known, mailbox, put, unused
from convert.unit_of_work import UnitOfWork
from store.people import (
    Certificate,
    Company,
    Contact,
)
from store.words import AddressState


def add_company(work: UnitOfWork, name: str, **details: Any) -> Company:
    unused(work, Company, name=filled("name", name))
    company = put(work, Company(name=name.strip(), created_at=work.now, **known(Company, details)))
    index_company(work.session, company)
    return company


def edit_company(work: UnitOfWork, company_id: int, **changes: Any) -> Company:
    company = get(work, Company, company_id)
    change(company, changes)
    work.session.flush()
    index_company(work.session, company)
    return company


def add_closure(work: UnitOfWork, company_id: int, first: date, last: date, why: str = "") -> None:
    """Nobody of the firm is reminded on these days, and staff are warned before an order goes to it."""
    company = get(work, Company, company_id)
    if last < first:
        raise InvalidError(closed_to=Text("Ends before it begins."))
    if last - first > _LONGEST:
        raise InvalidError(closed_to=Text("At most a year."))
    closure = {"from": first.isoformat(), "to": last.isoformat(), "why": why.strip()}
    if closure not in company.closures:
        company.closures = sorted([*company.closures, closure], key=lambda one: str(one["from"]))


def drop_closure(work: UnitOfWork, company_id: int, first: str, last: str) -> None:
    company = get(work, Company, company_id)
    company.closures = [one for one in company.closures if (one["from"], one["to"]) != (first, last)]


_LONGEST = timedelta(days=366)


def add_contact(work: UnitOfWork, company_id: int, name: str, email: str, **details: Any) -> Contact:
    company = get(work, Company, company_id)
    address = mailbox(email)
    unused(work, Contact, email=address)
    contact = put(
        work,
        Contact(company_id=company_id, name=filled("name", name), email=address, **known(Contact, details)),
    )
    index_company(work.session, company)
    return contact


def edit_contact(work: UnitOfWork, company_id: int, contact_id: int, name: str, email: str, **changes: Any) -> Contact:
    """Another address is taken for one that works. Raises MissingError where they are no contact of this company,
    InvalidError."""
    contact = get(work, Contact, contact_id)
    if contact.company_id != company_id:
        raise MissingError
    if (address := mailbox(email)) != contact.email:
        unused(work, Contact, email=address)
        contact.email, contact.address_state, contact.absence = address, AddressState.OK, {}
    change(contact, {**changes, "name": filled("contact_name", name)})
    work.session.flush()
    index_company(work.session, get(work, Company, company_id))
    return contact


def contact_at(session: Session, address: str) -> Contact | None:
    """Whose address at a company this is, while they work there."""
    return session.exec(select(Contact).where(Contact.email == address.lower(), col(Contact.active))).first()


def add_certificate(work: UnitOfWork, company_id: int, name: str, valid_until: date) -> Certificate:
    get(work, Company, company_id)
    return put(work, Certificate(company_id=company_id, name=filled("name", name), valid_until=valid_until))
