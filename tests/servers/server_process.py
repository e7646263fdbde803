"""A server that lives as long as somebody uses it, and no longer.

Every user holds a shared lock on one file; the watcher, the server's parent, waits for the exclusive one. The kernel
drops the locks of a dead process, so a test run that is killed leaves no server behind either.
"""

import fcntl
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import IO

HOST = "127.0.0.1"

WATCHER = r"""
users=$1 running=$2 scratch=$3 signal=$4; shift 4
exec 9<"$users"
"$@" >"$scratch/log" 2>&1 9<&- & server=$!
flock -x 9
kill -s "$signal" "$server" && wait "$server"
rm -rf "$running" "$scratch"
"""


def is_up(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@dataclass(frozen=True)
class Command:
    """How a prepared server is run: in the foreground, ended by a signal (INT, TERM)."""

    line: Sequence[str | Path]
    port: int
    end: str = "TERM"
    is_ready: Callable[[int], bool] = is_up


@contextmanager
def server_in(room: Path, prepare: Callable[[Path], Command]) -> Iterator[int]:
    """Use the server of this room, and be told its port on loopback. The first user starts it.

    room     a directory; all processes that name the same one share the server
    prepare  is given a scratch directory open to other system users, and gone when the server has ended
    """
    room.mkdir(parents=True, exist_ok=True)
    with locked(room / "users", fcntl.LOCK_SH) as users:
        running = room / "running"
        with locked(room / "starting", fcntl.LOCK_EX):
            if not running.exists():
                running.write_text(str(start(Path(users.name), running, prepare)))
        yield int(running.read_text())


def start(users: Path, running: Path, prepare: Callable[[Path], Command]) -> int:
    scratch = Path(tempfile.mkdtemp(prefix="postbon-", dir="/tmp"))  # short: a socket's path ends at 107 octets
    scratch.chmod(0o755)
    command = prepare(scratch)
    watcher = ["setsid", "--fork", "sh", "-c", WATCHER, "watcher", users, running, scratch, command.end, *command.line]
    subprocess.run(watcher, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not comes_true(lambda: command.is_ready(command.port)):
        raise RuntimeError(f"{command.line[0]} does not answer: {(scratch / 'log').read_text()[-2000:]}")
    return command.port


def as_user(name: str, scratch: Path) -> list[str]:
    """What to put before a command that must not run as root: it, and the scratch directory, become this user's."""
    if os.geteuid() != 0:
        return []
    group = grp.getgrgid(pwd.getpwnam(name).pw_gid).gr_name
    shutil.chown(scratch, name, group)
    return ["setpriv", f"--reuid={name}", f"--regid={group}", "--init-groups", "--"]


def free_port() -> int:
    """A port nobody listens on, below the range from which the kernel serves outgoing connections."""
    return next(port for port in SystemRandom().sample(range(20_000, 32_000), 50) if not is_up(port))


def comes_true(fact: Callable[[], bool], *, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not (true := fact()) and time.monotonic() < deadline:
        time.sleep(0.01)  # another process's doing: there is no event to wait for
    return true


@contextmanager
def locked(path: Path, kind: int) -> Iterator[IO[str]]:
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield file
