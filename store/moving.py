"""A desk on SQLite moves to PostgreSQL: every row and every word that can be found. Stopped anywhere, it goes on there.

The octets stay where they are (store/moving_octets.py moves them). Until all is there and compared, the new database
is marked, and no desk opens on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel, col

from config.settings import Settings
from store.migrations import migrate
from store.processes import GONE, DeskProcess
from store.store import open_engine
from store.tokens import token_hash

TOGETHER = 1000  # rows in one commit
WORDS = "search_entry"  # made by each database in its own way, so no table of ours
MARK = Table("moving", MetaData(), Column("desk", String, primary_key=True))

Progress = Callable[[str, int, int], None]  # table, rows that are there, rows in all


def quietly(_table: str, _done: int, _total: int) -> None:
    """Progress that nobody asked for."""


class MoveError(Exception):
    """The desk was not moved. Where it was, nothing was changed."""


def move_store(settings: Settings, url: str, tell: Progress) -> None:
    """Copy the desk these settings name, which must not run, into the PostgreSQL database at `url`: an empty one, or
    one into which it was moved halfway. Raises MoveError, and whatever `tell` raises to stop it."""
    old_url = make_url(settings.database_url)
    if old_url.get_backend_name() != "sqlite" or not Path(old_url.database or "").is_file():
        raise MoveError(f"there is no desk on SQLite at {old_url.database}; check desk.data_dir and database.url")
    if make_url(url).get_backend_name() != "postgresql":
        raise MoveError("name a PostgreSQL database: postgresql+psycopg://user:password@host/name")
    engines = [open_engine(settings.database_url), open_engine(url)]
    try:
        for engine in engines:
            migrate(engine)
        with engines[0].connect() as old, engines[1].connect() as new:
            old.exec_driver_sql("BEGIN IMMEDIATE")  # nobody changes it meanwhile
            new.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")  # reading a large table takes long
            new.commit()
            _move(old, new, token_hash(settings.secret.hex()), tell)
            old.rollback()
    finally:
        for engine in engines:
            engine.dispose()


def is_half_moved(engine: Engine) -> bool:
    """Whether a desk is on its way into this database."""
    return inspect(engine).has_table(MARK.name)


def _move(old: Connection, new: Connection, desk: str, tell: Progress) -> None:
    _refuse_a_running_desk(old)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name != DeskProcess.__tablename__]
    _mark(new, tables, desk)
    for table in tables:
        _copy(old, new, table, tell)
    _copy_words(old, new, tell)
    for table in tables:
        _point(old, new, table)
        new.execute(text(f"SELECT setval('{table.name}_id_seq', coalesce(max(id), 0) + 1, false) FROM {table.name}"))  # noqa: S608  our own names
    new.commit()
    for table in tables:
        if _fingerprint(old, table) != _fingerprint(new, table):
            raise MoveError(f"{table.name} is not what it was: the desk ran meanwhile; move into a new database again")
    if _count_words(old) != _count_words(new):
        raise MoveError("not all that can be searched is there: the desk ran meanwhile; move into a new database again")
    MARK.drop(new)
    new.commit()


def running_nodes(connection: Connection) -> list[str]:
    """The processes that run this desk."""
    lately = datetime.now(UTC) - GONE
    return list(connection.scalars(select(col(DeskProcess.node)).where(col(DeskProcess.seen_at) > lately)))


def _refuse_a_running_desk(old: Connection) -> None:
    if running := running_nodes(old):
        raise MoveError(f"the desk runs ({', '.join(running)}); stop it and wait a minute: mail waits at its senders")


def _mark(new: Connection, tables: list[Table], desk: str) -> None:
    if not inspect(new).has_table(MARK.name):
        if any(new.scalar(select(table.c.id).limit(1)) for table in tables):
            raise MoveError("there is a desk in that database already; name an empty one")
        MARK.create(new)
        new.execute(insert(MARK).values(desk=desk))
    elif new.scalar(select(MARK.c.desk)) != desk:
        raise MoveError("another desk is on its way into that database; name an empty one")
    new.commit()


def _copy(old: Connection, new: Connection, table: Table, tell: Progress) -> None:
    total, done = _count(old, table), _count(new, table)
    pointing = dict.fromkeys(_to_itself(table))
    last = new.scalar(select(func.max(table.c.id))) or 0
    following = select(table).where(table.c.id > bindparam("last")).order_by(table.c.id).limit(TOGETHER)
    while rows := old.execute(following, {"last": last}).mappings().all():
        new.execute(insert(table), [_keepable(row) | pointing for row in rows])
        new.commit()
        last, done = rows[-1]["id"], done + len(rows)
        tell(table.name, done, total)


def _copy_words(old: Connection, new: Connection, tell: Progress) -> None:
    total, done = _count_words(old), _count_words(new)
    last = new.scalar(text(f"SELECT max(id) FROM {WORDS}")) or 0  # noqa: S608
    following = text(f"SELECT rowid AS id, words FROM {WORDS} WHERE rowid > :last ORDER BY rowid LIMIT {TOGETHER}")  # noqa: S608
    put = text(f"INSERT INTO {WORDS} (id, words) VALUES (:id, to_tsvector('simple', :words))")  # noqa: S608
    while rows := old.execute(following, {"last": last}).mappings().all():
        new.execute(put, [_keepable(row) for row in rows])
        new.commit()
        last, done = rows[-1]["id"], done + len(rows)
        tell(WORDS, done, total)


def _point(old: Connection, new: Connection, table: Table) -> None:
    """Let rows point to others of their own table, now that all are there."""
    for name in _to_itself(table):
        pointing = select(table.c.id.label("row"), table.c[name].label("to")).where(table.c[name].is_not(None))
        change = update(table).where(table.c.id == bindparam("row")).values({name: bindparam("to")})
        if rows := [{**row} for row in old.execute(pointing).mappings()]:
            new.execute(change, rows)


def _to_itself(table: Table) -> list[str]:
    return [column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)]


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _count_words(connection: Connection) -> int:
    return connection.scalar(text(f"SELECT count(*) FROM {WORDS}")) or 0  # noqa: S608


def _fingerprint(connection: Connection, table: Table) -> str:
    """One print of all rows of a table, the same on both databases."""
    digest = sha256()
    rows = connection.execute(select(table).order_by(table.c.id), execution_options={"yield_per": TOGETHER})
    for row in rows:
        digest.update(json.dumps([_keepable_value(value) for value in row], sort_keys=True, default=_plain).encode())
    return digest.hexdigest()


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _keepable(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: _keepable_value(value) for name, value in row.items()}


def _keepable_value(value: Any) -> Any:
    """The value as PostgreSQL can keep it: SQLite took texts with a NUL in them."""
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if "\0" in value else value
    if isinstance(value, dict):
        return {_keepable_value(key): _keepable_value(each) for key, each in value.items()}
    return [_keepable_value(each) for each in value] if isinstance(value, list) else value
