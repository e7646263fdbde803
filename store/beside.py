"""The worker in a process of its own beside the doors and pages: who files a mail holds up nobody who opens a page.

It is `postbon serve --only worker --rung`. What rings here rings there, by lines on its standard input; their end ends
it, however we ended. That it lives it tells us as it would tell systemd (sd_notify).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event
from typing import TextIO

from store.bell import Bell
from store.life_signs import LifeSigns

NAME = "worker"
STILL = 45.0  # seconds without a word of it until it stands still; its watchman speaks every ten
PATIENCE = 20.0  # seconds in which it may end by itself
_LOOK = 1.0  # seconds between two looks whether it is there
_ENDING = 2.0  # seconds within which we may be told to end as well, where all of us were


class WorkerEndedError(Exception):
    """The worker's process ended, and nobody had asked it to."""


def has_second_core() -> bool:
    return hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


class WorkerBeside:
    def __init__(self, command: Sequence[str], bell: Bell, signs: LifeSigns) -> None:
        self._command = command
        self._bell = bell
        self._signs = signs

    def run(self, stop: Event) -> None:
        """Keep it running until `stop` is set. Raises WorkerEndedError; called again, another takes its place."""
        seen = self._bell.counts()
        with _supervisor() as (words, address), self._process(address) as worker:
            line = worker.stdin.fileno()  # type: ignore[union-attr]  # a pipe of ours
            os.set_blocking(line, False)
            while not stop.is_set():
                if worker.poll() is not None and not stop.wait(_ENDING):
                    raise WorkerEndedError(f"process {worker.pid} ended with status {worker.returncode}")
                if _spoke(words):
                    self._signs.give(NAME, quiet=STILL)
                rung, seen = seen, self._bell.wait_for_any(seen, _LOOK)
                # A line that is full is one it has not read yet: it will look by itself then.
                with suppress(BlockingIOError, BrokenPipeError):
                    os.write(line, "".join(f"{topic}\n" for topic in seen if seen[topic] > rung[topic]).encode())

    @contextmanager
    def _process(self, address: str) -> Iterator[subprocess.Popen[bytes]]:
        # In a group of its own: a Ctrl-C is told to us, and we tell it.
        worker = subprocess.Popen(  # noqa: S603  our own program
            self._command, stdin=subprocess.PIPE, env=os.environ | {"NOTIFY_SOCKET": address}, process_group=0
        )
        try:
            yield worker
        finally:
            worker.stdin.close()  # type: ignore[union-attr]
            try:
                worker.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


def obey(line: TextIO, bell: Bell, stop: Event) -> None:
    """In the worker: ring what its line says, and end when it ends."""
    for topic in line:
        bell.ring(topic.strip())
    if not stop.is_set():
        os.kill(os.getpid(), signal.SIGTERM)


def command(config: os.PathLike[str] | None) -> list[str]:
    """How it is started: by the same Python, with the same settings."""
    settings = ["--config", os.fspath(config)] if config else []
    return [sys.executable, "-c", "import cli; cli.main()", *settings, "serve", "--only", NAME, "--rung"]


@contextmanager
def _supervisor() -> Iterator[tuple[socket.socket, str]]:
    """What the worker speaks to, and its address as sd_notify names it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as words:
        words.bind("")  # Linux gives it a name that no file has
        words.setblocking(False)
        yield words, "@" + words.getsockname()[1:].decode()


def _spoke(words: socket.socket) -> bool:
    """Whether it said anything since the last look."""
    heard = 0
    with suppress(BlockingIOError):
        while words.recv(4096):
            heard += 1
    return heard > 0
