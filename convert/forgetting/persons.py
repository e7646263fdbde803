"""People who belong to nothing any more: no home, no ticket, no letter, no mail. Their row stays without them, so that
its number is never another's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, delete, exists, or_
from sqlmodel import Session, col, select

from config.settings import Settings
from convert.forgetting.moment import BEFORE, BEFORE_DAY
from convert.relations.traces import stand_in_for
from store import search
from store.access import Link
from store.letter_table import Letter
from store.mail import Message
from store.people import Person, PersonAddress, Tenancy
from store.tickets import Task, TicketPerson

_TENANTS = ("[]", '["tenant"]')  # caretakers and owners belong to the property without living in it


def due() -> Select[Any]:
    wrote = exists().where(
        col(PersonAddress.person_id) == col(Person.id), col(Message.from_address) == col(PersonAddress.address)
    )
    lives = or_(col(Tenancy.ends).is_(None), col(Tenancy.ends) >= BEFORE_DAY)
    belongs: list[ColumnElement[bool]] = [
        exists().where(col(Tenancy.person_id) == col(Person.id), lives),
        *(exists().where(col(table.person_id) == col(Person.id)) for table in (TicketPerson, Task, Link, Letter)),
        wrote,
    ]
    return (
        select(Person.id)
        .where(col(Person.anonymised_at).is_(None), col(Person.created_at) < BEFORE)
        .where(cast(col(Person.labels), String).in_(_TENANTS), *(~tie for tie in belongs))
    )


def forget(session: Session, settings: Settings, keys: Collection[int], now: datetime) -> list[str]:
    session.execute(delete(PersonAddress).where(col(PersonAddress.person_id).in_(keys)))
    session.execute(delete(Tenancy).where(col(Tenancy.person_id).in_(keys)))
    search.forget(session, "person", keys)
    for person in session.exec(select(Person).where(col(Person.id).in_(keys))):
        person.name, person.phones, person.notify = stand_in_for(settings, person.key), [], "none"
        person.code = person.notes = ""
        person.anonymised_at = now
    return []
