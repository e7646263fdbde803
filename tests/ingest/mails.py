"""Mails to send and to judge: everything a test is not about is ordinary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from ingest.mail import Address, InboundMail, Reply

NOW = datetime(2026, 11, 20, 11, 45, tzinfo=UTC)
DESK = "melding@delinde.example.nl"
FATIMA = "fatima.elamrani@mail.example.nl"
JOHAN = "johan@dekraan.example.nl"


def a_mail(
    *,
    sender: str = FATIMA,
    new: str = "Er komt water door het plafond van de badkamer.",
    headers: tuple[tuple[str, str], ...] = (),
    **fields: Any,
) -> InboundMail:
    """A mail as the rules see it; everything a test is not about is ordinary."""
    bare = InboundMail(
        message_id="a1@mail.example.nl",
        subject="Lekkage badkamer",
        sender=Address("Fatima el Amrani", sender) if sender else None,
        to=(Address("", DESK),),
        cc=(),
        reply_to=(),
        date=NOW,
        in_reply_to=(),
        references=(),
        headers=headers,
        text=new,
        html="",
        reply=Reply(new),
        language="nl",
        attachments=(),
        is_auto=False,
        is_bulk=False,
        is_bounce=False,
    )
    return replace(bare, **fields)


def some_octets(
    n: int = 1,
    *,
    sender: str = FATIMA,
    to: str = DESK,
    subject: str = "Lekkage badkamer",
    text: str = "Er komt water door het plafond.",
    **headers: str,
) -> bytes:
    """One whole mail, other for every `n`. Header names take underscores: In_Reply_To."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = "Fri, 20 Nov 2026 12:41:07 +0100"
    mail["Message-ID"] = f"<mail-{n}@mail.example.nl>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
