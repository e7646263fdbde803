"""What a form offers to choose from: names with their ids, and the words by which each is found again."""

from __future__ import annotations

import re

from sqlmodel import Session, col, select

from store.people import Company, Contact, Installation, Person, PersonAddress, Property, Staff, Unit
from store.search import find
from store.words import CompanyKind

OFFERED = 300  # more are not listed, and found all the same when they are typed
_CODE = re.compile(r"\(([^()]+)\)\s*$")

Choices = list[tuple[str, str]]


def staff_choices(session: Session) -> Choices:
    rows = session.exec(select(Staff.id, Staff.name).where(col(Staff.active)).order_by(col(Staff.name)))
    return [(str(key), name) for key, name in rows]


def property_choices(session: Session) -> Choices:
    rows = session.exec(select(Property.id, Property.name).order_by(col(Property.name)).limit(OFFERED))
    return [(str(key), name) for key, name in rows]


def party_choices(session: Session) -> Choices:
    """Service parties at work, each with its trades."""
    rows = session.exec(
        select(Company.id, Company.name)
        .where(Company.kind == CompanyKind.SERVICE_PARTY, col(Company.active))
        .order_by(col(Company.name))
    )
    return [(str(key), name) for key, name in rows]


def owner_choices(session: Session) -> Choices:
    """Owners and associations of owners, who have complexes."""
    rows = session.exec(
        select(Company.id, Company.name)
        .where(Company.kind != CompanyKind.SERVICE_PARTY, col(Company.active))
        .order_by(col(Company.name))
    )
    return [(str(key), name) for key, name in rows]


def contact_choices(session: Session, company_id: int) -> Choices:
    rows = session.exec(
        select(Contact.id, Contact.name, Contact.email)
        .where(Contact.company_id == company_id, col(Contact.active))
        .order_by(col(Contact.gets_orders).desc(), col(Contact.id))
    )
    return [(str(key), f"{name} ({email})") for key, name, email in rows]


def unit_words(session: Session) -> list[str]:
    """ "Lindelaan 14B (LH-14B)"; `find_unit` understands it."""
    return [
        f"{unit.address_line} ({unit.code})"
        for unit in session.exec(select(Unit).order_by(col(Unit.id)).limit(OFFERED))
    ]


def person_words(session: Session) -> list[str]:
    rows = session.exec(
        select(Person.name, PersonAddress.address)
        .join(PersonAddress, col(PersonAddress.person_id) == Person.id)
        .where(col(Person.anonymised_at).is_(None))
        .order_by(col(Person.name))
        .limit(OFFERED)
    )
    return [f"{name} ({address})" for name, address in rows]


def installation_words(session: Session) -> list[str]:
    rows = session.exec(select(Installation).order_by(col(Installation.code)).limit(OFFERED))
    return [f"{row.kind} {row.make}".strip() + f" ({row.code})" for row in rows]


def find_unit(session: Session, words: str) -> int | None:
    """The one home that is meant; None where it is none, or more than one."""
    exact = session.exec(select(Unit.id).where(Unit.code == _named(words))).first()
    return exact or _only(session, "unit", words)


def find_person(session: Session, words: str) -> int | None:
    address = _named(words).lower()
    exact = session.exec(select(PersonAddress.person_id).where(PersonAddress.address == address)).first()
    return exact or _only(session, "person", words)


def find_installation(session: Session, words: str) -> int | None:
    exact = session.exec(select(Installation.id).where(Installation.code == _named(words))).first()
    return exact or _only(session, "installation", words)


def _named(words: str) -> str:
    """What stands in the last brackets, as the lists above write it; else all of it."""
    found = _CODE.search(words)
    return found.group(1).strip() if found else words.strip()


def _only(session: Session, kind: str, words: str) -> int | None:
    hits = find(session, words, kind=kind, limit=2)
    return hits[0].key if len(hits) == 1 else None
