"""Facts of the commands that take mail in and look at what lies aside."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from tests.cli.program import POSTBON, environment, piped, postbon
from tests.ingest.doors.open_door import a_client
from tests.ingest.mails import DESK, FATIMA, some_octets

NEWSLETTER = some_octets(sender="nieuwsbrief@bouwnieuws.example.nl", List_Unsubscribe="<https://bouwnieuws.example.nl>")


def test_a_mail_servers_pipe_ends_in_the_tray_or_aside_where_one_can_look(tmp_path: Path):
    taken = piped(tmp_path, NEWSLETTER)
    postbon("work", "--once", cwd=tmp_path)
    replayed = postbon("aside", "replay", "M-1", cwd=tmp_path)
    listed = postbon("aside", "list", "--json", cwd=tmp_path)
    shown = postbon("aside", "show", "1", cwd=tmp_path, POSTBON_DESK__LANGUAGE="nl")

    assert (taken.returncode, taken.stdout) == (0, b"")
    assert replayed.stdout.startswith("M-1: aside (bulk: ")
    assert [(row["id"], row["aside"]) for row in json.loads(listed.stdout)] == [(1, "bulk")]
    assert json.loads(shown.stdout)["why"].startswith("Een nieuwsbrief")


def test_a_pipe_never_bounces_a_mail_for_a_fault_of_ours(tmp_path: Path):
    full = piped(tmp_path, NEWSLETTER, POSTBON_DESK__DATA_DIR="/proc/no-room")
    unset = piped(tmp_path, NEWSLETTER, POSTBON_CONFIG="absent.toml")

    assert (full.returncode, unset.returncode) == (75, 75)
    assert b"Traceback" not in full.stderr + unset.stderr


def test_a_file_that_is_not_there_is_said_and_the_others_are_taken(tmp_path: Path):
    (tmp_path / "melding.eml").write_bytes(some_octets())

    done = postbon("ingest", "weg.eml", "melding.eml", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stdout == "weg.eml: cannot be read\nmelding.eml: kept as M-1\n"


def test_a_message_that_is_not_there_is_said_in_one_line(tmp_path: Path):
    for command in ("show", "replay"):
        done = postbon("aside", command, "9", cwd=tmp_path)

        assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_the_desk_takes_mail_until_it_is_told_to_stop(tmp_path: Path):
    command = [*POSTBON, "serve", "--only", "smtp,worker"]
    settings = environment(POSTBON_SMTP_IN__PORT="0")
    with subprocess.Popen(command, cwd=tmp_path, env=settings, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        port = int(desk.stdout.readline().rpartition(":")[2])
        with a_client(port) as client:
            client.sendmail(FATIMA, DESK, some_octets())
        desk.send_signal(signal.SIGTERM)

        assert desk.wait(20) == 0
