"""The desk is killed or ended at any moment between DATA and post, senders hang up before our answer, and the outgoing
server puts off or hangs up: what was acknowledged is there once, no letter leaves twice. More rounds: `make crash`.

The mails speak of gas, so that each becomes a ticket at once and letters leave with nobody's hand in between.
"""

from __future__ import annotations

import multiprocessing
import os
import smtplib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from store.letter_table import Letter
from store.mail import Draft, Message
from store.store import Store
from store.words import DraftState, LetterKind, LetterState, MessageState
from tests.cast import SETTINGS, load_desk
from tests.ingest.doors.open_door import a_wire
from tests.ingest.mails import DESK, FATIMA, some_octets
from tests.leases import LONG_AGO
from tests.servers.server_process import comes_true, free_port, is_up
from tests.servers.sink import Sink

MOMENTS = int(os.environ.get("ROUNDS", "20")) // 2  # on each of the two databases
AT_ONCE = 3  # new mails before each of them
IN_TIME = 5.0  # seconds in which a desk that is up takes a mail
ENDS = 25.0  # seconds in which whatever was told to end has ended
LATEST = 0.5  # seconds after the first DATA: a mail's whole way, on a busy machine

SPAWN = multiprocessing.get_context("forkserver")  # a process like any other, without paying its imports 50 times
SPAWN.set_forkserver_preload(
    [
        *(
            "cli",
            "ingest.doors.smtp",
            "ingest.filing",
            "convert.answers.answers",
            "convert.tickets.closing",
            "convert.answers.emergencies",
        ),
        *("outbound.post", "outbound.remind", "outbound.returns", "store.migrations", "store.intake"),
        *("alembic.command", "apscheduler.schedulers.background", "psycopg", __name__),
    ]
)


def run_desk(environment: dict[str, str]) -> None:
    import cli

    os.environ.update(environment)
    cli.app(["serve", "--only", "smtp,worker"])


@pytest.fixture
def environment(database_url: str, tmp_path: Path, sink: Sink) -> dict[str, str]:
    return {
        "POSTBON_DESK__DATA_DIR": str(tmp_path),
        "POSTBON_DESK__SECRET": "a secret for tests only",
        "POSTBON_DATABASE__URL": database_url,
        "POSTBON_SMTP_IN__PORT": str(free_port()),
        "POSTBON_SMTP_OUT__HOST": sink.host,
        "POSTBON_SMTP_OUT__PORT": str(sink.port),
        "POSTBON_LIMITS__COLLAPSE_MINUTES": "0",
        "POSTBON_LIMITS__EMERGENCIES_PER_SENDER_DAY": "1000000",
        "POSTBON_LIMITS__EMERGENCIES_PER_HOUR": "1000000",
        "POSTBON_LIMITS__EMERGENCY_CALLS_PER_HOUR": "1000000",
    }


@contextmanager
def a_desk(environment: dict[str, str]) -> Iterator[ForkServerProcess]:
    process = SPAWN.Process(target=run_desk, args=(environment,))
    process.start()
    try:
        assert comes_true(lambda: is_up(int(environment["POSTBON_SMTP_IN__PORT"])))
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def send_until_it_dies(
    port: int, waiting: list[int], end: Callable[[], None], moment: float
) -> tuple[list[int], float]:
    """Send the mails in order, and end the desk so many seconds after the first DATA; those that were answered 250, and
    the seconds until the first was (0 where none was)."""
    acknowledged: list[int] = []
    first = 0.0
    death = Timer(moment, end)
    try:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="mx.mail.example.nl", timeout=10) as client:
            death.start()
            before = time.monotonic()
            for n in waiting:
                client.sendmail(FATIMA, DESK, octets_of(n))
                first = first or time.monotonic() - before
                acknowledged.append(n)
    except (smtplib.SMTPException, OSError):
        pass  # the sender keeps the mail and comes again
    death.join()
    return acknowledged, first


def octets_of(n: int) -> bytes:
    return some_octets(n, text=f"Ik ruik gas in de keuken, melding {n}")


def send_and_hang_up(port: int, n: int) -> None:
    """The last dot is sent, and nobody waits for the answer: this mail comes again later."""
    with suppress(OSError), a_wire(port) as wire:
        for line in (f"MAIL FROM:<{FATIMA}>", f"RCPT TO:<{DESK}>", "DATA"):
            wire.say(f"{line}\r\n".encode())
        wire.socket.sendall(octets_of(n) + b"\r\n.\r\n")


def disturb(sink: Sink, random: Random) -> None:
    """What the outgoing server does from now on."""
    sink.answer_well()
    mood = random.choice(("well", "well", "later", "hangs up"))
    if mood == "later":
        sink.answer("451 4.3.0 later")
    elif mood == "hangs up":
        sink.hang_up_after_data()


@pytest.mark.timeout(180 + 10 * MOMENTS)
@pytest.mark.parametrize("seed", [20261123])
def test_mail_is_there_once_and_letters_leave_once_whatever_fails(
    store: Store, environment: dict[str, str], tmp_path: Path, sink: Sink, seed: int
):
    random, port = Random(seed), int(environment["POSTBON_SMTP_IN__PORT"])
    load_desk(store, SETTINGS)
    acknowledged: set[int] = set()
    following, slowest = 0, 0.0
    waiting: list[int] = []
    for _ in range(MOMENTS):
        waiting += range(following, following + AT_ONCE)
        following += AT_ONCE
        disturb(sink, random)
        with a_desk(environment) as process:
            if random.random() < 0.5:
                send_and_hang_up(port, waiting[0])
            end = random.choice((process.kill, process.terminate))
            sent, seconds = send_until_it_dies(port, waiting, end, random.uniform(0, LATEST))
            process.join(ENDS)
            assert process.exitcode is not None, "it did not end"
        acknowledged.update(sent)
        slowest = max(slowest, seconds)
        waiting = [n for n in waiting if n not in sent]
        end_leases(store)
    sink.answer_well()
    come_due(store)
    with a_desk(environment):
        assert comes_true(lambda: nothing_waits(store), seconds=60 + MOMENTS)

    with store.reading() as session:
        kept = session.exec(select(Message.message_id, func.count()).group_by(Message.message_id)).all()
        drafts = session.exec(select(Draft.message_id, Draft.state)).all()
        keys = session.exec(select(Message.raw_key)).all()
        letters = session.exec(select(Letter)).all()
    unknown = sum(letter.state is LetterState.UNKNOWN for letter in letters)
    figures = f"{len(acknowledged)} acknowledged, {len(kept)} kept, {len(letters)} letters, {unknown} unknown"
    sys.stdout.write(f"{MOMENTS} rounds: {figures}, first mail within {slowest:.2f} s\n")
    assert len(acknowledged) > 0
    assert slowest < IN_TIME
    assert acknowledged <= {number(name) for name, _ in kept}
    assert {count for _, count in kept} == {1}
    assert len(drafts) == len(dict(drafts)) == len(kept)
    assert {state for _, state in drafts} == {DraftState.CONVERTED}
    assert all((tmp_path / "blobs" / key[:2] / key).is_file() for key in keys)

    arrived = Counter(message_from_bytes(one.octets)["Message-ID"].strip("<>") for one in sink.deliveries)
    assert set(arrived.values()) == {1}
    assert {letter.state for letter in letters} <= {LetterState.SENT, LetterState.UNKNOWN}
    assert all(arrived[letter.mail_id] == 1 for letter in letters if letter.state is LetterState.SENT)
    assert Counter(letter.kind for letter in letters) == {
        LetterKind.SAFETY: len(kept),
        LetterKind.STAFF_EMERGENCY: 2 * len(kept),  # Ingrid, and who is on call
    }


def end_leases(store: Store) -> None:
    """What the dead held would be taken over after minutes; a test has no time for that. Nor is a mail to blame."""
    with store.writing() as session:
        session.execute(update(Message).values(lease_until=None, attempts=0))
        session.execute(update(Letter).values(lease_until=None))


def come_due(store: Store) -> None:
    """Letters that were put off have waited long enough."""
    with store.writing() as session:
        waiting = update(Letter).where(col(Letter.state) == LetterState.WAITING)
        session.execute(waiting.values(not_before=LONG_AGO))


def nothing_waits(store: Store) -> bool:
    unread = select(func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
    unheard = select(func.count()).select_from(Draft).where(Draft.state == DraftState.OPEN)
    under_way = col(Letter.state).in_((LetterState.WAITING, LetterState.POSTING))
    unposted = select(func.count()).select_from(Letter).where(under_way)
    with store.reading() as session:
        return not any(session.exec(asking).one() for asking in (unread, unheard, unposted))


def number(message_id: str) -> int:
    return int(message_id.partition("@")[0].removeprefix("mail-"))
