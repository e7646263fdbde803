"""Keeping what comes in: octets first, then one commit for all that wait. Only then may a door say 250."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from store.mail import Delivery, Message
from store.rows import insert_new
from store.store import Store

_TOGETHER = 50  # mails in one commit: fewer statements and one fsync for all of them


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


class Intake:
    """One thread that writes what the doors hand in, so that SQLite's one writer is never fought over."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: queue.SimpleQueue[tuple[Arrival, str, Future[Receipt]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
        self._thread.start()

    def keep(self, arrival: Arrival) -> Future[Receipt]:
        """Keep the mail; the future is done when it is durable. It fails with what went wrong (OSError for a full
        disk, StoreUnavailableError), and then nothing was promised: the sender keeps the mail."""
        promise: Future[Receipt] = Future()
        try:
            key = self._store.blobs.put(arrival.raw)
        except OSError as error:
            promise.set_exception(error)
            return promise
        self._waiting.put((arrival, key, promise))
        return promise

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            last = False
            while len(batch) < _TOGETHER and not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    last = True
                    break
                batch.append(following)
            self._write(batch)
            if last:
                return

    def _write(self, batch: list[tuple[Arrival, str, Future[Receipt]]]) -> None:
        try:
            with self._store.writing() as session:
                receipts = keep_all(session, [(arrival, key) for arrival, key, _ in batch])
        except Exception as error:  # the doors answer 451 for it, whatever it was
            if len(batch) > 1:  # one bad row must not take the others with it
                for one in batch:
                    self._write([one])
                return
            batch[0][2].set_exception(error)
            return
        for (_, _, promise), receipt in zip(batch, receipts, strict=True):
            promise.set_result(receipt)
        self._store.bell.ring("messages")


def keep_all(session: Session, arrivals: list[tuple[Arrival, str]]) -> list[Receipt]:
    """Write messages and deliveries for these arrivals, in order, recognising what is here already."""
    known = _known(session, [arrival.fingerprint for arrival, _ in arrivals])
    named = _named(session, [arrival.message_id for arrival, _ in arrivals if arrival.message_id])
    new: dict[str, Message] = {}
    for arrival, key in arrivals:
        if arrival.fingerprint not in known and arrival.fingerprint not in new:
            new[arrival.fingerprint] = Message(
                received_at=arrival.at,
                raw_key=key,
                size=len(arrival.raw),
                fingerprint=arrival.fingerprint,
                message_id=arrival.message_id,
                twin=bool(arrival.message_id) and arrival.message_id in named,
            )
            named.add(arrival.message_id)
    session.add_all(new.values())
    session.flush()
    receipts = []
    for arrival, _ in arrivals:
        again = arrival.fingerprint in known
        if not again:
            known[arrival.fingerprint] = new[arrival.fingerprint].key
        receipts.append(Receipt(message_id=known[arrival.fingerprint], again=again))
    # An IMAP message that was kept but not yet moved when the power failed is fetched again under the same UID.
    rows = [_delivery(arrival, receipt) for (arrival, _), receipt in zip(arrivals, receipts, strict=True)]
    session.execute(insert_new(session, Delivery), rows)
    return receipts


def _known(session: Session, fingerprints: list[str]) -> dict[str, int]:
    rows = session.exec(select(Message.fingerprint, Message.id).where(col(Message.fingerprint).in_(fingerprints)))
    return {fingerprint: key or 0 for fingerprint, key in rows}


def _named(session: Session, message_ids: list[str]) -> set[str]:
    return set(session.exec(select(Message.message_id).where(col(Message.message_id).in_(message_ids))))


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
