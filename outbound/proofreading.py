"""A composed letter is read again before it leaves: what a reader's program will find in it, not what we meant."""

from __future__ import annotations

import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses

from config.settings import DeskSettings
from store.letter_table import Letter

_ONCE = ("from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type", "content-language")
_PERHAPS = ("in-reply-to", "references", "auto-submitted", "x-auto-response-suppress", "content-transfer-encoding")
_OF_PARTS = frozenset(
    {"content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version"}
)


class SpoiledLetterError(Exception):
    """The letter has a header that its row does not."""


def proofread(octets: bytes, letter: Letter, desk: DeskSettings) -> None:
    """Raises SpoiledLetterError where a field is missing, stands twice, is none of ours, or names other addresses.

    Read with the oldest and most literal reader the library has: it decodes nothing and mends nothing.
    """
    head, _, _ = octets.partition(b"\r\n\r\n")
    if not _HEAD.fullmatch(head + b"\r\n"):
        raise SpoiledLetterError("its header has a line that is no field, or an octet that is no letter")
    mail = BytesParser(policy=policy.compat32).parsebytes(octets)
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118  a name that stands twice is listed twice
    if len(set(names)) != len(names) or not set(_ONCE) <= set(names) <= {*_ONCE, *_PERHAPS}:
        raise SpoiledLetterError(f"its header fields are {', '.join(names)}")
    local, _, domain = desk.address.rpartition("@")
    expected = {
        "from": re.escape(desk.address),
        "to": re.escape(letter.to_address),
        "reply-to": rf"{re.escape(local)}(?:\+[a-z0-9]+)?@{re.escape(domain)}",
    }
    for name, pattern in expected.items():
        addresses = [address for _, address in getaddresses([str(mail[name])])]
        if len(addresses) != 1 or not re.fullmatch(pattern, addresses[0]):
            raise SpoiledLetterError(f"its field {name} names {addresses}")
    if str(mail["message-id"]).strip() != f"<{letter.mail_id}>":
        raise SpoiledLetterError("its Message-ID is not the one of its row")
    for part in mail.walk():
        _proofread_part(part, outermost=part is mail)


# Fields of printable ASCII, folded before a blank (RFC 5322 §2.2).
_HEAD = re.compile(rb"(?:[!-9;-~]+:[ -~\t]*\r\n(?:[ \t][ -~\t]*\r\n)*)+")


def _proofread_part(part: Message, *, outermost: bool) -> None:
    names = {name.lower() for name in part.keys()}  # noqa: SIM118  as above
    if not outermost and not names <= _OF_PARTS:
        raise SpoiledLetterError(f"a part of it has the fields {', '.join(sorted(names))}")
