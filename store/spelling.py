"""The words that things are found by, so that a word with one slip of the finger leads to them too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Index, delete, insert, text
from sqlmodel import Session, col, select

from store.rows import Row

_SPELLED = re.compile(r"[^\W\d_]{4,20}")
_SPELLED_IN = re.compile(r"(?<!\S)[^\W\d_]{4,20}(?!\S)")
_SHORTEST = 5  # letters of a word that is looked for as if it were misspelt: shorter ones have too many neighbours
_OF_A_THING = 200  # words that are learned of one thing, whatever somebody fills a mail with
_OFFERED = 6
_TOGETHER = 2000  # words of one statement


class SpelledWord(Row, table=True):
    """A word by one of its shapes: itself, or itself without one of its letters. Two words between which is one slip (a
    letter too many, too few or another, or two that changed places) share a shape."""

    __tablename__ = "spelled_word"
    __table_args__ = (Index("ix_spelled_word_shape", "shape", "word"),)

    shape: str
    word: str


_ASKED = "SELECT word FROM spelled_word WHERE shape = word AND shape "
_ASKED_SQLITE = text(f"{_ASKED} IN (SELECT value FROM json_each(:words))")  # noqa: S608
_ASKED_POSTGRES = text(f"{_ASKED} = ANY(CAST(:words AS text[]))")
_IS_ITSELF = col(SpelledWord.shape) == SpelledWord.word


def learn(session: Session, texts: Iterable[str]) -> None:
    """Words of these texts, which are plain (store.search), can be found misspelt from now on."""
    words = {word for text in texts for word in _SPELLED_IN.findall(text)[:_OF_A_THING]}
    new = words - learned(session, words)
    if rows := [{"shape": shape, "word": word} for word in sorted(new) for shape in _shapes(word)]:
        session.execute(insert(SpelledWord), rows)


def learned(session: Session, words: Iterable[str]) -> set[str]:
    """Those of these words that were learned."""
    asked, found = filter(_SPELLED.fullmatch, words), set[str]()
    is_postgres = session.get_bind().dialect.name == "postgresql"
    while some := list(islice(asked, _TOGETHER)):
        # One value, however many they are: a statement with a thousand of them takes longer to write than to answer.
        value = some if is_postgres else json.dumps(some)
        found.update(session.execute(_ASKED_POSTGRES if is_postgres else _ASKED_SQLITE, {"words": value}).scalars())
    return found


def unlearn(session: Session, words: Iterable[str]) -> None:
    """Nothing has these words any more."""
    for word in words:
        shapes = col(SpelledWord.shape).in_(_shapes(word))
        session.execute(delete(SpelledWord).where(shapes, col(SpelledWord.word) == word))


def near(session: Session, word: str) -> list[str]:
    """Words that were learned with one slip between them and this one."""
    if len(word) < _SHORTEST or not _SPELLED.fullmatch(word):
        return []
    found = session.exec(select(SpelledWord.word).where(col(SpelledWord.shape).in_(_shapes(word))).distinct())
    return sorted(other for other in found if is_one_slip(word, other))[:_OFFERED]


def is_one_slip(word: str, other: str) -> bool:
    """Whether one letter is too many, too few or another one, or two neighbours changed places."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), len(word))
    word, other = word[start:], other[start:]
    while word and other and word[-1] == other[-1]:
        word, other = word[:-1], other[:-1]
    return max(len(word), len(other)) <= 1 or (len(word) == len(other) == 2 and word == other[::-1])


def _shapes(word: str) -> list[str]:
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})
