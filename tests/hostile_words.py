"""Words that want to be more than words: headers, lines, mailboxes, encoded words within encoded words; and texts that
cost whoever reads them with the wrong tool."""

from __future__ import annotations

import base64
import os

BREAK = "lek\r\nBcc: iemand@elders.example.nl\r\n\r\n<b>hallo</b>"
WHOLE = "POSTBON_TEST_HOSTILE" in os.environ  # the whole product is tried, not a part that is spread over it


def nested(text: str, depth: int, encoding: str = "q") -> str:
    """An encoded word that holds an encoded word, so many deep."""
    for _ in range(depth):
        octets = text.encode()
        inside = base64.b64encode(octets).decode() if encoding == "b" else "".join(f"={octet:02X}" for octet in octets)
        text = f"=?utf-8?{encoding}?{inside}?="
    return text


ATTACKS = [
    *(nested(BREAK, depth) for depth in range(7)),
    *(nested(BREAK, depth, "b") for depth in range(1, 7)),
    *(f"lek{mark}Bcc: iemand@elders.example.nl" for mark in "\r\n\0\u2028\u2029\x85\x0b\x1c"),
    'Jan" <iemand@elders.example.nl>, "x',
    "Jan, Piet: <iemand@elders.example.nl>; é (noot) \\",
    "\u202eln.elpmaxe@kadnov <é>",
    "é" * 3_000,
    "a" * 3_000,
    "\ud800 half",
    "\u0300\u0316" * 2_000,
    "=?utf-8?q?=0D=0ABcc:=20x@y.nl?=" * 40,
    "=?", "?=", "", " ", "[T-2026-00042]",
]  # fmt: skip


MEGABYTE = 1_000_000
FAMILIES = {
    "marks": "\u0300\u0316",
    "letters with marks": "a\u0300\u0316",
    "ampersands": "&",
    "brackets": ">",
    "quoted brackets": "> > ",
    "blank lines": "\n",
    "quoted blank lines": ">\n",
    "one long word": "a",
    "nested pages": "<div>",
    "nested comments": "(",
    "encoded words": "=?utf-8?q?a?=",
    "addresses": "a@b,",
    "colons": "Van: ",
    "dots": ". ",
    "halfwidth marks": "\uff9e",
}


def hostile_text(family: str, octets: int = MEGABYTE) -> str:
    piece = FAMILIES[family]
    return piece * (octets // len(piece.encode()))
