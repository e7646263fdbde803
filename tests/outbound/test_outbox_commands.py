"""The outbox from the command line: looked at, held, and sent again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from typer.testing import CliRunner

from cli import app
from outbound.post import post_letters
from store.words import LetterKind, LetterState
from tests.cast import Desk
from tests.outbound.outbox import FRIDAY, a_leak, put, settings_to, state

run = CliRunner()


def call(tmp_path: Path, database_url: str, *arguments: str, status: int = 0) -> str:
    environment = {
        "POSTBON_DATABASE__URL": database_url,
        "POSTBON_DESK__DATA_DIR": str(tmp_path),
        "POSTBON_DESK__SECRET": "the desk's secret",
        "PATH": os.environ["PATH"],
    }
    done = run.invoke(app, list(arguments), env=environment)
    assert done.exit_code == status, done.output
    return done.output


def test_the_outbox_is_listed_held_and_released(desk: Desk, tmp_path: Path, database_url: str):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))

    call(tmp_path, database_url, "outbox", "hold", str(letter.id))
    held = json.loads(call(tmp_path, database_url, "outbox", "list", "--state", "held", "--json"))
    call(tmp_path, database_url, "outbox", "retry", "--held")

    assert [(row["id"], row["kind"], row["to"]) for row in held] == [
        (letter.id, "order_sent", "johan@dekraan.example.nl")
    ]
    assert state(desk, letter) == LetterState.WAITING


def test_what_has_left_cannot_be_held(desk: Desk, tmp_path: Path, database_url: str):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    post_letters(desk.store, settings_to(None), FRIDAY)

    said = call(tmp_path, database_url, "outbox", "hold", str(letter.id), status=1)

    assert "outbox list" in said
    assert state(desk, letter) == LetterState.SENT


def test_every_letter_can_be_looked_at(tmp_path: Path, database_url: str):
    call(tmp_path, database_url, "letters", str(tmp_path / "letters"))

    names = {path.name for path in (tmp_path / "letters").iterdir()}
    assert {
        f"{kind}.{language}.{form}"
        for kind in LetterKind
        for language in ("nl", "en", "both")
        for form in ("eml", "html", "txt")
    } < names
