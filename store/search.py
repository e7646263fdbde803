"""Finding things by number, words or address: one function over FTS5 and tsvector."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import UniqueConstraint, delete, insert, text
from sqlmodel import Session, col, select

from config.plain_text import normalised
from store.rows import Row

# Accents are taken off here, for both databases alike: PostgreSQL's `unaccent` is an extension not all may install.
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")  # most of a text has no accents to take off
_LONGEST = 500_000  # characters of one thing that are indexed
_LONGEST_QUERY, _MOST_WORDS = 1_000, 12  # of what somebody looks for


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
    apart = normalised(value[:_LONGEST].casefold(), "NFKD")
    return " ".join(_WORD.findall(_FOREIGN.sub(_without_accents, apart)))


def phone_digits(value: str) -> str:
    """A telephone number as everybody may type it: "+31 (0)6-1234 5678" and "06 12345678" are both 0612345678."""
    digits = re.sub(r"\D", "", value.replace("(0)", ""))
    return re.sub(r"^(0031|31(?=\d{9}$))", "0", digits)


def _without_accents(run: re.Match[str]) -> str:
    return "".join(c for c in run[0] if not unicodedata.combining(c))


def index(session: Session, kind: str, key: int, words: str) -> None:
    """Make `words` findable for this thing, in place of what was."""
    index_all(session, kind, {key: words})


def index_all(session: Session, kind: str, words: Mapping[int, str]) -> None:
    """Make each thing of this kind, by its key, findable by its words, in place of what was."""
    session.flush()
    known = select(SearchRef.of, SearchRef.id).where(SearchRef.kind == kind, col(SearchRef.of).in_(words))
    refs = dict(session.exec(known).all())
    if refs:
        gone = f"DELETE FROM search_entry WHERE {_id(session)} = :ref"  # noqa: S608
        session.execute(text(gone), [{"ref": ref} for ref in refs.values()])
    if new := [{"kind": kind, "of": key} for key in words if key not in refs]:
        made = insert(SearchRef).returning(col(SearchRef.of), col(SearchRef.id))
        refs |= dict(session.execute(made, new).all())
    put = "to_tsvector('simple', :words)" if _is_postgres(session) else ":words"
    entry = f"INSERT INTO search_entry ({_id(session)}, words) VALUES (:ref, {put})"  # noqa: S608
    rows = [{"ref": refs[key], "words": plain_words(text_of)[:_LONGEST]} for key, text_of in words.items()]
    session.execute(text(entry), rows)


def forget(session: Session, kind: str, keys: Collection[int]) -> None:
    """These are found no more."""
    known = select(SearchRef.id).where(SearchRef.kind == kind, col(SearchRef.of).in_(keys))
    if refs := session.exec(known).all():
        gone = f"DELETE FROM search_entry WHERE {_id(session)} = :ref"  # noqa: S608
        session.execute(text(gone), [{"ref": ref} for ref in refs])
        session.execute(delete(SearchRef).where(col(SearchRef.id).in_(refs)))


def forget_words(session: Session, phrases: Iterable[str]) -> None:
    """Whatever has all the words of one of these phrases is found by none of them any more."""
    gone: dict[int, set[str]] = {}
    for words in filter(None, (plain_words(phrase).split() for phrase in phrases)):
        match, asked = _match(session, words, prefix=False)
        found = f"SELECT {_id(session)} FROM search_entry WHERE {match}"  # noqa: S608
        for ref in session.execute(text(found), {"asked": asked}).scalars():
            gone.setdefault(ref, set()).update(words)
    _take_words(session, gone)


def forget_words_of(session: Session, kind: str, keys: Collection[int], phrases: Iterable[str]) -> None:
    """These things are found by none of the words of these phrases any more."""
    words = {word for phrase in phrases for word in plain_words(phrase).split()}
    refs = session.exec(select(SearchRef.id).where(SearchRef.kind == kind, col(SearchRef.of).in_(keys)))
    _take_words(session, {ref: words for ref in refs if ref})


def _take_words(session: Session, gone: Mapping[int, set[str]]) -> None:
    for ref, taken in gone.items():
        if _is_postgres(session):
            put = "UPDATE search_entry SET words = ts_delete(words, CAST(:gone AS text[])) WHERE id = :ref"
            session.execute(text(put), {"gone": sorted(taken), "ref": ref})
            continue
        kept = session.execute(text("SELECT words FROM search_entry WHERE rowid = :ref"), {"ref": ref}).scalar_one()
        left = " ".join(word for word in kept.split() if word not in taken)
        session.execute(text("UPDATE search_entry SET words = :left WHERE rowid = :ref"), {"left": left, "ref": ref})


def find(session: Session, query: str, *, kind: str = "", limit: int = 50) -> list[Hit]:
    """Things that have all the words of `query`, of which the first twelve count, each word as a prefix, newest first.
    No words, no hits."""
    words = plain_words(query[:_LONGEST_QUERY]).split()[:_MOST_WORDS]
    if not words:
        return []
    match, asked = _match(session, words, prefix=True)
    only = "AND r.kind = :kind" if kind else ""
    # The index gives its newest first and is read no further than needed, so that it stands in front.
    key = f"search_entry.{_id(session)}"
    asking = f"SELECT r.kind, r.of FROM search_entry CROSS JOIN search_ref r WHERE {match} AND r.id = {key} {only}"  # noqa: S608
    asking = f"{asking} ORDER BY {key} DESC LIMIT :limit"
    rows = session.execute(text(asking), {"asked": asked, "kind": kind, "limit": limit})
    return [Hit(kind=row[0], key=int(row[1])) for row in rows]


def _match(session: Session, words: list[str], *, prefix: bool) -> tuple[str, str]:
    """The condition that an entry has all these words, and the value of `:asked` in it."""
    if _is_postgres(session):
        return "words @@ to_tsquery('simple', :asked)", " & ".join(f"{word}:*" if prefix else word for word in words)
    return "search_entry MATCH :asked", " ".join(f'words:"{word}"' + "*" * prefix for word in words)


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _id(session: Session) -> str:
    return "id" if _is_postgres(session) else "rowid"  # an FTS5 table has no other key
