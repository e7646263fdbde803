"""The command as a process of its own, in a folder of its own, with no settings but those a test gives."""

from __future__ import annotations

import atexit
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
POSTBON = (sys.executable, "-c", "import cli; cli.main()")


def environment(**settings: str) -> dict[str, str]:
    """What the program finds around it: its own code, and these settings."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **settings}


@functools.cache
def warm_program() -> socket.socket:
    """The line to a process that becomes our commands (tests.cli.warm). It ends when we do."""
    ours, theirs = socket.socketpair()
    with theirs:
        warm = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.warm"], cwd=ROOT, env=environment(), stdin=theirs.fileno()
        )
    ours.settimeout(60)
    atexit.register(warm.wait)
    atexit.register(ours.close)  # the last is done first
    return ours


def postbon(*arguments: str, cwd: Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, whatever that is."""
    call = {"arguments": arguments, "cwd": str(cwd), "environment": environment(**settings)}
    with (
        tempfile.TemporaryFile("w+") as given,
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as bad,
    ):
        given.write(stdin)
        given.seek(0)
        line = warm_program()
        socket.send_fds(line, [json.dumps(call).encode()], [each.fileno() for each in (given, out, bad)])
        status = int(line.recv(100))
        out.seek(0)
        bad.seek(0)
        return subprocess.CompletedProcess([*POSTBON, *arguments], status, out.read(), bad.read())


def piped(folder: Path, mail: bytes, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """What a mail server's pipe runs, with one mail on its standard input."""
    command = [*POSTBON, "ingest", "-"]
    return subprocess.run(
        command, input=mail, cwd=folder, env=environment(**settings), capture_output=True, check=False
    )


@contextmanager
def running(*arguments: str, folder: Path, log: str = "", **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The program in a folder of its own, ended as Ctrl-C ends it. log: the file in which it writes that; else ours."""
    command = [*POSTBON, *arguments]
    with ExitStack() as opened:
        errors = opened.enter_context(Path(log).open("w")) if log else None
        program = opened.enter_context(
            subprocess.Popen(
                command, cwd=folder, env=environment(**settings), stdout=subprocess.PIPE, stderr=errors, text=True
            )
        )
        try:
            yield program
        finally:
            program.send_signal(signal.SIGINT)
            program.wait(20)


def heard(program: subprocess.Popen[str], words: str) -> str:
    """The program's output up to a line with these words."""
    assert program.stdout is not None
    lines = []
    for line in program.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))
