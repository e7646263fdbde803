"""Patterns of many alternatives that cost little where none of them can match: letters are looked for first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, reduce
from operator import or_


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

    def bits(self) -> int:
        """Those of its alternatives, of which one stands in a text that it may match (bits_in)."""
        if not self._own:
            self._own = _join(self._alternatives)
        return self._own

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        bits = (self._own or self.bits()) & bits_in(text)
        first = None
        for pattern in _of_bits(bits) if bits else ():
            match = pattern.search(text, start)
            if match and (first is None or match.start() < first.start()):
                first = match
        return first

    def fullmatch(self, text: str) -> re.Match[str] | None:
        bits = (self._own or self.bits()) & bits_in(text)
        for pattern in _of_bits(bits) if bits else ():
            if match := pattern.fullmatch(text):
                return match
        return None

    def without(self, text: str, blank: str = " ") -> str:
        """The text with a blank for each match."""
        kept, end = "", 0
        while match := self.search(text, end):
            kept += text[end : match.start()] + blank
            end = match.end()
        return kept + text[end:] if end else text


class SparingTable:
    """Patterns by name, of which those are tried that may match."""

    def __init__(self, patterns: Iterable[tuple[str, SparingPattern]]) -> None:
        self.patterns = tuple(patterns)
        self._own = 0

    def possible(self, text: str) -> Iterable[tuple[str, SparingPattern]]:
        if not self._own:
            self._own = reduce(or_, (pattern.bits() for _, pattern in self.patterns))
        return self.patterns if self._own & bits_in(text) else ()

    def fullmatch(self, text: str) -> str | None:
        """The name of the first that matches."""
        for name, pattern in self.possible(text):
            if pattern.fullmatch(text):
                return name
        return None


# Of all patterns that were asked once, together, so that a text is looked through once and not by each of them, and its
# words not even that where they were met before: the first three letters of a piece's longest word → that word → the
# pieces → a bit for each alternative that needs the piece.
_NEEDING: dict[str, dict[str, dict[str, int]]] = {}
_SHORT = set[str]()  # those of less than three letters
_PARTS: list[str] = []  # the alternative of each bit


def _join(parts: Sequence[str]) -> int:
    """The bits of these alternatives from now on."""
    first = len(_PARTS)
    for part in parts:
        for piece in necessary_pieces(part):
            longest = max(piece.split(), key=len, default="")
            if len(longest) < 3:
                _SHORT.add(longest)
            pieces = _NEEDING.setdefault(longest[:3], {}).setdefault(longest, {})
            pieces[piece] = pieces.get(piece, 0) | 1 << len(_PARTS)
        _PARTS.append(part)
    bits_in.cache_clear()
    _of_word.cache_clear()
    return (1 << len(_PARTS)) - (1 << first)


@lru_cache(maxsize=64)
def bits_in(text: str) -> int:
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
        for longest, pieces in _NEEDING[begin].items():
            if longest in word:
                bits |= pieces.get(longest, 0)
                over_several += [each for each in pieces.items() if each[0] != longest]
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


def words_in(text: str) -> list[str]:
    """Its runs of letters and digits; most clauses have nothing else between blanks."""
    return text.split() if text.replace(" ", "").isalnum() else _WORD.findall(text)


_WORD = re.compile(r"\w+")


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
    pieces, _ = _alternatives(_TOKEN.findall(pattern)[::-1])
    return frozenset(each for each in pieces if not any(other in each for other in pieces if other != each))


_TOKEN = re.compile(
    r"\(\?<[=!]|\(\?(?:P<\w+>|[:=!]?)|\(|\)|\||\\.|\[[^\]]*\]|(?:[?*+]|\{[\d,]+\})\??|[\w ']+(?![?*+{])|[^\\]"
)
_COUNTS = ("?", "*", "+", "{")
_NOTHING = frozenset([""])
_MOST = 24  # texts that are written out
# Of which one must stand, and all that may stand where that is known.
_Pieces = tuple[frozenset[str], frozenset[str] | None]


def _alternatives(tokens: list[str]) -> _Pieces:
    """Of tokens up to the bracket that closes them; takes them from the end of the list, where the first stands."""
    all_pieces, all_texts = frozenset[str](), frozenset[str]()
    known = True
    while True:
        pieces, texts = _sequence(tokens)
        all_pieces, all_texts, known = all_pieces | pieces, all_texts | (texts or _NOTHING), known and texts is not None
        if not tokens or tokens.pop() == ")":
            return all_pieces, all_texts if known else None


def _sequence(tokens: list[str]) -> _Pieces:
    """The one part of a sequence that tells most: a run of letters, or a group of which one must be there."""
    candidates, run, known = [_NOTHING], _NOTHING, True
    while tokens and tokens[-1] not in ("|", ")"):
        sign = tokens.pop()
        pieces, texts = _alternatives(tokens) if sign[0] == "(" else _of_sign(sign)
        count = tokens.pop()[0] if tokens and tokens[-1].startswith(_COUNTS) else ""
        if sign in ("(?=", "(?!", "(?<=", "(?<!"):  # takes no room: what stands before and behind it is one run
            candidates += [pieces] if sign == "(?=" else []
            continue
        if texts is not None and count == "?":
            texts |= _NOTHING
        joins = texts is not None and count in ("", "?", "+") and len(run) * len(texts) <= _MOST
        if joins and texts is not None:
            run = frozenset(before + text for before in run for text in texts)
        if joins and count != "+":
            continue
        known = False
        candidates += [run] if count in ("?", "*", "{") else [run, pieces]
        run = texts if texts and not joins and not count else _NOTHING
    best = max([*candidates, run], key=lambda pieces: (min(map(len, pieces)), -len(pieces)))
    return best, run if known else None


def _of_sign(sign: str) -> _Pieces:
    if sign in ("^", "$", r"\b", r"\B"):
        return _NOTHING, _NOTHING
    if sign == "." or sign[0] == "[" or (sign[0] == "\\" and sign[1].isalnum()):
        return _NOTHING, None
    text = frozenset([sign.removeprefix("\\")])
    return text, text
