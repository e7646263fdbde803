"""The field Authentication-Results, read character by character (RFC 8601 §2.2; comments and quotes of RFC 5322 §3.2).

Strangers choose much of what stands in it: the return path, the name they greeted with, the selector of a signature.
Inside quotes and comments such words are data, whatever they look like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_FIELD = 16_384  # characters; a server with a dozen signatures to judge writes two thousand


class UnreadableResultsError(Exception):
    """The field does not follow its grammar, so that nobody can tell what its server found."""


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One `method=outcome`, both in lower case; properties as (name, value), in order, names in lower case."""

    method: str
    outcome: str
    properties: tuple[tuple[str, str], ...] = ()

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.properties if key == name]


def written_by(field: str) -> str:
    """The authserv-id in lower case; "" where none can be read (Microsoft 365 writes none)."""
    try:
        return _Scanner(field[:MAX_FIELD]).identity()
    except UnreadableResultsError:
        return ""


def read_results(field: str) -> tuple[MethodResult, ...]:
    """All results of a field, in order. Raises UnreadableResultsError. Linear in the field's length.

    Tolerated: pieces that name no type (`action=none`), empty ones between semicolons, and "=" or "/" in a value.
    """
    if len(field) > MAX_FIELD:
        raise UnreadableResultsError
    scanner = _Scanner(field)
    scanner.identity()
    scanner.version()
    results: list[MethodResult] = []
    while scanner.semicolon():
        result = scanner.result()
        if result:
            results.append(result)
    if not scanner.at_end():
        raise UnreadableResultsError
    return tuple(results)


class _Scanner:
    """A place in the field; each step takes what it names and the comments around it."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._at = 0
        self._skip_comments()

    def identity(self) -> str:
        identity = self._value(_TOKEN)
        if not identity:
            raise UnreadableResultsError
        return identity.lower()

    def version(self) -> None:
        self._take(_NUMBER)

    def semicolon(self) -> bool:
        return self._take(_SEMICOLON) is not None

    def at_end(self) -> bool:
        return self._at == len(self._field)

    def result(self) -> MethodResult | None:
        """One result with its properties; None for an empty piece and for `none` (§2.2 no-result)."""
        method = self._take(_KEYWORD)
        if method is None or (method.lower() == "none" and self._ends()):
            return None
        if self._take(_SLASH) and self._take(_NUMBER) is None:
            raise UnreadableResultsError
        outcome = self._take(_KEYWORD) if self._take(_EQUALS) else None
        if outcome is None:
            raise UnreadableResultsError
        properties: list[tuple[str, str]] = []
        while not self._ends():
            properties.append(self._property())
        return MethodResult(method.lower(), outcome.lower(), tuple(properties))

    def _property(self) -> tuple[str, str]:
        name = self._take(_NAME)
        while name and (dot := self._take(_DOT)):
            name += dot + (self._take(_NAME) or "")
        if name is None or self._take(_EQUALS) is None:
            raise UnreadableResultsError
        return name.lower(), self._value(_VALUE)

    def _value(self, plain: re.Pattern[str]) -> str:
        """A word or a quoted text; a mailbox may be both: "jan de boer"@example.nl."""
        quoted = _QUOTED.match(self._field, self._at)
        if quoted:
            self._at = quoted.end()
        word = plain.match(self._field, self._at)
        if word:
            self._at = word.end()
        self._skip_comments()
        return (_PAIR.sub(r"\1", quoted.group(1)) if quoted else "") + (word.group() if word else "")

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self._field, self._at)
        if found is None:
            return None
        self._at = found.end()
        self._skip_comments()
        return found.group()

    def _ends(self) -> bool:
        return self.at_end() or self._field[self._at] == ";"

    def _skip_comments(self) -> None:
        """White space and comments, which nest. One without an end would hide whatever follows."""
        depth = 0
        while self._at < len(self._field):
            piece = (_IN_COMMENT if depth else _BETWEEN).match(self._field, self._at)
            if piece is None:
                break
            self._at = piece.end()
            depth += {"(": 1, ")": -1}.get(piece.group(), 0)
        if depth:
            raise UnreadableResultsError


_BETWEEN = re.compile(r"\s++|\(")
_IN_COMMENT = re.compile(r"[^()\\]++|\\.?|[()]", re.S)
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.S)
_PAIR = re.compile(r"\\(.)", re.S)
_SEMICOLON, _EQUALS, _SLASH, _DOT = (re.compile(re.escape(mark)) for mark in ";=/.")
_NUMBER = re.compile(r"[0-9]++")
_KEYWORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*+)")
_NAME = re.compile(r"[A-Za-z0-9_-]++")
_TOKEN = re.compile(r"[^\s()<>@,;:\\\"/\[\]?=]++")  # RFC 2045 §5.1
_VALUE = re.compile(r"[^\s();\"\\]++")  # addresses, domains, and the base64 of a signature's beginning
