"""Machines fail in every way we could think of (tests/journeys/faults.py), at any moment between DATA and post: what
was acknowledged is there once, no letter leaves twice, no news is lost, no thread dies. More rounds: `make crash`.

The mails speak of gas, so that each becomes a ticket at once and letters leave with nobody's hand in between.
"""

from __future__ import annotations

import os
import smtplib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from config.settings import BlobSettings, Settings
from convert.tickets.comments import add_note
from store.blob_places import open_blobs
from store.blobs import FileBlobs
from store.letter_table import Letter
from store.mail import Draft, Message
from store.migrations import migrate
from store.store import Store, open_engine
from store.tickets import Ticket
from store.troubles import troubles
from store.words import DraftState, LetterKind, LetterState, LetterStop, MessageState, Visibility
from tests.cast import SETTINGS, Desk, load_desk
from tests.ingest.doors.open_door import a_wire
from tests.ingest.mails import DESK, FATIMA, some_octets
from tests.journeys.faults import ON_ANY, ON_POSTGRES, Machines
from tests.journeys.nodes import Node
from tests.leases import LONG_AGO, end_leases
from tests.servers.postgres import OwnPostgres
from tests.servers.server_process import comes_true
from tests.servers.sink import Sink

ROUNDS = int(os.environ.get("ROUNDS", "12")) // 2  # on each of the two databases
AT_ONCE = 3  # new mails before each fault
IN_TIME = 5.0  # seconds in which a desk takes a mail again
PATIENCE = 2.0  # seconds a sender waits for an answer, and hangs up
LATEST = 0.5  # seconds after which a fault strikes: a mail's whole way, on a busy machine
TOLD = {LetterState.SENT, LetterState.UNKNOWN, LetterState.RETURNED}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """As elsewhere, but a PostgreSQL of its own: it is restarted and killed."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_database"))
    own: OwnPostgres = request.getfixturevalue("own_postgres")
    url = own.create("crash")
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """What the test itself asks by: it writes and looks while databases fall, and presses nothing twice."""
    made = Store(open_engine(database_url, rest=0), FileBlobs(tmp_path / "blobs"))
    yield made
    made.close()


@pytest.fixture
def octets(request: pytest.FixtureRequest, database_url: str) -> BlobSettings:
    """In a folder beside SQLite; in a store that speaks S3 beside PostgreSQL."""
    settings: BlobSettings = request.getfixturevalue("s3_settings") if "postgres" in database_url else BlobSettings()
    return settings


@pytest.fixture
def machines(
    request: pytest.FixtureRequest, database_url: str, store: Store, sink: Sink, octets: BlobSettings
) -> Machines:
    is_postgres = database_url.startswith("postgresql")
    if is_postgres:
        store.blobs = open_blobs(Settings(blobs=octets))
    return Machines(store, sink, request.getfixturevalue("own_postgres") if is_postgres else None)


@pytest.fixture
def nodes(database_url: str, tmp_path: Path, sink: Sink, octets: BlobSettings) -> Iterator[list[Node]]:
    settings = {
        "BLOBS__URL": octets.url,
        "BLOBS__ACCESS_KEY": octets.access_key,
        "BLOBS__SECRET_KEY": octets.secret_key.get_secret_value(),
        "DESK__DATA_DIR": str(tmp_path),
        "DESK__SECRET": "a secret for tests only",
        "DATABASE__URL": database_url,
        "SMTP_OUT__HOST": sink.host,
        "SMTP_OUT__PORT": str(sink.port),
        "LIMITS__COLLAPSE_MINUTES": "0",
        "LIMITS__LETTERS_PER_HOUR": "1000000",
        "LIMITS__AUTOMATIC_PER_ADDRESS_DAY": "1000000",
        "LIMITS__EMERGENCIES_PER_SENDER_DAY": "1000000",
        "LIMITS__EMERGENCIES_PER_HOUR": "1000000",
        "LIMITS__EMERGENCY_CALLS_PER_HOUR": "1000000",
    }
    made = [Node({f"POSTBON_{name}": value for name, value in settings.items()}) for _ in range(2)]
    yield made
    for node in made:
        node.kill()


class SendingServer:
    """Fatima's server: it keeps each mail until it was told 250."""

    def __init__(self) -> None:
        self.acknowledged: set[int] = set()
        self.waiting: list[int] = []
        self._following = 0

    def write(self, number: int) -> None:
        self.waiting += range(self._following, self._following + number)
        self._following += number

    def send(self, port: int) -> None:
        """What waits, in order, until something fails."""
        client = smtplib.SMTP(local_hostname="mx.mail.example.nl", timeout=PATIENCE)
        with suppress(smtplib.SMTPException, OSError):  # the sender keeps the mail and comes again
            client.connect("127.0.0.1", port)
            for n in tuple(self.waiting):
                client.sendmail(FATIMA, DESK, octets_of(n))
                self.acknowledged.add(n)
                self.waiting.remove(n)
        client.close()

    def send_and_hang_up(self, port: int) -> None:
        """The last dot is sent, and nobody waits for the answer: this mail comes again later."""
        with suppress(OSError), a_wire(port) as wire:
            for line in (f"MAIL FROM:<{FATIMA}>", f"RCPT TO:<{DESK}>", "DATA"):
                wire.say(f"{line}\r\n".encode())
            wire.socket.sendall(octets_of(self.waiting[0]) + b"\r\n.\r\n")


def octets_of(n: int) -> bytes:
    return some_octets(n, text=f"Ik ruik gas in de keuken, melding {n}")


@pytest.mark.timeout(180 + 20 * ROUNDS)
@pytest.mark.parametrize("seed", [int(os.environ.get("SEED", "20261123"))])
def test_mail_is_there_once_and_letters_leave_once_whatever_fails(machines: Machines, nodes: list[Node], seed: int):
    random, sender, store, slowest = Random(seed), SendingServer(), machines.store, (0.0, "")
    desk = load_desk(store, SETTINGS)
    faults = ON_ANY if machines.postgres is None else ON_ANY | ON_POSTGRES
    deck: list[str] = []
    noted = 0
    for count in range(ROUNDS):
        deck = deck or random.sample(sorted(faults), len(faults))
        running = nodes[: 1 if count < ROUNDS // 2 else 2]
        name, struck = deck.pop(), random.choice(running)
        for node in running:
            start_if_dead(node, store)
        sender.write(AT_ONCE)
        with ExitStack() as healed, ThreadPoolExecutor(1) as pool:
            fault = pool.submit(strike_later, healed, random.uniform(0, LATEST), name, machines, struck)
            if random.random() < 0.5:
                sender.send_and_hang_up(struck.port)
            sender.send(struck.port)
            sender.send(running[-1].port)
            fault.result()
        for node in running:
            start_if_dead(node, store)
            slowest = max(slowest, (took_a_mail(sender, node, name), name))
            assert node.dead_threads() == set(), name
        noted += note_on_a_ticket(desk, random)
    machines.sink.answer_well()
    end_leases(store)  # of work that was broken off for want of a database
    come_due(store)
    assert comes_true(lambda: nothing_waits(store), seconds=60 + ROUNDS), (
        what_waits(store),
        wrong(store),
    )

    with store.reading() as session:
        kept = session.exec(select(Message.message_id, func.count()).group_by(Message.message_id)).all()
        drafts = session.exec(select(Draft)).all()
        keys = session.exec(select(Message.raw_key)).all()
        letters = {letter.key: letter for letter in session.exec(select(Letter))}
    states = Counter(letter.state.value for letter in letters.values())
    figures = f"{len(sender.acknowledged)} acknowledged, {len(kept)} kept, {len(letters)} letters {dict(states)}"
    latest = f"a mail taken at the latest {slowest[0]:.2f} s after {slowest[1]}"
    sys.stdout.write(f"{ROUNDS} rounds: {figures}, {latest}\n")
    assert sender.acknowledged <= {number(name) for name, _ in kept}
    assert {count for _, count in kept} == {1}
    assert len(drafts) == len(kept)
    assert {draft.state for draft in drafts} == {DraftState.CONVERTED}
    assert all(store.blobs.get(key) for key in keys)

    arrived = Counter(message_from_bytes(each.octets)["Message-ID"].strip("<>") for each in machines.sink.deliveries)
    assert set(arrived.values()) == {1}
    assert all(arrived[letter.mail_id] == 1 for letter in letters.values() if letter.state is LetterState.SENT)
    assert Counter(letter.kind for letter in letters.values() if is_told(letter, letters)) >= Counter(
        {
            LetterKind.SAFETY: len(kept),
            LetterKind.STAFF_EMERGENCY: 2 * len(kept),  # Ingrid, and who is on call
            LetterKind.TICKET_COMMENT: noted,
        }
    )


def strike_later(healed: ExitStack, seconds: float, name: str, machines: Machines, node: Node) -> None:
    time.sleep(seconds)  # at any moment: there is nothing to wait for
    healed.enter_context((ON_ANY | ON_POSTGRES)[name](machines, node))


def start_if_dead(node: Node, store: Store) -> None:
    if not node.is_up():
        node.start()
        end_leases(store)  # what the dead held would be taken over after half a minute


def took_a_mail(sender: SendingServer, node: Node, fault: str) -> float:
    """The seconds after which this node takes a mail, and with it all that wait."""
    sender.write(1)
    before = time.monotonic()
    while sender.waiting:
        assert time.monotonic() < before + IN_TIME, f"no mail is taken after: {fault}"
        sender.send(node.port)
    return time.monotonic() - before


def note_on_a_ticket(desk: Desk, random: Random) -> int:
    """Ingrid writes something for the reporter, which may wait for company: how many notes."""
    with desk.store.reading() as session:
        tickets = session.exec(select(Ticket.id)).all()
    if not tickets:
        return 0
    with desk.work(desk.staff("Ingrid"), datetime.now(UTC)) as work:
        add_note(work, random.choice(tickets), text="We zijn onderweg.", visible_to=(Visibility.REPORTER,))
    return 1


def is_told(letter: Letter, letters: dict[int, Letter]) -> bool:
    """Whether its news left, by itself or in another; or it is seen that it may not have."""
    if letter.state is LetterState.CANCELLED and letter.last_answer == LetterStop.FOLDED and letter.folded_into_id:
        return is_told(letters[letter.folded_into_id], letters)
    return letter.state in TOLD and not (letter.kind == LetterKind.STAFF_EMERGENCY and letter.cause_step > 1)


def come_due(store: Store) -> None:
    """What was put off, or written by a clock that was ahead, has waited long enough."""
    with store.writing() as session:
        session.execute(
            update(Letter)
            .where(col(Letter.state) == LetterState.WAITING)
            .values(not_before=LONG_AGO, created_at=LONG_AGO)
        )


def nothing_waits(store: Store) -> bool:
    return not any(what_waits(store).values())


def what_waits(store: Store) -> dict[str, int]:
    unread = select(func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
    unheard = select(func.count()).select_from(Draft).where(Draft.state == DraftState.OPEN)
    under_way = col(Letter.state).in_((LetterState.WAITING, LetterState.POSTING))
    unposted = select(func.count()).select_from(Letter).where(under_way)
    with store.reading() as session:
        return {
            name: session.exec(asking).one()
            for name, asking in (("mails", unread), ("drafts", unheard), ("letters", unposted))
        }


def wrong(store: Store) -> list[str]:
    with store.reading() as session:
        broken = session.exec(select(Message.trouble).where(Message.trouble != "")).all()
        return [*broken, *(trouble.text for trouble in troubles(session))]


def number(message_id: str) -> int:
    return int(message_id.partition("@")[0].removeprefix("mail-"))
