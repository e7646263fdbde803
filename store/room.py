"""The room left on disk. Below a reserve no mail is taken in: its senders keep it, and what is here is worked on."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from config.settings import Settings
from store.store import Store
from store.troubles import clear_trouble, is_in_trouble, report_trouble

NAME = "disk_space"
MIB = 1024**2


class Room:
    """The disks that mail is kept on. free: tells the octets left on the disk of a folder that exists."""

    def __init__(self, settings: Settings, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free):
        self._folders = [folder for folder in (settings.desk.data_dir, settings.blob_folder) if folder]
        self._reserve = settings.desk.disk_reserve
        self._free = free
        self.lasts = 1.0  # seconds for which an answer holds
        self._until, self._was_short = 0.0, False

    def is_short(self) -> bool:
        """Whether less than the reserve is left: then doors take nothing in."""
        if time.monotonic() >= self._until:
            self._was_short = self.least()[0] < self._reserve
            self._until = time.monotonic() + self.lasts
        return self._was_short

    def least(self) -> tuple[int, Path]:
        """The octets left where there are fewest, and where that is."""
        ways = [(folder.absolute(), *folder.absolute().parents) for folder in self._folders]
        there = {next(place for place in way if place.exists()) for way in ways}
        return min((self._free(place), place) for place in there)

    def words(self) -> str:
        """What is wrong, "" where there is twice the reserve: staff hear of it before senders do."""
        free, place = self.least()
        if free >= 2 * self._reserve:
            return ""
        left = f"nog {free // MIB} MiB vrij / only {free // MIB} MiB left ({place})"
        limit = self._reserve // MIB
        if free < self._reserve:
            return f"{left}: nieuwe mail moet wachten tot er {limit} MiB vrij is / new mail must wait for {limit} MiB"
        return f"{left}: onder {limit} MiB moet nieuwe mail wachten / below {limit} MiB new mail must wait"


def watch_room(store: Store, settings: Settings, now: datetime) -> int:
    """Tell staff where there is little room left on this machine, or no longer. Raises StoreUnavailableError."""
    words = Room(settings).words()
    with store.reading() as session:
        if not words and not is_in_trouble(session, NAME):
            return 0
    with store.writing() as session:
        if words:
            report_trouble(session, NAME, words, now)
        else:
            clear_trouble(session, NAME, now)
    return 0
