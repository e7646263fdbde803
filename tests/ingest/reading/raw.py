"""Mails written out by hand, octet by octet: what the reader's tests stand on."""

from __future__ import annotations

from ingest.mail import Envelope, InboundMail
from ingest.reading.message import read_mail

NOWHERE = Envelope(sender=None, recipients=())
COVER = b"From: Fatima <fatima@mail.example.nl>\r\nTo: melding@delinde.example.nl\r\nSubject: Koude radiator\r\n"


def read(raw: bytes, *recipients: str) -> InboundMail:
    return read_mail(raw, Envelope(sender=None, recipients=recipients))


def read_with(header: bytes, body: bytes = b"Hij blijft koud.") -> InboundMail:
    """A whole mail with these header lines on top of its cover."""
    return read(header + b"\r\n" + COVER + b"\r\n" + body)


def read_cover_line(line: bytes) -> InboundMail:
    """A mail with this one header line and nothing else said."""
    return read(line + b"\r\n\r\nHij blijft koud.")


def parts(*leaves: bytes, kind: bytes = b"mixed") -> bytes:
    """A multipart mail; each leaf is its header lines, an empty line and its body."""
    bounded = b"".join(b"--tak\r\n" + leaf + b"\r\n" for leaf in leaves)
    return COVER + b"Content-Type: multipart/" + kind + b"; boundary=tak\r\n\r\n" + bounded + b"--tak--\r\n"


def text(said: bytes, kind: bytes = b"text/plain; charset=utf-8") -> bytes:
    return b"Content-Type: " + kind + b"\r\n\r\n" + said
