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
