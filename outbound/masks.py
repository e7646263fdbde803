"""The page token in a composed letter is masked, so that it rests nowhere; it is put in when the letter leaves."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage

# As long as a token and made of what no token has (store.tokens.TOKEN), so that it is never mistaken for one.
MASK = "0" * 26

POLICY = policy.SMTP.clone(cte_type="7bit")  # every server takes it, whatever it says about 8BITMIME

# The transfer encoding may have broken it over two lines (RFC 2045 §6.7).
_WRITTEN = re.compile(rb"(?:=\r\n)?".join([b"0"] * len(MASK)))


def unmask(octets: bytes, token: str) -> bytes:
    """The letter with its page token put in, character by character, so that its lines stay as long as they were."""

    def with_token(mask: re.Match[bytes]) -> bytes:
        characters = iter(token)
        return re.sub(rb"0", lambda _: next(characters).encode(), mask[0])

    return _WRITTEN.sub(with_token, octets)


def octets_of(letter: EmailMessage) -> bytes:
    """The letter as it goes over the wire. Subject and identifiers begin on the line of their field: beginning on the
    next is allowed (RFC 5322 §2.2.3), but there are programs that then find none."""
    head, blank, body = letter.as_bytes().partition(b"\r\n\r\n")
    return re.sub(rb"(?m)^(Subject|Message-ID|In-Reply-To|References):[ ]*\r\n[ ]+", rb"\1: ", head) + blank + body


def write_text(part: EmailMessage, text: str, subtype: str) -> None:
    part.set_content(text, subtype=subtype, cte="quoted-printable")
