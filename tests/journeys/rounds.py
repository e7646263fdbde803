"""The desk's rounds, walked by hand: what `postbon work --once` does, at the time a test says it is."""

from __future__ import annotations

from datetime import datetime

from cli import all_rounds
from config.settings import Settings
from store.store import Store
from store.workers import do_round


def work_once(store: Store, settings: Settings, now: datetime) -> None:
    """Everything that is due at this time, until nothing more is."""
    while sum(do_round(each, store, settings, now) for each, _ in all_rounds()):
        pass
