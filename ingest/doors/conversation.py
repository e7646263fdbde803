"""One client at the SMTP door: aiosmtpd's conversation, with what it leaves open, and within budgets.

What it leaves open: long lines, patience while octets flow, codes of RFC 3463. The budgets, so that no client keeps the
others out: connections in all and from one address, errors, time, octets of mails that are under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any, AnyStr

from aiosmtpd.smtp import SMTP

from config.settings import SmtpIn
from ingest.doors.data import WholeLines

MAX_LINE = 1024 * 1024  # octets in a mail's line; programs that fold nothing write long ones (RFC 5321 allows 1000)
MAX_COMMAND = 4096  # octets a client may send ahead of our answer
FORGIVEN = 3  # errors without a pause
LONGEST_PAUSE = 5.0  # seconds before the answer to an error
LEAVING = 2.0  # seconds a client has to read our last words
_NOT_THEIR_FAULT = ("421", "451", "452", "454")

_FULL = b"421 4.3.2 too many connections, please try again"
_FULL_FOR_YOU = b"421 4.7.0 too many connections from your address, please try again"
_ERRORS = b"421 4.7.0 too many errors, good bye"
_OVER_TIME = b"421 4.4.2 this took too long, please try again"
_BUSY = b"452 4.3.1 too much mail at once, please try again"
_BUSY_BY_NOW = b"421 4.3.1 too much mail at once, please try again"


class Budgets:
    """What all conversations of one door share: who is there, and the octets of their mails that are under way."""

    def __init__(self, limits: SmtpIn) -> None:
        self.limits = limits
        self.there: set[Conversation] = set()
        self.octets = 0

    def refusal(self, client: str) -> bytes | None:
        """What to say to one more from this address; None where there is room."""
        if len(self.there) >= self.limits.max_connections:
            return _FULL
        if sum(each.client == client for each in self.there) >= self.limits.connections_per_address:
            return _FULL_FOR_YOU
        return None

    def fits(self, octets: int, has: int = 0) -> bool:
        """Whether there is room for so many more beside the `has` octets it has; one mail alone always fits."""
        return self.octets == has or self.octets + octets <= self.limits.max_in_flight


class Porter(asyncio.Protocol):
    """Lets a client in, or asks it to come back (RFC 5321 §3.8)."""

    def __init__(self, budgets: Budgets, converse: Callable[[str], Conversation]) -> None:
        self._budgets = budgets
        self._converse = converse

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        client = client_of(transport.get_extra_info("peername"))
        if refusal := self._budgets.refusal(client):
            transport.write(refusal + b"\r\n")
            transport.close()
            return
        conversation = self._converse(client)
        transport.set_protocol(conversation)
        conversation.connection_made(transport)


class Conversation(SMTP):
    """client  whose connection it is: an IPv4 address, or the network an IPv6 client chooses its addresses from"""

    line_length_limit = MAX_LINE

    def __init__(self, client: str, budgets: Budgets, reception: object, **options: Any) -> None:
        super().__init__(reception, timeout=budgets.limits.timeout, **options)
        self.client = client
        self._budgets = budgets
        self._errors = 0
        self._came: int | None = None  # octets of the mail that is coming in; None between mails
        self._share = 0  # what it takes of the octets in flight: what was declared, or what came
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._budgets.there.add(self)
        if self._end is None:  # else it is STARTTLS: the same client, on a new wire
            self._end = self.loop.call_later(self._budgets.limits.session_seconds, self.hang_up, _OVER_TIME)
        super().connection_made(transport)
        self._look_ahead(MAX_COMMAND)

    def connection_lost(self, error: Exception | None) -> None:
        self._budgets.there.discard(self)
        if self._end:
            self._end.cancel()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        self._reset_timeout()  # silence is what this limits; a big mail over a thin line is the session's to limit
        if self._came is not None:
            self._count(len(data))
        super().data_received(data)

    def hang_up(self, last_words: bytes = b"") -> None:
        """Close, also on who does not read. Without a further word where it already was said."""
        if self.transport is None or self.transport.is_closing():
            return
        if last_words:
            self._writer.write(last_words + b"\r\n")
        self.transport.close()
        self.loop.call_later(LEAVING, self._cut)

    def _cut(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    def _timeout_cb(self) -> None:
        self.hang_up(_OVER_TIME)

    async def push(self, status: AnyStr) -> None:
        answer = _IN_OUR_WORDS.get(status, status)
        code = answer[:3] if isinstance(answer, str) else answer[:3].decode("ascii")
        if code == "250" and self._came is not None:
            self._errors = 0  # a mail is kept: that makes up for them
        elif code >= "400" and code not in _NOT_THEIR_FAULT:
            self._errors += 1
            await asyncio.sleep(pause_after(self._errors, self._budgets.limits.error_pause))
        await super().push(answer)
        if self._errors >= self._budgets.limits.max_errors:
            self.hang_up(_ERRORS)
            await asyncio.Event().wait()  # until the lost connection ends us: nothing more of this client is read

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd names its commands so
        """Take a mail in, where there is room for the octets that were declared (RFC 1870). A client that sends more
        than it declared may be cut off on the way."""
        declared = _declared_size(self.envelope.mail_options if self.envelope else [])
        if not self._budgets.fits(declared):
            await self.push(_BUSY)
            return
        self._came, self._share = 0, declared
        self._budgets.octets += declared
        self._look_ahead(MAX_LINE)
        reader = self._reader
        self._reader = WholeLines(reader, MAX_LINE)  # type: ignore[assignment]  # the two calls that DATA makes
        try:
            await super().smtp_DATA(arg)
        finally:
            self._reader = reader
            self._look_ahead(MAX_COMMAND)
            self._budgets.octets -= self._share
            self._came = None

    def _count(self, octets: int) -> None:
        """Octets of the mail that came over the wire; above its largest size none is kept."""
        assert self._came is not None
        self._came = min(self._came + octets, self._budgets.limits.max_size + MAX_LINE)
        more = self._came - self._share
        if more <= 0:
            return
        if not self._budgets.fits(more, self._share):
            self.hang_up(_BUSY_BY_NOW)
            return
        self._share += more
        self._budgets.octets += more

    def _look_ahead(self, octets: int) -> None:
        """How much is read before it is asked for."""
        self._reader._limit = octets  # type: ignore[attr-defined]


def client_of(peer: tuple[Any, ...] | None) -> str:
    """Whose connections count together."""
    address = ip_address(str(peer[0]).partition("%")[0]) if peer else None
    if address is None or address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ip_network((address, 64), strict=False))


def pause_after(errors: int, first: float) -> float:
    """Seconds to wait before the answer to this many errors: each twice as long as the one before."""
    return min(first * 2.0 ** (errors - FORGIVEN - 1), LONGEST_PAUSE) if errors > FORGIVEN else 0.0


def _declared_size(options: list[str]) -> int:
    sizes = [option[5:] for option in options if option.upper().startswith("SIZE=")]
    return int(sizes[0]) if sizes and sizes[0].isdigit() else 0


_TOO_LARGE = "552 5.3.4 this mail is too large / deze mail is te groot"
_IN_OUR_WORDS: dict[str | bytes, Any] = {
    "552 Error: message size exceeds fixed maximum message size": _TOO_LARGE,
    "552 Error: Too much mail data": _TOO_LARGE,
    "500 Line too long (see RFC5321 4.5.3.1.6)": "554 5.6.0 a line of this mail is too long / een regel is te lang",
}
