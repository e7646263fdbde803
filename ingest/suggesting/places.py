"""The address a text names, matched to the units we know: "Lindenlaan 22", "lindelaan22 hs", "14 b"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.language.phrases import words
from ingest.language.spelling import fold, nearest

ENOUGH = 4_000  # characters of a text that are looked at


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the desk knows it. `number` is the house number in figures, `addition` "B", "hs", "bis" or ""."""

    unit_id: str
    street: str
    number: str
    addition: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit a text names, the words that name it, and whether street, number and addition are all as we know them."""

    unit_id: str
    words: str
    exact: bool


class Gazetteer:
    """All known units, laid out once; a look-up costs a text's numbers, not the number of units."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self._by_street: dict[str, dict[str, list[KnownUnit]]] = {}
        self._by_postcode: dict[tuple[str, str], list[KnownUnit]] = {}
        self._openings: dict[str, list[str]] = {}
        for unit in units:
            street = "".join(_words(unit.street))
            if street not in self._by_street:
                self._by_street[street] = {}
                self._openings.setdefault(street[:2], []).append(street)
            self._by_street[street].setdefault(unit.number, []).append(unit)
            if unit.postcode:
                self._by_postcode.setdefault(("".join(_words(unit.postcode)), unit.number), []).append(unit)

    def find(self, text: str) -> tuple[Place, ...]:
        """The units a text names, surest first, each once. A number that fits several units names them all."""
        folded = fold(text[:ENOUGH])
        places = [place for match in _NUMBER.finditer(folded) for place in self._named(folded, match)]
        places.sort(key=lambda place: not place.exact)
        return tuple({place.unit_id: place for place in reversed(places)}.values())[::-1]

    def _named(self, folded: str, match: re.Match[str]) -> list[Place]:
        before = _words(folded[max(match.start() - _BEFORE, 0) : match.start()])[-_LONGEST_STREET:]
        while before and before[-1] in _NUMBER_WORDS:
            before.pop()
        named, known, sure = self._numbered(before, match["number"])
        fitting, whole = _fitting(known, _addition(match["addition"] or match["floor"]))
        return [Place(unit.unit_id, f"{named} {match[0].strip()}", sure and whole) for unit in fitting]

    def _numbered(self, before: list[str], number: str) -> tuple[str, list[KnownUnit], bool]:
        """The words that name the street or give the postcode, and the units of that number there."""
        names = [(" ".join(before[first:]), "".join(before[first:])) for first in range(len(before))]
        for said, name in names:
            if name in self._by_street:
                return said, self._by_street[name].get(number, []), True
            if (name, number) in self._by_postcode:
                return said, self._by_postcode[name, number], True
        for said, name in names:
            if meant := self._meant(name):
                return said, self._by_street[meant].get(number, []), False
        return "", [], False

    def _meant(self, street: str) -> str:
        """The street that was meant: one letter off, or a usual ending written short or differently."""
        if len(street) < _TOLERANT:
            return ""
        full = _SHORT_ENDING.sub(lambda match: _ENDINGS[match[0]], street)
        return full if full in self._by_street else nearest(full, self._openings.get(full[:2], ()))


def _fitting(known: list[KnownUnit], addition: str) -> tuple[list[KnownUnit], bool]:
    """The units whose addition is the one written; all of that number where none is, and whether that is certain."""
    same = [unit for unit in known if _addition(unit.addition) == addition]
    if same:
        return same, True
    if addition and any(_addition(unit.addition) for unit in known):
        return [], False  # "14C" where there are only 14A and 14B
    return known, len(known) == 1 and not addition


def _addition(text: str | None) -> str:
    plain = re.sub(r"[^a-z0-9]", "", fold(text or ""))
    return _SAME_ADDITION.get(plain, plain)


def _words(text: str) -> list[str]:
    return [_IN_FULL.get(word, word) for word in _WORDS.findall(fold(text))]


_TOLERANT = 6  # letters of a street's name from which one may be wrong
_BEFORE = 60  # characters before a number in which its street may stand
_LONGEST_STREET = 5  # words
_WORDS = re.compile(r"[a-z0-9]+")
_NUMBER_WORDS = words("nr nummer no number huisnummer")
_NUMBER = re.compile(
    r"(?<!\d)(?P<number>\d{1,5})(?!\d)(?:[ -]?(?P<addition>hs|huis|bis|[a-z])(?![a-z])|-(?P<floor>\d{1,3}))?"
)
_SAME_ADDITION = {"huis": "hs", "hs": "hs", "begane": "hs"}
_IN_FULL = {"burg": "burgemeester", "prof": "professor", "st": "sint", "pres": "president", "gen": "generaal"}
_ENDINGS = {"str": "straat", "ln": "laan", "wg": "weg", "pln": "plein", "sngl": "singel"}
_SHORT_ENDING = re.compile(rf"(?:{'|'.join(_ENDINGS)})\.?$")
