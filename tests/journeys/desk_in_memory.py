"""A desk within one process, for many short histories: pages without a server, mail without a wire, rounds when they
are called, and the whole of it put back to where it was in a few milliseconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx2
from anyio import to_thread
from pydantic import SecretStr
from sqlmodel import Session, col, select

from config.settings import DeskSettings, Settings, SmtpIn, Web
from convert.answers.answers import take_answers
from convert.answers.emergencies import raise_emergencies
from convert.demo.cast import load_cast
from convert.tickets.closing import close_quiet
from convert.unit_of_work import UnitOfWork
from ingest.filing import file_messages
from ingest.identity import identify
from outbound.masks import unmask
from outbound.post import post_letters
from outbound.remind import remind
from outbound.visiting import remind_of_visits
from store.access import Link
from store.intake import Arrival, keep_all
from store.keys import make_key
from store.letter_table import Letter
from store.migrations import migrate
from store.people import Staff
from store.staff import begin_session
from store.store import Store, open_engine
from store.tokens import page_token
from store.words import LetterState
from tests.cast import MONDAY, SYSTEM
from tests.journeys.forms import Chosen
from tests.journeys.letters import ReceivedLetter, open_letter
from tests.running_app import AUTHSERV, Clock
from tests.servers.sink import Received
from web.app import create_app
from web.request import COOKIE

SITE = "http://127.0.0.1"

Photograph = tuple[bytes, dict[str, bytes], datetime]  # database, octets, the time


class BlobsInMemory:
    """Octets under a key, gone with the history."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, octets: bytes) -> str:
        key = f"{hash(octets):x}"
        self.kept[key] = octets
        return key

    def put_as(self, key: str, octets: bytes) -> None:
        self.kept[key] = octets

    def get(self, key: str) -> bytes:
        return self.kept[key]

    def keys(self, prefix: str) -> set[str]:
        return {key for key in self.kept if key.startswith(prefix)}

    def remove(self, key: str, *, untouched: float = 0.0) -> None:
        self.kept.pop(key, None)

    def close(self) -> None:
        pass


async def _at_once(work: Callable[..., Any], *args: Any, **_more: Any) -> Any:
    """In place of a thread of its own: nobody else waits."""
    return work(*args)


class DeskInMemory:
    """`posts` presses a button of staff or of who holds a link, `calls` is a program, `takes_in` a door."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "postbon.sqlite"
        self.clock = Clock(MONDAY)
        self.blobs = BlobsInMemory()
        self.settings = Settings(
            desk=DeskSettings(base_url=SITE, data_dir=folder, secret=SecretStr("a secret for tests only")),
            smtp_in=SmtpIn(port=0, trusted_authserv_id=AUTHSERV),
            web=Web(idle_minutes=10_000_000),
        )
        engine = open_engine(f"sqlite:///{self.file}")
        migrate(engine)
        self.store = Store(engine, self.blobs)
        with self.work() as work:
            load_cast(work)
        with self.store.writing() as session:
            ingrid = session.exec(select(Staff).where(col(Staff.name).startswith("Ingrid"))).one()
            self.cookie = f"{COOKIE}={begin_session(session, ingrid.key, MONDAY, timedelta(days=4000))}"
            self.key = make_key(session, "a program", ingrid.key, MONDAY)[1]
        self._loop = asyncio.Runner()
        app = create_app(self.store, self.settings, self.clock)
        self._browser = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url=SITE, headers={"sec-fetch-site": "same-origin"}
        )

    def close(self) -> None:
        self._loop.close()
        self.store.close()

    # where it is, and back

    def photograph(self) -> Photograph:
        with self.store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.store.close()
        return self.file.read_bytes(), dict(self.blobs.kept), self.clock()

    def put_back(self, photograph: Photograph) -> None:
        octets, kept, now = photograph
        self.store.close()
        for left in self.file.parent.glob("postbon.sqlite*"):
            left.unlink()
        self.file.write_bytes(octets)
        self.blobs.kept = dict(kept)
        self.clock.set(now)

    # what comes in and goes out

    def gets(self, path: str, **headers: str) -> httpx2.Response:
        return self._asks("GET", path, headers=headers)

    def posts(self, path: str, files: Sequence[Chosen] = (), *, staff: bool = True, **fields: Any) -> httpx2.Response:
        """A button pressed; fields by their names in the form, `files` those of the one field that takes any."""
        headers = {"cookie": self.cookie} if staff else {}
        parts = [("files", (one.filename, one.octets, one.content_type)) for one in files]
        named = {name: value for name, value in fields.items() if value not in ("", None, False)}
        return self._asks("POST", path, data=named, files=parts or None, headers=headers)

    def calls(self, path: str, told: dict[str, Any]) -> httpx2.Response:
        """Of the API, with a key of a colleague's."""
        return self._asks("POST", path, json=told, headers={"authorization": f"Bearer {self.key}"})

    def _asks(self, method: str, path: str, **asked: Any) -> httpx2.Response:
        self._browser.cookies.clear()  # everybody has a browser of their own
        self.clock.now += timedelta(milliseconds=1)  # no two deeds are of one moment
        with patch.object(to_thread, "run_sync", _at_once):
            return self._loop.run(self._browser.request(method, path, **asked))

    def takes_in(self, octets: bytes, sender: str, to: str) -> None:
        """As the doors do: kept, filed, and acted on."""
        mark = identify(octets)
        arrival = Arrival(octets, mark.fingerprint, mark.message_id, "smtp", self.clock(), sender, (to,))
        with self.store.writing() as session:
            keep_all(session, [(arrival, self.blobs.put(octets))])
        for act in (file_messages, take_answers, raise_emergencies):
            act(self.store, self.settings, self.clock())

    def posts_letters(self) -> list[ReceivedLetter]:
        """What leaves now, as its recipients find it."""
        before = self._sent()
        while post_letters(self.store, self.settings, self.clock()):
            pass
        with self.store.reading() as session:
            return [self._open(session, key) for key in sorted(self._sent() - before)]

    def _sent(self) -> set[int]:
        with self.store.reading() as session:
            return set(session.exec(select(Letter.id).where(Letter.state == LetterState.SENT)))  # type: ignore[arg-type]

    def _open(self, session: Session, key: int) -> ReceivedLetter:
        letter = session.get_one(Letter, key)
        octets = self.blobs.get(letter.octets_key)
        if link := session.get(Link, letter.link_id) if letter.link_id else None:
            octets = unmask(octets, page_token(self.settings.secret, link.nonce))
        return open_letter(Received("", (letter.to_address,), octets), self.clock())

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        with self.store.writing() as session:
            yield UnitOfWork(session, self.settings, SYSTEM, self.clock())

    def waits(self, **passed: float) -> None:
        """Time passes, and the clocks are asked what is due."""
        self.clock.now += timedelta(**passed)
        for round_of in (remind, remind_of_visits, close_quiet):
            round_of(self.store, self.settings, self.clock())
