"""What a test says in Dutch, found on a page in English too: through the catalogue that the page itself is read from.

    assert "niet hun vak" in page.row("Elektro Visser")["Bedrijf"]      # "not their trade", in the column "Company"

A Dutch page is read as it stands. On an English one Dutch is looked up: a whole entry of the catalogue, a part of one
(which stands for the whole), and what is put together of entries, days and the words that people typed. Only a whole
entry must be there in English; of other words nobody can tell whether they are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale
from babel.messages.pofile import read_po
from babel.units import format_unit

from config.words import ENGLISH, LOCALE

TYPED = ("Lekkage badkamer", "Verstopping", "Nederlands")  # entries that people write themselves as well
NAME = re.compile(r"%\((\w+)\)[sd]")
TOKEN = re.compile(r"\w+|\W")
NL, EN = Locale.parse("nl"), Locale.parse("en_GB")


class Seen(str):
    """Words as they stand on an English page, asked after in Dutch."""

    __slots__ = ()

    def __contains__(self, words: object) -> bool:
        return pattern(str(words)).search(self) is not None

    def __eq__(self, words: object) -> bool:
        if isinstance(words, Seen) or not isinstance(words, str):
            return str.__eq__(self, words) is True
        return pattern(words).fullmatch(self) is not None

    def __ne__(self, words: object) -> bool:
        return not self == words

    __hash__ = str.__hash__

    def startswith(self, words: Any, *where: Any) -> bool:
        return pattern(str(words), begins=True).match(self) is not None

    def endswith(self, words: Any, *where: Any) -> bool:
        return re.search(f"(?:{pattern(str(words)).pattern})$", self) is not None

    def count(self, words: str, *where: Any) -> int:
        return len(pattern(words).findall(self))


class SeenRow(dict[str, str]):
    """The cells of a row under the names of their columns."""

    def __missing__(self, column: str) -> str:
        found = [cell for name, cell in self.items() if name == column]
        assert found, f"no column {column!r}: {list(self)}"
        return found[0]


def seen(words: str, language: str | None) -> str:
    return Seen(words) if language == ENGLISH else words


@cache
def pattern(dutch: str, *, begins: bool = False) -> re.Pattern[str]:
    """What these words may read in English. begins: words that begin so are wanted too."""
    found = dict.fromkeys(readings(" ".join(dutch.split()), begins=begins))
    return re.compile("|".join(f"(?:{one})" for one in found))


def readings(dutch: str, *, begins: bool) -> Iterator[str]:
    """Regular expressions."""
    whole = _plain().get(dutch, []) if dutch not in TYPED else []
    yield from map(re.escape, whole)
    if whole and not begins:
        return
    for text, english in _entries():
        if text != dutch and (text.startswith(dutch) if begins else _holds(text, dutch)):
            yield _english(english, {})
    for entry in _with_values():
        if (values := entry.values_in(dutch)) is not None:
            yield _english(entry.english, {name: pattern(value).pattern for name, value in values.items()})
    yield _put_together(dutch)


def _holds(text: str, words: str) -> bool:
    """Whether these words are a part of an entry, none of them cut."""
    at = text.find(words)
    return at >= 0 and len(words) > 3 and not (text[at - 1 : at].isalnum() or text[at + len(words) :][:1].isalnum())


def _english(entry: str, values: Mapping[str, str]) -> str:
    """An entry as a regular expression; a value that is not known may be anything."""
    parts = enumerate(NAME.split(entry))
    return "".join(f"(?:{values.get(part, '.+?')})" if at % 2 else re.escape(part) for at, part in parts)


def _put_together(dutch: str) -> str:
    """Each run of words that is an entry or the name of a day in English too, all else as it stands."""
    tokens, at, said = TOKEN.findall(dutch), 0, ""
    while at < len(tokens):
        runs = (("".join(tokens[at:end]), end) for end in range(len(tokens), at, -1))
        run, at = next(((run, end) for run, end in runs if run in _plain()), (tokens[at], at + 1))
        said += f"(?:{'|'.join(map(re.escape, (*_plain().get(run, []), run)))})"
    return said


class CatalogueEntry:
    """One of the catalogue with values in it."""

    def __init__(self, dutch: str, english: str) -> None:
        self.english = english
        parts = enumerate(NAME.split(dutch))
        # each a literal, or the name of a value
        self.tokens = [one for at, part in parts for one in ([("", part)] if at % 2 else _literals(part))]
        self.words = {literal for literal, _ in self.tokens if len(literal) > 3}

    def values_in(self, dutch: str) -> dict[str, str] | None:
        """The values in words that are this entry or a part of it; None if they are neither."""
        if self.words and self.words.isdisjoint(TOKEN.findall(dutch)):
            return None
        for first, (literal, _) in enumerate(self.tokens):
            if dutch.startswith(literal) and (match := self._from(first).fullmatch(dutch)):
                values = {name: value for name, value in match.groupdict().items() if value}
                if _letters(dutch) - sum(map(_letters, values.values())) > 2:
                    return values
        return None

    @cache  # noqa: B019 - there are as many as entries
    def _from(self, first: int) -> re.Pattern[str]:
        """The entry from this token on, as far as it goes."""
        shape = ""
        for literal, name in reversed(self.tokens[first:]):
            value = ".+?" if f"(?P<{name}>" in shape else f"(?P<{name}>.+?)"
            shape = (re.escape(literal) if literal else value) + (f"(?:{shape})?" if shape else "")
        return re.compile(shape)


def _literals(part: str) -> list[tuple[str, str]]:
    return [(token, "") for token in TOKEN.findall(part)]


def _letters(words: str) -> int:
    return sum(map(str.isalpha, words))


@cache
def _plain() -> dict[str, list[str]]:
    """Entries without values: Dutch -> English."""
    found = dict[str, list[str]]()
    for dutch, english in [*_entries(), *_calendar()]:
        if not NAME.search(dutch):
            found.setdefault(dutch, []).append(english)
    return found


@cache
def _with_values() -> list[CatalogueEntry]:
    return [CatalogueEntry(dutch, english) for dutch, english in [*_entries(), *_spans()] if NAME.search(dutch)]


@cache
def _entries() -> list[tuple[str, str]]:
    """All of the catalogue: Dutch, English; of what is counted both forms."""
    found = list[tuple[str, str]]()
    with (LOCALE / "nl.po").open("rb") as file:
        for message in read_po(file, locale="nl"):
            if isinstance(message.id, tuple):
                found += zip(message.string or (), message.id, strict=True)
            elif message.id:
                found.append((str(message.string), str(message.id)))
    return [(" ".join(dutch.split()), " ".join(english.split())) for dutch, english in found]


def _calendar() -> Iterator[tuple[str, str]]:
    """Days and months by name, short and whole."""
    for width in ("abbreviated", "wide"):
        for named in ("days", "months"):
            dutch, english = (getattr(one, named)["format"][width] for one in (NL, EN))
            yield from ((dutch[key], english[key]) for key in dutch)


def _spans() -> Iterator[tuple[str, str]]:
    """`2 uur`, `3 dagen`"""
    for unit in ("minute", "hour", "day", "week", "month", "year"):
        for number in (1, 2):
            dutch, english = (format_unit(number, unit, locale=one).replace(str(number), "%(n)s") for one in (NL, EN))
            yield dutch, english
