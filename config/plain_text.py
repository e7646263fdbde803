"""What strangers wrote, made harmless before it is normalised, matched, or written where a line end means something."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

MOST_MARKS = 30  # in a row: UAX #15 §13, stream-safe text


def one_line(text: str, at_most: int = 250) -> str:
    """One line of at most so many characters, for a header, a calendar's line or a name: control characters, line
    separators and half characters become blanks, and nothing in it reads as an encoded word (RFC 2047)."""
    line = _CONTROLS.sub(" ", text[: 4 * at_most]).replace("=?", "= ?").replace("?=", "? =")
    return " ".join(line.split())[:at_most].rstrip()


# Cc, the separators of lines and paragraphs, marks that turn the direction of writing, halves of surrogate pairs.
_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+"
)


def normalised(text: str, form: Literal["NFC", "NFKC", "NFKD"]) -> str:
    """The text in this form of Unicode, with at most thirty marks in a row. The only way to normalise here: sorting
    marks costs the square of their number, with every other thread waiting."""
    if text.isascii():
        return text
    # Each of them takes two octets or more: where so few do, no run is too long.
    may_run = len(text.encode("utf-8", "surrogatepass")) - len(text) > MOST_MARKS
    return unicodedata.normalize(form, _LONG_RUN.sub(_with_fewer_marks, text) if may_run else text)


def _with_fewer_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for letter in run.group():
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


_LONG_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")  # no mark is a letter, to a regular expression
