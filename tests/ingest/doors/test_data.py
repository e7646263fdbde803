"""The octets of a mail over the wire: whatever its lines, and however they are cut into packets."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.doors.conversation import MAX_LINE
from store.mail import Message
from store.store import Store
from tests.ingest.doors.open_door import ClientWire, a_wire, open_door, settings_in
from tests.ingest.mails import DESK, FATIMA, some_octets

LINES = st.lists(
    st.sampled_from(
        [b"", b".", b"..", b"...", b".a", b"a.", b"a", b"\r", b".\r", b"\n", b"\n.", b"\n.\n", b"a" * 3000]
    ),
    max_size=12,
)
CUTS = st.lists(st.integers(0, 400), max_size=6)
numbers = itertools.count(1000)


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """The wire is before every database."""
    return sqlite_database


@pytest.fixture
def wire(store: Store, tmp_path: Path) -> Iterator[ClientWire]:
    desk = settings_in(tmp_path, max_size=4 * MAX_LINE)
    with open_door(store, desk) as port, a_wire(port) as wire:
        wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield wire


def send(wire: ClientWire, lines: list[bytes], cuts: Iterable[int] = (), after: bytes = b"") -> bytes:
    """The answer to a mail of these lines, sent in pieces of so many octets."""
    for line in (f"MAIL FROM:<{FATIMA}>", f"RCPT TO:<{DESK}>", "DATA"):
        wire.say(line.encode() + b"\r\n")
    octets = b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n" + after
    for cut in cuts:
        wire.socket.sendall(octets[:cut])
        octets = octets[cut:]
    return wire.say(octets)


def a_mail(*lines: bytes) -> list[bytes]:
    return [*some_octets(next(numbers)).removesuffix(b"\r\n").split(b"\r\n"), *lines]


def kept(store: Store, answer: bytes) -> bytes:
    with store.reading() as session:
        message = session.get(Message, int(answer.split(b"M-")[1]))
        assert message
        return store.blobs.get(message.raw_key)


@given(LINES, CUTS)
@example([b".", b"..", b"."], [1, 2, 3])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_each_line_is_kept_as_it_was_however_it_came(
    store: Store, wire: ClientWire, lines: list[bytes], cuts: list[int]
):
    lines = a_mail(*lines)

    answer = send(wire, lines, cuts, after=b"NOOP\r\n")

    assert kept(store, answer) == b"".join(line + b"\r\n" for line in lines)
    assert wire.answer().startswith(b"250")  # what was sent behind the mail is heard (RFC 2920)


@pytest.mark.parametrize("length", [MAX_LINE - 2, MAX_LINE - 3, MAX_LINE - 4])
def test_a_line_of_the_longest_size_is_kept_among_its_neighbours(store: Store, wire: ClientWire, length: int):
    lines = a_mail(b".", b".a", b"x" * length, b"", b".b", b".")

    assert kept(store, send(wire, lines)) == b"".join(line + b"\r\n" for line in lines)


def test_a_line_too_long_is_refused_and_the_next_mail_is_heard(store: Store, wire: ClientWire):
    refused = send(wire, a_mail(b"x" * MAX_LINE, b"y"))
    lines = a_mail(b".")

    assert refused.startswith(b"554 5.6.0")
    assert kept(store, send(wire, lines)) == b"".join(line + b"\r\n" for line in lines)
