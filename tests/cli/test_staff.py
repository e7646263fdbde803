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


def test_somebody_gets_a_new_password_a_role_and_a_way_back(tmp_path: Path):
    bram = "bram@delinde.example.nl"
    postbon("user", "add", "Bram Postma", bram, "--password", PASSWORD, cwd=tmp_path)
    done = [
        postbon("user", "disable", bram, cwd=tmp_path),
        postbon("user", "enable", bram, cwd=tmp_path),
        postbon("user", "role", bram, "admin", cwd=tmp_path),
        postbon("user", "password", bram, "--password", "nog een lange zin erbij", cwd=tmp_path),
        postbon("user", "sessions", bram, "--end", "--json", cwd=tmp_path),
    ]
    nobody = postbon("user", "role", "niemand@delinde.example.nl", "admin", cwd=tmp_path)

    assert [each.returncode for each in done] == [0] * 5 and done[-1].stdout == "[]\n"
    assert nobody.returncode == 1
    [row] = json.loads(postbon("user", "list", "--json", cwd=tmp_path).stdout)
    assert (row["role"], row["active"]) == ("admin", True)


def test_a_key_is_shown_once_and_can_be_ended(tmp_path: Path):
    postbon("user", "add", "Ingrid Vos", "ingrid@delinde.example.nl", "--password", PASSWORD, cwd=tmp_path)

    made = postbon("key", "create", "koppeling", "--as", "ingrid@delinde.example.nl", cwd=tmp_path)
    ended = postbon("key", "revoke", "1", cwd=tmp_path)
    listed = postbon("key", "list", "--json", cwd=tmp_path)

    assert made.stdout.startswith("postbon_")
    assert made.stdout.strip() not in listed.stdout
    assert ended.returncode == 0 and json.loads(listed.stdout)[0]["revoked_at"]


@pytest.mark.parametrize("password", ["kort", "aaaaaaaaaaaaaaaa", "            ", "Welkom2026!!!", "ingridvosdelinde"])
def test_nobody_is_added_with_a_password_that_is_none(tmp_path: Path, password: str):
    added = postbon("user", "add", "Ingrid Vos", "ingrid@delinde.example.nl", "--password", password, cwd=tmp_path)

    assert added.returncode == 2
