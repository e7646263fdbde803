"""Nodes: processes that run `postbon serve` on one store. Each can be asked after its threads, and its clock be set."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from multiprocessing.connection import Connection

from tests.servers.server_process import comes_true, free_port, is_up

ENDS = 25.0  # seconds in which whatever was told to end has ended

SPAWN = multiprocessing.get_context("forkserver")  # a process like any other, without paying its imports 50 times
SPAWN.set_forkserver_preload(
    [
        *("cli", "ingest.doors.smtp", "ingest.doors.spool", "ingest.filing", "ingest.scanning"),
        *("convert.answers.answers", "convert.answers.emergencies", "convert.forgetting.rounds"),
        *("convert.tickets.closing", "outbound.post", "outbound.remind", "outbound.returns", "outbound.visiting"),
        *("store.migrations", "store.intake", "alembic.command", "apscheduler.schedulers.background", "psycopg"),
        __name__,
    ]
)
LAST = "watchman"  # the thread that is started last
PASSING = ("keeper", "ThreadPoolExecutor", "MainThread", "line")  # threads that come as they are needed, and ours


class Node:
    """One `postbon serve --only smtp,worker`, to be started and struck."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self._environment = {**environment, "POSTBON_SMTP_IN__PORT": str(self.port)}
        self._started_with: set[str] = set()

    def start(self) -> None:
        self._line, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_run_desk, args=(self._environment, theirs))
        self.process.start()
        theirs.close()
        assert comes_true(lambda: is_up(self.port) and LAST in self.threads()), "it did not start"
        self._started_with = self.threads()

    def threads(self, hours: float = 0) -> set[str]:
        """The names of its long-lived threads; from now on its clock is so many hours wrong."""
        self._line.send(hours)
        assert self._line.poll(ENDS), "it does not answer"
        return {name for name in self._line.recv() if not name.startswith(PASSING)}

    def dead_threads(self) -> set[str]:
        return self._started_with - self.threads()

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid

    def is_up(self) -> bool:
        return self._started_with != set() and self.process.is_alive()

    def ends_in_time(self) -> bool:
        """Whether what was told to end did so."""
        self.process.join(ENDS)
        return not self.process.is_alive()

    def kill(self) -> None:
        if self.is_up():
            self.process.kill()
            self.process.join()


class _WrongClock(datetime):
    """The clock of a process whose machine has it wrong."""

    wrong_by = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.fromtimestamp(time.time() + cls.wrong_by.total_seconds(), tz)


def _run_desk(environment: dict[str, str], line: Connection) -> None:
    import apscheduler.schedulers.base

    import cli
    import config.front
    import store.store

    for module in (config.front, store.store, apscheduler.schedulers.base):
        vars(module)["datetime"] = _WrongClock
    os.environ.update(environment)
    threading.Thread(target=_answer, args=(line,), name="line", daemon=True).start()
    cli.app(["serve", "--only", "smtp,worker"])


def _answer(line: Connection) -> None:
    with suppress(EOFError):
        while True:
            _WrongClock.wrong_by = timedelta(hours=line.recv())
            line.send([thread.name for thread in threading.enumerate()])
