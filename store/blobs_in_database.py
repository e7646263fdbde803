"""Octets in a table of the same PostgreSQL as the rows that name them, whole (docs/decisions)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from store.blobs import BlobMissingError, StoreUnavailableError, compared, hash_of
from store.engines import open_engine

_PUT = text(
    "INSERT INTO octets (key, octets) VALUES (:key, :octets) "
    "ON CONFLICT (key) DO UPDATE SET put_at = clock_timestamp()"  # who is about to remove it looks at this again
)
_REMOVE = text(
    "DELETE FROM octets WHERE key = :key AND put_at <= clock_timestamp() - make_interval(secs => :untouched)"
)


class DatabaseBlobs:
    """Each call is a transaction of its own, on connections of its own: whoever puts octets within a unit of work has
    one of the other's already, and thirty of them would wait for each other."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    def put(self, octets: bytes) -> str:
        key = hash_of(octets)
        self.put_as(key, octets)
        return key

    def put_as(self, key: str, octets: bytes) -> None:
        with self._connected() as connection:
            connection.execute(_PUT, {"key": key, "octets": octets})

    def get(self, key: str) -> bytes:
        with self._connected() as connection:
            octets = connection.scalar(text("SELECT octets FROM octets WHERE key = :key"), {"key": key})
        if octets is None:
            raise BlobMissingError(key)
        return compared(key, bytes(octets))

    def keys(self, prefix: str) -> set[str]:
        between = text("SELECT key FROM octets WHERE key >= :first AND key < :last")
        with self._connected() as connection:
            return set(connection.scalars(between, {"first": prefix, "last": f"{prefix}g"}))

    def remove(self, key: str, *, untouched: float = 0.0) -> None:
        with self._connected() as connection:
            connection.execute(_REMOVE, {"key": key, "untouched": untouched})

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:  # gone, restarted, or its disk is full: nothing of ours is wrong with octets
            raise StoreUnavailableError(str(error.orig)) from error
