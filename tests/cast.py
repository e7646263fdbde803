"""A store in which the cast lives, and turns to act in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from pydantic import SecretStr
from sqlmodel import Session, col, select

from config.settings import DeskSettings, Settings
from convert.demo.cast import load_cast
from convert.unit_of_work import UnitOfWork
from store.letter_table import Letter
from store.people import Company, Contact, Installation, Person, Property, Staff, Unit
from store.rows import Row
from store.store import Store
from store.timeline import Actor
from store.words import ActorKind, Channel

MONDAY = datetime(2026, 11, 16, 6, 52, tzinfo=UTC)  # 07:52 in Utrecht
SETTINGS = Settings(desk=DeskSettings(secret=SecretStr("the desk's secret")))
SYSTEM = Actor(ActorKind.SYSTEM, "", Channel.CLOCK)

R = TypeVar("R", bound=Row)


class Desk:
    """The cast by name, and one turn a unit of work."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    @contextmanager
    def work(self, actor: Actor = SYSTEM, now: datetime = MONDAY) -> Iterator[UnitOfWork]:
        with self.store.writing() as session:
            yield UnitOfWork(session, self.settings, actor, now)

    def staff(self, name: str, channel: Channel = Channel.STAFF) -> Actor:
        found = self.staff_named(name)
        return Actor(ActorKind.STAFF, found.name, channel, found.key)

    def person(self, name: str, channel: Channel = Channel.PAGE) -> Actor:
        found = self.person_named(name)
        return Actor(ActorKind.PERSON, found.name, channel, found.key)

    def party(self, name: str, channel: Channel = Channel.PAGE) -> Actor:
        found = self.contact_named(name)
        return Actor(ActorKind.PARTY, found.name, channel, found.key)

    def staff_named(self, name: str) -> Staff:
        return self._named(Staff, "name", name)

    def person_named(self, name: str) -> Person:
        return self._named(Person, "name", name)

    def contact_named(self, name: str) -> Contact:
        return self._named(Contact, "name", name)

    def company_named(self, name: str) -> Company:
        return self._named(Company, "name", name)

    def property_named(self, name: str) -> Property:
        return self._named(Property, "name", name)

    def unit_named(self, code: str) -> Unit:
        return self._named(Unit, "code", code)

    def installation_named(self, code: str) -> Installation:
        return self._named(Installation, "code", code)

    def letters(self, to: str = "") -> list[Letter]:
        """The outbox in order, or what is in it for one address (by its beginning)."""
        with self.store.reading() as session:
            rows = session.exec(select(Letter).order_by(col(Letter.id))).all()
            return [row for row in rows if row.to_address.startswith(to.lower())]

    def _named(self, table: type[R], field: str, value: str) -> R:
        with self.store.reading() as session:
            return _one(session, table, field, value)


def _one(session: Session, table: type[R], field: str, value: str) -> R:
    return session.exec(select(table).where(getattr(table, field).like(f"%{value}%"))).one()


@pytest.fixture
def desk(store: Store) -> Desk:
    """The desk of the stories, on SQLite and on PostgreSQL."""
    return load_desk(store, SETTINGS)


def load_desk(store: Store, settings: Settings) -> Desk:
    """The cast of the stories at home in this store."""
    desk = Desk(store, settings)
    with desk.work() as work:
        load_cast(work)
    return desk
