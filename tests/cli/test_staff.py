"""Staff and API keys from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import postbon

PASSWORD = "een hele lange zin"


def test_staff_are_added_listed_and_shut_out(tmp_path: Path):
    added = postbon("user", "add", "Ingrid Vos", "ingrid@delinde.example.nl", "--password", PASSWORD, cwd=tmp_path)
    again = postbon("user", "add", "Ingrid Vos", "ingrid@delinde.example.nl", "--password", PASSWORD, cwd=tmp_path)
    ended = postbon("user", "disable", "ingrid@delinde.example.nl", cwd=tmp_path)
    listed = postbon("user", "list", "--json", cwd=tmp_path)

    assert (added.returncode, again.returncode, ended.returncode) == (0, 2, 0)
    assert [(row["name"], row["active"]) for row in json.loads(listed.stdout)] == [("Ingrid Vos", False)]


def test_a_key_is_shown_once_and_can_be_ended(tmp_path: Path):
    postbon("user", "add", "Ingrid Vos", "ingrid@delinde.example.nl", "--password", PASSWORD, cwd=tmp_path)

    made = postbon("key", "create", "koppeling", "--as", "ingrid@delinde.example.nl", cwd=tmp_path)
    ended = postbon("key", "revoke", "1", cwd=tmp_path)
    listed = postbon("key", "list", "--json", cwd=tmp_path)

    assert made.stdout.startswith("postbon_")
    assert made.stdout.strip() not in listed.stdout
    assert ended.returncode == 0 and json.loads(listed.stdout)[0]["revoked_at"]


@pytest.mark.parametrize("password", ["kort", "aaaaaaaaaaaaaaaa", "            "])
def test_nobody_is_added_with_a_password_that_is_none(tmp_path: Path, password: str):
    added = postbon("user", "add", "Ingrid Vos", "ingrid@delinde.example.nl", "--password", password, cwd=tmp_path)

    assert added.returncode == 2
