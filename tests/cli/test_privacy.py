"""A person is exported and erased from the command line."""

from __future__ import annotations

import smtplib
import sqlite3
from pathlib import Path

import httpx2

from tests.cli.program import heard, postbon, running
from tests.journeys.at_rest import SIGNED, TRACES
from tests.servers.server_process import HOST, comes_true, free_port


def test_a_person_is_exported_and_erased_by_their_number(tmp_path: Path):
    people = tmp_path / "people.csv"
    people.write_text("name,email,phone\nFatima el Amrani,fatima@example.nl,06 0000 0014\n")
    postbon("import", "people", str(people), cwd=tmp_path)

    exported = postbon("export", "person", "1", str(tmp_path / "out"), cwd=tmp_path)
    erased = postbon("erase", "person", "1", cwd=tmp_path)
    again = postbon("erase", "person", "1", cwd=tmp_path)

    assert "Fatima el Amrani" in (tmp_path / "out" / "person.json").read_text()
    assert [done.returncode for done in (exported, erased, again)] == [0, 0, 1]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "postbon-data").rglob("*") if path.is_file())
    assert b"Amrani" not in kept and b"fatima@example.nl" not in kept


def test_the_log_of_a_lived_in_desk_that_breaks_on_mail_and_forms_names_nobody(tmp_path: Path):
    smtp, web, path, sender = free_port(), free_port(), tmp_path / "log", "fatima.elamrani@mail.example.nl"
    url = f"http://{HOST}:{web}"
    settings = {"POSTBON_SMTP_IN__PORT": str(smtp), "POSTBON_WEB__PORT": str(web), "POSTBON_DESK__BASE_URL": url}
    with running("serve", folder=tmp_path, log=str(path), **settings) as program:
        heard(program, "http://")
        with sqlite3.connect(tmp_path / "postbon-data" / "postbon.sqlite") as database:
            for table in ("draft", "knock"):
                database.execute(
                    f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'x'); END"
                )

        with smtplib.SMTP(HOST, smtp) as server:
            server.docmd("ELAMRANI", "Fatima el Amrani, 06 0000 0014")
            mail = f"From: Fatima el Amrani <{sender}>\r\nSubject: Lek bij Fatima el Amrani\r\n\r\n{SIGNED}"
            server.sendmail(sender, "melding@delinde.example.nl", mail.encode())
        typed = {"email": sender, "password": "Fatima el Amrani"}
        answer = httpx2.post(f"{url}/login", data=typed, headers={"Origin": url})

        assert answer.status_code == 500
        assert comes_true(lambda: "M-1 is set aside" in path.read_text())
    lines = path.read_text().splitlines()
    assert [line for line in lines if any(trace in line.casefold() for trace in TRACES)] == []
    assert len(lines) == 2 and all("IntegrityError at" in line for line in lines), lines


def test_what_will_be_forgotten_is_said_before_it_is(tmp_path: Path):
    said = postbon("retention", "--days", "400", cwd=tmp_path, POSTBON_RETENTION__TICKET_DAYS="never")
    wrong = postbon("retention", cwd=tmp_path, POSTBON_RETENTION__PERSON_DAYS="0")

    assert "retention.ticket_days = never" in said.stdout and "retention.aside_days = 90" in said.stdout
    assert wrong.returncode == 2 and "retention.person_days" in wrong.stderr and "\n" not in wrong.stderr.strip()
