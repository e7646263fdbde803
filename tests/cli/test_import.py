"""`postbon import`: all of a file, or nothing of it and the lines that are wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.cli.program import postbon


def imported(folder: Path, kind: str, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "in.csv").write_text(text)
    return postbon("import", kind, "in.csv", *arguments, cwd=folder, POSTBON_DESK__LANGUAGE="en")


def test_people_are_added_once_and_a_dry_run_adds_nobody(tmp_path: Path):
    people = "name;email\nFatima el Amrani;fatima.elamrani@mail.example.nl\n"

    tried = imported(tmp_path, "people", people, "--dry-run")
    first = imported(tmp_path, "people", people)
    second = imported(tmp_path, "people", people)

    assert tried.stdout == "2: Fatima el Amrani: new\n1 new, 0 changed, 0 as they were (--dry-run)\n"
    assert first.stdout == "1 new, 0 changed, 0 as they were\n"
    assert second.stdout == "0 new, 0 changed, 1 as they were\n"


def test_one_wrong_line_is_named_and_nothing_is_added(tmp_path: Path):
    done = imported(tmp_path, "people", "name,email\nFatima,fatima.elamrani@mail.example.nl\nSem,no address\n")
    after = imported(tmp_path, "people", "name,email\nFatima,fatima.elamrani@mail.example.nl\n")

    assert done.returncode == 1
    assert "line 3" in done.stderr
    assert after.stdout.startswith("1 new")


def test_an_unknown_kind_is_a_wrong_call(tmp_path: Path):
    assert imported(tmp_path, "cats", "name\nMinoes\n").returncode == 2
