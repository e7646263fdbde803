"""A desk to which the variations of a situation are sent, a day apart, and what became of each."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from itertools import count
from typing import Any

from tests.journeys.letters import ReceivedLetter
from tests.journeys.outside_user import UTRECHT, OutsideUser
from tests.journeys.world import World
from tests.running_app import AUTHSERV
from tests.web.api.programs import a_program

DESK = "melding@delinde.example.nl"
STAFF = {"ingrid@delinde.example.nl", "bram@delinde.example.nl", "piket@delinde.example.nl"}
NUMBERS = count(1)


@dataclass(frozen=True)
class Situation:
    """What is right is asked of each variation; the first is the one that was reported."""

    right: Callable[[Post, Any], None]
    variations: Mapping[str, Any]


@dataclass(frozen=True)
class SentOrder:
    number: str
    letter: ReceivedLetter


def part(kind: str, body: bytes | str, *fields: str) -> str:
    """A part of a mail, its octets in base64."""
    coded = base64.encodebytes(body).decode() if isinstance(body, bytes) else body
    encoding = "base64" if isinstance(body, bytes) else "8bit"
    return "\n".join([f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *fields, "", coded])


def many(kind: str, *parts: str) -> str:
    mark = f"=_{next(NUMBERS)}"
    inner = "".join(f"--{mark}\n{one}\n" for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{inner}--{mark}--\n'


def plain(text: str) -> str:
    return part("text/plain; charset=utf-8", text)


def page(html: str) -> str:
    return part("text/html; charset=utf-8", f"<html><body>{html}</body></html>")


def head(headers: Mapping[str, str], entity: str) -> bytes:
    lines = [
        f"{name}: {Header(value, 'utf-8').encode() if not value.isascii() else value}"
        for name, value in headers.items()
    ]
    return "\n".join([*lines, "MIME-Version: 1.0", entity]).replace("\r\n", "\n").replace("\n", "\r\n").encode()


class Post:
    desk = DESK

    def __init__(self, world: World, fixture: Callable[[str], Any]) -> None:
        self.world = world
        self.fixture = fixture  # of this name, where a variation needs a server of its own
        self.program = a_program(world.desk)

    def mail(self, who: OutsideUser, entity: str, subject: str = "", headers: Mapping[str, str] | None = None) -> bytes:
        """A mail as this person's program writes it, found authentic on its way. headers: what is other in it; "" leaves
        one out."""
        domain = who.address.rpartition("@")[2]
        proven = f"{AUTHSERV}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
        lines = {
            "Authentication-Results": proven,
            "From": formataddr((who.name, who.address)),
            "To": DESK,
            "Subject": subject,
            "Date": format_datetime(self.now),
            "Message-ID": f"<{next(NUMBERS)}.case@{domain}>",
        } | dict(headers or {})
        return head({name: value for name, value in lines.items() if value or name == "Subject"}, entity)

    @property
    def now(self) -> datetime:
        return self.world.clock().astimezone(UTRECHT)

    def sends(self, octets: bytes, sender: str = "www@host.example.nl", to: str = DESK) -> dict[str, Any]:
        """Over SMTP; what became of it."""
        self.world.carry(octets, sender, to)
        self.world.wait()
        return self.newest()

    def newest(self) -> dict[str, Any]:
        key = self.asks("/messages?limit=1")["items"][0]["id"]
        return self.asks(f"/messages/{key}")

    def asks(self, where: str) -> dict[str, Any]:
        answer = self.program.get(where)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def draft_of(self, message: Mapping[str, Any]) -> dict[str, Any]:
        assert (message["place"], message["aside"]) == ("draft", None), (message["rule"], message["evidence"])
        return self.asks(f"/drafts/{message['draft']}")

    def converts(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Made a ticket as the desk proposes it, and the letters sent."""
        answer = self.program.post(f"/drafts/{draft['id']}/convert", json={})
        assert answer.status_code == 201, answer.text
        self.world.wait()
        ticket: dict[str, Any] = answer.json()
        return ticket

    def orders(self) -> SentOrder:
        """A work order at De Kraan, sent, and the letter about it."""
        ticket = self.program.post("/tickets", json={"title": "Lekkage", "description": "Het lekt.", "unit": 1}).json()
        answer = self.program.post(f"/tickets/{ticket['number']}/orders", json={"party": self.firm()})
        assert answer.status_code == 201, answer.text
        self.world.wait()
        return SentOrder(answer.json()["number"], self.world.johan.letters("Opdracht")[-1])

    def firm(self) -> int:
        return next(int(row["id"]) for row in self.asks("/parties")["items"] if "Kraan" in row["name"])

    def state_of(self, order: SentOrder) -> str:
        return str(self.asks(f"/orders/{order.number}")["state"])

    def answer(self, order: SentOrder, entity: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Johan's answer to it."""
        letter = order.letter
        threaded = {"To": letter.reply_to, "In-Reply-To": letter.message_id, "References": letter.message_id}
        return self.mail(self.world.johan, entity, f"Re: {letter.subject}", threaded | dict(headers or {}))

    def answers(self, order: SentOrder, entity: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        octets = self.answer(order, entity, headers)
        return self.sends(octets, self.world.johan.address, order.letter.reply_to)

    def told(self) -> set[str]:
        """Everybody outside who was written to."""
        return {letter.to for letter in self.world.letters} - STAFF
