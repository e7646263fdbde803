"""Header fields as sent: raw octets in, names and unfolded text out (RFC 5322 §2.2, RFC 2231)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote_to_bytes

from ingest.reading.charsets import decode, decode_header_octets, is_named
from ingest.reading.encoded_words import decode_words

MAX_FIELDS = 5_000
MAX_VALUE = 16 * 1024  # octets of one field; a line of a header has at most 998 (RFC 5322 §2.1.1)
MAX_LIST = 128 * 1024  # of one that lists: two thousand people, or References of a year-long thread
# Whoever judges Authentication-Results refuses what is too long, and must see that it is.
LISTS = frozenset({"from", "to", "cc", "bcc", "reply-to", "in-reply-to", "references", "authentication-results"})
MAX_PREFACE = 64 * 1024  # octets before the first field
MAX_PARAMETERS = 200  # pieces of them, in one field


class Fields:
    """The fields of one part in their order. Values are unfolded text; encoded words still stand in them."""

    __slots__ = ("items",)

    def __init__(self, items: list[tuple[str, str]]) -> None:
        self.items = items

    def get(self, name: str) -> str:
        """The first field of that name (lower case), "" where there is none."""
        return next((value for key, value in self.items if key == name), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.items if key == name]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.items)


def read_fields(raw: bytes, at: int, *, at_most: int = MAX_FIELDS) -> tuple[Fields, int, list[str]]:
    """The fields that begin at `at`, where the body begins, and what was wrong. Never raises.

    A line that is no field ends the fields, unless well-known fields go on behind it: then a fold lost its blank. A
    mail none of whose first lines is a field we know ("Storing: de lamp …") has no header: they are its words.
    """
    fields, end, defects = _read_fields(raw, at, at_most)
    if at == 0 and fields.items and not any(_WELL_KNOWN.match(name) for name, _ in fields.items):
        return Fields([]), _skip_preface(raw, at), ["no-header"]
    return fields, end, defects


def _read_fields(raw: bytes, at: int, at_most: int) -> tuple[Fields, int, list[str]]:
    items: list[tuple[str, str]] = []
    odd: dict[int, bytes] = {}  # by their place among the items
    defects: list[str] = []
    at = _skip_preface(raw, at)
    while at < len(raw):
        blank = _BLANK.match(raw, at)
        if blank:
            return _in_their_letters(items, odd), blank.end(), defects
        match = _FIELD.match(raw, at)
        if match is None:
            stray = _STRAY.match(raw, at)
            if stray is None and items and items[-1][1].endswith(";"):
                stray = _STRAY_PARAMETER.match(raw, at)
            if stray is None:
                defects.append("body-without-blank-line")
                return _in_their_letters(items, odd), at, defects
            defects.append("stray-line-in-header")
            if items:
                name, begun = items.pop()
                odd.pop(len(items), None)
                items.append((name, f"{begun} {_unfold(stray.group()[:MAX_VALUE])}"))
            at = stray.end()
            continue
        if len(items) >= at_most:
            end = _END.search(raw, at)
            return _in_their_letters(items, odd), end.end() if end else len(raw), [*defects, "too-many-fields"]
        name, value = match.group(1).decode("latin-1").lower(), match.group(2)
        room = MAX_LIST if name in LISTS else MAX_VALUE
        if len(value) > room:
            value = value[:room] + b" ..."  # blanks before the cut stay, so who judges its length sees it
            defects.append("field-too-long")
        if not value.isascii():
            odd[len(items)] = value
        items.append((name, _unfold(value)))
        at = match.end()
    return _in_their_letters(items, odd), len(raw), defects


_FIELD = re.compile(rb"([^\s:\x00-\x20\x7f]{1,200})[ \t]*:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_BLANK = re.compile(rb"\r?\n")
_END = re.compile(rb"\n\r?\n")
_KNOWN = (
    "(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-[a-z-]+|Received|Return-Path|Reply-To|In-Reply-To|"
    "References|Sender|Delivered-To|X-[a-z-]+|List-[a-z-]+|DKIM-Signature)"
)
_STRAY = re.compile(rb"(?:[^\r\n][^\n]{0,998}\n){1,4}?(?=%s[ \t]*:)" % _KNOWN.encode(), re.I)
_WELL_KNOWN = re.compile(rf"{_KNOWN}$", re.I)
_STRAY_PARAMETER = re.compile(rb"[a-z0-9*-]{1,30}=[^\n]{1,998}\n", re.I)
_PREFACE = re.compile(rb"(?:\xef\xbb\xbf)?+(?:[ \t]*+\r?\n|>?From (?![ \t]*:)[^\n]*+\n)*+")


def _skip_preface(raw: bytes, at: int) -> int:
    """An mbox's From line, blank lines or a byte order mark before the first field of a mail are no part of it."""
    if at:
        return at
    preface = _PREFACE.match(raw, 0, MAX_PREFACE)
    return preface.end() if preface else 0


def _in_their_letters(items: list[tuple[str, str]], odd: dict[int, bytes]) -> Fields:
    """Raw 8-bit is read anew where the same header says in which charset the mail is written."""
    fields = Fields(items)
    label = mime_value(fields.get("content-type"))[1].get("charset", "") if odd else ""
    if is_named(label):
        for place, value in odd.items():
            items[place] = (items[place][0], _unfold(value, label))
    return fields


def _unfold(value: bytes, label: str = "") -> str:
    text = decode_header_octets(value, label)
    return _FOLD.sub(r"\1", text).strip(" \t\r\n") if "\n" in text else text.strip(" \t\r\n")


_FOLD = re.compile(r"\r*\n([ \t])")


def mime_value(text: str) -> tuple[str, dict[str, str]]:
    """A Content-Type or Content-Disposition: the value in lower case, and its parameters decoded.

    Tolerated: pieces in any order (RFC 2231 §3), encoded words in quotes (Outlook), raw 8-bit, missing quotes, quotes
    within quotes, comments (RFC 2045 §5.1), no value at all. Of a name said twice the one with a charset counts (RFC
    6266 §4.3).
    """
    value = _VALUE.match(text)
    assert value is not None  # it matches the empty text
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in islice(_PARAMETER.finditer(text, value.end()), MAX_PARAMETERS):
        name, number, star, quoted, bare = match.groups()
        value_text = _QUOTED_PAIR.sub(r"\1", quoted) if quoted is not None else _without_comment(bare.strip())
        if number or star:
            pieces.setdefault(name.lower(), {}).setdefault(int(number or 0), (bool(star), value_text))
        else:
            plain.setdefault(name.lower(), value_text)
    kind = "".join((value.group(1) or "").lower().split())
    return kind, {name: _decoded(value_text) for name, value_text in plain.items()} | {
        name: _join(value_text) for name, value_text in pieces.items()
    }


_PARAMETER = re.compile(
    r"(?<![\w!#$&+.^`|~-])([\w!#$&+.^`|~-]{1,76}?)(?:\*(\d{1,4}))?(\*)?[ \t]*+="
    r'[ \t]*+(?:"((?:[^"\\]++|\\.|"(?!\s*+(?:[;(]|\Z|[\w*-]++\s*+=))(?=[^";]*+"))*+)"?|([^;]*+))',
    re.S,
)
_QUOTED_PAIR = re.compile(r'\\(["\\])')  # other backslashes are a Windows path
_VALUE = re.compile(  # what follows without a semicolon is a parameter all the same
    r"(?:[\s;]++|\([^()]*+\))*+((?:[^\s;(=/]++(?:\s*+/\s*+[^\s;(=]++)?+)(?![ \t]*+=))?"
)


def _without_comment(bare: str) -> str:
    """`utf-8 (Unicode)`, but not the unquoted name `foto (1).jpg`."""
    name, opened, _ = bare.rpartition("(") if bare.endswith(")") else ("", "", "")
    return name.rstrip() if opened and name[-1:].isspace() else bare


def _decoded(parameter: str) -> str:
    """A parameter with its encoded words decoded, or its charset and percent signs where just the star is missing."""
    forgotten = _STARLESS.fullmatch(parameter)
    if forgotten:
        return decode(unquote_to_bytes(forgotten.group(2)), forgotten.group(1)).text
    return decode_words(parameter)


_STARLESS = re.compile(r"(utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d)'[\w-]{0,20}'([^%]*%[0-9a-f]{2}.*)", re.I)


def _join(pieces: dict[int, tuple[bool, str]]) -> str:
    """Put a parameter's pieces together; octets are joined before they are decoded, as pieces may split a letter."""
    in_order = [pieces[number] for number in sorted(pieces)]
    if not any(star for star, _ in in_order):
        return decode_words("".join(piece for _, piece in in_order))
    label, octets = "", b""
    for star, piece in in_order:
        if star and not octets and piece.count("'") >= 2:
            label, _, piece = piece.split("'", 2)
        octets += unquote_to_bytes(piece) if star else piece.encode("utf-8", "surrogateescape")
    return decode(octets, label or "utf-8").text
