"""The SMTP door, open, and a client before it."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from config.settings import Settings, SmtpIn
from ingest.doors.smtp import SmtpDoor
from store.intake import Intake
from store.store import Store
from tests.ingest.mails import NOW


def settings_in(folder: Path, **smtp: Any) -> Settings:
    settings = Settings(smtp_in=SmtpIn(port=0, **smtp))
    return settings.model_copy(update={"desk": settings.desk.model_copy(update={"data_dir": folder})})


@contextmanager
def open_door(store: Store, settings: Settings, clock: Callable[[], datetime] = lambda: NOW) -> Iterator[int]:
    """The SMTP door, open; its port."""
    intake = Intake(store)
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
