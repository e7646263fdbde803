"""The files in deploy/ do what they say: each is used here as it stands, less its places and ports."""

from __future__ import annotations

import re
import shutil
import smtplib
import ssl
import subprocess
import sys
import tomllib
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError

import pytest
from sqlmodel import select
from typer.main import get_command

import cli
from config.settings import Settings
from store.blobs import FileBlobs
from store.mail import Message
from store.store import Store
from tests.ingest.doors.open_door import open_door, settings_in
from tests.ingest.mails import DESK, FATIMA, some_octets
from tests.running_app import RunningDesk
from tests.servers import needs
from tests.servers.postfix import StartPostfix
from tests.servers.server_process import HOST, Command, comes_true, free_port, server_in
from tests.stores import engine_of

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
EXAMPLES = [*UNITS, DEPLOY / "Dockerfile", DEPLOY / "compose.yaml", DEPLOY / "postfix/main.cf"]


def test_the_commands_that_the_examples_run_are_commands():
    words = " ".join(path.read_text() for path in EXAMPLES)

    named = set(re.findall(r"bin/postbon (\w+)", words)) | set(re.findall(r"command: \[\"(\w+)\"", words))

    assert {"serve", "backup"} <= named <= set(get_command(cli.app).commands)  # type: ignore[attr-defined]  # a group


def test_the_settings_that_the_examples_make_are_settings():
    words = " ".join(path.read_text() for path in EXAMPLES)

    for section, name in set(re.findall(r"POSTBON_([A-Z_]+?)__([A-Z_]+)", words)):
        assert name.lower() in type(getattr(Settings(), section.lower())).model_fields


def test_systemd_takes_the_units_and_finds_little_that_the_desk_could_do_beyond_its_work(tmp_path: Path):
    systemd = needs.program("systemd-analyze", package="systemd")
    for unit in UNITS:
        here = unit.read_text().replace("/opt/postbon/.venv/bin/postbon", sys.executable)
        (tmp_path / unit.name).write_text(re.sub(r"(User|Group)=postbon", r"\1=root", here))

    found = subprocess.run([systemd, "verify", *tmp_path.iterdir()], capture_output=True, text=True, check=False)
    judged = subprocess.run(
        [systemd, "security", "--offline=true", "--threshold=25", tmp_path / "postbon.service"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr) == (0, "")
    assert judged.returncode == 0, judged.stdout[-200:]


def test_the_image_holds_all_that_the_desk_needs_and_runs_it_as_nobody_else(tmp_path: Path):
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    for line in (line.split() for line in lines if line.startswith("COPY ")):
        for source in line[1:-1]:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, tmp_path / source)

    (tmp_path / "mail.eml").write_bytes(some_octets())
    command = [sys.executable, "-c", "import cli; cli.main()", "ingest", "mail.eml"]
    environment = {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert done.stdout == "mail.eml: kept as M-1\n", done.stderr
    assert {path.name for path in tmp_path.iterdir()} >= set(wheel["only-include"])
    assert "USER postbon" in lines[lines.index("WORKDIR /opt/postbon") :]
    assert "--require-hashes -r requirements-all.txt" in " ".join(lines)


def test_no_image_is_of_a_version_that_nobody_named():
    words = (DEPLOY / "Dockerfile").read_text() + (DEPLOY / "compose.yaml").read_text()

    assert re.findall(r"^(?:FROM| +image:) *(\S+)$", words, re.M) == [
        "python:3.11-slim-bookworm",
        "postgres:15-bookworm",
        "rclone/rclone:1.75.2",
    ]


@pytest.mark.postfix
def test_the_example_of_postfix_queues_while_the_desk_is_down_and_refuses_what_the_desk_would(
    sqlite_database: str, tmp_path: Path, start_postfix: StartPostfix
):
    store = Store(engine_of(sqlite_database), FileBlobs(tmp_path / "blobs"))

    def kept() -> list[str]:
        with store.reading() as session:
            return list(session.exec(select(Message.message_id)))

    port = free_port()
    example = (DEPLOY / "postfix/main.cf").read_text()
    example = example.replace("desk.example.nl", "delinde.example.nl").replace("8025", str(port))
    postfix = start_postfix({}, own=example.replace("permit_mynetworks, ", "") + "address_verify_poll_delay = 1s\n")

    with closing(store), smtplib.SMTP(postfix.host, postfix.port, timeout=20) as client:
        client.sendmail(FATIMA, DESK, some_octets(1))
        waiting = kept()
        settings = settings_in(tmp_path)
        settings = settings.model_copy(update={"smtp_in": settings.smtp_in.model_copy(update={"port": port})})
        with open_door(store, settings):
            assert comes_true(lambda: kept() == ["mail-1@mail.example.nl"], seconds=60)
            client.mail(FATIMA)
            refusals = [
                client.rcpt(address) for address in ("melding+none@delinde.example.nl", "x@elsewhere.example.nl")
            ]

    assert waiting == []
    assert [code for code, _ in refusals] == [550, 554]
    assert b"no longer in use" in refusals[0][1]


def test_the_example_of_nginx_serves_the_pages_over_tls_and_logs_no_private_link(
    running_desk: RunningDesk, certificate: tuple[Path, Path], tmp_path: Path
):
    nginx = needs.program("nginx", package="nginx-light")
    tls, plain = free_port(), free_port()
    own, key = map(str, certificate)

    def prepare(scratch: Path) -> Command:
        places = {
            "listen 443": f"listen {tls}",
            "listen 80;": f"listen {plain};",
            "/etc/letsencrypt/live/desk.example.nl/fullchain.pem": own,
            "/etc/letsencrypt/live/desk.example.nl/privkey.pem": key,
            "/var/log/nginx/postbon.log": str(scratch / "access"),
            "http://127.0.0.1:8000": running_desk.url,
        }
        example = (DEPLOY / "nginx/postbon.conf").read_text()
        for place, here in places.items():
            assert place in example
            example = example.replace(place, here)
        (scratch / "nginx.conf").write_text(f"pid {scratch}/pid; events {{}} http {{ {example} }}")
        (tmp_path / "scratch").symlink_to(scratch)
        return Command([nginx, "-c", scratch / "nginx.conf", "-e", scratch / "errors", "-g", "daemon off;"], tls)

    with server_in(tmp_path / "nginx", prepare):
        context = ssl.create_default_context(cafile=own)
        page = urllib.request.urlopen(f"https://{HOST}:{tls}/login", context=context).read()
        with pytest.raises(HTTPError):
            urllib.request.urlopen(f"https://{HOST}:{tls}/l/a-secret-key", context=context)
        urllib.request.urlopen(f"https://{HOST}:{tls}/login", context=context)  # it logs one before it takes the next
        log = (tmp_path / "scratch/access").read_text()

    assert b"<form" in page
    assert "/login" in log and "/l/" in log and "a-secret-key" not in log
