"""Octets move from one place to another: folder, database, S3. They never change, so the desk may run meanwhile, and
what was stopped goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

from config.settings import Settings
from store.blob_places import open_blobs
from store.blobs import BlobDamagedError, BlobMissingError, Blobs
from store.moving import MoveError, Progress, running_nodes
from store.octets import PREFIXES, missing_octets
from store.opening import open_store

TOLD = 16  # of the 256 parts of all keys, until it is said how far it is
AT_ONCE = 8  # octets on their way: each waits for the disk or the wire, not for us


def move_octets(settings: Settings, url: str, tell: Progress) -> bool:
    """Copy all octets to the place `url` names as blobs.url would, and compare what arrived; whether nothing can have
    come since, as no desk runs. Raises MoveError, SettingsError, StoreUnavailableError, and whatever `tell` raises."""
    if url == settings.blobs.url:
        raise MoveError(f"the octets are at {url} already")
    there = settings.model_copy(update={"blobs": settings.blobs.model_copy(update={"url": url})})
    with open_store(settings) as store, closing(open_blobs(there)) as new:
        with store.engine.connect() as connection:
            is_still = not running_nodes(connection)
        refuse_damaged(copy_octets(store.blobs, new, tell), MoveError)
        if is_still:
            with store.reading() as session:
                lacking = missing_octets(session, new)
                if any(lacking.values()) and lacking != missing_octets(session, store.blobs):
                    raise MoveError(f"not all octets are there ({lacking}): the desk ran meanwhile; move again")
    return is_still


def copy_octets(old: Blobs, new: Blobs, tell: Progress) -> list[str]:
    """Copy what is not there yet, and read it back; the keys of those that are damaged where they were."""
    damaged = list[str]()
    with ThreadPoolExecutor(AT_ONCE, "octets") as pool:
        for number, prefix in enumerate(PREFIXES, start=1):
            copies = pool.map(partial(_copy, old, new), old.keys(prefix) - new.keys(prefix))
            damaged += [key for key in copies if key]
            if number % TOLD == 0:
                tell("octets", number, len(PREFIXES))
    return damaged


def refuse_damaged(keys: list[str], error: Callable[[str], Exception]) -> None:
    if keys:
        words = f"{len(keys)} octets are damaged where they lie ({keys[0]}); all others are copied"
        raise error(words)


def _copy(old: Blobs, new: Blobs, key: str) -> str:
    """The key, where its octets are damaged."""
    try:
        new.put_as(key, old.get(key))
    except BlobDamagedError:
        return key
    except BlobMissingError:
        return ""  # forgotten just now, by the desk that runs
    new.get(key)
    return ""
