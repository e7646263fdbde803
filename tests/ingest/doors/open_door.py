"""The SMTP door, open, and a client before it."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from config.settings import Settings, SmtpIn
from ingest.doors.smtp import SmtpDoor
from store.intake import Intake
from store.room import Room
from store.store import Store
from tests.ingest.mails import NOW


def settings_in(folder: Path, **smtp: Any) -> Settings:
    settings = Settings(smtp_in=SmtpIn(port=0, **smtp))
    return settings.model_copy(update={"desk": settings.desk.model_copy(update={"data_dir": folder})})


@contextmanager
def open_door(
    store: Store, settings: Settings, clock: Callable[[], datetime] = lambda: NOW, room: Room | None = None
) -> Iterator[int]:
    """The SMTP door, open; its port."""
    intake = Intake(store, room=room)
    door = SmtpDoor(store, intake, settings, clock)
    port = door.open()
    try:
        yield port
    finally:
        door.close()
        intake.close()


@contextmanager
def a_client(port: int) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="mx.mail.example.nl", timeout=20) as client:
        yield client


class ClientWire:
    """The bare wire, after EHLO."""

    def __init__(self, connection: socket.socket, lines: BinaryIO) -> None:
        self.socket = connection
        self.lines = lines
        self.greeting = self.answer()
        self.is_in = self.greeting.startswith(b"220")
        if self.is_in:
            self.say(b"EHLO mx.mail.example.nl\r\n")

    def say(self, octets: bytes) -> bytes:
        self.socket.sendall(octets)
        return self.answer()

    def answer(self) -> bytes:
        """The last line of one answer; b"" when the other side has hung up."""
        line = b"   -"
        with suppress(ConnectionResetError):
            while line[3:4] == b"-":
                line = b""
                line = self.lines.readline()
        return line


@contextmanager
def a_wire(port: int, address: str = "127.0.0.1") -> Iterator[ClientWire]:
    """A client at this address of loopback."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(address, 0)) as connection,
        connection.makefile("rb") as lines,
    ):
        yield ClientWire(connection, lines)
