"""Octets to text, whatever the label says (WHATWG Encoding labels by webencodings, then utf-8, then windows-1252)."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import webencodings


class Decoded(NamedTuple):
    """defect is "" where the octets were what their label says."""

    text: str
    defect: str


def decode(octets: bytes, label: str) -> Decoded:
    """Text from octets. Never raises; what cannot be a letter becomes U+FFFD.

    No detector is asked: on a short Dutch text each of them guesses worse than this order does.
    """
    said = _codec(label)
    if octets.isascii() and not _ESCAPED.search(octets) and said not in _NOT_ASCII:
        return Decoded(_held(octets.decode("ascii")), "")
    for codec in _candidates(octets, said):
        try:
            text = octets.decode(codec)
            text.encode("utf-8")  # utf-7 and utf-16 can make lone surrogates, which no file or page accepts
        except (UnicodeError, ValueError):
            continue
        return Decoded(_held(text), "" if codec == said or not said else f"charset {label[:40]} is {codec}")
    return Decoded(_held(_mend(octets, said)), f"charset {label[:40] or 'unnamed'} is broken")


def decode_header_octets(octets: bytes) -> str:
    """Raw 8-bit in a header: utf-8 (RFC 6532), else windows-1252."""
    return decode(octets, "").text


def legible(text: str) -> str:
    """What was read from the wire as it came (PEP 383: odd octets as half surrogates), as letters."""
    return decode_header_octets(text.encode("utf-8", "surrogateescape"))


def _held(text: str) -> str:
    """PostgreSQL's texts hold every character but NUL."""
    return text.replace("\x00", "\ufffd")


_ESCAPED = re.compile(rb"\x1b[$(]")
_NOT_ASCII = frozenset({"utf-7", "utf-16-le", "utf-16-be", "utf-16", "hz"})

# Where Python's codec differs from the WHATWG one, or the WHATWG list has no such label.
_CODECS = {
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "hz-gb-2312": "hz",
    "utf-16": "utf-16",
    "ansi_x3.110-1983": "latin-1",
    "cp850": "cp850",
    "cp-850": "cp850",
    "ibm850": "cp850",
    "cp437": "cp437",
    "iso-2022-kr": "iso2022_kr",
    "iso-2022-cn": "",
}
_UNNAMED = frozenset({"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "unknown", "default", "8bit", "7bit"})


def _codec(label: str) -> str:
    """Python's name for a label, "" where it names nothing."""
    label = label.strip().strip("\"'").lower()
    if label in _UNNAMED:
        return ""
    if label in _CODECS:
        return _CODECS[label]
    encoding = webencodings.lookup(label) or webencodings.lookup(label.replace("_", "-"))
    if encoding is not None and encoding.name not in ("replacement", "x-user-defined"):
        return str(codecs.lookup(_PYTHON.get(encoding.name, encoding.codec_info.name)).name)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    return info.name if getattr(info, "_is_text_encoding", True) else ""


_PYTHON = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext",
}


def _candidates(octets: bytes, said: str) -> list[str]:
    """The codecs to try, likeliest first. What claims letters of several octets is not tried as windows-1252, where
    everything passes: one torn letter should not spoil the others."""
    if octets.isascii() and _ESCAPED.search(octets):
        return ["iso2022_jp_ext", *([said] if said in _NOT_ASCII else [])]
    likely = [said, "utf-8"] if said else ["utf-8"]
    return list(dict.fromkeys(likely if said in _MANY_OCTETS else [*likely, "cp1252"]))


_MANY_OCTETS = frozenset({"utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})


def _mend(octets: bytes, said: str) -> str:
    """Octets that fit no charset whole: Japanese with a maker's own letters, a text with torn letters, or
    windows-1252 with octets that mean nothing there."""
    if octets.isascii():
        return _JAPANESE.sub(_from_jis, octets.decode("ascii"))
    text = octets.decode(said if said in _MANY_OCTETS else "utf-8", "replace")
    torn = text.count("\ufffd")
    letters = sum(1 for character in text if character > "\x7f") - torn
    return text if torn <= letters else octets.decode("cp1252", "replace")


_JAPANESE = re.compile(r"\x1b\$[@B]([^\x1b]*)(?:\x1b\([BJ])?")


def _from_jis(shifted: re.Match[str]) -> str:
    """Two-octet letters between escapes (RFC 1468), with NEC's row 13 that ISO-2022-JP lacks and mail is full of."""
    return bytes(ord(letter) & 0x7F | 0x80 for letter in shifted.group(1)).decode("euc_jis_2004", "replace")
