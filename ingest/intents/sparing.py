"""Patterns of many alternatives that cost little where none of them can match: letters are looked for first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache


class SparingPattern:
    """A regular expression that is tried only where a piece stands without which it cannot match; of alternatives only
    those that may. They count in their order, as within one expression."""

    def __init__(self, pattern: str, alternatives: Sequence[str] = ()) -> None:
        # Nothing is compiled before a text needs it: all of it would be a quarter of what starting the desk takes.
        self.expression = pattern
        self._alternatives = alternatives or [pattern]
        self._own = 0  # the bits of its alternatives, once it was asked

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.expression)

    def search(self, text: str) -> re.Match[str] | None:
        first = None
        for pattern in self._possible(text):
            match = pattern.search(text)
            if match and (first is None or match.start() < first.start()):
                first = match
        return first

    def fullmatch(self, text: str) -> re.Match[str] | None:
        for pattern in self._possible(text):
            if match := pattern.fullmatch(text):
                return match
        return None

    def without(self, text: str) -> str:
        """The text with a blank for each match."""
        return self.pattern.sub(" ", text) if self._possible(text) else text

    def _possible(self, text: str) -> Sequence[re.Pattern[str]]:
        if not self._own:
            self._own = _join(self._alternatives)
        bits = _standing(text) & self._own
        return _of_bits(bits) if bits else ()


# Of all patterns that were asked once, together, so that a text is looked through once and not by each of them, and its
# words not even that where they were met before: the first three letters of a piece's longest word → the pieces → a bit
# for each alternative that needs the piece.
_NEEDING: dict[str, dict[str, int]] = {}
_SHORT = set[str]()  # those of less than three letters
_PARTS: list[str] = []  # the alternative of each bit


def _join(parts: Sequence[str]) -> int:
    """The bits of these alternatives from now on."""
    first = len(_PARTS)
    for part in parts:
        for piece in necessary_pieces(part):
            begin = max(piece.split(), key=len, default="")[:3]
            if len(begin) < 3:
                _SHORT.add(begin)
            pieces = _NEEDING.setdefault(begin, {})
            pieces[piece] = pieces.get(piece, 0) | 1 << len(_PARTS)
        _PARTS.append(part)
    _standing.cache_clear()
    _of_word.cache_clear()
    return (1 << len(_PARTS)) - (1 << first)


@lru_cache(maxsize=64)
def _standing(text: str) -> int:
    """The bits of all alternatives that may match."""
    bits = 0
    for word in text.split() or ("",):
        of_word, over_several = _of_word(word)
        bits |= of_word
        for piece, needing in over_several:
            if piece in text:
                bits |= needing
    return bits


@lru_cache(maxsize=4096)  # people use the same words
def _of_word(word: str) -> tuple[int, list[tuple[str, int]]]:
    """The bits of the alternatives whose piece stands in the word, and the pieces of several words that may begin here."""
    bits, over_several = 0, []
    runs = {word[at : at + 3] for at in range(len(word) - 2)}
    for begin in (_NEEDING.keys() & runs) | {begin for begin in _SHORT if begin in word}:
        for piece, needing in _NEEDING[begin].items():
            if " " in piece:
                over_several.append((piece, needing))
            elif piece in word:
                bits |= needing
    return bits, over_several


@lru_cache(maxsize=4096)
def _of_bits(bits: int) -> list[re.Pattern[str]]:
    """In their order."""
    patterns = []
    while bits:
        lowest = bits & -bits
        patterns.append(_compiled(_PARTS[lowest.bit_length() - 1]))
        bits ^= lowest
    return patterns


_compiled = cache(re.compile)  # ours are more than the 512 that it keeps itself


def alternatives(pattern: str) -> list[str]:
    """What stands between the bars of a pattern that are in no bracket."""
    parts, depth = [""], 0
    for sign in _TOKEN.findall(pattern):
        depth += sign.startswith("(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def any_of(pattern: str) -> SparingPattern:
    return SparingPattern(pattern, alternatives(pattern))


def word_of(words: str, beside: str = "") -> SparingPattern:
    """Any of the alternatives as whole words, or one of those `beside` them."""
    parts = [rf"\b(?:{part})\b" for part in alternatives(words)] + (alternatives(beside) if beside else [])
    return SparingPattern("|".join(parts), parts)


def necessary_pieces(pattern: str) -> frozenset[str]:
    """Every match of the pattern contains one of these; {""} where nothing can be said. Reads what our tables use:
    letters, alternatives, groups, character classes, look-arounds, and what counts them."""
    pieces = _alternatives(_TOKEN.findall(pattern))
    return frozenset(each for each in pieces if not any(other in each for other in pieces if other != each))


_TOKEN = re.compile(r"\(\?<[=!]|\(\?[:=!]?|\(|\)|\||\\.|\[[^\]]*\]|\{[\d,]+\}|[^\\]")
_COUNT = re.compile(r"[?*+]|\{[\d,]+\}")


def _alternatives(tokens: list[str]) -> frozenset[str]:
    """Of tokens up to the bracket that closes them; takes them from the list."""
    all_pieces = frozenset[str]()
    while True:
        all_pieces |= _sequence(tokens)
        if not tokens or tokens.pop(0) == ")":
            return all_pieces


def _sequence(tokens: list[str]) -> frozenset[str]:
    """The one part of a sequence that tells most: its longest run of letters, or a group of which one must be there."""
    candidates, run = [frozenset([""])], ""
    while tokens and tokens[0] not in ("|", ")"):
        sign = tokens.pop(0)
        group = _alternatives(tokens) if sign.startswith("(") else None
        count = tokens.pop(0) if tokens and _COUNT.fullmatch(tokens[0]) else ""
        optional = count in ("?", "*") or count.startswith("{0")
        escaped = len(sign) == 2 and sign[0] == "\\" and not sign[1].isalnum()
        if group is None and not optional and (escaped or (len(sign) == 1 and sign not in ".^$")):
            run += sign[-1]
            if not count:
                continue
        candidates.append(frozenset([run]))
        run = ""
        if group and not optional and sign == "(?:":
            candidates.append(group)
    candidates.append(frozenset([run]))
    return max(candidates, key=lambda pieces: min(map(len, pieces)))
