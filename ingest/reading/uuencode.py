"""Files packed inside a text by uuencode."""

from __future__ import annotations

import binascii
import io
import re
from itertools import islice
from typing import NamedTuple

MAX_FILES = 100  # in one text
MAX_LINES = 700_000  # of one file; they hold 30 MB


class PackedFile(NamedTuple):
    name: str
    octets: bytes


def unpack_uu(octets: bytes) -> list[PackedFile]:
    """The files uuencoded in a text (POSIX; no RFC)."""
    found = islice(_UU.finditer(octets), MAX_FILES)
    return [
        PackedFile(match["name"].decode("utf-8", "replace").strip(), decode_uu_lines(match["lines"])) for match in found
    ]


def without_uu(octets: bytes) -> bytes:
    """The text that is left when they are taken out."""
    return _UU.sub(b"", octets, count=MAX_FILES) if b"begin " in octets else octets


def decode_uu(body: bytes) -> bytes:
    """A part whose transfer encoding is x-uuencode, with or without its begin line."""
    match = _UU.search(body)
    return decode_uu_lines(match["lines"] if match else body)


# The alphabet ends before the small letters, which is how prose behind a file that was cut off is told from it.
_UU = re.compile(
    rb"^begin [0-7]{3,4} (?P<name>[^\r\n]{1,255})\r?\n(?P<lines>(?:[!-`][ -`]{0,90}\r?\n)+)"
    rb"(?:[ `]?\r?\n)?(?:end[ \t]*(?:\r?\n|\Z))?",
    re.M,
)


def decode_uu_lines(lines: bytes) -> bytes:
    """Blanks at the ends of lines may have got lost on the way, and stand for octets; in all it never grows."""
    octets = bytearray()
    for line in islice(io.BytesIO(lines), MAX_LINES):
        length = (line[0] - 32) & 63
        letters = line[: (length + 2) // 3 * 4 + 1]
        try:
            octets += binascii.a2b_uu(letters)
        except binascii.Error:
            break  # "end", or no uuencoding any more
        if len(octets) > len(lines):
            break
    return bytes(octets)
