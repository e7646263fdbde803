"""Which octets rows name, and what becomes of those that none names: the same octets twice may be kept once, so each
column is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import literal, union_all
from sqlmodel import Session, col, select

from store.blobs import Blobs
from store.letter_table import Letter
from store.mail import Message
from store.store import Store
from store.tickets import File

PREFIXES = tuple(f"{number:02x}" for number in range(256))  # parts of all keys: a large desk needs little memory
NAMING = (
    ("mails", col(Message.raw_key)),
    ("letters", col(Letter.octets_key)),
    ("files", col(File.blob_key)),
    ("files", col(File.shared_key)),
)


def missing_octets(session: Session, blobs: Blobs) -> dict[str, int]:
    """How many octets are gone, by what names them."""
    missing = dict.fromkeys((name for name, _ in NAMING), 0)
    for prefix in PREFIXES:
        there = blobs.keys(prefix)
        for name, key in _named(session, prefix):
            missing[name] += key not in there
    return missing


def unnamed_octets(store: Store) -> Iterator[str]:
    """Their keys: of mails that came twice, and of what was put by a process that then died."""
    for prefix in PREFIXES:
        there = store.blobs.keys(prefix)
        with store.reading() as session:
            yield from there.difference(key for _, key in _named(session, prefix))


def forget_octets(store: Store, keys: Iterable[str], *, untouched: float = 0.0) -> None:
    """Remove those of these octets that no row names. untouched: see Blobs.remove."""
    with store.reading() as session:
        unnamed = [key for key in set(keys) if not _is_named(session, key)]
    for key in unnamed:
        store.blobs.remove(key, untouched=untouched)


def _named(session: Session, prefix: str) -> Iterator[tuple[str, str]]:
    """What names octets whose keys begin with these digits, and their keys."""
    parts = [select(literal(name), column).where(column >= prefix, column < f"{prefix}g") for name, column in NAMING]
    return ((name, key) for name, key in session.execute(union_all(*parts)))


def _is_named(session: Session, key: str) -> bool:
    return any(session.exec(select(column).where(column == key).limit(1)).first() for _, column in NAMING)
