"""Engines with the promises we need: WAL, fsync at each commit, foreign keys (SQLite); pings (PostgreSQL)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY = 5000  # milliseconds SQLite itself waits for a lock


def open_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        there = {**_POSTGRES, **make_url(url).query}
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args=there)
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


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control is off: we say BEGIN IMMEDIATE where we write, so that a writer never
    # starts as a reader and loses the upgrade to another.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY}"):
        connection.execute(f"PRAGMA {pragma}").close()
