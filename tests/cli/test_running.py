"""The desk as one command: what `postbon demo` and `postbon work --once` promise."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlmodel import select

from config.settings import DeskSettings, Settings
from store.letter_table import Letter
from store.mail import Draft, Message
from store.store import Store
from store.tickets import Ticket
from store.words import LetterState
from tests.cli.program import heard, postbon, running
from tests.ingest.mails import some_octets
from tests.servers.server_process import free_port


@pytest.mark.long
def test_the_demo_opens_with_a_week_of_life_and_five_reports_in_the_tray_and_ends_cleanly_twice(tmp_path: Path):
    ports = {"POSTBON_WEB__PORT": str(free_port()), "POSTBON_SMTP_IN__PORT": str(free_port())}
    url = f"http://127.0.0.1:{ports['POSTBON_WEB__PORT']}"

    for seen in ("BouwNieuws", "http://"):  # the second time it goes on where it was, and mails nothing again
        began = ("demo", "--folder", "data", "--weeks", "1")
        with running(*began, folder=tmp_path, **ports, POSTBON_DESK__BASE_URL=url) as program:
            said = heard(program, seen)
            assert httpx2.get(f"{url}/healthz").status_code == 200
            password = re.search(r"password (\w+)", said)
            assert password
            entered = httpx2.post(
                f"{url}/login",
                data={"email": "ingrid@delinde.example.nl", "password": password[1]},
                headers={"Origin": url},
            )
            assert entered.status_code == 303
        assert program.returncode == 0

    store = Store.open(Settings(desk=DeskSettings(data_dir=tmp_path / "data")))
    with store.reading() as session:
        assert len(session.exec(select(Message)).all()) == 6
        assert len(session.exec(select(Draft)).all()) == 5
        assert len(session.exec(select(Ticket)).all()) > 20
        assert {letter.state for letter in session.exec(select(Letter))} >= {LetterState.SENT, LetterState.RETURNED}
    store.close()


def test_work_once_does_what_is_due_at_the_time_it_is_told(tmp_path: Path):
    mail = tmp_path / "melding.eml"
    mail.write_bytes(
        b"From: fatima.elamrani@mail.example.nl\nTo: melding@delinde.example.nl\nSubject: lekkage\n\nHet lekt.\n"
    )

    taken = postbon("ingest", str(mail), cwd=tmp_path)
    done = postbon("work", "--once", "--at", "2026-11-30T09:00+01:00", cwd=tmp_path)

    assert (taken.returncode, done.returncode) == (0, 0)
    assert "file_messages: 1" in done.stdout
    assert "post_letters: 0" in done.stdout


def test_work_takes_a_folder_of_mail_in_first_and_says_what_could_not_be_read(tmp_path: Path):
    new = tmp_path / "new"
    new.mkdir()
    (new / "melding.eml").write_bytes(some_octets())

    done = postbon("work", "--once", "--mail", "new", "--mail", "weg.eml", cwd=tmp_path)

    assert done.returncode == 1
    assert "file_messages: 1" in done.stdout
    assert done.stderr == "weg.eml: cannot be read\n"


def test_a_port_that_is_taken_names_the_setting_to_change(tmp_path: Path):
    with _listening() as port:
        done = postbon("serve", cwd=tmp_path, POSTBON_SMTP_IN__PORT="0", POSTBON_WEB__PORT=str(port))

    assert done.returncode == 1
    assert "web.port" in done.stderr
    assert "Traceback" not in done.stderr


@contextmanager
def _listening() -> Iterator[int]:

    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
