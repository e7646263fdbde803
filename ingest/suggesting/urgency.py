"""Words of danger in a report: gas, carbon monoxide, fire, somebody shut in a lift, water beside electricity.

A fixed list with tolerance for spelling. It only ever raises: nothing here makes a report less urgent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from config.words import Text
from ingest.language.detection import language_of
from ingest.language.spelling import fold, nearest
from ingest.suggesting.danger_words import HARMLESS_PAIRS, NOT_IN_ENGLISH, RULES, SIGNS


class Level(IntEnum):
    NONE = 0
    POSSIBLE = 1  # suggested to staff
    EMERGENCY = 2  # the safety answer goes out, the on-call is woken


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent a text sounds, the words that made it so (folded), and the danger they speak of.

    danger   a key of DANGERS ("gas", "lift" …), "" for none
    """

    level: Level
    words: tuple[str, ...] = ()
    danger: str = ""


def find_urgency(text: str) -> Urgency:
    """The worst danger a text speaks of. Cost is bounded: a very long text is read by its beginning."""
    return _read(text[:_ENOUGH].rstrip())


@lru_cache(maxsize=64)  # reading, judging and proposing ask about the same mail, one after another
def _read(text: str) -> Urgency:
    tokens = _WORD.findall(fold(text))
    telling = {token: of for token in set(tokens) if (of := _signs(token))}
    if not NOT_IN_ENGLISH.isdisjoint(telling) and language_of(text) == "en":
        telling = {token: of for token, of in telling.items() if token not in NOT_IN_ENGLISH}
    signs: dict[str, list[int]] = {}
    pairs = list(zip(["", *tokens], [*tokens, ""], strict=True))  # each word stands in two, with that before and after
    for at, token in enumerate(tokens):
        if token in telling and pairs[at] not in HARMLESS_PAIRS and pairs[at + 1] not in HARMLESS_PAIRS:
            for sign in telling[token]:
                signs.setdefault(sign, []).append(at)
    best = Urgency(Level.NONE)
    for danger, level, wanted, reach in _RULES if signs else ():
        if level > best.level and (found := _together(signs, wanted, reach)) is not None:
            best = Urgency(level, tuple(tokens[at] for at in found), danger)
    return best


def explain(urgency: Urgency, language: str) -> str:
    """Why, for staff: "mogelijk spoed: water bij elektra (water, lamp)"."""
    if urgency.level is Level.NONE:
        return ""
    lead = Text("emergency") if urgency.level is Level.EMERGENCY else Text("possibly urgent")
    return f"{lead.in_(language)}: {DANGERS[urgency.danger].in_(language)} ({', '.join(urgency.words)})"


DANGERS = {
    "gas": Text("smell or leak of gas"),
    "co": Text("carbon monoxide"),
    "fire": Text("fire or sparks"),
    "smoke": Text("smoke"),
    "shock": Text("electric shock"),
    "lift": Text("somebody stuck in the lift"),
    "burst": Text("burst pipe"),
    "flood": Text("flooding"),
    "water_power": Text("water near electricity"),
    "collapse": Text("something is collapsing"),
    "door": Text("door cannot be locked"),
}


@lru_cache(maxsize=8_192)  # people use the same words over and over
def _signs(token: str) -> tuple[str, ...]:
    exact = SIGNS.get(token)
    if exact is not None or len(token) < _TOLERANT:
        return exact or ()
    near = nearest(token, _BY_OPENING.get(token[:2], ()))
    return SIGNS[near] if near else ()


def _together(signs: dict[str, list[int]], wanted: tuple[str, ...], reach: int) -> list[int] | None:
    """Where all wanted signs stand within `reach` words of the first of them, else None."""
    if not all(sign in signs for sign in wanted):
        return None
    for at in signs[wanted[0]][:_TRIES]:
        found = [min(signs[sign][:_TRIES], key=lambda other: abs(other - at)) for sign in wanted]
        if max(abs(other - at) for other in found) <= reach:
            return sorted(set(found))
    return None


_RULES = tuple((danger, Level[level], wanted, reach) for danger, level, wanted, reach in RULES)
_ENOUGH = 6_000  # characters
_TRIES = 40  # places of one sign that are tried
_TOLERANT = 6  # letters from which one may be wrong
_WORD = re.compile(r"[^\W\d_]+\d*")  # CO2 is not CO
_BY_OPENING: dict[str, tuple[str, ...]] = {
    opening: tuple(word for word in SIGNS if len(word) >= _TOLERANT and word.startswith(opening))
    for opening in {word[:2] for word in SIGNS if len(word) >= _TOLERANT}
}
