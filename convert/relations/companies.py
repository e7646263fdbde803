"""Companies the desk works with, whom to write to there, and what they are certified for."""

from __future__ import annotations

from datetime import date
from typing import Any

from convert.index import index_company
from convert.records import change, filled, get, known, mailbox, put, unused
from convert.unit_of_work import Turn
from store.people import (
    Certificate,
    Company,
    Contact,
)
from store.words import AddressState


def add_company(turn: Turn, name: str, **details: Any) -> Company:
    unused(turn, Company, name=filled("name", name))
    company = put(turn, Company(name=name.strip(), created_at=turn.now, **known(Company, details)))
    index_company(turn.session, company)
    return company


def edit_company(turn: Turn, company_id: int, **changes: Any) -> Company:
    company = get(turn, Company, company_id)
    change(company, changes)
    turn.session.flush()
    index_company(turn.session, company)
    return company


def add_contact(turn: Turn, company_id: int, name: str, email: str, **details: Any) -> Contact:
    company = get(turn, Company, company_id)
    address = mailbox(email)
    unused(turn, Contact, email=address)
    contact = put(
        turn,
        Contact(company_id=company_id, name=filled("name", name), email=address, **known(Contact, details)),
    )
    index_company(turn.session, company)
    return contact


def edit_contact(turn: Turn, contact_id: int, **changes: Any) -> Contact:
    contact = get(turn, Contact, contact_id)
    if email := changes.pop("email", ""):
        address = mailbox(email)
        if address != contact.email:
            unused(turn, Contact, email=address)
        contact.email, contact.address_state = address, AddressState.OK
    change(contact, changes)
    turn.session.flush()
    index_company(turn.session, get(turn, Company, contact.company_id))
    return contact


def add_certificate(turn: Turn, company_id: int, name: str, valid_until: date) -> Certificate:
    get(turn, Company, company_id)
    return put(turn, Certificate(company_id=company_id, name=filled("name", name), valid_until=valid_until))
