"""A letter of the desk as its recipient finds it: opened from the octets that came over the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from tests.servers.sink import Delivery

LINK = re.compile(r"https?://[^\s\"'<>]+/l/[\w-]+")


@dataclass(frozen=True)
class Letter:
    """What arrived, and when it did by the desk's clock."""

    delivery: Delivery
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


def open_letter(delivery: Delivery, at: datetime) -> Letter:
    return Letter(delivery, at, message_from_bytes(delivery.octets, policy=default))
