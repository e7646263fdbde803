"""A mail server's pipe: the mail is durable before the command ends, and the desk takes it in when it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sqlmodel import select

from config.settings import DeskSettings, Settings
from ingest.doors.spool import take_spooled
from store.mail import Delivery, Message
from store.store import Store
from tests.ingest.mails import NOW, some_octets

ROOT = Path(__file__).parents[2]
PIPE = "import cli; cli.main()"


def pipe(
    octets: bytes, folder: Path, *words: str, code: str = PIPE, **settings: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-c", code, *words, "ingest", "-"]
    return subprocess.run(command, input=octets, cwd=folder, env=environment, capture_output=True, check=False)


def test_a_piped_mail_lies_in_the_spool_until_the_desk_takes_it_in_once(store: Store, tmp_path: Path):
    (tmp_path / "desk.toml").write_text('[desk]\ndata_dir = "kept"\n')
    settings = Settings(desk=DeskSettings(data_dir=tmp_path / "kept"))
    noted = b"Return-Path: <fatima@mail.example.nl>\r\nDelivered-To: melding@delinde.example.nl\r\n"

    done = pipe(noted + some_octets(1), tmp_path, "--config", "desk.toml")
    laid_down = [path.read_bytes() for path in (tmp_path / "kept/spool/new").iterdir()]
    taken = [take_spooled(store, settings, NOW) for _ in range(2)]

    assert (done.returncode, done.stderr) == (0, b"")
    assert laid_down == [noted + some_octets(1)]
    assert taken == [1, 0]
    with store.reading() as session:
        assert session.exec(select(Message.message_id)).all() == ["mail-1@mail.example.nl"]
        [delivery] = session.exec(select(Delivery))
    assert (delivery.door, delivery.sender) == ("pipe", "fatima@mail.example.nl")


def test_where_a_piped_mail_cannot_be_laid_down_its_server_keeps_it(tmp_path: Path):
    (tmp_path / "postbon-data").write_text("a file, where a folder should be")
    (tmp_path / "broken.toml").write_text("[desk")

    assert pipe(some_octets(1), tmp_path).returncode == 75
    assert pipe(some_octets(1), tmp_path, "--config", "broken.toml").returncode == 75
    assert pipe(some_octets(1), tmp_path, "--config", "absent.toml").returncode == 75


def test_while_the_disk_is_nearly_full_its_server_keeps_a_piped_mail(tmp_path: Path):
    done = pipe(some_octets(1), tmp_path, POSTBON_DESK__DISK_RESERVE=str(2**60))

    assert (done.returncode, b"no room" in done.stderr) == (75, True)
    assert list((tmp_path / "postbon-data/spool/new").iterdir()) == []


def test_the_pipe_loads_nothing_but_the_standard_library(tmp_path: Path):
    told = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); import cli"

    loaded = pipe(some_octets(1), tmp_path, code=told).stdout.decode().split()

    assert "ingest.doors.pipe" in loaded
    assert {"typer", "click", "pydantic", "sqlalchemy", "config.settings", "email"} & set(loaded) == set()
