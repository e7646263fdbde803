"""A store in which the cast lives, and turns to act in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from sqlmodel import Session, SQLModel, col, select

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
    move_in(desk, MONDAY)
    return desk


def move_in(desk: Desk, now: datetime) -> None:
    """The cast moves into an empty store: the first time as in the demo, then by the rows this made, and from then on
    by what the driver was given for them, which takes a hundredth of the time."""
    with desk.work(now=now) as work:
        made = (work.session.get_bind().dialect.name, desk.settings.desk.language, now)
        if made not in _ROWS:
            load_cast(work)
            work.session.flush()
            _ROWS[made] = list(_rows_of(work.session))
            return
        connection = work.session.connection()
        if made not in _DRIVEN:
            _DRIVEN[made] = _driven(connection, _ROWS[made])
            return
        for statement, values in _DRIVEN[made]:
            connection.exec_driver_sql(statement, values)


Insertions = list[tuple[sa.Executable, list[dict[str, Any]]]]
Made = tuple[str, str, datetime]  # database, language, time
_ROWS: dict[Made, Insertions] = {}
_DRIVEN: dict[Made, list[tuple[str, Any]]] = {}


def _driven(connection: sa.Connection, insertions: Insertions) -> list[tuple[str, Any]]:
    """Put these rows in; what the driver was given for it."""
    given = list[tuple[str, Any]]()

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        given.append((statement, values))

    sa.event.listen(connection, "before_cursor_execute", note)
    for insertion, rows in insertions:
        connection.execute(insertion, rows)
    sa.event.remove(connection, "before_cursor_execute", note)
    return given


def _rows_of(session: Session) -> Iterator[tuple[sa.Executable, list[dict[str, Any]]]]:
    """How to put into an empty store all that is in this one."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    key, words = ("id", "CAST(:words AS tsvector)") if is_postgres else ("rowid", ":words")
    for table in SQLModel.metadata.sorted_tables:
        if rows := [dict(row) for row in session.execute(sa.select(table)).mappings()]:
            yield sa.insert(table), rows
            if is_postgres:  # ids that come with their row are not counted
                count = "SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"
                yield sa.text(count), [{"table": table.name, "last": max(row["id"] for row in rows)}]
    entries = session.execute(sa.text(f"SELECT {key} AS id, CAST(words AS text) AS words FROM search_entry"))
    put = sa.text(f"INSERT INTO search_entry ({key}, words) VALUES (:id, {words})")
    yield put, [dict(row) for row in entries.mappings()]
