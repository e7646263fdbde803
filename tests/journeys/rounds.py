"""The desk's rounds, walked by hand: what `postbon serve` does on its clocks, at the time a test says it is."""

from __future__ import annotations

from datetime import datetime

from config.settings import Settings
from ingest.filing import file_messages
from store.store import Store


def work_once(store: Store, settings: Settings, now: datetime) -> None:
    """Everything that is due at this time."""
    while file_messages(store, settings, now):
        pass
