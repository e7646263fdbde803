"""A real SMTP server on loopback that keeps what it is given, and can fail as servers do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.server_process import HOST, free_port

Stage = Literal["MAIL", "RCPT", "DATA"]


@dataclass(frozen=True)
class Received:
    """One message as it came over the wire: the envelope, whose sender is "" for the null path, and the octets."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    octets: bytes


class Sink:
    """Keeps deliveries. What it refuses or hangs up on is kept in `turned_away`, so that attempts can be counted."""

    def __init__(self, port: int | None = None) -> None:
        self.host = HOST
        self.port = port or free_port()
        self.deliveries: list[Received] = []
        self.turned_away: list[Received] = []
        self.replies: dict[Stage, str] = {}
        self.hangs_up_after_data = False
        self.seconds = 0.0
        self._changed = threading.Condition()
        self._controller: Controller | None = None

    def wait_for(self, count: int, *, seconds: float = 30) -> list[Received]:
        """The deliveries, as soon as there are this many."""
        return self._wait(self.deliveries, count, seconds)

    def wait_for_turned_away(self, count: int, *, seconds: float = 30) -> list[Received]:
        return self._wait(self.turned_away, count, seconds)

    def answer(self, reply: str, *, at: Stage = "DATA") -> None:
        """From now on say this at a stage, as in "451 4.3.0 later" or "550 5.1.1 nobody here"."""
        self.replies[at] = reply

    def hang_up_after_data(self) -> None:
        """From now on close the connection after the last dot, so that the client never hears whether it went well."""
        self.hangs_up_after_data = True

    def answer_slowly(self, seconds: float) -> None:
        """From now on think so long over each letter."""
        self.seconds = seconds

    def answer_well(self) -> None:
        self.replies.clear()
        self.hangs_up_after_data, self.seconds = False, 0.0

    def go_up(self) -> None:
        self._controller = Controller(SinkHandler(self), hostname=self.host, port=self.port, ready_timeout=20)
        self._controller.start()

    def go_down(self) -> None:
        """Refuse connections until `go_up`, which listens on the same port again."""
        if self._controller:
            self._controller.stop()
        self._controller = None

    def keep(self, delivery: Received, *, accepted: bool) -> None:
        with self._changed:
            (self.deliveries if accepted else self.turned_away).append(delivery)
            self._changed.notify_all()

    def _wait(self, kept: list[Received], count: int, seconds: float) -> list[Received]:
        with self._changed:
            enough = self._changed.wait_for(lambda: len(kept) >= count, timeout=seconds)
            assert enough, f"{len(kept)} of {count} letters came within {seconds} s"
            return list(kept)


class SinkHandler:
    """aiosmtpd's handler: its method names are the hooks that library looks for."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self.sink.replies.get("MAIL"):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self.sink.replies.get("RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail_from = "" if envelope.mail_from == "<>" else envelope.mail_from or ""
        delivery = Received(mail_from, tuple(envelope.rcpt_tos), content)
        reply = self.sink.replies.get("DATA", "250 2.0.0 kept")
        await asyncio.sleep(self.sink.seconds)
        if self.sink.hangs_up_after_data:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        self.sink.keep(delivery, accepted=reply.startswith("2") and not self.sink.hangs_up_after_data)
        return reply


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Where this test's outgoing mail ends."""
    sink = Sink()
    sink.go_up()
    yield sink
    sink.go_down()
