"""The power fails at any moment between DATA and the tray: what was acknowledged is there, once."""

from __future__ import annotations

import multiprocessing
import os
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from sqlmodel import col, func, select

from store.blobs import FileBlobs
from store.mail import Draft, Message
from store.store import Store, open_engine
from store.words import MessageState
from tests.ingest.doors import DESK, some_octets
from tests.servers.keeper import comes_true, free_port, is_up

MOMENTS = 25  # on each of the two databases
LATEST = 0.12  # seconds after the first DATA

SPAWN = multiprocessing.get_context("forkserver")  # a process like any other, without paying its imports 50 times
SPAWN.set_forkserver_preload(["cli", "ingest.smtp", "ingest.imap", "ingest.filing", "store.migrations"])


def run_desk(environment: dict[str, str]) -> None:
    import cli

    os.environ.update(environment)
    cli.app(["serve", "--only", "smtp,worker"])


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "POSTBON_DESK__DATA_DIR": str(tmp_path),
        "POSTBON_DATABASE__URL": database_url,
        "POSTBON_SMTP_IN__PORT": str(free_port()),
        "POSTBON_LIMITS__DRAFTS_PER_SENDER_HOUR": "1000000",
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


def send_until_it_dies(port: int, waiting: list[int], process: ForkServerProcess, moment: float) -> list[int]:
    """Send the mails in order, and kill the desk so many seconds after the first DATA; those that were answered 250."""
    acknowledged = []
    timer = Timer(moment, process.kill)
    try:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="mx.mail.example.nl", timeout=10) as client:
            timer.start()
            for n in waiting:
                client.sendmail("fatima.elamrani@mail.example.nl", DESK, some_octets(n, text=f"melding {n}"))
                acknowledged.append(n)
    except (smtplib.SMTPException, OSError):
        pass  # the sender keeps the mail and comes again
    finally:
        timer.cancel()
    return acknowledged


@pytest.mark.timeout(180)
@pytest.mark.parametrize("seed", [20261123])
def test_every_acknowledged_mail_is_there_once_whenever_the_power_fails(
    database_url: str, environment: dict[str, str], tmp_path: Path, seed: int
):
    random, port = Random(seed), int(environment["POSTBON_SMTP_IN__PORT"])
    acknowledged: set[int] = set()
    following = 0
    waiting: list[int] = []
    for _ in range(MOMENTS):
        waiting += range(following, following + 4)
        following += 4
        with a_desk(environment) as process:
            sent = send_until_it_dies(port, waiting, process, random.uniform(0, LATEST))
        acknowledged.update(sent)
        waiting = [n for n in waiting if n not in sent]

    store = Store(open_engine(database_url), FileBlobs(tmp_path / "blobs"))
    with store.writing() as session:  # the leases of the dead would hold us up for minutes
        for message in session.exec(select(Message).where(col(Message.lease_until).is_not(None))):
            message.lease_until, message.attempts = None, 0
    with a_desk(environment):
        assert comes_true(lambda: nothing_waits(store))

    with store.reading() as session:
        kept = session.exec(select(Message.message_id, func.count()).group_by(Message.message_id)).all()
        drafts = session.exec(select(Draft.message_id)).all()
        keys = session.exec(select(Message.raw_key)).all()
    store.close()
    assert 0 < len(acknowledged) < following
    assert acknowledged <= {number(name) for name, _ in kept}
    assert {count for _, count in kept} == {1}
    assert len(drafts) == len(set(drafts)) == len(kept)
    assert all((tmp_path / "blobs" / key[:2] / key).is_file() for key in keys)


def nothing_waits(store: Store) -> bool:
    with store.reading() as session:
        waiting = select(func.count()).select_from(Message).where(Message.state == MessageState.WAITING)
        return session.exec(waiting).one() == 0


def number(message_id: str) -> int:
    return int(message_id.partition("@")[0].removeprefix("mail-"))
