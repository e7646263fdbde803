"""Opening the store for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from config.settings import Settings
from store.migrations import migrate
from store.moving import is_half_moved
from store.store import Store, StoreUnavailableError


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The store these settings name, its tables up to date, closed afterwards."""
    store = Store.open(settings)
    try:
        migrate(store.engine)
        if is_half_moved(store.engine):
            raise StoreUnavailableError("a desk is being moved into this database; end that first: postbon move-store")
        yield store
    finally:
        store.close()
