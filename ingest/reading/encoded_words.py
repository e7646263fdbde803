"""Encoded words (RFC 2047), read as leniently as they are written."""

from __future__ import annotations

import binascii
import re

from ingest.reading.charsets import decode


def decode_words(text: str) -> str:
    """Text with its encoded words decoded; what is no encoded word stays as it is.

    Tolerated: words in quotes, without white space around them, with blanks inside, and encoded twice by a gateway.
    """
    for _ in range(2):
        if "=?" not in text:
            break
        text = _RUN.sub(_decode_run, text)
    return text


def rewrite_words(text: str) -> str:
    """Text with its encoded words written anew, flawless, in utf-8: for a reader that trips over the broken ones."""
    return _RUN.sub(lambda match: _encode_run(_decode_run(match)), text) if "=?" in text else text


# What a word holds ends where another begins, or an unclosed one would be looked through again from each of the next.
_HELD = r"(?:[^?=]++|=(?!\?(?!=))|\?(?!=))*+"
# The last one may have lost its end, as long subjects do.
_ONE = re.compile(rf"=\?([^?\s]{{0,80}})\?([bBqQ])\?(?:({_HELD})\?=|([^?\s]++)\Z)")
_ANY = rf"=\?[^?\s]{{0,80}}\?[bBqQ]\?(?:{_HELD}\?=|[^?\s]++\Z)"
_RUN = re.compile(rf"{_ANY}(?:[ \t\r\n]*+{_ANY})*+")


def _decode_run(match: re.Match[str]) -> str:
    """Neighbouring words. Octets of one charset are joined before they are decoded, as long subjects are often
    split inside a letter, against RFC 2047 §5; the white space between words is no text (§6.2)."""
    words: list[tuple[str, str, list[str]]] = []
    torn = 0  # base64 letters that wait for the rest of their group of four, in the next word
    for label, encoding, closed, unclosed in _ONE.findall(match.group()):
        charset = label.partition("*")[0].lower()  # RFC 2231 §5 puts a language behind a star
        payload = closed or unclosed
        if not torn or words[-1][:2] != (charset, encoding.lower()):
            words.append((charset, encoding.lower(), []))
            torn = 0
        words[-1][2].append(payload)
        torn = (torn + len(payload)) % 4 if encoding in "bB" and not payload.endswith("=") else 0
    runs: list[tuple[str, list[bytes]]] = []
    for charset, encoding, payloads in words:
        if not runs or runs[-1][0] != charset:
            runs.append((charset, []))
        runs[-1][1].append((_from_base64 if encoding == "b" else _from_q)("".join(payloads)))
    return "".join(decode(b"".join(octets), charset).text for charset, octets in runs)


def _encode_run(text: str) -> str:
    """Words of at most 75 characters (RFC 2047 §2): ten letters are at most forty octets."""
    pieces = (text[at : at + 10].encode() for at in range(0, len(text), 10))
    return " ".join(f"=?utf-8?B?{binascii.b2a_base64(piece, newline=False).decode()}?=" for piece in pieces)


def _from_base64(payload: str) -> bytes:
    letters = _NOT_BASE64.sub("", payload)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]  # one letter more makes no octet
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))


_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def _from_q(payload: str) -> bytes:
    return binascii.a2b_qp(payload.encode("utf-8", "surrogateescape"), header=True)
