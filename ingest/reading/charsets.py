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
    labelled = _codec(label)
    mark = next((mark for mark in _MARKS if octets.startswith(mark)), b"")
    if mark and not labelled.startswith("utf-32"):  # a byte order mark counts for more than any label (WHATWG §6)
        octets, labelled = octets[len(mark) :], _MARKS[mark]
    elif labelled == "utf-16":
        labelled = _byte_order(octets)
    if octets.isascii() and not _ESCAPED.search(octets) and labelled not in _NOT_ASCII:
        return Decoded(_held(octets.decode("ascii")), "")
    for codec in _candidates(octets, labelled):
        try:
            text = octets.decode(codec)
            text.encode("utf-8")  # utf-7 and utf-16 can make lone surrogates, which no file or page accepts
        except (UnicodeError, ValueError):
            continue
        return Decoded(_held(text), "" if codec == labelled or not labelled else f"charset {label[:40]} is {codec}")
    return Decoded(_held(_mend(octets, labelled)), f"charset {label[:40] or 'unnamed'} is broken")


def decode_header_octets(octets: bytes, label: str = "") -> str:
    """Raw 8-bit in a header: utf-8 (RFC 6532), else what the mail says of its text, else windows-1252."""
    if octets.isascii() and not _ESCAPED.search(octets):  # as nearly all of them
        return _held(octets.decode("ascii"))
    return decode(octets, "" if octets.isascii() or _is_utf8(octets) else label).text


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


def legible(text: str) -> str:
    """What was read from the wire as it came (PEP 383: odd octets as half surrogates), as letters."""
    return decode_header_octets(text.encode("utf-8", "surrogateescape"))


def _held(text: str) -> str:
    """PostgreSQL's texts hold every character but NUL."""
    return text.replace("\x00", "\ufffd")


_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ESCAPED = re.compile(rb"\x1b[$(]")
_NOT_ASCII = frozenset({"utf-7", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "hz", "iso2022_kr"})


def _byte_order(octets: bytes) -> str:
    """Of UTF-16 without a mark: the zeros of its blanks and western letters come first in big-endian."""
    looked_at = octets[:4096]
    return "utf-16-be" if looked_at[::2].count(0) > looked_at[1::2].count(0) else "utf-16-le"


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


def is_named(label: str) -> bool:
    """Whether a label says anything of the letters that are not ASCII."""
    return bool(_codec(label))


def _codec(label: str) -> str:
    """Python's name for a label, "" where it names nothing."""
    label = label.strip().strip("\"'").lower()
    if label in _UNNAMED:
        return ""
    if label in _CODECS:
        return _CODECS[label]
    numbered = _CODE_PAGE.fullmatch(label)
    encoding = webencodings.lookup(label) or webencodings.lookup(label.replace("_", "-"))
    encoding = encoding or webencodings.lookup(label.removeprefix("x-"))
    if encoding is not None and encoding.name not in ("replacement", "x-user-defined"):
        return str(codecs.lookup(_PYTHON.get(encoding.name, encoding.codec_info.name)).name)
    try:
        info = codecs.lookup(f"cp{numbered.group(1)}" if numbered else label)
    except (LookupError, ValueError):
        return ""
    return info.name if getattr(info, "_is_text_encoding", True) else ""


_CODE_PAGE = re.compile(r"(?:x-)?(?:windows|win|cp|ms|ibm|dos)[-_ ]?(\d{3,5})")

_PYTHON = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext",
}


def _candidates(octets: bytes, labelled: str) -> list[str]:
    """The codecs to try, likeliest first. What claims letters of several octets is not tried as windows-1252, where
    everything passes: one torn letter should not spoil the others."""
    if octets.isascii() and _ESCAPED.search(octets):
        return [*([labelled] if labelled in _NOT_ASCII else []), "iso2022_jp_ext"]
    if labelled in _WESTERN:  # what is utf-8 throughout is hardly ever anything else, and much of it is called this
        return ["utf-8", labelled, "cp1252"]
    likely = [labelled, "utf-8"] if labelled else ["utf-8"]
    return list(dict.fromkeys(likely if labelled in _MANY_OCTETS else [*likely, "cp1252"]))


_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15"})
_MANY_OCTETS = frozenset({"utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})


def _mend(octets: bytes, labelled: str) -> str:
    """Octets that fit no charset whole: Japanese with a maker's own letters, a text with torn letters, or
    windows-1252 with octets that mean nothing there."""
    if octets.isascii():
        return _JAPANESE.sub(_from_jis, octets.decode("ascii"))
    text = octets.decode(labelled if labelled in _MANY_OCTETS else "utf-8", "replace")
    torn = text.count("\ufffd")
    letters = sum(1 for character in text if character > "\x7f") - torn
    return text if torn <= letters else octets.decode("cp1252", "replace")


_JAPANESE = re.compile(r"\x1b\$[@B]([^\x1b]*)(?:\x1b\([BJ])?")


def _from_jis(shifted: re.Match[str]) -> str:
    """Two-octet letters between escapes (RFC 1468), with NEC's row 13 that ISO-2022-JP lacks and mail is full of."""
    return bytes(ord(letter) & 0x7F | 0x80 for letter in shifted.group(1)).decode("euc_jis_2004", "replace")
