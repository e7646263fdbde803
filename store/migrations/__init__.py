"""The schema, version by version. `migrate` brings any database of ours to the newest.

Alembic is loaded where there is something to do: a desk that starts on tables of today listens a good deal sooner.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from store.engines import BUSY

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent
_LONG = 600_000  # milliseconds that whoever starts as well waits for who migrates


def migrate(engine: Engine) -> None:
    """Bring the schema up to date; quick when it is. Two that start together: one migrates, the other waits and finds
    it done. Whatever breaks off in between leaves the schema as it was."""
    if is_current(engine):
        return
    from alembic import command

    postgres = engine.dialect.name == "postgresql"
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
        if not inspect(connection).has_table("alembic_version"):
            return False
        return list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars()) == [newest()]


def newest() -> str:
    """The number of the newest version: that of the last of the files."""
    return max(path.name for path in _HERE.joinpath("versions").glob("0*.py")).partition("_")[0]


def alembic_config(connection: object) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config
