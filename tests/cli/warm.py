"""A process that has loaded what commands load, and becomes each of them by a fork: what a command does, says and
leaves is its own, and only the second it takes to load everything is saved.

    python -m tests.cli.warm     its standard input is a socket: a call with three open files in, an exit status out
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import socket
import sys
from typing import Any

# None of these speaks while it is loaded, for each call has a language of its own.
LOADED = (
    "alembic.command", "config.secret", "config.settings", "convert.forgetting.rounds", "ingest.checks",
    "ingest.filing", "ingest.inspecting", "outbound.checks", "outbound.post", "store.opening", "store.checks",
    "web.passwords",
)  # fmt: skip


def become_each_call(asked: socket.socket) -> None:
    """Return in a child of ours for each call, which is that command from then on; end when nobody asks any more."""
    while (call := socket.recv_fds(asked, 1 << 20, 3))[0]:
        child = os.fork()
        if not child:
            asked.close()
            become(json.loads(call[0]), call[1])
            return
        for file in call[1]:
            os.close(file)
        asked.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    sys.exit()


def become(call: dict[str, Any], files: list[int]) -> None:
    """Stand where the call stands: its folder, its words, its surroundings, its three files."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(call["cwd"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.argv[1:] = call["arguments"]


def leave() -> None:
    """End without taking the interpreter apart, which takes longer than most commands do."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended["with"])


if __name__ == "__main__":
    ended = {"with": 1}  # as where an error came through
    atexit.register(leave)  # the first to be registered is called last, when all threads have ended
    for name in LOADED:
        importlib.import_module(name)
    from config.speech import spoken_language

    assert not spoken_language.cache_info().currsize
    gc.freeze()
    asked = socket.socket(fileno=os.dup(0))
    become_each_call(asked)

    import cli

    try:
        cli.main()
    except SystemExit as end:
        ended["with"] = end.code if isinstance(end.code, int) else int(end.code is not None)
        raise
