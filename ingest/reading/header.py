"""The cover of a mail: who, to whom, when, about what (RFC 5322 §3.6). mail-parser reads it from a mended copy.

What mail-parser trips over is mended before it looks: its copy has octets already turned into text, encoded words
written anew, and one leaf for each file, named, empty and in order. See docs/decisions/0001-what-mail-parser-does.md.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message

import mailparser

from ingest.language.dates import STRICT, read_date
from ingest.language.unseen import without_unseen
from ingest.mail import Address
from ingest.reading.addresses import is_plain_mailbox, read_addresses
from ingest.reading.encoded_words import decode_words, rewrite_words
from ingest.reading.fields import Fields

logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # what it cannot read is told as a defect, not on stderr

MAX_DATE = 200  # characters
MAX_PEOPLE = 128 * 1024  # characters of all lists of addresses together: some two thousand people


@dataclass(frozen=True, slots=True)
class Cover:
    """The fields of `InboundMail` of the same names, and the safe names of the files, in their order."""

    message_id: str
    subject: str
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    names: tuple[str, ...]
    defects: tuple[str, ...]
    plain_from: bool


def read_cover(fields: Fields, files: Sequence[tuple[str, str]] = ()) -> Cover:
    """files   (type, name) of each attachment; a name must not be empty, else mail-parser takes it for text"""
    parser = mailparser.MailParser(_mended(fields, files))
    sender = _sender(parser, fields)
    return Cover(
        message_id=_message_id(fields.get("message-id")),
        subject=" ".join(without_unseen(decode_words(fields.get("subject"))).replace("\0", "").split()),
        sender=sender,
        to=_people(parser, "to"),
        cc=_people(parser, "cc"),
        reply_to=_people(parser, "reply-to"),
        date=_date(parser, fields),
        in_reply_to=message_ids(fields.get("in-reply-to")),
        references=message_ids(fields.get("references")),
        names=tuple(
            listed["safe_filename"] or name for listed, (_, name) in zip(parser.attachments, files, strict=True)
        ),
        defects=_defects(parser, fields),
        plain_from=sender is not None and is_plain_mailbox(fields.all("from"), sender.address),
    )


def _date(parser: mailparser.MailParser, fields: Fields) -> datetime | None:
    text = decode_words(fields.get("date"))
    strict = parser.date.replace(tzinfo=UTC) if parser.date else None
    return strict if strict and STRICT.match(text[:MAX_DATE]) else read_date(text) or strict


def _mended(fields: Fields, files: Sequence[tuple[str, str]]) -> Message[str, str]:
    copy: Message[str, str] = Message()
    room = MAX_PEOPLE
    for name in ("from", "reply-to", "to", "cc"):
        values = fields.all(name) if name != "from" else [_from(fields)]
        if any(values):  # only From must stand once (RFC 5322 §3.6); of the others several are read as one list
            listed = _NOBODY.sub(r"\1", ", ".join(values))[:room]
            room -= len(listed)
            copy[name] = rewrite_words(listed)
    if fields.get("date"):
        copy["date"] = fields.get("date")
    if files:
        copy["content-type"] = "multipart/mixed"
        copy.set_payload([_leaf(kind, name) for kind, name in files])
    return copy


_NOBODY = re.compile(r"([,;])(?:[ \t]*+[,;]){8,}+")  # a run of empty members (RFC 5322 §4.4) costs like people


def _from(fields: Fields) -> str:
    """Where nobody is said to have written it, who sent it (RFC 5322 §3.6.2), where answers go, where returns go."""
    return next((value for name in _SENDERS if (value := fields.get(name)).strip(" \t<>")), "")


_SENDERS = ("from", "sender", "reply-to", "return-path")


def _leaf(kind: str, name: str) -> Message[str, str]:
    """One file without its octets. A forwarded mail stays closed: mail-parser would pour it out into ours."""
    leaf: Message[str, str] = Message()
    leaf["content-type"] = "application/octet-stream" if kind.startswith(("message/", "multipart/")) else kind
    leaf.add_header("content-disposition", "attachment", filename=("utf-8", "", name))
    leaf.set_payload("")
    return leaf


def message_ids(value: str) -> tuple[str, ...]:
    """Message-IDs without their angle brackets (RFC 5322 §3.6.4), in order; bare ones are accepted too."""
    found = _IN_BRACKETS.findall(value) or _BARE.findall(value)
    return tuple(re.sub(r"\s+", "", found_id) for found_id in found)


def _message_id(value: str) -> str:
    """The first of them; one word that is none all the same tells this mail from others."""
    bare = value.strip(" \t<>")
    return next(iter(message_ids(value)), bare if len(bare.split()) == 1 else "")


_IN_BRACKETS = re.compile(r"<([^<>]+)>")
_BARE = re.compile(r"(?<![^\s<>,;\"])[^\s<>,;\"@]{1,250}@[^\s<>,;\"]{1,250}")


def _people(parser: mailparser.MailParser, name: str) -> tuple[Address, ...]:
    strict = {"from": parser.from_, "to": parser.to, "cc": parser.cc, "reply-to": parser.reply_to}[name]
    unplaced = [
        defect["raw"]
        for defect in parser.address_header_defects
        if defect["header"] == name and not defect["recovered"]
    ]
    return read_addresses(strict or [], unplaced)


def _sender(parser: mailparser.MailParser, fields: Fields) -> Address | None:
    """The first author (RFC 5322 §3.6.2), else whoever sent it; a name in the order of a card index lacks its quotes
    more often than not."""
    people = _people(parser, "from")
    author = decode_words(_from(fields)).strip()
    if people:
        turned = _SURNAME_FIRST.fullmatch(author)
        return replace(people[0], name=turned.group(1).strip()) if turned else people[0]
    name, _, mailbox = author.strip("<>\"' ").partition("<")
    return Address(name.strip(" \"'()"), mailbox.strip(" >")) if author else None


# Jansen, Jan <jan@example.nl>, and other names with a mark in them that the grammar wants in quotes.
_SURNAME_FIRST = re.compile(r"([^<>@\"(),:;]++[,:;][^<>@\"(),:;]++)<[^<>]+>")


def _defects(parser: mailparser.MailParser, fields: Fields) -> tuple[str, ...]:
    found = ["several-from"] if len(fields.all("from")) > 1 else []
    for defect in [*parser.address_header_defects, *parser.date_header_defects]:
        found.append(f"{defect['header']}: {defect['reason']}: {defect['raw'][:80].strip()}")
    return tuple(found)
