"""A letter of the desk as its recipient finds it: opened from the octets that came over the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from selectolax.lexbor import LexborHTMLParser

from tests.journeys.forms import words_of
from tests.servers.sink import Received

LINK = re.compile(r"https?://[^\s\"'<>]+/l/[\w-]+")


@dataclass(frozen=True)
class ReceivedLetter:
    """What arrived, and when it did by the clock on the wall in Utrecht."""

    delivery: Received
    at: datetime
    mail: EmailMessage

    @property
    def to(self) -> str:
        return self.delivery.rcpt_tos[0]

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        """The plain part, its lines joined as a reader reads them."""
        return " ".join(self._body("plain").split())

    @property
    def lines(self) -> list[str]:
        return self._body("plain").splitlines()

    @property
    def from_name(self) -> str:
        return str(self.mail["From"].addresses[0].display_name)

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def link(self) -> str:
        """The one private link in it."""
        links = set(LINK.findall(self._body("plain")))
        assert len(links) == 1, f"{len(links)} links in {self.subject!r}"
        return str(links.pop())

    @property
    def has_link(self) -> bool:
        return bool(LINK.search(self._body("plain")))

    @property
    def buttons(self) -> dict[str, str]:
        """The buttons in it: words -> where they lead."""
        found = LexborHTMLParser(self.html).css("a.button")
        return {words_of(node): node.attributes["href"] or "" for node in found}

    @property
    def reply_to(self) -> str:
        return str(self.mail["Reply-To"].addresses[0].addr_spec)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"]).strip()

    @property
    def references(self) -> list[str]:
        return str(self.mail["References"] or "").split()

    @property
    def attachments(self) -> dict[str, bytes]:
        return {part.get_filename() or "": part.get_payload(decode=True) for part in self.mail.iter_attachments()}  # type: ignore[misc]

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        assert part is not None, f"no {kind} part in {self.subject!r}"
        return str(part.get_content())


def open_letter(delivery: Received, at: datetime) -> ReceivedLetter:
    return ReceivedLetter(delivery, at, message_from_bytes(delivery.octets, policy=default))


def delivery_report(letter: ReceivedLetter) -> bytes:
    """What the recipient's server sends back for a mailbox that is not there (RFC 3464)."""
    return "\r\n".join(
        [
            "From: MAILER-DAEMON@mx.example.nl (Mail Delivery System)",
            f"To: {letter.delivery.mail_from}",
            "Subject: Undelivered Mail Returned to Sender",
            f"Date: {letter.mail['Date']}",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            f"<{letter.to}>: host mx.example.nl said: 550 5.1.1 User unknown",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example.nl",
            "",
            f"Final-Recipient: rfc822; {letter.to}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
            "",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {letter.message_id}",
            f"Subject: {letter.subject}",
            "",
            "--b--",
            "",
        ]
    ).encode()
