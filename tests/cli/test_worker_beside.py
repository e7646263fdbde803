"""`postbon serve` where there is a second core: the worker in a process of its own, and one desk all the same."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from sqlmodel import select

from config.settings import DeskSettings, Settings
from store.bell import Bell
from store.beside import STILL, WorkerBeside, WorkerEndedError
from store.life_signs import LifeSigns
from store.mail import Draft
from store.store import Store
from store.troubles import troubles
from tests.cli.program import POSTBON, environment, heard, running
from tests.ingest.mails import FATIMA, some_octets
from tests.servers.server_process import comes_true, free_port

DESK = "melding@localhost"


@dataclass(frozen=True)
class Served:
    """A desk that runs as one command."""

    process: int
    smtp: int
    url: str
    store: Store

    def workers(self) -> list[int]:
        """The processes that it started."""
        threads = Path(f"/proc/{self.process}/task").glob("*/children")
        return [int(one) for each in threads for one in each.read_text().split()]

    def worker(self) -> int:
        assert comes_true(lambda: len(self.workers()) == 1)
        return self.workers()[0]

    def mail(self, number: int) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=20) as client:
            client.sendmail(FATIMA, DESK, some_octets(number))

    def drafts(self) -> int:
        with self.store.reading() as session:
            return len(session.exec(select(Draft.id)).all())


@contextmanager
def served(folder: Path, *cores: int) -> Iterator[Served]:
    """On these cores of ours; without any, on all."""
    ports = {"POSTBON_WEB__PORT": str(free_port()), "POSTBON_SMTP_IN__PORT": str(free_port())}
    url = f"http://127.0.0.1:{ports['POSTBON_WEB__PORT']}"
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or all_of_them)
    try:
        with running(
            "serve", folder=folder, **ports, POSTBON_DESK__BASE_URL=url, POSTBON_DESK__ADDRESS=DESK
        ) as program:
            os.sched_setaffinity(0, all_of_them)
            heard(program, url)
            store = Store.open(Settings(desk=DeskSettings(data_dir=folder / "postbon-data")))
            yield Served(program.pid, int(ports["POSTBON_SMTP_IN__PORT"]), url, store)
            store.close()
        assert program.returncode == 0
    finally:
        os.sched_setaffinity(0, all_of_them)


def is_gone(process: int) -> bool:
    return not Path(f"/proc/{process}").exists()


def test_what_a_door_took_in_is_filed_beside_it_whatever_happens_there_and_one_ctrl_c_ends_both(tmp_path: Path):
    with served(tmp_path) as desk:
        first = desk.worker()
        desk.mail(1)
        assert comes_true(lambda: desk.drafts() == 1)

        os.kill(first, signal.SIGKILL)
        desk.mail(2)
        assert comes_true(lambda: desk.drafts() == 2)
        second = desk.worker()
        assert second != first
        assert comes_true(lambda: broke_off(desk.store))  # staff see it
        assert httpx2.get(f"{desk.url}/healthz").text == "ok\n"

    assert is_gone(first) and is_gone(second)


def broke_off(store: Store) -> bool:
    with store.reading() as session:
        return any(one.name.endswith(":worker") and "broke off" in one.text for one in troubles(session))


def test_a_worker_does_not_outlive_whoever_started_it(tmp_path: Path):
    command = [*POSTBON, "serve", "--only", "worker", "--rung"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdin=subprocess.PIPE) as worker:
        assert worker.stdin
        worker.stdin.close()  # as when that is killed

        assert worker.wait(60) == 0


def test_on_a_single_core_all_is_one_process(tmp_path: Path):
    with served(tmp_path, min(os.sched_getaffinity(0))) as desk:
        desk.mail(1)
        assert comes_true(lambda: desk.drafts() == 1)
        assert desk.workers() == []


SPEAKS_ONCE = """
import os, socket, sys
words = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
words.sendto(b"READY=1", chr(0) + os.environ["NOTIFY_SOCKET"][1:])
print(sys.stdin.readline(), end="", file=open(sys.argv[1], "w", buffering=1))
sys.stdin.read()
"""


def test_what_rings_here_rings_there_and_a_worker_without_a_word_stands_still(tmp_path: Path):
    now, heard_there, stop = [0.0], tmp_path / "rung", threading.Event()
    bell, signs = Bell(), LifeSigns(lambda: now[0])
    beside = WorkerBeside([sys.executable, "-c", SPEAKS_ONCE, str(heard_there)], bell, signs)
    thread = threading.Thread(target=beside.run, args=(stop,))

    def stands_still_after(seconds: float) -> bool:
        now[0] += seconds
        return list(signs.silent()) == ["worker"]

    thread.start()
    try:
        bell.ring("messages")
        assert comes_true(lambda: heard_there.exists() and heard_there.read_text() == "messages\n")
        assert comes_true(lambda: stands_still_after(STILL + 1))
    finally:
        stop.set()
        bell.ring("stop")
        thread.join()


def test_a_worker_that_cannot_start_says_how_it_ended():
    beside = WorkerBeside([sys.executable, "-c", "raise SystemExit(3)"], Bell(), LifeSigns())

    with pytest.raises(WorkerEndedError, match="status 3"):
        beside.run(threading.Event())
