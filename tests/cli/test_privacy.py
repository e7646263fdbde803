"""A person is exported and erased from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import postbon


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


def test_what_will_be_forgotten_is_said_before_it_is(tmp_path: Path):
    said = postbon("retention", "--days", "400", cwd=tmp_path, POSTBON_RETENTION__TICKET_DAYS="never")
    wrong = postbon("retention", cwd=tmp_path, POSTBON_RETENTION__PERSON_DAYS="0")

    assert "retention.ticket_days = never" in said.stdout and "retention.aside_days = 90" in said.stdout
    assert wrong.returncode == 2 and "retention.person_days" in wrong.stderr and "\n" not in wrong.stderr.strip()
