"""Finding things by number, words or address: one function over FTS5 and tsvector."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import UniqueConstraint, delete, text
from sqlmodel import Session, col, select

from config.plain_text import normalised
from store import spelling
from store.rows import Row, insert_new

# Accents are taken off here, for both databases alike: PostgreSQL's `unaccent` is an extension not all may install.
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")  # most of a text has no accents to take off
_LONGEST = 500_000  # characters of one thing that are indexed
_LONGEST_QUERY, _MOST_WORDS = 1_000, 12  # of what somebody looks for
_LONG = 5  # letters: of shorter words only the last two may be beginnings, for very many words begin so
_NEWEST = 20_000  # entries among which PostgreSQL first looks
_RARE = 3  # words that hardly ever stand together: few are left to be sorted, and the newest need not be looked through
_LASTING = ("person", "unit", "installation", "company")  # kinds that are hardly ever among them

# What an entry must have: of each group one word; with a star, one that begins so.
Groups = Sequence[Sequence[str]]


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
    index_all(session, {(kind, key): (words,)})


def index_all(session: Session, words: Mapping[tuple[str, int], Sequence[str]]) -> None:
    """Make each thing, by its kind and key, findable by the words of its phrases, in place of what was. A phrase that
    several of them share is read once."""
    session.flush()
    phrases = {phrase: plain_words(phrase) for of in words.values() for phrase in of}
    plain = {thing: " ".join(phrases[phrase] for phrase in of)[:_LONGEST] for thing, of in words.items()}
    refs_table = SearchRef.__table__.c  # type: ignore[attr-defined]
    made = insert_new(session, SearchRef).returning(refs_table.kind, refs_table.of, refs_table.id)
    rows = session.execute(made, [{"kind": kind, "of": key} for kind, key in words])
    refs = {(kind, key): ref for kind, key, ref in rows}
    known = _refs(session, [thing for thing in words if thing not in refs])
    gone = _taken_out(session, known.values())
    refs |= known
    put = "to_tsvector('simple', :words)" if _is_postgres(session) else ":words"
    entry = f"INSERT INTO search_entry ({_id(session)}, words) VALUES (:ref, {put})"  # noqa: S608
    entries = [{"ref": refs[kind, key], "words": f"{kind_word(kind)} {of}"} for (kind, key), of in plain.items()]
    session.execute(text(entry), entries)
    spelling.learn(session, plain.values())
    _unlearn(session, gone - {word for text_of in plain.values() for word in text_of.split()})


def _refs(session: Session, things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    refs: dict[tuple[str, int], int] = {}
    for kind, of in groupby(sorted(things), key=itemgetter(0)):
        asked = select(SearchRef.of, SearchRef.id)
        asked = asked.where(SearchRef.kind == kind, col(SearchRef.of).in_([key for _, key in of]))
        refs |= {(kind, key): ref or 0 for key, ref in session.exec(asked)}
    return refs


def kind_word(kind: str) -> str:
    """The word by which the index finds all of a kind; nobody writes it."""
    return f"zz{kind}"


def forget(session: Session, kind: str, keys: Collection[int]) -> None:
    """These are found no more."""
    known = select(SearchRef.id).where(SearchRef.kind == kind, col(SearchRef.of).in_(keys))
    if refs := [ref for ref in session.exec(known) if ref]:
        gone = _taken_out(session, refs)
        session.execute(delete(SearchRef).where(col(SearchRef.id).in_(refs)))
        _unlearn(session, gone)


def forget_words(session: Session, phrases: Iterable[str]) -> None:
    """Whatever has all the words of one of these phrases is found by none of them any more."""
    gone: dict[int, set[str]] = {}
    for words in filter(None, (plain_words(phrase).split() for phrase in phrases)):
        match, asked = _match(session, [[word] for word in words])
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
    _unlearn(session, {word for words in gone.values() for word in words})


def _taken_out(session: Session, refs: Iterable[int | None]) -> set[str]:
    """Take these entries out of the index; all words they had."""
    words: set[str] = set()
    plain = "array_to_string(tsvector_to_array(words), ' ')" if _is_postgres(session) else "words"
    for ref in refs:
        kept = text(f"SELECT {plain} FROM search_entry WHERE {_id(session)} = :ref")  # noqa: S608
        words.update((session.execute(kept, {"ref": ref}).scalar() or "").split())
        session.execute(text(f"DELETE FROM search_entry WHERE {_id(session)} = :ref"), {"ref": ref})  # noqa: S608
    return words


def _unlearn(session: Session, words: Iterable[str]) -> None:
    """What no entry has any more is no spelling that could be meant either: a name that was erased is nowhere."""
    unused = []
    for word in spelling.learned(session, words):
        match, asked = _match(session, [[word]])
        found = f"SELECT 1 FROM search_entry WHERE {match} LIMIT 1"  # noqa: S608
        if session.execute(text(found), {"asked": asked}).first() is None:
            unused.append(word)
    spelling.unlearn(session, unused)


def find(session: Session, query: str, *, kind: str = "", limit: int = 50) -> list[Hit]:
    """Things that have all the words of `query`, of which the first twelve count, each word as a beginning, newest
    first.

    Where as many have them whole, the newest of these: beginnings are read to their end, whole words are not.
    """
    hits = find_groups(session, whole(query), kind=kind, limit=limit)
    return hits if len(hits) >= limit else find_groups(session, begun(query), kind=kind, limit=limit)


def find_groups(session: Session, groups: Groups, *, kind: str = "", limit: int = 50) -> list[Hit]:
    """Things that have these, newest first. No words, no hits."""
    if not groups:
        return []
    match, asked = _match(session, [*groups, [kind_word(kind)]] if kind else groups)
    values = {"asked": asked, "limit": limit}
    if not _is_postgres(session):
        # The index gives its newest first and is read no further than needed, so that it stands in front.
        asking = f"""SELECT r.kind, r.of FROM search_entry CROSS JOIN search_ref r
            WHERE {match} AND r.id = search_entry.rowid ORDER BY search_entry.rowid DESC LIMIT :limit"""  # noqa: S608
        return _hits(session, asking, values)
    # Its index knows no order. What is common is soon met among the newest; what is not leaves few to be sorted.
    asking = """WITH found AS MATERIALIZED ({})
        SELECT r.kind, r.of FROM found JOIN search_ref r ON r.id = found.id ORDER BY r.id DESC LIMIT :limit"""
    found = f"SELECT id FROM search_entry WHERE {match}"  # noqa: S608
    if kind not in _LASTING and len(groups) < _RARE:
        newest = f"id > (SELECT coalesce(max(id), 0) - {_NEWEST} FROM search_entry) ORDER BY id DESC LIMIT :limit"  # noqa: S608
        hits = _hits(session, asking.format(f"{found} AND {newest}"), values)
        if len(hits) >= limit:
            return hits
    return _hits(session, asking.format(found), values)


def whole(query: str) -> Groups:
    """Each word as it stands."""
    return [[word] for word in _words(query)]


def begun(query: str) -> Groups:
    """Each word, or what begins so."""
    words = _words(query)
    last = [at for at, word in enumerate(words) if 2 < len(word) < _LONG][-2:]
    may = [len(word) >= _LONG or at in last or word.isdigit() for at, word in enumerate(words)]
    return [[f"{word}*" if begins else word] for word, begins in zip(words, may, strict=True)]


def _words(query: str) -> list[str]:
    return plain_words(query[:_LONGEST_QUERY]).split()[:_MOST_WORDS]


def misspelt(session: Session, query: str) -> Groups:
    """Each word, what begins so, or a known word that is meant perhaps; [] where none may be."""
    groups = [[*words, *spelling.near(session, words[0].rstrip("*"))] for words in begun(query)]
    return groups if any(len(words) > 1 for words in groups) else []


def _hits(session: Session, asking: str, values: Mapping[str, object]) -> list[Hit]:
    return [Hit(kind=row[0], key=int(row[1])) for row in session.execute(text(asking), values)]


def _match(session: Session, groups: Groups) -> tuple[str, str]:
    """The condition that an entry has these, and the value of `:asked` in it."""
    if _is_postgres(session):
        parts = ["(" + " | ".join(word.replace("*", ":*") for word in words) + ")" for words in groups]
        return "words @@ to_tsquery('simple', :asked)", " & ".join(parts)
    quoted = [" OR ".join(f'"{word.rstrip("*")}"' + "*" * word.endswith("*") for word in words) for words in groups]
    return "search_entry MATCH :asked", " AND ".join(f"({words})" for words in quoted)


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _id(session: Session) -> str:
    return "id" if _is_postgres(session) else "rowid"  # an FTS5 table has no other key
