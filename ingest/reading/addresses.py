"""Who a header names: mail-parser's strict reading first, then what a clerk would still make of it (RFC 5322 §3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.language.unseen import without_unseen
from ingest.mail import Address
from ingest.reading.encoded_words import decode_words


def read_addresses(strict: Iterable[tuple[str, str]], leftovers: Iterable[str]) -> tuple[Address, ...]:
    """Addresses in order, without repeats.

    strict      (name, address) pairs from mail-parser
    leftovers   list members it could not place, as text: `a@x <mailto:a@x>`, `<<a@x>>`, a name with a stray comma
    """
    found = [Address(clean_name(name, address), clean_address(address)) for name, address in strict]
    for member in leftovers:
        found.extend(_lenient(decode_words(member)))
    return tuple(dict.fromkeys(found))


def is_plain_mailbox(values: list[str], address: str) -> bool:
    """Whether these fields are one that names this one mailbox, and nothing beside its name (RFC 5322 §3.4).

    Two mailboxes, a group, a comment or a mark out of place: a server and we may then each judge another sender.

    values  as sent, unfolded, encoded words not decoded
    """
    found = _PLAIN_MAILBOX.fullmatch(values[0].strip()) if len(values) == 1 else None
    return found is not None and clean_address(found.group(1) or found.group(2)) == address


_ADDRESS = r"[^\s<>()\[\]:;,\"'@\\]{1,64}@[^\s<>()\[\]:;,\"'@\\]{1,255}"
_PLAIN_MAILBOX = re.compile(
    rf"({_ADDRESS})|(?:(?:\"(?:[^\"\\]++|\\.)*+\"|[^\s<>()\[\]:;,\"@\\]++)\s*+)*+<\s*({_ADDRESS})\s*>", re.S
)


def clean_address(address: str) -> str:
    """The local part as written, the domain in lower case (RFC 5321 §2.4)."""
    address = address.strip(" <>\t")
    if address[:1] == address[-1:] == "'":
        address = address[1:-1]
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.lower().rstrip('.')}"


def clean_name(name: str, address: str = "") -> str:
    """A display name without the quotes some programs put around quotes; "" where it only repeats the address."""
    name = _SPACES.sub(" ", without_unseen(decode_words(name))).strip()
    while len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return "" if name.lower() == address.lower() else name


_SPACES = re.compile(r"[\s\0]+")


def _lenient(member: str) -> list[Address]:
    """What stands in angle brackets and looks like an address, the last first, as it counts most; else whatever does.
    The name before them is that of the first."""
    matches = list(_LOOKS_LIKE.finditer(member[:10_000]))
    if not matches:
        return []
    bracketed = [
        match for match in reversed(matches) if _OPENED.search(member, max(match.start() - 20, 0), match.start())
    ]
    first, *others = bracketed or matches
    name = member[: matches[0].start()].split("<")[0].strip(" \t\"'(<,;:")
    found = [Address(clean_name(name, first.group()), clean_address(first.group()))]
    seen = {found[0].address}
    for match in others:
        address = clean_address(match.group())
        found += [Address("", address)] if address not in seen else []
        seen.add(address)
    return found


_OPENED = re.compile(r"(?:<|mailto:)\s*\Z")


_LOOKS_LIKE = re.compile(r"[^\s<>()\[\]:;,\"'@]{1,64}@[^\s<>()\[\]:;,\"'@]{1,255}")
