"""What is new in a mail: the sender's own words apart from the quoted mail and from the signature."""

from __future__ import annotations

from dataclasses import replace

from ingest.mail import Reply, Sure
from ingest.replies.attributions import find_attribution
from ingest.replies.banners import cut_banner
from ingest.replies.quotes import Kind, Piece, cut_quotes
from ingest.replies.separators import read_separator
from ingest.replies.signatures import is_machine_line, part_signature


def split_reply(text: str) -> Reply:
    """Part a readable body. `new` is never empty where the sender wrote or passed on something.

    A gateway's banner at the top goes to the signature.

    text   plain, or rendered from HTML with quoted blocks as "> " lines (RFC 3676 §4.5)
    time   linear in the text's length
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    above = cut_banner(lines)
    reply = _split(lines[above:])
    if above and (reply.new or reply.quoted or reply.signature):
        return replace(reply, signature=_joined([lines[:above], reply.signature.split("\n")]))
    return _split(lines) if above else reply


def _split(lines: list[str]) -> Reply:
    pieces = cut_quotes(lines)
    own = [piece for piece in pieces if piece.kind is Kind.OWN]
    quoted = _joined([lines[piece.first : piece.last] for piece in pieces if piece.kind is not Kind.OWN])
    if not quoted:
        return _whole(lines, Sure.HIGH)
    own_lines = [lines[piece.first : piece.last] for piece in own]
    if _is_interleaved(lines, pieces, own_lines):
        return Reply("\n".join(lines).strip(), sure=Sure.LOW, interleaved=True)
    letters = [part_signature(part, letter_above=index > 0) for index, part in enumerate(own_lines)]
    new = _joined([letter for letter, _ in letters])
    signature = _joined([below for _, below in letters])
    if new:
        return Reply(new, quoted, signature, _trust(lines, pieces, own_lines))
    return _nothing_new(lines, pieces, quoted, signature)


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


def _trust(lines: list[str], pieces: list[Piece], own: list[list[str]]) -> Sure:
    """High where the cut is one that programs make; low where both sides of a quote were put together, one line alone
    bears a mark, or marked lines go on where the sender's own end, without a blank line or anybody's name."""
    if pieces[0].kind is Kind.OWN and pieces[-1].kind is Kind.OWN and len(own) > 1 and _says_something(own[-1]):
        return Sure.LOW
    marked = [piece for piece in pieces if piece.kind is Kind.QUOTE]
    guessed = any(piece.last - piece.first == 1 or _goes_on(lines, piece) for piece in marked)
    return Sure.LOW if guessed else Sure.HIGH


def _goes_on(lines: list[str], piece: Piece) -> bool:
    return piece.first > 0 and bool(lines[piece.first - 1].strip())


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
