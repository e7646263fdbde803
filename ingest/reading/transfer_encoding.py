"""The octets of one part, decoded when somebody asks (RFC 2045 §6)."""

from __future__ import annotations

import binascii
import re

from ingest.reading.parts import Part
from ingest.reading.uuencode import decode_uu

MAX_PIECES = 1_000
EXACT = 65_536  # octets up to which a size is found by decoding


def body_octets(raw: bytes, part: Part, *, at_most: int | None = None) -> bytes:
    """What a part holds, its transfer encoding undone. Never raises; broken encoding yields what can be had.

    at_most   octets of the encoded body that are looked at, for texts
    """
    end = part.end if at_most is None else min(part.end, part.start + at_most)
    body = raw[part.start : end]
    match transfer_encoding(part):
        case "base64":
            return decode_base64(body)
        case "quoted-printable":
            return binascii.a2b_qp(_BLANKS_ADDED.sub(b"=", body) if b"= " in body or b"=\t" in body else body)
        case "uuencode":
            return decode_uu(body)
        case _:
            return body


_BLANKS_ADDED = re.compile(rb"=[ \t]++(?=\r?\n)")  # behind a soft line break, by a gateway (RFC 2045 §6.7, rule 3)


def decoded_size(raw: bytes, part: Part) -> int:
    """The size of what a part holds. That of a large base64 body is counted, not decoded: line ends and padding
    are all that may stand between its letters."""
    length = part.end - part.start
    if length <= EXACT or transfer_encoding(part) != "base64":
        return len(body_octets(raw, part))
    fillers = sum(raw.count(filler, part.start, part.end) for filler in (b"\n", b"\r", b"=", b" "))
    return (length - fillers) * 3 // 4


def transfer_encoding(part: Part) -> str:
    """In lower case; with comments, quotes or blanks where none belong ("quoted printable") it is known too."""
    encoding = part.fields.get("content-transfer-encoding").strip(" \t;\"'").lower()
    known = _KNOWN.match(encoding)
    return known.lastgroup.replace("_", "-") if known and known.lastgroup else encoding


_KNOWN = re.compile(
    r"(?:\([^()]*+\)\s*+)?(?:(?P<base64>base-?64)|(?P<quoted_printable>quoted)|(?P<uuencode>(?:x-)?uue))"
)


def decode_base64(body: bytes) -> bytes:
    """Base64 with whatever stands between its letters; padding in the middle means several pieces pasted together."""
    if body.count(b"=") > MAX_PIECES:
        return _base64_piece(body.translate(None, _NOT_BASE64))
    try:
        return binascii.a2b_base64(body, strict_mode=False) if b"=" not in body.rstrip()[:-2] else _pasted(body)
    except binascii.Error:
        return _pasted(body)


def decode_base64_text(body: bytes) -> bytes:
    """Base64 up to the first line of plain words: a footer some server added, or all of it where the label lies."""
    words = _WORDS.search(body)
    if words is None:
        return decode_base64(body)
    coded = decode_base64(body[: words.start()])
    return coded + (b"\n" if coded else b"") + body[words.start() :]


_WORDS = re.compile(
    rb"^(?=[^\n]*[^A-Za-z0-9+/=\s])(?:[_-]{5}|[^\n]*?[A-Za-z]{2}[.,:;!?]?[ \t]++[A-Za-z]{2})[^\n]*", re.M
)


def _pasted(body: bytes) -> bytes:
    pieces = (letters.translate(None, _NOT_BASE64) for letters in re.split(rb"=+", body))
    return b"".join(_base64_piece(letters) for letters in pieces)


def _base64_piece(letters: bytes) -> bytes:
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
