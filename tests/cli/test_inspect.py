"""`postbon inspect`: what the desk would do with a mail, and nothing done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import postbon


def inspected(folder: Path, mail: str, *arguments: str) -> dict[str, Any]:
    (folder / "mail.eml").write_text(mail)
    done = postbon("inspect", "--jsonl", *arguments, cwd=folder, stdin="mail.eml\n")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    ("words", "arguments", "deed", "sure"),
    [
        ("Akkoord.\n", (), "accept", True),
        ("Voltooid\n\nVerstuurd vanaf mijn iPhone\n", (), "complete", True),
        ("Niet akkoord met de prijs.\n", (), "none", False),
        ("Akkoord.\n", ("--as", "reporter"), "none", False),
    ],
)
def test_the_asked_word_is_understood_as_the_one_who_was_asked_means_it(
    tmp_path: Path, words: str, arguments: tuple[str, ...], deed: str, sure: bool
):
    seen = inspected(tmp_path, f"From: johan@dekraan.example.nl\nSubject: Re: opdracht\n\n{words}", *arguments)

    assert (seen["intent"]["deed"], seen["intent"]["sure"]) == (deed, sure)


def test_a_robot_means_nothing_by_its_words(tmp_path: Path):
    seen = inspected(tmp_path, "From: johan@dekraan.example.nl\nAuto-Submitted: auto-replied\n\nAkkoord\n")

    assert seen["intent"]["deed"] == "none"
    assert seen["rule"] == "auto_reply"


def test_looking_leaves_nothing_behind(tmp_path: Path):
    inspected(tmp_path, "From: johan@dekraan.example.nl\n\nAkkoord\n")

    assert [path.name for path in tmp_path.iterdir()] == ["mail.eml"]
