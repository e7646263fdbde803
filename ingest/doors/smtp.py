"""The SMTP door (RFC 5321): the desk's own addresses only, and 250 only for what is kept."""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.settings import Settings
from ingest.doors.conversation import Budgets, Conversation, Porter
from ingest.doors.recipients import Token, Welcome, read_recipient, welcome
from ingest.identity import identify
from ingest.reading.charsets import legible
from store.intake import Arrival, Intake
from store.life_signs import guard
from store.store import Store, StoreUnavailableError
from store.troubles import clear_trouble, report_trouble

KEEPERS = 8  # threads that write octets to disk; each waits for the disk, not for the processor
NAME = "smtp"
LOOK, QUIET = 5.0, 30.0  # seconds between signs of life, and without one until the loop stands still

_log = logging.getLogger(__name__)


class SmtpDoor:
    """Listens from `open` to `close`, on a thread and an event loop of its own."""

    def __init__(self, store: Store, intake: Intake, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._reception = Reception(store, intake, settings, clock)
        self._loop = asyncio.new_event_loop()
        self._signs = store.signs
        self._closed = threading.Event()
        self._thread = threading.Thread(
            target=guard, args=(store.signs, NAME, self._loop.run_forever, self._closed), name=NAME, daemon=True
        )
        self._server: asyncio.Server | None = None
        self._budgets = Budgets(settings.smtp_in)
        self._tls = _tls_context(settings)

    def open(self) -> int:
        """Listen; the port it became (port 0 takes a free one). Raises OSError where the address is taken."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Take no new connection, end the open ones. What was answered with 250 is kept already."""
        self._closed.set()
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._reception.close()

    async def _listen(self) -> None:
        where = self._settings.smtp_in
        self._live()
        self._server = await self._loop.create_server(
            lambda: Porter(self._budgets, self._converse), where.host, where.port, backlog=256
        )

    def _live(self) -> None:
        self._signs.give(NAME, quiet=QUIET)
        self._loop.call_later(LOOK, self._live)

    async def _leave(self) -> None:
        if self._server:
            self._server.close()
        for conversation in list(self._budgets.there):
            conversation.hang_up(b"421 4.3.2 closing, please try again")
        while self._budgets.there:  # who does not read our last words is cut off
            await asyncio.sleep(0.01)

    def _converse(self, client: str) -> Conversation:
        return Conversation(
            client,
            self._budgets,
            self._reception,
            data_size_limit=self._settings.smtp_in.max_size,
            enable_SMTPUTF8=True,
            hostname=self._settings.desk.domain,
            ident="Postbon",
            tls_context=self._tls,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            loop=self._loop,
        )


class Reception:
    """What is said at each step (the hooks aiosmtpd calls)."""

    def __init__(self, store: Store, intake: Intake, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._intake = intake
        self._settings = settings
        self._clock = clock
        self._disk_trouble = True  # perhaps: the process before us may have told staff so
        self._keepers = ThreadPoolExecutor(KEEPERS, thread_name_prefix="keeper")

    def close(self) -> None:
        self._keepers.shutdown()

    async def handle_EHLO(  # noqa: N802  aiosmtpd names its hooks so
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, offers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [offer for offer in offers if not offer.startswith("250-AUTH")]  # nobody logs in here

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._intake.lacks_room():
            return "452 4.3.1 no room on disk just now, please try again / schijf vol, probeer het later opnieuw"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= self._settings.smtp_in.max_recipients:
            return "452 4.5.3 too many recipients"
        seen = read_recipient(self._settings, address)
        answer = seen if isinstance(seen, Welcome) else await self._ask_store(seen)
        if answer is Welcome.YES:
            envelope.rcpt_tos.append(address)
            return "250 2.1.5 OK"
        return _REFUSALS[answer].format(address=self._settings.desk.address)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        sender, recipients = legible(envelope.mail_from or ""), tuple(map(legible, envelope.rcpt_tos))
        try:
            promise = await self._in_thread(lambda: self._keep(raw, sender, recipients))
            receipt = await asyncio.wrap_future(promise)
        except OSError as error:
            words = error.strerror or str(error)
            await self._in_thread(lambda: self._tell_of_disk(words))
            raise
        if self._disk_trouble:
            await self._in_thread(self._disk_is_well)
        return f"250 2.0.0 kept as M-{receipt.message_id}"

    async def handle_exception(self, error: Exception) -> str:
        """Whatever failed was ours: the sender keeps the mail and tries again (RFC 5321 §4.2.1; aiosmtpd would say
        500 and the mail would be lost)."""
        _log.error("this mail could not be kept: %s", error)
        return "451 4.3.0 not kept just now, please try again / nu niet bewaard, probeer het later opnieuw"

    def _keep(self, raw: bytes, sender: str, recipients: tuple[str, ...]) -> Future[Any]:
        seen = identify(raw)
        arrival = Arrival(
            raw=raw,
            fingerprint=seen.fingerprint,
            message_id=seen.message_id,
            door="smtp",
            at=self._clock(),
            sender="" if sender == "<>" else sender,  # the null return path, as aiosmtpd gives it
            recipients=recipients,
        )
        return self._intake.keep(arrival)

    def _tell_of_disk(self, words: str) -> None:
        """Staff must see it: every sender is being asked to wait. The store may sit on that same disk."""
        self._disk_trouble = True
        try:
            with self._store.writing() as session:
                text = f"mail kan niet worden bewaard / mail cannot be kept: {words}"
                report_trouble(session, "disk", text, self._clock())
        except StoreUnavailableError as error:
            _log.error("nor can the store be told: %s", error)

    def _disk_is_well(self) -> None:
        with self._store.writing() as session:
            clear_trouble(session, "disk", self._clock())
        self._disk_trouble = False

    async def _ask_store(self, seen: Token) -> Welcome:
        answer: Welcome = await self._in_thread(lambda: welcome(self._store, seen, self._clock()))
        return answer

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._keepers, work)


_REFUSALS = {
    Welcome.NOT_OURS: (
        "550 5.1.1 no such address here, write to {address} / dit adres bestaat hier niet, mail naar {address}"
    ),
    Welcome.EXPIRED: (
        "550 5.1.1 this reply address is no longer in use, write to {address}"
        " / dit antwoordadres is niet meer in gebruik, mail naar {address}"
    ),
}


def _tls_context(settings: Settings) -> ssl.SSLContext | None:
    if settings.smtp_in.tls_cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.smtp_in.tls_cert, settings.smtp_in.tls_key)
    return context
