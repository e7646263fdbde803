"""Engines with the promises we need: WAL, fsync at each commit, foreign keys (SQLite); pings (PostgreSQL)."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError

BUSY = 5000  # milliseconds SQLite itself waits for a lock


def open_engine(url: str, *, rest: float = 1.0) -> Engine:
    """rest: the seconds unused after which a connection to PostgreSQL is asked first whether it still stands."""
    if make_url(url).get_backend_name() != "sqlite":
        there = {**_POSTGRES, **make_url(url).query}
        engine = create_engine(url, pool_size=10, max_overflow=20, connect_args=there)
        _ask_the_rested(engine, rest)
        return engine
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 5.0})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


# A node that stands still in the midst of a change (a machine that sleeps, a cable that was cut) loses it after half a
# minute, and with it what others wait for; nobody waits longer for a row, or for a server that is no longer there.
_POSTGRES = {
    "options": "-c idle_in_transaction_session_timeout=30s -c lock_timeout=15s",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def _ask_the_rested(engine: Engine, rest: float) -> None:
    """Ask a connection whether it still stands before it is used, unless it just worked: asked at each use, as the
    pool itself would, a third of what goes to the server is that question. One that fell ends all others in the pool.
    """

    def note(_connection: Any, record: Any) -> None:
        record.info["used_at"] = monotonic()

    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("used_at", monotonic()) < rest:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ask)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control is off: we say BEGIN IMMEDIATE where we write, so that a writer never
    # starts as a reader and loses the upgrade to another.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY}"):
        connection.execute(f"PRAGMA {pragma}").close()
