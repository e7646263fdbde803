"""Texts of a megabyte through every entry of a desk that runs: how long the slowest takes, and how long others wait.

POSTBON_BENCH_FAMILIES says how many families of texts each field is tried with (2; all: 15).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx2
from sqlmodel import func, select

from bench.load import DESK, running
from config.settings import Settings
from convert.demo.cast import load_cast
from convert.relations.import_columns import COLUMNS
from convert.relations.importing import import_csv
from store.mail import Message
from store.migrations import migrate
from store.people import Staff
from store.store import Store
from store.words import MessageState
from tests.hostile_words import FAMILIES, hostile_text
from tests.journeys.forms import Chosen
from tests.journeys.transports import by_smtp
from tests.journeys.world import World
from tests.running_app import CHEAP, Clock, RunningDesk
from tests.servers.server_process import HOST, comes_true, free_port
from tests.servers.sink import Sink
from tests.web.every_field import every_field
from web.staff.relations.importing import LARGEST

OTHERS = ("/healthz/live", "/login")  # what somebody else asks for all the while
AUTHSERV_ID = "mx.delinde.example.nl"  # whose results are believed, and so read
SENDER = "fatima.elamrani@mail.example.nl"
HEADERS = (
    "Subject",
    "From",
    "To",
    "Message-ID",
    "References",
    "Date",
    "Reply-To",
    "Received",
    "Authentication-Results",
)
Wait = tuple[float, float]  # when it was asked for, and answered


@dataclass
class Entries:
    """What went in by one kind of entry."""

    spent: list[tuple[float, str]] = field(default_factory=list)
    begun: float = field(default_factory=time.time)
    ended: float = 0.0
    broken: int = 0


def main() -> None:
    with ExitStack() as opened:
        world = a_world(opened)
        context = get_context("fork")
        ready, stop, waits = context.Event(), context.Event(), context.Queue()
        watcher = context.Process(target=watch, args=(world.desk.settings.desk.base_url, ready, stop, waits))
        watcher.start()
        ready.wait()
        done = mails(world) | fields(world) | imports(world) | pages_of_import(world)
        stop.set()
        others: list[Wait] = waits.get()
        watcher.join()
    print(f"{'entry':24} {'texts':>6} {'slowest s':>10} {'others ms':>10} {'500s':>5}   slowest of them")
    for kind, entries in done.items():
        slowest, what = max(entries.spent)
        meanwhile = [end - begun for begun, end in others if begun < entries.ended and end > entries.begun]
        longest = max(meanwhile, default=0) * 1000
        print(f"{kind:24} {len(entries.spent):6} {slowest:10.2f} {longest:10.0f} {entries.broken:5}   {what}")


def a_world(opened: ExitStack) -> World:
    """The cast with a mail in its tray, at home in a desk that runs in a passing folder until `opened` ends; only this
    machine reaches it, and no letter leaves it."""
    port, smtp, folder = free_port(), free_port(), opened.enter_context(tempfile.TemporaryDirectory())
    environment = {
        "POSTBON_CONFIG": str(Path(folder, "postbon.toml")),
        "POSTBON_DESK__DATA_DIR": folder,
        "POSTBON_DESK__BASE_URL": f"http://{HOST}:{port}",
        "POSTBON_DESK__SECRET": "a secret for the bench only",
        "POSTBON_DATABASE__URL": "",
        "POSTBON_BLOBS__URL": "",
        "POSTBON_WEB__HOST": HOST,
        "POSTBON_WEB__PORT": str(port),
        "POSTBON_SMTP_IN__HOST": HOST,
        "POSTBON_SMTP_IN__PORT": str(smtp),
        "POSTBON_SMTP_IN__TRUSTED_AUTHSERV_ID": AUTHSERV_ID,
        "POSTBON_SMTP_OUT__HOST": "",
        **{f"POSTBON_LIMITS__{limit}": "1000000" for limit in (
            "DRAFTS_PER_SENDER_HOUR", "REPORT_PER_ADDRESS_HOUR", "REPORTS_PER_HOUR", "DEEDS_PER_LINK_HOUR",
            "DEEDS_BY_LINK_HOUR", "LOGIN_PER_QUARTER",
        )},
    }  # fmt: skip
    Path(environment["POSTBON_CONFIG"]).touch()
    os.environ |= environment
    settings = Settings()
    store = Store.open(settings)
    opened.callback(store.close)
    migrate(store.engine)
    opened.enter_context(running(["-c", "import cli; cli.main()", "serve"], port, environment))
    desk = RunningDesk(store, settings, Clock(datetime.now(UTC)), Sink(), opened)
    with desk.work() as work:
        load_cast(work)
        for member in work.session.exec(select(Staff)):
            member.password_hash = CHEAP
    world = World(desk, by_smtp(smtp))
    world.fatima.mails("De kraan druppelt.", "Kraan", photos=[Chosen("kraan.jpg", b"\xff\xd8\xff\xe0")])
    comes_true(lambda: number_waiting(store) == 0)
    return world


def watch(url: str, ready: Event, stop: Event, waits: Queue[list[Wait]]) -> None:
    """Somebody else, in a process of his own. What a page takes when it is first shown is nobody's attack."""
    seen: list[Wait] = []
    with httpx2.Client(base_url=url, timeout=120) as client:
        for path in OTHERS:
            client.get(path).raise_for_status()
        ready.set()
        while not stop.is_set():
            for path in OTHERS:
                begun = time.time()
                client.get(path).raise_for_status()
                seen.append((begun, time.time()))
            time.sleep(0.02)
    waits.put(seen)


def chosen() -> list[str]:
    """Another part of the families at each call, so that all are tried."""
    number = int(os.environ.get("POSTBON_BENCH_FAMILIES", "2"))
    return [next(_FAMILY) for _ in range(number)]


_FAMILY = cycle(FAMILIES)


def timed(entries: Entries, what: str, act: Callable[[], bool]) -> None:
    """act: answers whether it went well."""
    begun = time.perf_counter()
    entries.broken += not act()
    entries.spent.append((time.perf_counter() - begun, what))
    entries.ended = time.time()


def mails(world: World) -> dict[str, Entries]:
    """From DATA to being filed."""
    store = world.desk.store
    done: dict[str, Entries] = {}
    for place in ("plain text", "page", *HEADERS):
        entries = done.setdefault("mail: its header" if place in HEADERS else f"mail: {place}", Entries())
        for number, family in enumerate(FAMILIES):
            octets = a_mail(place, family, f"{place.replace(' ', '-')}.{number}")

            def sent(octets: bytes = octets) -> bool:
                world.carry(octets, SENDER, DESK)
                return comes_true(lambda: number_waiting(store) == 0, seconds=60)

            timed(entries, f"{place}, {family}", sent)
    return done


def a_mail(place: str, family: str, mark: str) -> bytes:
    text = hostile_text(family, 1_000_000)
    head = {"From": SENDER, "To": DESK, "Subject": "Lek", "Message-ID": f"<{mark}@mail.example.nl>"}
    if place == "Authentication-Results":
        head[place] = f"{AUTHSERV_ID}; dmarc=pass "
    kind = "html" if place == "page" else "plain"
    if place in HEADERS:
        head[place] = head.get(place, "") + text.replace("\n", "\r\n ")[:1_000_000]
        text = "Het lekt."
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"{lines}Content-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n".encode()


def number_waiting(store: Store) -> int:
    with store.reading() as session:
        waiting = select(func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
        return session.exec(waiting).one()


def fields(world: World) -> dict[str, Entries]:
    """Of forms and calls: a megabyte, and as much as one may have."""
    done: dict[str, Entries] = {}
    for each in list(every_field(world)):  # finding them has the API described, which takes its time
        kind = "call of the API" if each.way in ("json", "params") else "form: staff"
        if each.path.startswith(("/l/", "/report", "/login")):
            kind = "form: strangers"
        entries = done.setdefault(kind, Entries())
        for family in chosen():
            for octets in (1_000_000, 49_000):
                text = hostile_text(family, octets)
                timed(
                    entries,
                    f"{each}, {octets} octets of {family}",
                    lambda each=each, text=text: each.send(text).status_code < 500,  # type: ignore[misc]
                )
    return done


def imports(world: World) -> dict[str, Entries]:
    """Beside the desk that runs, on its database."""
    entries = Entries()
    for kind, columns in COLUMNS.items():
        for family in FAMILIES:
            text = ",".join(column.name for column in columns) + "\n" + hostile_text(family)

            def imported(kind: str = kind, text: str = text) -> bool:
                with world.desk.work() as work:
                    return bool(import_csv(work, kind, text, dry_run=True))

            timed(entries, f"{kind}, {family}", imported)
    return {"file to import": entries}


def pages_of_import(world: World) -> dict[str, Entries]:
    """Of the same, as large as its page takes it."""
    entries = Entries()
    for kind, columns in COLUMNS.items():
        for family in chosen():
            text = ",".join(column.name for column in columns) + "\n" + hostile_text(family, LARGEST - 1_000)

            def shown(kind: str = kind, text: str = text) -> bool:
                file = {"files": ("bestand.csv", text.encode())}
                answer = world.ingrid.browser.post("/relations/import", data={"kind": kind}, files=file)
                return answer.status_code in (200, 422)

            timed(entries, f"{kind}, {family}", shown)
    return {"page of import": entries}
