"""The address a text names, matched to the units we know: "Lindenlaan 22", "lindelaan22 hs", "14 b"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from ingest.language.phrases import words
from ingest.language.spelling import all_near, fold

ENOUGH = 4_000  # characters of a text that are looked at


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the desk knows it. `number` is the house number in figures, `addition` "B", "hs", "bis" or ""."""

    unit_id: int
    property_id: int
    street: str
    number: str
    addition: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def address_line(self) -> str:
        return f"{self.street} {self.number}{self.addition}"


class Match(IntEnum):
    """How sure it is that a unit is meant."""

    UNSURE = 0  # its addition is missing or another, or several units answer to these words
    ALIKE = 1  # written in another way than we do, and no other unit is meant
    EXACT = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A unit a text names, the words that name it as they stand in the text, and how sure that is."""

    unit: KnownUnit
    words: str
    match: Match


@dataclass(frozen=True, slots=True)
class _Street:
    """A street as a text names it: where its words begin, where its number ends, and the homes by number of the
    streets that may be meant."""

    start: int
    end: int
    homes: tuple[Mapping[str, list[KnownUnit]], ...]
    is_exact: bool


class Gazetteer:
    """All known units, laid out once; a look-up costs a text's numbers, not the number of units."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self._by_street: dict[str, dict[str, list[KnownUnit]]] = {}
        self._by_postcode: dict[str, dict[str, list[KnownUnit]]] = {}
        self._openings: dict[str, list[str]] = {}
        for unit in units:
            street = "".join(_words(unit.street))
            if street not in self._by_street:
                self._by_street[street] = {}
                self._openings.setdefault(street[:2], []).append(street)
            self._by_street[street].setdefault(_bare_number(unit.number), []).append(unit)
            if unit.postcode:
                postcode = "".join(_words(unit.postcode))
                homes = self._by_postcode.setdefault(postcode, {})
                homes.setdefault(_bare_number(unit.number), []).append(unit)

    def find(self, text: str) -> tuple[Place, ...]:
        """The units a text names, surest first, each once. A number that fits several units names them all."""
        folded = fold(text[:ENOUGH])
        as_written = text[:ENOUGH] if len(folded) == len(text[:ENOUGH]) else folded
        found: dict[int, Place] = {}
        before: _Street | None = None
        for number in _NUMBER.finditer(folded):
            street = self._street(folded, number) or _continued(folded, before, number)
            before = replace(street, end=number.end()) if street else None
            if street is None:
                continue
            words_there = " ".join(as_written[street.start : number.end()].split())
            for place in self._places(folded, street, number, words_there):
                best = found.get(place.unit.unit_id)
                if best is None or place.match > best.match:
                    found[place.unit.unit_id] = place
        return tuple(sorted(found.values(), key=lambda place: -place.match))

    def _street(self, folded: str, number: re.Match[str]) -> _Street | None:
        """The street or postcode whose name ends right before this number."""
        start = max(number.start() - _BEFORE, 0)
        before = [(word.start() + start, word[0]) for word in _WORDS.finditer(folded[start : number.start()])]
        before = before[-_LONGEST_STREET:]
        while before and before[-1][1] in _NUMBER_WORDS:
            before.pop()
        plain = [_IN_FULL.get(word, word) for _, word in before]
        names = [(before[first][0], "".join(plain[first:])) for first in range(len(before))]
        for at, name in names:
            if name in self._by_street:
                return _Street(at, number.end(), (self._by_street[name],), is_exact=True)
            if name in self._by_postcode:
                return _Street(at, number.end(), (self._by_postcode[name],), is_exact=True)
        for at, name in names:
            if streets := self._meant(name):
                return _Street(at, number.end(), tuple(self._by_street[street] for street in streets), is_exact=False)
        return None

    def _places(self, folded: str, street: _Street, number: re.Match[str], words_there: str) -> Iterator[Place]:
        known = [unit for homes in street.homes for unit in homes.get(_bare_number(number["number"]), ())]
        for addition in _additions(folded, number):
            fitting, is_whole = _fitting(known, addition)
            fitting = _at_named_town(fitting, folded)
            match = Match.UNSURE
            if is_whole and len(fitting) == 1:
                match = Match.EXACT if street.is_exact else Match.ALIKE
            yield from (Place(unit, words_there, match) for unit in fitting)

    def _meant(self, street: str) -> list[str]:
        """The streets that may be meant: one letter off, or a usual ending written short or differently."""
        if len(street) < _TOLERANT:
            return []
        full = _SHORT_ENDING.sub(lambda ending: _ENDINGS[ending[0].strip(".")], street)
        if full in self._by_street:
            return [full]
        return list(all_near(full, self._openings.get(full[:2], ())))


def _continued(folded: str, before: _Street | None, number: re.Match[str]) -> _Street | None:
    """The street of the number before, where this one is joined to it: "Lindelaan 14B en 22", not "14B en 2 lampen"."""
    if before is None or not _JOINED.fullmatch(folded, before.end, number.start()):
        return None
    follows = _NEXT_WORD.match(folded, number.end())
    return before if number["addition"] or follows is None or follows[1] in _AFTER_ADDRESS else None


def _additions(folded: str, number: re.Match[str]) -> Iterator[str]:
    """The addition of this number ("" for none), and others of the same number: "14A/B", "14a en b"."""
    at, addition = number.end(), number["addition"] or number["floor"]
    if number["addition"] and _is_word(folded, number.start("addition"), number.end("addition")):
        addition = ""
    yield _addition(addition)
    while addition and (other := _OTHER_LETTER.match(folded, at)) and not _is_word(folded, *other.span(1)):
        yield _addition(other[1])
        at = other.end()


def _is_word(folded: str, start: int, end: int) -> bool:
    """Whether a letter that stands alone is a word: "at Lindelaan 14 a pipe burst", "Lindelaan 14 u kunt"."""
    if folded[start:end] not in _LETTER_WORDS or folded[start - 1] != " ":
        return False
    follows = _NEXT_WORD.match(folded, end)
    return follows is not None and (folded[start:end] == "u" or follows[1] not in _AFTER_ADDRESS)


def _fitting(known: list[KnownUnit], addition: str) -> tuple[list[KnownUnit], bool]:
    """The units whose addition is the one written; all of that number where none is, and whether that is certain."""
    same = [unit for unit in known if _addition(unit.addition) == addition]
    if same:
        return same, True
    if addition and any(_addition(unit.addition) for unit in known):
        return [], False  # "14C" where there are only 14A and 14B
    return known, len(known) == 1 and addition in ("", _GROUND)


def _at_named_town(units: list[KnownUnit], folded: str) -> list[KnownUnit]:
    """Of a street name that several towns have, the unit whose postcode or town is named as well."""
    if len(units) < 2:
        return units
    named = set(_words(folded))
    run_on = "".join(_words(folded))
    there = [
        unit
        for unit in units
        if (unit.postcode and "".join(_words(unit.postcode)) in run_on)
        or (unit.town and set(_words(unit.town)) <= named)
    ]
    return there if len(there) == 1 else units


def _addition(text: str | None) -> str:
    plain = re.sub(r"[^a-z0-9]", "", fold(text or ""))
    return _SAME_ADDITION.get(plain, plain)


def _bare_number(number: str) -> str:
    return number.strip().lstrip("0")


def _words(text: str) -> list[str]:
    return [_IN_FULL.get(word, word) for word in _WORDS.findall(fold(text))]


_TOLERANT = 6  # letters of a street's name from which one may be wrong
_BEFORE = 60  # characters before a number in which its street may stand
_LONGEST_STREET = 5  # words
_WORDS = re.compile(r"[a-z0-9]+")
_NUMBER_WORDS = words("nr nummer no number huisnummer huisnr")
# "14-b", "22 hs", "14bis", "22-II", "22-3"; not "14 a.u.b." nor "14 u".
_NUMBER = re.compile(
    r"(?<!\d)(?P<number>\d{1,5})(?!\d)"
    r"(?: ?[-/ ]? ?(?P<addition>hs|huis|bg|bis|ter|i{1,3}|iv|[a-z])(?![a-z0-9]|\.[a-z])|-(?P<floor>\d{1,3})(?!\d))?"
)
_JOINED = re.compile(
    r"\s*(?:en|and|of|or|&|/|\+)\s*(?:(?:ook|op|bij|ons|mij|de|buren|nr|no|nummer|number|at|our)\.?\s+){0,4}"
)
_OTHER_LETTER = re.compile(r"\s*(?:en|and|of|or|&|/|\+|,)\s*([a-z])(?![a-z0-9]|\.[a-z])")
_LETTER_WORDS = words("a i u")
_NEXT_WORD = re.compile(r" ([a-z]+)")
_AFTER_ADDRESS = words("""
    is zijn heeft hebben staat staan lekt lekken en of in te op om aan bij de het een er ik wij we waar met van voor
    and or has have are at the on with
""")
_GROUND = "hs"  # where a house has one home, people call it its ground floor
_SAME_ADDITION = {"huis": _GROUND, "bg": _GROUND, "begane": _GROUND, "ii": "2", "iii": "3", "iv": "4"}
_IN_FULL = {"burg": "burgemeester", "prof": "professor", "st": "sint", "pres": "president", "gen": "generaal"}
_ENDINGS = {"str": "straat", "ln": "laan", "wg": "weg", "pln": "plein", "sngl": "singel"}
_SHORT_ENDING = re.compile(rf"(?:{'|'.join(_ENDINGS)})\.?$")
