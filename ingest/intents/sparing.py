"""Patterns of many alternatives that cost little where none of them can match: letters are looked for first."""

from __future__ import annotations

import re


class SparingPattern:
    """A regular expression that is tried only where a piece stands without which it cannot match."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        self._pieces = tuple(necessary_pieces(pattern))

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self._may_match(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.pattern.fullmatch(text) if self._may_match(text) else None

    def without(self, text: str) -> str:
        """The text with a blank for each match."""
        return self.pattern.sub(" ", text)

    def _may_match(self, text: str) -> bool:
        for piece in self._pieces:  # noqa: SIM110 (a generator costs more than the search it saves)
            if piece in text:
                return True
        return False


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
