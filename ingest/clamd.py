"""clamd's INSTREAM: octets go out in chunks, one line comes back (clamd(8), "COMMANDS")."""

from __future__ import annotations

import re
import socket
import struct
from contextlib import suppress

from store.scans import UNREADABLE

CHUNK = 64 * 1024  # octets
PATIENCE = 60.0  # seconds for each step; a large PDF takes some
_FOUND = re.compile(r"stream: (.+) FOUND")


class ScannerError(Exception):
    """The virus scanner cannot be reached."""


def scan(address: str, octets: bytes) -> str:
    """The name of what was found; "" where nothing was, UNREADABLE where that cannot be said.

    address  a socket's path, or host:port. Raises ScannerError.
    """
    try:
        answer = _ask(address, b"INSTREAM", octets)
    except (OSError, ValueError) as error:
        # Past its limit it hangs up, and what it said of it may be lost with the line; else it is well or it is not.
        if _is_well(address):
            return UNREADABLE
        raise ScannerError(f"{address}: {error}") from error
    if answer == "stream: OK":
        return ""
    if found := _FOUND.fullmatch(answer):
        return found[1][:200]
    if answer.endswith("ERROR") or (not answer and _is_well(address)):
        return UNREADABLE
    raise ScannerError(f"{address}: {answer[:200] or 'no answer'}")


def _is_well(address: str) -> bool:
    """Whether it answers at all: then it is the file it cannot judge, and the others need not wait."""
    with suppress(OSError, ValueError):
        return _ask(address, b"PING") == "PONG"
    return False


def _ask(address: str, command: bytes, octets: bytes | None = None) -> str:
    with _connect(address) as clamd:
        with suppress(BrokenPipeError, ConnectionResetError):  # it may answer and hang up while we still write
            clamd.sendall(b"z" + command + b"\0")
            if octets is not None:
                for start in range(0, len(octets), CHUNK):
                    chunk = octets[start : start + CHUNK]
                    clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
                clamd.sendall(struct.pack("!L", 0))
        with clamd.makefile("rb") as answers:
            return str(answers.read(4096).split(b"\0")[0].decode("utf-8", "replace").strip())


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(PATIENCE)
        try:
            clamd.connect(address)
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
