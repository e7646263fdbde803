"""Finding things by number, words or address: one function over FTS5 and tsvector."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Session

from store.rows import Row

# Accents are taken off here, for both databases alike: PostgreSQL's `unaccent` is an extension not all may install.
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class SearchRef(Row, table=True):
    """What an entry of the index is about. The index itself is made by the first migration, in each database's way."""

    __tablename__ = "search_ref"
    __table_args__ = (UniqueConstraint("kind", "of"),)

    kind: str
    of: int


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str  # ticket, order, draft, person, unit, company …
    key: int


def plain_words(value: str) -> str:
    """Lower case, no accents, words only: "Café, 14-B" gives "cafe 14 b"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", value.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare))


def index(session: Session, kind: str, key: int, words: str) -> None:
    """Make `words` findable for this thing, in place of what was."""
    session.flush()
    values = {"kind": kind, "key": key, "words": plain_words(words)[:500_000]}
    ref = session.execute(text("SELECT id FROM search_ref WHERE kind = :kind AND of = :key"), values).scalar()
    if ref is None:
        made = "INSERT INTO search_ref (kind, of) VALUES (:kind, :key) RETURNING id"
        ref = session.execute(text(made), values).scalar_one()
    else:
        session.execute(text(f"DELETE FROM search_entry WHERE {_id(session)} = :ref"), {"ref": ref})  # noqa: S608
    put = "to_tsvector('simple', :words)" if _is_postgres(session) else ":words"
    entry = f"INSERT INTO search_entry ({_id(session)}, words) VALUES (:ref, {put})"  # noqa: S608
    session.execute(text(entry), {"ref": ref, "words": values["words"]})


def find(session: Session, query: str, *, kind: str = "", limit: int = 50) -> list[Hit]:
    """Things that have all the words of `query`, each word as a prefix, newest first. No words, no hits."""
    words = plain_words(query).split()
    if not words:
        return []
    if _is_postgres(session):
        match, asked = "words @@ to_tsquery('simple', :asked)", " & ".join(f"{word}:*" for word in words)
    else:
        match, asked = "search_entry MATCH :asked", " ".join(f'words:"{word}"*' for word in words)
    only = "AND r.kind = :kind" if kind else ""
    found = f"SELECT {_id(session)} FROM search_entry WHERE {match}"  # noqa: S608
    asking = f"SELECT r.kind, r.of FROM search_ref r WHERE r.id IN ({found}) {only} ORDER BY r.id DESC LIMIT :limit"  # noqa: S608
    rows = session.execute(text(asking), {"asked": asked, "kind": kind, "limit": limit})
    return [Hit(kind=row[0], key=int(row[1])) for row in rows]


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _id(session: Session) -> str:
    return "id" if _is_postgres(session) else "rowid"  # an FTS5 table has no other key
