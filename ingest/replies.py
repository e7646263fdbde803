"""What is new in a mail: the sender's own words apart from the quoted mail and from the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from ingest.attributions import Attribution, find_attribution
from ingest.mail import Reply, Sure
from ingest.quoted_headers import find_header_block
from ingest.separators import Separator, is_rule, read_separator
from ingest.signatures import is_machine_line, part_signature


def split_reply(text: str) -> Reply:
    """Part a readable body. `new` is never empty where the sender wrote or passed on something.

    text   plain, or rendered from HTML with quoted blocks as "> " lines (RFC 3676 §4.5)
    time   linear in the text's length
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces = _cut(lines)
    own = [piece for piece in pieces if piece.kind is Kind.OWN]
    quoted = _joined([lines[piece.first : piece.last] for piece in pieces if piece.kind is not Kind.OWN])
    if not quoted:
        return _whole(lines, Sure.HIGH)
    own_lines = [lines[piece.first : piece.last] for piece in own]
    if _is_interleaved(lines, pieces, own_lines):
        return Reply(text.strip(), sure=Sure.LOW, interleaved=True)
    letters = [part_signature(part, letter_above=index > 0) for index, part in enumerate(own_lines)]
    new = _joined([letter for letter, _ in letters])
    signature = _joined([below for _, below in letters])
    if new:
        return Reply(new, quoted, signature, _trust(pieces, own_lines))
    return _nothing_new(lines, pieces, quoted, signature)


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


def _cut(lines: list[str]) -> list[Piece]:
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
        return Piece(Kind.QUOTE, at, _quote_end(lines, at))
    if separator := read_separator(line):
        return Piece(Kind.PASSED_ON if separator is Separator.FORWARD else Kind.BELOW, at, len(lines))
    if (":" in line or "：" in line) and (find_header_block(lines, at)):
        return Piece(Kind.PASSED_ON, at, len(lines))
    attribution = find_attribution(lines, at)
    return _attributed(lines, attribution) if attribution else None


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
    return len(above) >= _WRAPPED and above[-1] not in ".?!:" and (line[0].islower() or not line[0].isalpha())


def _above_rules(lines: list[str], first: int, start: int) -> int:
    """Outlook's rule above copied headers belongs to the quote."""
    while first > start and (not lines[first - 1].strip() or is_rule(lines[first - 1])):
        first -= 1
    return first


def _is_interleaved(lines: list[str], pieces: list[Piece], own: list[list[str]]) -> bool:
    """Whether the sender's words stand in the midst of what he quotes, so that either alone misleads."""
    quotes = [index for index, piece in enumerate(pieces) if piece.kind in (Kind.QUOTE, Kind.ATTRIBUTED)]
    if not quotes:
        return False
    if len(quotes) > 1 and any(piece.kind is Kind.OWN for piece in pieces[quotes[0] : quotes[-1]]):
        return True
    return any(_is_stray(lines, pieces[index]) for index in quotes) and _says_something(own[-1])


def _is_stray(lines: list[str], piece: Piece) -> bool:
    """One marked line in the midst of a paragraph is part of it: ">>> www.delinde.example.nl <<<"."""
    amid = piece.first > 0 and piece.last < len(lines) and lines[piece.first - 1].strip() and lines[piece.last].strip()
    return piece.kind is Kind.QUOTE and piece.last - piece.first == 1 and bool(amid)


def _says_something(lines: list[str]) -> bool:
    return any(line.strip() for line in part_signature(lines, letter_above=True)[0])


def _trust(pieces: list[Piece], own: list[list[str]]) -> Sure:
    """High where the cut is one that programs make; low where both sides of a quote were put together,
    or one line alone bears a mark."""
    if pieces[0].kind is Kind.OWN and pieces[-1].kind is Kind.OWN and len(own) > 1 and _says_something(own[-1]):
        return Sure.LOW
    marked = [piece for piece in pieces if piece.kind is Kind.QUOTE]
    return Sure.LOW if any(piece.last - piece.first == 1 for piece in marked) else Sure.HIGH


def _nothing_new(lines: list[str], pieces: list[Piece], quoted: str, signature: str) -> Reply:
    """Nothing of his own: a mail passed on is what he wants to say; under a bare attribution the text is his."""
    first = pieces[0] if pieces[0].kind is not Kind.OWN else pieces[1]
    if first.kind is Kind.PASSED_ON:
        return _whole(lines, Sure.LOW)
    if first.kind is Kind.BELOW and not read_separator(lines[first.first]):
        last = next((at for at in range(first.first, first.last) if find_attribution(lines, at)), first.first)
        below = _whole(lines[last + 1 :], Sure.LOW)
        if below.new:
            return replace(below, quoted=_joined([lines[first.first : last + 1]]))
    if first.kind is Kind.QUOTE and first.last - first.first == 1:
        return _whole(lines, Sure.LOW)  # ">>> let op <<<" is no quote
    return Reply("", quoted, signature, Sure.HIGH)


def _whole(lines: list[str], sure: Sure) -> Reply:
    letter, below = part_signature(lines)
    if any(line.strip() for line in letter) or all(is_machine_line(line) for line in below if line.strip()):
        return Reply(_joined([letter]), "", _joined([below]), sure)
    return Reply(_joined([lines]), sure=Sure.LOW)


def _joined(parts: list[list[str]]) -> str:
    return "\n\n".join(text for part in parts if (text := "\n".join(part).strip()))


_CLOSES_ADDRESS = re.compile(r"> ?[^\W\d_]{3,12}[:：]\s*$")  # "On … Johan <\\njohan@…\\n> wrote:"
_FAR = 5_000  # lines in which a quote is looked for; who writes more of his own is not answering us
_WRAPPED = 60  # characters from which a quoted line was likely broken in two
