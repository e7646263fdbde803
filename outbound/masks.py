"""The page tokens in a composed letter are masked, so that they rest nowhere; they are put in when it leaves."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage

# As long as a token and made of what no token has (store.tokens.TOKEN), so that it is never mistaken for one.
MASK = "0" * 26
_DIGITS, _COUNTED = "0189", 5  # the last of them say which of the letter's pages it is

POLICY = policy.SMTP.clone(cte_type="7bit")  # every server takes it, whatever it says about 8BITMIME

# The transfer encoding may have broken it over two lines (RFC 2045 §6.7).
_WRITTEN = re.compile(rb"(?:=\r\n)?".join([b"0"] * (len(MASK) - _COUNTED) + [f"[{_DIGITS}]".encode()] * _COUNTED))


def mask_of(page: int) -> str:
    """The mask of one of the pages a letter leads to, counted from 0."""
    places = (page // len(_DIGITS) ** place % len(_DIGITS) for place in reversed(range(_COUNTED)))
    return MASK[:-_COUNTED] + "".join(_DIGITS[digit] for digit in places)


def unmask(octets: bytes, *tokens: str) -> bytes:
    """The letter with its page tokens put in, character by character, so that its lines stay as long as they were."""

    def with_token(mask: re.Match[bytes]) -> bytes:
        page = 0
        for digit in re.sub(rb"=\r\n", b"", mask[0])[-_COUNTED:].decode():
            page = page * len(_DIGITS) + _DIGITS.index(digit)
        if page >= len(tokens):
            return mask[0]  # somebody's own words
        characters = iter(tokens[page])
        return re.sub(rb"[0189]", lambda _: next(characters).encode(), mask[0])

    return _WRITTEN.sub(with_token, octets)


def octets_of(letter: EmailMessage) -> bytes:
    """The letter as it goes over the wire. Subject and identifiers begin on the line of their field: beginning on the
    next is allowed (RFC 5322 §2.2.3), but there are programs that then find none."""
    head, blank, body = letter.as_bytes().partition(b"\r\n\r\n")
    return re.sub(rb"(?m)^(Subject|Message-ID|In-Reply-To|References):[ ]*\r\n[ ]+", rb"\1: ", head) + blank + body


def write_text(part: EmailMessage, text: str, subtype: str) -> None:
    part.set_content(text, subtype=subtype, cte="quoted-printable")
