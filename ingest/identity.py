"""Recognising a mail before it is read: its Message-ID, and a print of its octets that no way it takes changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from ingest.reading.charsets import decode_header_octets


@dataclass(frozen=True, slots=True)
class Identity:
    """message_id  normalised: no angle brackets, no blanks, domain in lower case; "" where there is none
    fingerprint    sha256 over the octets less what servers add on the way
    """

    message_id: str
    fingerprint: str


def identify(raw: bytes) -> Identity:
    """Look at the header only; the body is hashed, not parsed.

    The same mail by SMTP, IMAP and a pipe differs in its trace fields (RFC 5321 §4.4), in what filters noted (X-…,
    Authentication-Results, ARC), in its line ends and in a last blank line. None of that is the mail.
    """
    plain = _PREFACE.sub(b"", raw.replace(b"\r\n", b"\n"), count=1)
    end = _BLANK_LINE.search(plain)
    header = plain[: end.start() + 1] if end else plain
    body = plain[end.end() :] if end else b""
    fields = [field for field in _FIELD.findall(header) if not _TRACE.match(field)]
    print_of = sha256(b"".join(fields) + b"\n")
    print_of.update(body.rstrip(b"\n"))
    return Identity(_message_id(fields), print_of.hexdigest())


def normal_message_id(text: str) -> str:
    """The first Message-ID in a field's value (RFC 5322 §3.6.4), bare ones too."""
    found = _IN_BRACKETS.search(text)
    bare = "".join((found.group(1) if found else text).split()).strip("<>")
    local, at, domain = bare.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def _message_id(fields: list[bytes]) -> str:
    for field in fields:
        name, _, value = field.partition(b":")
        if name.strip().lower() == b"message-id":
            return normal_message_id(decode_header_octets(value))
    return ""


# An mbox's line, and blanks before the first field.
_PREFACE = re.compile(rb"\A(?:[ \t]*\n|>?From (?![ \t]*:)[^\n]*\n)+")
_BLANK_LINE = re.compile(rb"(?:\A|\n)\n")
_FIELD = re.compile(rb"[^\n]+(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_TRACE = re.compile(
    rb"(?:received(?:-spf)?|return-path|delivered-to|envelope-to|authentication-results(?:-original)?|arc-[a-z-]+"
    rb"|delivery-date|status|dkim-filter|x-[^:]*)[ \t]*:",
    re.I,
)
_IN_BRACKETS = re.compile(r"<([^<>]+)>")
