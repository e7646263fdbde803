"""Taking in what the pipe laid down: kept in the store first, and removed from the spool after."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from config.settings import Settings
from ingest.doors.files import read_envelope
from ingest.doors.pipe import spool_of
from ingest.identity import identify
from store.intake import Arrival, keep_all
from store.store import Store
from store.troubles import clear_trouble, is_in_trouble, report_trouble

TOGETHER = 50  # mails in one commit
NAME = "spool"


def take_spooled(store: Store, settings: Settings, now: datetime) -> int:
    """Keep what lies in the spool, oldest first; how many mails. Raises OSError, StoreUnavailableError.

    One that cannot be read stays there, and staff are told. What was kept and not yet removed is recognised next time.
    """
    found = sorted(_new(settings).glob("*"), key=lambda path: path.name)
    unread, number = [], 0
    names = iter(found)
    while batch := list(islice(names, TOGETHER)):
        arrivals = []
        for path in batch:
            try:
                arrivals.append((path, _arrival(path, now)))
            except FileNotFoundError:
                continue  # another process of ours took it
            except OSError as error:
                unread.append(f"{path}: {error.strerror}")
        rows = [(arrival, store.blobs.put(arrival.raw)) for _, arrival in arrivals]
        with store.writing() as session:
            keep_all(session, rows)
        for path, _ in arrivals:
            path.unlink(missing_ok=True)
        number += len(arrivals)
    _tell(store, unread, now)
    if number:
        store.bell.ring("messages")
    return number


def oldest_spooled(settings: Settings) -> datetime | None:
    """When the mail came that has lain in the spool longest."""
    first = min((path.name for path in _new(settings).glob("*")), default="")
    return _came(first)


def _new(settings: Settings) -> Path:
    return Path(spool_of(str(settings.desk.data_dir))) / "new"


def _arrival(path: Path, now: datetime) -> Arrival:
    raw = path.read_bytes()
    identity, envelope = identify(raw), read_envelope(raw)
    came = _came(path.name)
    return Arrival(
        raw=raw,
        fingerprint=identity.fingerprint,
        message_id=identity.message_id,
        door="pipe",
        at=min(came, now) if came else now,
        sender=envelope.sender,
        recipients=envelope.recipients,
    )


def _came(name: str) -> datetime | None:
    nanoseconds = name.partition(".")[0]
    return datetime.fromtimestamp(int(nanoseconds) / 1e9, UTC) if nanoseconds.isdecimal() else None


def _tell(store: Store, unread: list[str], now: datetime) -> None:
    with store.reading() as session:
        if not unread and not is_in_trouble(session, NAME):
            return
    with store.writing() as session:
        if unread:
            report_trouble(session, NAME, f"niet te lezen / cannot be read: {'; '.join(unread[:5])}", now)
        else:
            clear_trouble(session, NAME, now)
