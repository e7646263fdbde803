"""The page token in a composed letter is masked, so that it rests nowhere; it is put in when the letter leaves."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

# As long as a token and made of what no token has (store.tokens.TOKEN), so that it is never mistaken for one.
MASK = "0" * 26

POLICY = policy.SMTP.clone(cte_type="7bit")  # every server takes it, whatever it says about 8BITMIME


def unmask(octets: bytes, token: str) -> bytes:
    """The letter with its page token put in. The text is decoded for it and encoded again: a transfer encoding may
    have broken the mask over two lines (RFC 2045 §6.7)."""
    letter = BytesParser(policy=POLICY).parsebytes(octets)
    for part in letter.walk():
        if part.get_content_type() in ("text/plain", "text/html"):
            text = part.get_content()
            if MASK in text:
                write_text(part, text.replace(MASK, token), part.get_content_subtype())
    return octets_of(letter)


def octets_of(letter: EmailMessage) -> bytes:
    """The letter as it goes over the wire. Subject and identifiers begin on the line of their field: beginning on the
    next is allowed (RFC 5322 §2.2.3), but there are programs that then find none."""
    head, blank, body = letter.as_bytes().partition(b"\r\n\r\n")
    return re.sub(rb"(?m)^(Subject|Message-ID|In-Reply-To|References):[ ]*\r\n[ ]+", rb"\1: ", head) + blank + body


def write_text(part: EmailMessage, text: str, subtype: str) -> None:
    part.set_content(text, subtype=subtype, cte="quoted-printable")
