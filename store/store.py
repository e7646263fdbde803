"""The store: one engine, one place for octets, one bell; a session for each unit of work."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlmodel import Session

import store.tables  # noqa: F401  every table must be known before one is used
from config.settings import Settings
from store.bell import Bell
from store.blob_places import open_blobs
from store.blobs import Blobs
from store.blobs import StoreUnavailableError as StoreUnavailableError  # of rows and of octets
from store.engines import BUSY
from store.engines import open_engine as open_engine
from store.latencies import Latencies
from store.life_signs import LifeSigns

# What a database raises for a number beyond its columns, or a text with a NUL or half a character in it.
NOT_KEEPABLE = (OverflowError, DataError, UnicodeEncodeError)

LOOK = 0.003  # seconds between two looks whether another process has stopped writing to SQLite


class Store:
    """What the stations meet in. Safe to share between threads; sessions are not."""

    def __init__(self, engine: Engine, blobs: Blobs, *, patience: float = 5.0) -> None:
        """patience: the seconds somebody who wants to write to SQLite waits for another process."""
        self.engine = engine
        self.patience = patience
        self.blobs = blobs
        self.bell = Bell()
        self.signs = LifeSigns()
        self.latencies = Latencies()
        # SQLite has one writer at a time. Waiting here, in turn, is fairer and cheaper than its busy handler.
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, settings: Settings) -> Store:
        """Open what the settings name; the schema is brought up to date by `store.migrations.migrate`."""
        return cls(open_engine(settings.database_url), open_blobs(settings))

    def close(self) -> None:
        self.engine.dispose()
        self.blobs.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing: what it might change is rolled back."""
        try:
            with Session(self.engine, info={"blobs": self.blobs}) as session:
                yield session
        except OperationalError as error:
            raise StoreUnavailableError(str(error.orig)) from error

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One unit of work: all of it is committed at the end, or none. Raises StoreUnavailableError when it cannot
        start or finish for reasons outside; any other exception rolls back and passes on."""
        if self._turn:
            self._turn.acquire()
        try:
            with Session(self.engine, expire_on_commit=False, info={"writing": True, "blobs": self.blobs}) as session:
                if self._turn:
                    self._begin(session)
                yield session
                session.commit()
        except OperationalError as error:
            raise StoreUnavailableError(str(error.orig)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise StoreUnavailableError(str(error.orig)) from error
            raise
        finally:
            if self._turn:
                self._turn.release()

    def _begin(self, session: Session) -> None:
        """Begin to write. SQLite's own waiting looks ten times a second, and finds another process, whose threads write
        one after the other, at it each time; we look every few milliseconds, and find it between two."""
        connection, until = session.connection(), time.monotonic() + self.patience
        driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        driver.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    driver.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                        raise StoreUnavailableError(str(error)) from error
                time.sleep(LOOK)
        finally:
            driver.execute(f"PRAGMA busy_timeout={BUSY}")

    def compact(self) -> None:
        """Leave nothing behind of what was deleted (SQLite keeps it in free pages until then). It takes a while, and
        whoever wants to write waits. Raises StoreUnavailableError."""
        if self._turn is None:
            return
        try:
            with self._turn, self.engine.connect() as connection:
                for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    connection.exec_driver_sql(statement)
        except OperationalError as error:
            raise StoreUnavailableError(str(error.orig)) from error


def database_time(session: Session) -> datetime:
    """The time by the store's own clock: leases and signs of life are judged by it, whatever clock a caller has."""
    if session.get_bind().dialect.name == "postgresql":
        by_server: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return by_server.astimezone(UTC)
    return datetime.now(UTC)
