"""Octets that no row names any more are removed; the same octets twice are kept once, so each column is asked."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from store.letter_table import Letter
from store.mail import Message
from store.store import Store
from store.tickets import File


def forget_octets(store: Store, keys: Iterable[str], *, untouched: float = 0.0) -> None:
    """Remove those of these octets that no row names. untouched: see Blobs.remove."""
    with store.reading() as session:
        unnamed = [key for key in set(keys) if not _is_named(session, key)]
    for key in unnamed:
        store.blobs.remove(key, untouched=untouched)


def _is_named(session: Session, key: str) -> bool:
    columns = (Message.raw_key, File.blob_key, File.shared_key, Letter.octets_key)
    return any(session.exec(select(column).where(col(column) == key).limit(1)).first() for column in columns)
