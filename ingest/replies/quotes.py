"""Where the quotes in a body begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ingest.replies.attributions import Attribution, find_attribution
from ingest.replies.quoted_headers import find_header_block
from ingest.replies.separators import Separator, is_heading, is_rule, read_separator


class Kind(Enum):
    OWN = "the sender's own lines"
    QUOTE = "lines marked >"
    ATTRIBUTED = "a quote with a line above it that says whose it is"
    BELOW = "everything under a line that announces another mail"
    PASSED_ON = "everything under a line that announces a forward, or under copied headers"


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines first up to last (excluded). `before` is the sender's own text on the first of them."""

    kind: Kind
    first: int
    last: int
    before: str = ""


def cut_quotes(lines: list[str]) -> list[Piece]:
    """The body as pieces in order, without gaps; a line that holds an answer and an attribution becomes two."""
    pieces: list[Piece] = []
    start = at = 0
    while at < min(len(lines), _FAR):
        found = _quote_at(lines, at)
        if found is None:
            at += 1
            continue
        first = max(found.first, start)
        if found.kind is Kind.BELOW or found.kind is Kind.PASSED_ON:
            first = _above_rules(lines, first, start)
        last = found.last
        if found.before:  # the answer shares the first line with the attribution: part them
            lines[first : first + 1] = [found.before, lines[first].partition(found.before)[2]]
            first, last = first + 1, last + 1
        pieces.append(Piece(Kind.OWN, start, first))
        pieces.append(Piece(found.kind, first, last))
        start = at = last
    pieces.append(Piece(Kind.OWN, start, len(lines)))
    return [piece for piece in pieces if any(line.strip() for line in lines[piece.first : piece.last])]


def _quote_at(lines: list[str], at: int) -> Piece | None:
    """The quote that is seen to begin when line `at` is read; an attribution is seen on its last line."""
    line = lines[at].lstrip(" \t\u00a0\ufeff\u200b")
    if not line:
        return None
    if line[0] == ">" and not _CLOSES_ADDRESS.match(line):
        return _marked(lines, at, line)
    if separator := read_separator(line):
        return Piece(Kind.PASSED_ON if separator is Separator.FORWARD else Kind.BELOW, at, len(lines))
    if (":" in line or "：" in line) and (block := find_header_block(lines, at)):
        return Piece(Kind.PASSED_ON, block.first, len(lines))
    attribution = find_attribution(lines, at)
    return _attributed(lines, attribution) if attribution else None


def _marked(lines: list[str], at: int, line: str) -> Piece:
    """A run of marked lines; all that follows as well where the run is nothing but the headers of what is quoted."""
    end = _quote_end(lines, at)
    block = None if line[1:2] == ">" else find_header_block(lines, at)
    if read_separator(line) is Separator.ORIGINAL and line.startswith(">>>"):
        return Piece(Kind.BELOW, at, len(lines))
    headers_only = block is not None and not any(other.strip("> \t") for other in lines[block.last + 1 : end])
    return Piece(Kind.BELOW, at, len(lines)) if headers_only else Piece(Kind.QUOTE, at, end)


def _attributed(lines: list[str], attribution: Attribution) -> Piece | None:
    below = next((at for at in range(attribution.last + 1, len(lines)) if lines[at].strip()), len(lines))
    marked = below < len(lines) and lines[below].lstrip()[0] == ">"
    if marked:
        end = _quote_end(lines, below)
    elif attribution.certain:
        end = len(lines)
    else:
        return None
    return Piece(Kind.ATTRIBUTED if marked else Kind.BELOW, attribution.first, end, attribution.before)


def _quote_end(lines: list[str], at: int) -> int:
    """The line after the last of a run of quoted lines; blank lines and what programs wrapped are part of it."""
    end = at + 1
    while end < len(lines):
        line = lines[end].strip()
        if line and line[0] != ">" and not _is_wrapped(lines, end, line):
            break
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _is_wrapped(lines: list[str], at: int, line: str) -> bool:
    """A quoted line that lost its mark when it was broken in two; a link standing alone is one as well."""
    above = lines[at - 1].strip()
    below = next((other.lstrip() for other in lines[at + 1 : at + 3] if other.strip()), "")
    if not above.startswith(">") or not below.startswith(">"):
        return False
    if line.startswith(("<http", "(http", "http", "[http")):
        return True
    if above[-1] in ".?!:":
        return False
    wide = len(above) + 1 + len(line.split(maxsplit=1)[0])  # with the word that had no room
    return wide > (_WRAPPED if line[0].islower() or not line[0].isalpha() else _FULL)


def _above_rules(lines: list[str], first: int, start: int) -> int:
    """Outlook's rule above copied headers belongs to the quote, and a heading."""
    while first > start and (not lines[first - 1].strip() or is_rule(lines[first - 1]) or is_heading(lines[first - 1])):
        first -= 1
    return first


_CLOSES_ADDRESS = re.compile(r"> ?[^\W\d_]{0,12}[:：]\s*$")  # "On … Johan <\\njohan@…\\n> wrote:"
_FAR = 5_000  # lines in which a quote is looked for; who writes more of his own is not answering us
_WRAPPED = 60  # characters from which a quoted line was likely broken in two …
_FULL = 76  # … and from which it was, though a capital follows
