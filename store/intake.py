"""Keeping what comes in: octets first, then one commit for all that wait. Only then may a door say 250."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from store.life_signs import guard
from store.mail import Delivery, Message
from store.room import Room
from store.rows import insert_new, row_values
from store.store import Store, StoreUnavailableError

_TOGETHER = 50  # mails in one commit: fewer statements and one fsync for all of them
_LOOK = 5.0  # seconds after which the thread shows that it lives, though nothing came in


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail at a door, with what must be known to recognise it again.

    fingerprint  sha256 over the octets less trace headers; `message_id` normalised, "" where there is none
    sender       MAIL FROM ("" the null path), None where the door has no envelope
    """

    raw: bytes
    fingerprint: str
    message_id: str
    door: str
    at: datetime
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    account: str | None = None
    folder: str | None = None
    uidvalidity: int | None = None
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The mail is ours now. `again`: it was here already, through this door or another."""

    message_id: int
    again: bool


@dataclass(frozen=True, slots=True)
class _Kept:
    """Octets that are durable under `key`, and the promise to whoever handed them in."""

    arrival: Arrival
    key: str
    promise: Future[Receipt]


class Intake:
    """One thread that writes what the doors hand in, so that SQLite's one writer is never fought over."""

    def __init__(self, store: Store, name: str = "intake", room: Room | None = None) -> None:
        self._store = store
        self._room = room
        self._name = name
        self._waiting: queue.SimpleQueue[_Kept | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._thread = threading.Thread(
            target=guard, args=(store.signs, name, self._work, self._closed), name=name, daemon=True
        )
        self._thread.start()

    def keep(self, arrival: Arrival) -> Future[Receipt]:
        """Keep the mail; the future is done when it is durable. It fails with what went wrong (OSError for a full
        disk, StoreUnavailableError), and then nothing was promised: the sender keeps the mail. Who cancels it in time
        takes the mail back."""
        promise: Future[Receipt] = Future()
        try:
            key = self._store.blobs.put(arrival.raw)
        except (OSError, StoreUnavailableError) as error:
            promise.set_exception(error)
            return promise
        self._waiting.put(_Kept(arrival, key, promise))
        return promise

    def lacks_room(self) -> bool:
        """Whether the disk is so full that doors must not take anything in."""
        return self._room is not None and self._room.is_short()

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while True:
            self._store.signs.give(self._name)
            try:
                first = self._waiting.get(timeout=_LOOK)
            except queue.Empty:
                continue
            batch, last = self._batch(first)
            if batch:
                self._write(batch)
            if last:
                return

    def _batch(self, first: _Kept | None) -> tuple[list[_Kept], bool]:
        """What waits now, and whether nothing follows. A promise belongs to us from here on: its receiver can cancel it
        no more, and would otherwise make us fail by it (a sender that hangs up after its last dot)."""
        batch: list[_Kept] = []
        following = first
        while following is not None:
            if following.promise.set_running_or_notify_cancel():
                batch.append(following)
            if len(batch) == _TOGETHER or self._waiting.empty():
                return batch, False
            following = self._waiting.get()
        return batch, True

    def _write(self, batch: list[_Kept]) -> None:
        self._store.signs.give(self._name)
        try:
            with self._store.writing() as session:
                receipts = keep_all(session, [(each.arrival, each.key) for each in batch])
        except Exception as error:  # the doors answer 451 for it, whatever it was
            if len(batch) > 1 and not isinstance(error, StoreUnavailableError):
                for each in batch:  # one bad row must not take the others with it
                    self._write([each])
                return
            for each in batch:
                each.promise.set_exception(error)
            return
        for each, receipt in zip(batch, receipts, strict=True):
            each.promise.set_result(receipt)
        self._store.bell.ring("messages")


def keep_all(session: Session, arrivals: list[tuple[Arrival, str]]) -> list[Receipt]:
    """Write messages and deliveries for these arrivals, in order, recognising what is here already."""
    known = _known(session, [arrival.fingerprint for arrival, _ in arrivals])
    named = _named(session, [arrival.message_id for arrival, _ in arrivals if arrival.message_id])
    new: dict[str, dict[str, Any]] = {}
    for arrival, key in arrivals:
        if arrival.fingerprint not in known and arrival.fingerprint not in new:
            twin = bool(arrival.message_id) and arrival.message_id in named
            new[arrival.fingerprint] = _message(arrival, key, twin)
            named.add(arrival.message_id)
    ours = _insert(session, list(new.values()))
    # Another process may have kept the same mail between our look and our insert, which then passed it over.
    known |= ours | _known(session, [fingerprint for fingerprint in new if fingerprint not in ours])
    receipts = []
    for arrival, _ in arrivals:
        fresh = ours.pop(arrival.fingerprint, None) is not None
        receipts.append(Receipt(message_id=known[arrival.fingerprint], again=not fresh))
    # An IMAP message that was kept but not yet moved when the power failed is fetched again under the same UID.
    rows = [_delivery(arrival, receipt) for (arrival, _), receipt in zip(arrivals, receipts, strict=True)]
    session.execute(insert_new(session, Delivery), rows)
    return receipts


def _message(arrival: Arrival, key: str, twin: bool) -> dict[str, Any]:
    return row_values(
        Message,
        received_at=arrival.at,
        raw_key=key,
        size=len(arrival.raw),
        fingerprint=arrival.fingerprint,
        message_id=arrival.message_id,
        twin=twin,
    )


def _insert(session: Session, rows: list[dict[str, Any]]) -> dict[str, int]:
    """The ids of those that were not there yet, by fingerprint."""
    if not rows:
        return {}
    inserted = session.execute(insert_new(session, Message).returning(*_SAME), rows)
    return {row[0]: row[1] for row in inserted}


def _known(session: Session, fingerprints: list[str]) -> dict[str, int]:
    if not fingerprints:
        return {}
    return {row[0]: row[1] for row in session.connection().execute(_KNOWN, {"these": fingerprints})}


def _named(session: Session, message_ids: list[str]) -> set[str]:
    return set(session.connection().execute(_NAMED, {"these": message_ids}).scalars())


# Built once: they are asked for each handful of mails.
_TABLE = Message.__table__.c  # type: ignore[attr-defined]
_SAME = (_TABLE.fingerprint, _TABLE.id)
_KNOWN = select(*_SAME).where(_TABLE.fingerprint.in_(bindparam("these", expanding=True)))
_NAMED = select(_TABLE.message_id).where(_TABLE.message_id.in_(bindparam("these", expanding=True)))


def _delivery(arrival: Arrival, receipt: Receipt) -> dict[str, Any]:
    return {
        "message_id": receipt.message_id,
        "at": arrival.at,
        "door": arrival.door,
        "sender": arrival.sender,
        "recipients": list(arrival.recipients),
        "account": arrival.account,
        "folder": arrival.folder,
        "uidvalidity": arrival.uidvalidity,
        "uid": arrival.uid,
    }
