"""The files in Outlook's winmail.dat ([MS-OXTNEF]), read in one pass.

Every step takes octets away, so that no count it claims is believed further than its octets reach.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ingest.reading.charsets import decode

MAX_WINMAIL = 10_000_000  # octets of a winmail.dat that is opened
MAX_FILES = 100  # in one of them
MAX_ATTRIBUTES = 1_000  # of a winmail.dat; a file takes five
MAX_WORDS = 300  # numbers read in the properties of one file; real ones have a hundred


@dataclass(slots=True)
class WinmailFile:
    name: str = "winmail-part"
    octets: bytes = b""


def read_winmail(octets: bytes) -> list[WinmailFile]:
    """Its files in order; of a broken one those that can be had. Never raises."""
    files: list[WinmailFile] = []
    charset = ""
    for name, data in islice(_attributes(octets), MAX_ATTRIBUTES):
        if name == _CODEPAGE and len(data) >= 4:
            charset = f"cp{int.from_bytes(data[:4], 'little')}"
        elif name == _BEGIN_FILE:
            if len(files) == MAX_FILES:
                break
            files.append(WinmailFile())
        elif files and name == _TITLE:
            _call(files[-1], decode(data, charset).text)
        elif files and name == _DATA:
            files[-1].octets = data
        elif files and name == _PROPERTIES:
            _describe(files[-1], data, charset)
    return files


_SIGNATURE = 0x223E9F78
_CODEPAGE, _BEGIN_FILE, _TITLE, _DATA, _PROPERTIES = 0x9007, 0x9002, 0x8010, 0x800F, 0x9005


def _attributes(octets: bytes) -> Iterator[tuple[int, bytes]]:
    """(name, data) of each attribute (§2.1.3): level, name, type, length, data, checksum. Nobody computes the last."""
    if octets[:4] != struct.pack("<I", _SIGNATURE):
        return
    at = 6
    while at + 9 <= len(octets):
        _, name, _, length = struct.unpack_from("<BHHI", octets, at)
        yield name, octets[at + 9 : at + 9 + length]
        at += 11 + length


def _describe(file: WinmailFile, data: bytes, charset: str) -> None:
    """What the attachment's own properties say of it: better names, and objects instead of octets."""
    properties = dict(_properties(data))
    for name in (_LONG_NAME, _SHORT_NAME):
        kind, value = properties.get(name, (0, b""))
        if value:
            _call(file, decode(value, "utf-16-le" if kind == _UNICODE else charset).text)
            break
    kind, value = properties.get(_CONTENT, (0, b""))
    if value:
        file.octets = value[16:] if kind == _OBJECT else value  # an object has its interface's name in front


_LONG_NAME, _SHORT_NAME, _CONTENT = 0x3707, 0x3704, 0x3701


def _call(file: WinmailFile, name: str) -> None:
    file.name = name.strip("\0\ufffd \t\r\n") or file.name


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """(name, (type, value)) of each property that has a variable length (§2.1.3.4), until the octets end."""
    words = _Words(data)
    try:
        words.take()  # their number
        while words.left():
            name, kind = divmod(words.take(), 0x10000)
            if name >= _NAMED:
                words.skip(16)
                words.skip(words.take() if words.take() else 4)  # a name, or a number
            several = kind & _SEVERAL
            kind &= ~_SEVERAL
            if kind in _WIDTHS:
                words.skip(_WIDTHS[kind] * (words.take() if several else 1))
            elif kind in _VARIABLE:
                for _ in range(words.take()):
                    if not words.left():
                        return
                    yield name, (kind, words.block())
            else:
                return
    except struct.error:
        return


_NAMED, _SEVERAL = 0x8000, 0x1000
_OBJECT, _STRING, _UNICODE, _BINARY = 0x0D, 0x1E, 0x1F, 0x102
_VARIABLE = frozenset({_OBJECT, _STRING, _UNICODE, _BINARY})
_WIDTHS = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}


class _Words:
    """Octets taken from the front, in steps of four. Raises struct.error where they end too soon."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.steps = MAX_WORDS

    def left(self) -> bool:
        return self.at < len(self.data) and self.steps > 0

    def take(self) -> int:
        self.steps -= 1
        (number,) = struct.unpack_from("<I", self.data, self.at)
        self.at += 4
        return int(number)

    def skip(self, length: int) -> None:
        self.at += (length + 3) // 4 * 4

    def block(self) -> bytes:
        """A length and as many octets."""
        length = self.take()
        begin = self.at
        self.skip(length)
        return self.data[begin : begin + length]
