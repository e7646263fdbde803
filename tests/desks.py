"""A desk that runs: pages over real HTTP on loopback, the cast loaded, a clock that stands until it is moved."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from argon2 import PasswordHasher
from pydantic import SecretStr
from sqlmodel import select

from config.settings import Desk, Settings, SmtpOut
from store.cast import Cast, load_cast
from store.people import Staff
from store.store import Store
from tests.servers.keeper import HOST
from tests.servers.sink import Sink
from web.app import create_app

MONDAY = datetime(2026, 11, 16, 6, 52, tzinfo=UTC)  # 07:52 in Amsterdam, when the first story begins
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


@dataclass
class RunningDesk:
    """What a journey needs. `staff()` and `stranger()` are browsers without scripts, each with its own cookies."""

    store: Store
    settings: Settings
    clock: Clock
    cast: Cast
    sink: Sink
    url: str
    opened: ExitStack = field(default_factory=ExitStack)

    def stranger(self, **headers: str) -> httpx2.Client:
        return self.opened.enter_context(
            httpx2.Client(base_url=self.url, headers={"sec-fetch-site": "same-origin", **headers}, timeout=20)
        )

    def staff(self, first_name: str = "Ingrid") -> httpx2.Client:
        """A browser in which this member of staff has logged in."""
        browser = self.stranger()
        email = self.cast.staff[first_name].email
        answer = browser.post("/login", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return browser


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cast(store: Store, clock: Clock) -> Cast:
    """The cast in the store; every member of staff can log in with PASSWORD."""
    with store.writing() as session:
        told = load_cast(session, clock())
        for member in session.exec(select(Staff)):
            member.password_hash = CHEAP
    return told


@pytest.fixture
def desk(store: Store, cast: Cast, clock: Clock, sink: Sink, tmp_path: Path) -> Iterator[RunningDesk]:
    listener = socket.create_server((HOST, 0))
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    settings = desk_settings(tmp_path, url, sink)
    with serving(create_app(store, settings, clock), listener), ExitStack() as opened:
        yield RunningDesk(store, settings, clock, cast, sink, url, opened)


def desk_settings(data_dir: Path, url: str, sink: Sink) -> Settings:
    return Settings(
        desk=Desk(
            base_url=url,
            data_dir=data_dir,
            secret=SecretStr("a secret for tests only"),
            postal_address="Kanaalstraat 12, 3511 SS Utrecht",
            phone="030 000 0012",
            invoice_address="facturen@delinde.example.nl",
        ),
        smtp_out=SmtpOut(host=sink.host, port=sink.port),
    )


@contextmanager
def serving(app: Callable[..., Any], listener: socket.socket) -> Iterator[None]:
    """Serve the app on this socket, in a thread of its own, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="pages")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
