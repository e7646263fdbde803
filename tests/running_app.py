"""A desk that runs: pages over real HTTP on loopback, the cast loaded, a clock that stands until it is moved."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import update
from starlette.types import ASGIApp, Receive, Scope, Send

from config.settings import DeskSettings, Language, Limits, Reminders, Settings, SmtpIn, SmtpOut
from convert.unit_of_work import UnitOfWork
from store.life_signs import LifeSigns
from store.people import Staff
from store.store import Store
from store.timeline import Actor
from tests.cast import MONDAY, SYSTEM, Desk, move_in
from tests.servers.server_process import HOST
from tests.servers.sink import Sink
from web.app import create_app
from web.serving import PageServer

AUTHSERV = "mx.delinde.example.nl"  # the server before ours, which says what it found out about a sender
PASSWORD = "een lange zin die niemand raadt"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class Clock:
    """Tells the time that was set."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def advance(self, **passed: float) -> None:
        """Let time pass: `advance(hours=2)`."""
        self.now += timedelta(**passed)


class RunningDesk(Desk):
    """What a journey needs. `staff_browser()` and `stranger()` are browsers without scripts, each with its own
    cookies; `turn()` acts behind the screen, at the time of the clock."""

    def __init__(self, store: Store, settings: Settings, clock: Clock, sink: Sink, opened: ExitStack) -> None:
        super().__init__(store, settings)
        self.clock = clock
        self.sink = sink
        self.url = settings.desk.base_url
        self._opened = opened

    def stranger(self, **headers: str) -> httpx2.Client:
        return self._opened.enter_context(
            httpx2.Client(
                base_url=self.url,
                headers={"sec-fetch-site": "same-origin", **headers},
                timeout=20,
                verify=False,  # no TLS on loopback, and reading the authorities takes longer than a page
            )
        )

    def staff_browser(self, first_name: str = "Ingrid") -> httpx2.Client:
        """A browser in which this member of staff has logged in."""
        browser = self.stranger()
        answer = browser.post("/login", data={"email": self.staff_named(first_name).email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return browser

    @contextmanager
    def work(self, actor: Actor = SYSTEM, now: datetime | None = None) -> Iterator[UnitOfWork]:
        with super().work(actor, now or self.clock()) as work:
            yield work


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reminders() -> Reminders:
    """When unanswered work orders are brought up again; a test may set it otherwise."""
    return Reminders()


class Front:
    """The pages of the desk that runs: one app behind one port for all tests of a worker, since making its routes takes
    longer than a page."""

    def __init__(self, port: int) -> None:
        self.url = f"http://{HOST}:{port}"
        self._app: FastAPI | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None
        await self._app(scope, receive, send)

    def show(self, store: Store, settings: Settings, clock: Clock) -> None:
        """From now on these are the pages of this desk."""
        self._app = self._app or create_app(store, settings, clock)
        state = self._app.state
        state.store, state.settings, state.clock = store, settings, clock


@pytest.fixture(scope="session")
def front() -> Iterator[Front]:
    listener = socket.create_server((HOST, 0))
    front = Front(listener.getsockname()[1])
    with serving(front, listener):
        yield front


@pytest.fixture
def running_desk(
    store: Store, clock: Clock, sink: Sink, tmp_path: Path, reminders: Reminders, front: Front, clerks_read: Language
) -> Iterator[RunningDesk]:
    """The cast's desk with its pages open; every member of staff can log in with PASSWORD."""
    settings = desk_settings(tmp_path, front.url, sink, reminders)
    with ExitStack() as opened:
        desk = RunningDesk(store, settings, clock, sink, opened)
        move_in(desk, clock())
        with desk.work() as work:
            work.session.execute(update(Staff).values(password_hash=CHEAP, language=clerks_read))
        front.show(store, settings, clock)
        yield desk


def desk_settings(data_dir: Path, url: str, sink: Sink, reminders: Reminders) -> Settings:
    return Settings(
        desk=DeskSettings(
            base_url=url,
            data_dir=data_dir,
            secret=SecretStr("a secret for tests only"),
            postal_address="Kanaalstraat 12, 3511 SS Utrecht",
            phone="030 000 0012",
            invoice_address="facturen@delinde.example.nl",
        ),
        smtp_in=SmtpIn(port=0, trusted_authserv_id=AUTHSERV),
        smtp_out=SmtpOut(host=sink.host, port=sink.port),
        reminders=reminders,
        limits=Limits(conversion_undo_seconds=0),  # one test asks whether receipts wait; the others read them
    )


@contextmanager
def serving(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    """Serve the app on this socket, in a thread of its own, until the block ends."""
    pages = PageServer(app, listener, LifeSigns())
    thread = threading.Thread(target=pages.serve, name="pages")
    thread.start()
    try:
        yield
    finally:
        pages.end()
        thread.join()
