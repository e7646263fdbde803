"""`postbon import`: all of a file, or nothing of it and the lines that are wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "POSTBON_DESK__LANGUAGE": "en"}


def imported(folder: Path, kind: str, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "in.csv").write_text(text)
    command = [sys.executable, "-c", "import cli; cli.main()", "import", kind, "in.csv", *arguments]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def test_people_are_added_once_and_a_dry_run_adds_nobody(tmp_path: Path):
    people = "name;email\nFatima el Amrani;fatima.elamrani@mail.example.nl\n"

    tried = imported(tmp_path, "people", people, "--dry-run")
    first = imported(tmp_path, "people", people)
    second = imported(tmp_path, "people", people)

    assert tried.stdout == "1 added, 0 known already (--dry-run)\n"
    assert first.stdout == "1 added, 0 known already\n"
    assert second.stdout == "0 added, 1 known already\n"


def test_one_wrong_line_is_named_and_nothing_is_added(tmp_path: Path):
    done = imported(tmp_path, "people", "name,email\nFatima,fatima.elamrani@mail.example.nl\nSem,no address\n")
    after = imported(tmp_path, "people", "name,email\nFatima,fatima.elamrani@mail.example.nl\n")

    assert done.returncode == 1
    assert "line 3" in done.stderr
    assert after.stdout.startswith("1 added")


def test_an_unknown_kind_is_a_wrong_call(tmp_path: Path):
    assert imported(tmp_path, "cats", "name\nMinoes\n").returncode == 2
