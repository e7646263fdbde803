"""The schema, version by version. `migrate` brings any database of ours to the newest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from store.engines import BUSY

_HERE = Path(__file__).parent
_LONG = 600_000  # milliseconds that whoever starts as well waits for who migrates


def migrate(engine: Engine) -> None:
    """Bring the schema up to date; quick when it is. Two that start together: one migrates, the other waits and finds
    it done. Whatever breaks off in between leaves the schema as it was."""
    postgres = engine.dialect.name == "postgresql"
    if not postgres and is_current(engine):
        return
    with engine.connect() as connection, (_alone_on_postgres if postgres else _alone_on_sqlite)(connection):
        command.upgrade(alembic_config(connection), "head")
        connection.commit()


@contextmanager
def _alone_on_postgres(connection: Connection) -> Iterator[None]:
    for limit in ("lock_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7650421)")
    yield


@contextmanager
def _alone_on_sqlite(connection: Connection) -> Iterator[None]:
    """As one transaction, which the driver would not begin by itself. A table that is made anew in it is dropped first,
    and what points to it must not mind (sqlite.org/lang_altertable.html, section 7)."""
    for pragma in (f"busy_timeout={_LONG}", "foreign_keys=OFF"):
        connection.exec_driver_sql(f"PRAGMA {pragma}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
    finally:
        connection.rollback()  # where it was not committed
        for pragma in (f"busy_timeout={BUSY}", "foreign_keys=ON"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")


def is_current(engine: Engine) -> bool:
    """Whether the schema is the newest."""
    with engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        return now == ScriptDirectory.from_config(alembic_config(connection)).get_current_head()


def alembic_config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config
