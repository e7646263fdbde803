"""What goes wrong on machines: each fault is a context that strikes one node, or what all stand on, and ends."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from store.store import Store, StoreUnavailableError
from tests.journeys.nodes import Node
from tests.leases import end_leases
from tests.servers.postgres import OwnPostgres
from tests.servers.sink import Sink

A_WHILE = 0.4  # seconds a fault lasts


@dataclass(frozen=True)
class Machines:
    """All a fault can strike. postgres: None where the desk stands on SQLite."""

    store: Store
    sink: Sink
    postgres: OwnPostgres | None


Fault = Callable[[Machines, Node], AbstractContextManager[None]]


@contextmanager
def killed(_machines: Machines, node: Node) -> Iterator[None]:
    node.kill()
    yield


@contextmanager
def ended(_machines: Machines, node: Node) -> Iterator[None]:
    node.process.terminate()
    yield
    assert node.ends_in_time(), "it did not end"


@contextmanager
def stopped_past_its_lease(machines: Machines, node: Node) -> Iterator[None]:
    """The machine sleeps, and when it wakes others have taken what it held."""
    os.kill(node.pid, signal.SIGSTOP)
    try:
        with suppress(StoreUnavailableError):  # it sleeps on the lock itself, and others wait
            end_leases(machines.store)
        time.sleep(A_WHILE)
        yield
    finally:
        os.kill(node.pid, signal.SIGCONT)


@contextmanager
def database_locked(machines: Machines, _node: Node) -> Iterator[None]:
    with machines.store.engine.connect() as connection:
        if machines.postgres is None:
            with suppress(Exception):  # as many others as may have it
                connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            _lock_tables(connection)
        time.sleep(A_WHILE)
        yield
        connection.rollback()


def _lock_tables(connection: Connection) -> None:
    while True:
        try:
            connection.execute(text("LOCK TABLE message, letter, draft IN ACCESS EXCLUSIVE MODE"))
            return
        except OperationalError:  # a node holds one and waits for another: PostgreSQL ended our waiting, not its
            connection.rollback()


@contextmanager
def database_restarted(machines: Machines, _node: Node) -> Iterator[None]:
    assert machines.postgres
    machines.postgres.restart()
    yield


@contextmanager
def database_killed(machines: Machines, _node: Node) -> Iterator[None]:
    assert machines.postgres
    machines.postgres.kill_a_backend()
    yield


@contextmanager
def disk_full(_machines: Machines, node: Node) -> Iterator[None]:
    """No file of this process grows any more: the kernel refuses each write, as it does on a full disk."""
    _, most = resource.prlimit(node.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(node.pid, resource.RLIMIT_FSIZE, (0, most))
    try:
        time.sleep(A_WHILE)
        yield
    finally:
        resource.prlimit(node.pid, resource.RLIMIT_FSIZE, (most, most))


def clock_wrong(hours: int) -> Fault:
    @contextmanager
    def strike(_machines: Machines, node: Node) -> Iterator[None]:
        node.threads(hours)
        time.sleep(A_WHILE)
        yield
        node.threads(0)

    return strike


def sink_does(change: Callable[[Sink], object]) -> Fault:
    @contextmanager
    def strike(machines: Machines, _node: Node) -> Iterator[None]:
        change(machines.sink)
        time.sleep(A_WHILE)
        yield
        machines.sink.answer_well()

    return strike


@contextmanager
def sink_down(machines: Machines, _node: Node) -> Iterator[None]:
    machines.sink.go_down()
    time.sleep(A_WHILE)
    yield
    machines.sink.go_up()


ON_ANY: dict[str, Fault] = {
    "killed": killed,
    "ended": ended,
    "stopped past its lease": stopped_past_its_lease,
    "database locked": database_locked,
    "disk full": disk_full,
    "an hour ahead": clock_wrong(1),
    "an hour behind": clock_wrong(-1),
    "sink slow": sink_does(lambda sink: sink.answer_slowly(A_WHILE)),
    "sink says later": sink_does(lambda sink: sink.answer("451 4.3.0 later")),
    "sink refuses": sink_does(lambda sink: sink.answer("554 5.7.1 not this one")),
    "sink hangs up": sink_does(Sink.hang_up_after_data),
    "sink down": sink_down,
}
ON_POSTGRES: dict[str, Fault] = {"database restarted": database_restarted, "database killed": database_killed}
