"""From nothing to a desk: what `postbon init` asks, tries and leaves behind, and what its first hours may meet."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import time
import venv
from pathlib import Path

import httpx2
import pytest
from imapclient import IMAPClient
from selectolax.lexbor import LexborHTMLParser

from config.settings import load_settings
from tests.cli.program import POSTBON, ROOT, environment, heard, postbon, running
from tests.journeys.either_language import seen
from tests.servers.dovecot import Dovecot, DovecotMailbox
from tests.servers.server_process import comes_true, free_port
from tests.servers.sink import Sink

PASSWORD = "een hele lange zin"
LEAK = b"""From: Fatima El Amrani <fatima@mail.example.nl>
To: melding@zuid.example.nl
Subject: lekkage badkamer
Message-ID: <leak@mail.example.nl>

Het lekt onder de wastafel.
"""
WHOLE = ("init", "--name", "Zuid", "--address", "melding@zuid.example.nl", "--base-url", "https://desk.zuid.example.nl")
ADMIN = ("--admin", "ingrid@zuid.example.nl", "--admin-name", "Ingrid Vos")


def talk(folder: Path, script: list[tuple[str, str]], language: str) -> str:
    """`postbon init` at a terminal of this language: after each of these questions, this is typed. All that was on the
    screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*POSTBON, "init"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment(LANG=f"{language}_NL.UTF-8"),
    )
    os.close(theirs)
    screen, new = "", ""
    for question, typed in [*script, ("", "")]:
        while not (question and question in seen(new, language) and new.endswith(" ")):  # the space: now it listens
            try:
                part = os.read(ours, 4096).decode()
            except OSError:  # the program ended
                part = ""
            if not part:
                break
            new += part
        screen, new = screen + new, ""
        os.write(ours, f"{typed}\n".encode()) if question else None
    os.close(ours)
    process.wait(30)
    return seen(screen, language)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_init_makes_a_desk_that_reads_a_real_mailbox_and_lets_its_administrator_in(
    tmp_path: Path, dovecot: Dovecot, sink: Sink, language: str
):
    box = dovecot.mailbox("melding")

    screen = talk(
        tmp_path,
        [
            ("Naam van uw organisatie", "Zuid"),
            ("Meldadres", "melding+1@zuid.example.nl"),
            ("Meldadres", "melding@zuid.example.nl"),
            ("Publiek adres", "https://desk.zuid.example.nl"),
            ("IMAP", f"{box.host}:{box.port}"),
            ("Beveiliging", "none"),
            ("Gebruikersnaam", box.username),
            ("Wachtwoord", "verkeerd"),
            ("Opnieuw invullen?", ""),
            ("IMAP", f"{box.host}:{box.port}"),
            ("Beveiliging", "none"),
            ("Gebruikersnaam", box.username),
            ("Wachtwoord", box.password),
            ("brieven vertrekken", f"127.0.0.1:{sink.port}"),
            ("Beveiliging", "none"),
            ("Gebruikersnaam", ""),
            ("Mailadres van de eerste", "ingrid@zuid.example.nl"),
            ("Naam", "Ingrid Vos"),
            ("Wachtwoord", "kort"),
            ("Wachtwoord", PASSWORD),
            ("storing", ""),
        ],
        language,
    )

    settings = load_settings(tmp_path / "postbon.toml")
    assert "zonder +label" in screen and "Minstens 12" in screen and "postbon serve" in screen
    assert settings.imap[0].password.get_secret_value() == box.password not in screen
    assert (settings.smtp_out.port, settings.desk.operator) == (sink.port, "ingrid@zuid.example.nl")
    assert json.loads(postbon("user", "list", "--json", cwd=tmp_path).stdout)[0]["role"] == "admin"
    assert (tmp_path / "postbon.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.dovecot
def test_a_mail_in_a_real_mailbox_is_a_ticket_by_what_init_made_alone(
    tmp_path: Path, mailbox: DovecotMailbox, sink: Sink
):
    """From an empty folder; TRANSCRIPT=1 with `pytest -s` prints the session and its seconds."""
    began, url = time.monotonic(), f"http://127.0.0.1:{free_port()}"
    ports = {"POSTBON_WEB__PORT": url.rpartition(":")[2], "POSTBON_SMTP_IN__PORT": str(free_port())}
    made = postbon(
        *("init", "--name", "Zuid", "--address", "melding@zuid.example.nl", "--base-url", url, *ADMIN),
        *("--imap", f"{mailbox.host}:{mailbox.port}", "--imap-security", "none", "--imap-user", mailbox.username),
        *("--smtp", f"127.0.0.1:{sink.port}", "--smtp-security", "none"),
        cwd=tmp_path,
        POSTBON_INIT_ADMIN_PASSWORD=PASSWORD,
        POSTBON_INIT_IMAP_PASSWORD=mailbox.password,
    )
    assert made.returncode == 0, made.stdout + made.stderr

    with (
        running("serve", folder=tmp_path, **ports) as desk,
        httpx2.Client(base_url=url, headers={"origin": url}, timeout=60) as browser,
    ):
        screen = made.stdout + heard(desk, "http://")
        with IMAPClient(mailbox.host, mailbox.port, ssl=False) as box:
            box.login(mailbox.username, mailbox.password)
            box.append("INBOX", LEAK)
        assert browser.post("/login", data={"email": ADMIN[1], "password": PASSWORD}).status_code == 303
        assert comes_true(lambda: browser.get("/drafts/1").status_code == 200)
        form = LexborHTMLParser(browser.get("/drafts/1").text).css_first('form[action="/drafts/1/convert"]')
        assert form is not None
        boxes = [field.attributes for field in form.css("input:not([type=radio]), input[checked]")]
        typed = {str(box["name"]): box.get("value") or "" for box in boxes if "name" in box}
        converted = browser.post("/drafts/1/convert", data=typed | {"description": "Het lekt.", "priority": "normal"})
        assert converted.status_code == 303, typed
        ticket = browser.get("/tickets").text

    seconds = time.monotonic() - began
    if os.environ.get("TRANSCRIPT"):
        print(f"{screen}\n{converted.headers['location']}\n{seconds:.1f} s")  # noqa: T201  asked for
    assert "lekkage badkamer" in ticket and "T-20" in ticket
    assert seconds < 180


def test_what_did_not_work_is_kept_and_named_so_that_nothing_is_typed_twice(tmp_path: Path):
    done = postbon(*WHOLE, "--imap", "127.0.0.1:9", "--imap-security", "none", cwd=tmp_path)

    assert done.returncode == 1
    assert "NOT  mailbox desk" in done.stdout
    assert load_settings(tmp_path / "postbon.toml").imap[0].port == 9


def test_a_program_makes_the_first_administrator_with_a_password_that_no_list_of_processes_shows(tmp_path: Path):
    done = postbon(*WHOLE, *ADMIN, cwd=tmp_path, POSTBON_INIT_ADMIN_PASSWORD=PASSWORD)

    assert done.returncode == 0, done.stderr
    assert load_settings(tmp_path / "postbon.toml").desk.operator == "ingrid@zuid.example.nl"
    assert "Ingrid Vos" in postbon("user", "list", cwd=tmp_path).stdout


def test_a_desk_finds_its_data_from_any_folder(tmp_path: Path):
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    postbon(*WHOLE, *ADMIN, cwd=home, POSTBON_INIT_ADMIN_PASSWORD=PASSWORD)

    listed = postbon("--config", str(home / "postbon.toml"), "user", "list", cwd=elsewhere)

    assert "Ingrid Vos" in listed.stdout
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[desk]\nnaam = 'Zuid'\n", "bedoelde u desk.name?"),
        ("naam = 'Zuid'\n", "docs/settings.md"),
        ("name = 'Zuid'\n", "bedoelde u desk.name?"),
        ("[dsek]\nname = 'Zuid'\n", "bedoelde u desk?"),
        ("[desk]\nport = 25\n", "bedoelde u smtp_in.port, imap.port, smtp_out.port, web.port?"),
        ("[web]\nport = 'acht'\n", "web.port: dit moet een getal zijn"),
        ("[smtp_out]\nsecurity = 'ssl'\n", "kies uit 'none', 'starttls', 'tls'"),
        ("[[imap]]\nname = 'a'\n", "imap.0.host ontbreekt"),
        ("[desk]\naddress = 'nobody'\n", "schrijf één gewoon adres"),
        ("[limits]\nundo_seconds = [1]\n", "limits.undo_seconds: dit moet een getal zijn"),
    ],
)
def test_a_wrong_setting_is_named_with_the_one_that_was_meant_in_one_language(tmp_path: Path, toml: str, words: str):
    (tmp_path / "postbon.toml").write_text(toml)

    for language in ("nl", "en"):
        done = postbon("doctor", cwd=tmp_path, POSTBON_DESK__LANGUAGE=language)

        assert done.returncode == 2
        assert words in seen(done.stderr, language)
        assert len(done.stderr.splitlines()) == 1


def test_the_doctor_sees_what_a_desk_from_nothing_lacks(tmp_path: Path):
    done = postbon("doctor", "--json", cwd=tmp_path)

    wrong = {finding["what"].split()[0] for finding in json.loads(done.stdout) if not finding["well"]}
    assert {"settings", "desk.base_url", "desk.operator", "outgoing", "staff"} <= wrong


@pytest.mark.parametrize(("language", "other"), [("nl", "the|reachable|nothing"), ("en", "de|het|niet|niemand|zijn")])
def test_the_doctor_speaks_the_language_of_the_desk(tmp_path: Path, language: str, other: str):
    done = postbon("doctor", cwd=tmp_path, POSTBON_DESK__LANGUAGE=language)

    assert "de links in brieven openen alleen op deze machine" in seen(done.stdout, language)
    assert not re.search(rf"\b({other})\b", done.stdout)


@pytest.mark.timeout(300)  # making an environment is slow on a busy machine
@pytest.mark.long
def test_the_built_wheel_is_a_desk_wherever_it_is_installed(tmp_path: Path):
    """Our own wheel by pip; what it stands on is lent by this environment, so no network is needed."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    (lent,) = (path for path in map(Path, sys.path) if path.name == "site-packages")
    (site,) = (tmp_path / "fresh").glob("lib/*/site-packages")
    (site / "lent.pth").write_text(str(lent))

    def run(*arguments: str) -> str:
        program = tmp_path / "fresh" / "bin" / "postbon"
        done = subprocess.run(
            [program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30,
            env={"PATH": os.environ["PATH"], "POSTBON_INIT_ADMIN_PASSWORD": PASSWORD},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(*WHOLE, *ADMIN)

    assert "Ingrid Vos" in run("user", "list")
