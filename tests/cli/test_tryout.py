"""`postbon tryout`: what the desk would make of one's own mailbox, with nothing changed in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.cli.program import POSTBON, environment, postbon
from tests.servers.dovecot import DovecotMailbox
from tests.servers.server_process import comes_true

LEAK = """From: Fatima El Amrani <fatima@mail.example.nl>
To: melding@zuid.example.nl
Subject: lekkage badkamer
Message-ID: <leak@mail.example.nl>

Het lekt onder de wastafel in de badkamer. <script>alert(1)</script>
"""
MORE = """From: Fatima El Amrani <fatima@mail.example.nl>
To: melding@zuid.example.nl
Subject: Re: lekkage badkamer
Message-ID: <more@mail.example.nl>
In-Reply-To: <leak@mail.example.nl>

Het wordt erger.
"""
GAS = "From: bram@mail.example.nl\nTo: melding@zuid.example.nl\nSubject: gas\n\nIk ruik gas in de gang.\n"
AWAY = GAS.replace("From: bram", "Auto-Submitted: auto-replied\nFrom: kees").replace("gas", "afwezig")
MONTH = (LEAK, MORE, GAS, AWAY)


def opened(mailbox: DovecotMailbox) -> IMAPClient:
    client = IMAPClient(mailbox.host, mailbox.port, ssl=False)
    client.login(mailbox.username, mailbox.password)
    return client


def state_of(client: IMAPClient) -> object:
    """All of a mailbox that reading it could change: folders, flags, places, how much of it is new."""
    folders = sorted(name for _, _, name in client.list_folders())
    client.select_folder("INBOX", readonly=True)
    status = client.folder_status("INBOX", ["MESSAGES", "RECENT", "UIDNEXT", "UNSEEN"])
    return folders, client.get_flags(client.search()), status


def call_on(mailbox: DovecotMailbox) -> list[str]:
    place = f"{mailbox.host}:{mailbox.port}"
    return ["tryout", "--imap", place, "--security", "none", "--user", mailbox.username, "--json"]


@pytest.mark.dovecot
def test_a_month_of_a_mailbox_is_shown_as_the_desk_would_take_it_and_nothing_in_it_changes(
    tmp_path: Path, mailbox: DovecotMailbox
):
    with opened(mailbox) as client:
        for mail in MONTH:
            client.append("INBOX", mail.encode())
        client.select_folder("INBOX")
        before = state_of(client)

        done = postbon(*call_on(mailbox), cwd=tmp_path, POSTBON_TRYOUT_PASSWORD=mailbox.password)

        assert done.returncode == 0, done.stderr
        assert state_of(client) == before
    figures = json.loads(done.stdout)
    assert (figures["mails"], figures["drafts"], figures["joined"], figures["urgent"]) == (4, 2, 1, 2)
    assert figures["aside"] == {"automatic": 1}
    page = (tmp_path / figures["page"]).read_text()
    assert "lekkage badkamer" in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert (tmp_path / figures["page"]).stat().st_mode & 0o777 == 0o600
    assert mailbox.password not in page + done.stdout + done.stderr


@pytest.mark.dovecot
def test_a_try_out_that_is_stopped_shows_what_it_read_and_goes_on_with_the_rest(
    tmp_path: Path, mailbox: DovecotMailbox
):
    many = 100
    with opened(mailbox) as client:
        for number in range(many):
            client.append("INBOX", LEAK.replace("leak@", f"leak-{number}@").encode())
    settings = environment(POSTBON_TRYOUT_PASSWORD=mailbox.password)
    running = subprocess.Popen(
        [*POSTBON, *call_on(mailbox)],
        cwd=tmp_path,
        env=settings,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a suite in the background ignores Ctrl-C
    )
    kept = tmp_path / "postbon-tryout" / "blobs"
    assert comes_true(lambda: kept.exists() and sum(path.is_file() for path in kept.rglob("*")) > 5)
    os.kill(running.pid, signal.SIGINT)
    half = json.loads(running.communicate(timeout=30)[0])

    done = postbon(*call_on(mailbox), cwd=tmp_path, POSTBON_TRYOUT_PASSWORD=mailbox.password)

    whole = json.loads(done.stdout)
    assert not half["whole"] and 0 < half["mails"] < many
    assert (whole["whole"], whole["mails"]) == (True, many)


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "één zou in het postvak wachten"), ("en", "one would wait in the tray")]
)
def test_files_are_tried_as_well_and_the_figures_are_said_in_words(tmp_path: Path, language: str, words: str):
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "1.eml").write_text(LEAK)
    (tmp_path / "box" / "old.eml").write_text("Date: Mon, 1 Jan 2018 10:00:00 +0100\n" + GAS)

    done = postbon("tryout", "box", cwd=tmp_path, POSTBON_DESK__LANGUAGE=language)

    assert words in done.stdout
    assert f'<html lang="{language}">' in (tmp_path / "postbon-tryout" / "tryout.html").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["box", "postbon-tryout"]


def test_a_wrong_password_is_said_in_one_line(tmp_path: Path, mailbox: DovecotMailbox):
    done = postbon(*call_on(mailbox), cwd=tmp_path, POSTBON_TRYOUT_PASSWORD="verkeerd")

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and mailbox.host in done.stderr
