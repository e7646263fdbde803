"""A mail server's pipe, `postbon ingest -`: the octets are laid down durably, and the desk takes them in when it runs.

The standard library alone, and little of it: each mail pays for a process. The envelope stands in the octets, where the
mail server noted it (Return-Path, Delivered-To).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

EX_TEMPFAIL = 75  # sysexits.h: the mail server keeps the mail and tries again


def piped_config(words: Sequence[str]) -> tuple[bool, str]:
    """Whether the command line is `[--config FILE] ingest -` and nothing else; and its settings file, "" for none."""
    words = list(words)
    config = ""
    if len(words) > 1 and words[0] == "--config":
        config, words = words[1], words[2:]
    elif words and words[0].startswith("--config="):
        config, words = words[0].removeprefix("--config="), words[1:]
    return words == ["ingest", "-"], config


def take_from_pipe(config: str) -> int:
    """Lay down standard input; the exit status. Whatever is wrong is ours, and the mail must not bounce."""
    os.umask(0o077)
    try:
        octets = sys.stdin.buffer.read()
        if not octets:
            sys.stderr.write("postbon: -: cannot be read\n")
            return 1
        folder, reserve = disk_of(config)
        lay_down(octets, spool_of(folder), reserve)
    except Exception as error:
        sys.stderr.write(f"postbon: {type(error).__name__}: {error}\n")
        return EX_TEMPFAIL
    return 0


def disk_of(config: str) -> tuple[str, int]:
    """`desk.data_dir` and `desk.disk_reserve` as config.settings finds them: the environment, then the settings file,
    then the default."""
    named = config or os.environ.get("POSTBON_CONFIG", "")
    path = named or "postbon.toml"
    desk = {}
    if named or os.path.isfile(path):  # noqa: PTH113  pathlib takes longer to load than the rest of this
        import tomllib

        with open(path, "rb") as file:  # noqa: PTH123
            desk = tomllib.load(file).get("desk", {})
    folder = os.environ.get("POSTBON_DESK__DATA_DIR") or desk.get("data_dir", "postbon-data")
    reserve = os.environ.get("POSTBON_DESK__DISK_RESERVE") or desk.get("disk_reserve", 256 * 1024 * 1024)
    return str(folder), int(reserve)


def spool_of(data_dir: str) -> str:
    return f"{data_dir}/spool"


def lay_down(octets: bytes, spool: str, reserve: int = 0) -> str:
    """Write them under a name that tells when they came; the path. When it returns they are durable. Raises OSError,
    also where less than `reserve` octets are left on the disk."""
    passing, lasting = f"{spool}/passing", f"{spool}/new"
    for folder in (passing, lasting):
        if not os.path.isdir(folder):  # noqa: PTH112
            os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
            for above in (spool, os.path.dirname(spool) or "."):  # noqa: PTH120
                _sync(above)
    disk = os.statvfs(spool)
    if disk.f_bavail * disk.f_frsize < reserve:
        raise OSError(28, "no room on disk just now")
    name = f"{time.time_ns()}.{os.getpid()}.{os.urandom(4).hex()}"
    handle = os.open(f"{passing}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        os.rename(f"{passing}/{name}", f"{lasting}/{name}")  # noqa: PTH104
    except OSError:
        os.unlink(f"{passing}/{name}")  # noqa: PTH108
        raise
    _sync(lasting)
    return f"{lasting}/{name}"


def _sync(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
