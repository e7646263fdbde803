"""`postbon backup` and `postbon restore`: a desk moves with all that it promised, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import postbon
from tests.ingest.mails import some_octets


def taken_in(folder: Path) -> str:
    """What the command says of one mail in a file of this folder."""
    (folder / "mail.eml").write_bytes(some_octets())
    return postbon("ingest", "mail.eml", cwd=folder).stdout


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with a desk in `postbon-data`, a mail in it, and its copy in `copy`."""
    assert taken_in(tmp_path) == "mail.eml: kept as M-1\n"
    done = postbon("backup", "copy", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_a_restored_desk_has_its_mail_and_the_secret_that_opens_its_links(copied: Path):
    (copied / "postbon-data").rename(copied / "broken")

    done = postbon("restore", "copy", cwd=copied)

    assert done.returncode == 0, done.stderr
    assert (copied / "postbon-data/secret").read_text() == (copied / "broken/secret").read_text()
    assert taken_in(copied) == "mail.eml: kept as M-1 (again)\n"


def test_a_copy_is_for_its_owner_only(copied: Path):
    assert (copied / "copy").stat().st_mode & 0o077 == 0


def test_a_restore_overwrites_neither_a_desk_nor_another_secret(copied: Path):
    over_a_desk = postbon("restore", "copy", cwd=copied)
    (copied / "postbon-data/postbon.sqlite").unlink()
    (copied / "postbon-data/secret").write_text("another desk's")

    over_a_secret = postbon("restore", "copy", cwd=copied)
    beside_a_set_one = postbon("restore", "copy", cwd=copied, POSTBON_DESK__SECRET="another")

    assert [one.returncode for one in (over_a_desk, over_a_secret, beside_a_set_one)] == [1, 1, 1]
    assert "move it away first" in over_a_desk.stderr and "another secret" in over_a_secret.stderr
    assert "desk.secret" in beside_a_set_one.stderr
    assert not (copied / "postbon-data/postbon.sqlite").exists()


@pytest.mark.parametrize("call", [("backup", "copy"), ("restore", "nowhere")])
def test_where_there_is_nothing_to_copy_nothing_is_made(tmp_path: Path, call: tuple[str, str]):
    done = postbon(*call, cwd=tmp_path)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.rglob("*.sqlite"))
