"""The watchman of one process: keeps its sign of life in the store, and tells staff of what stands still."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from threading import Event

from store.life_signs import LifeSigns
from store.processes import desk_troubles, forget_processes, give_sign, take_leave
from store.store import Store, StoreUnavailableError, database_time
from store.troubles import clear_trouble, report_trouble, troubles

NAME = "watchman"
LOOK = 10.0  # seconds between two looks


def this_node() -> str:
    return f"{socket.gethostname()}/{os.getpid()}"


def watch_over(store: Store, roles: tuple[str, ...], stop: Event) -> None:
    """Look until `stop` is set. A store that is away is no reason to end: `/healthz` tells of it."""
    node = this_node()
    while not stop.is_set():
        store.signs.give(NAME)
        with suppress(StoreUnavailableError):
            look_around(store, node, roles)
        if not store.signs.silent():
            tell_supervisor("WATCHDOG=1")
        stop.wait(LOOK)
    with suppress(StoreUnavailableError), store.writing() as session:
        take_leave(session, node)


def tell_supervisor(words: str) -> None:
    """Tell systemd, where it supervises us (sd_notify): READY=1, WATCHDOG=1 while all live, STOPPING=1."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(words.encode(), address.replace("@", "\0", 1) if address.startswith("@") else address)


def look_around(store: Store, node: str, roles: tuple[str, ...]) -> None:
    """Give this process's sign, and make troubles of what is wrong with any. Raises StoreUnavailableError."""
    own = thread_troubles(store.signs)
    with store.writing() as session:
        now = database_time(session)
        give_sign(session, node, roles, own, now, store.latencies.as_plain())
        forget_processes(session, now)
        wrong = desk_troubles(session, now)
        for trouble in troubles(session):
            if trouble.name.startswith(("thread:", "role:")) and trouble.name not in wrong:
                clear_trouble(session, trouble.name, now)
        for name, words in wrong.items():
            report_trouble(session, name, words, now)


def thread_troubles(signs: LifeSigns) -> dict[str, str]:
    """What is wrong with the threads of this process, in words staff can read."""
    wrong = {
        name: f"brak af en ging weer door / broke off and went on: {error}" for name, error in signs.failed().items()
    }
    still = {
        name: f"staat al {seconds:.0f} s stil / has stood still for {seconds:.0f} s"
        for name, seconds in signs.silent().items()
    }
    return wrong | still
