"""Facts of the front door that need no desk behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.settings import SettingsError, load_settings
from tests.cli.program import postbon


def test_init_writes_settings_that_can_be_read_and_a_secret_of_their_own(tmp_path: Path):
    done = postbon("init", "--name", 'Beheer "Zuid"', "--address", "melding@zuid.example.nl", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    settings = load_settings(tmp_path / "postbon.toml")
    assert settings.desk.name == 'Beheer "Zuid"'
    assert len(settings.secret) == 64


def test_every_commented_setting_can_be_used_as_it_stands(tmp_path: Path):
    postbon("init", "--name", "Zuid", "--address", "melding@zuid.example.nl", cwd=tmp_path)
    file = tmp_path / "postbon.toml"
    lines = file.read_text().splitlines()

    file.write_text(
        "\n".join(line.removeprefix("# ") if " = " in line or line == "# [[imap]]" else line for line in lines)
    )

    assert load_settings(file).imap[0].host == "imap.example.nl"


def test_init_overwrites_nothing(tmp_path: Path):
    (tmp_path / "postbon.toml").write_text("[desk]\n")

    done = postbon("init", "--name", "Zuid", "--address", "melding@zuid.example.nl", cwd=tmp_path)

    assert done.returncode == 2
    assert (tmp_path / "postbon.toml").read_text() == "[desk]\n"


@pytest.mark.parametrize(
    ("toml", "word"),
    [
        ("[desk]\naddress = 'nobody'\n", "desk.address"),
        ("[desk]\ntimezone = 'Europe/Nowhere'\n", "desk.timezone"),
        ("[dsek]\n", "dsek"),
        ("[desk\n", "postbon.toml"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, toml: str, word: str):
    file = tmp_path / "postbon.toml"
    file.write_text(toml)

    with pytest.raises(SettingsError, match=word):
        load_settings(file)


def test_the_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "postbon.toml").write_text("[web]\nport = 1\n")
    monkeypatch.setenv("POSTBON_WEB__PORT", "8123")

    assert load_settings(tmp_path / "postbon.toml").web.port == 8123


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_wrong_call_is_said_in_one_line_without_a_traceback(tmp_path: Path, language: str):
    done = postbon("--config", "gone.toml", "backup", "x", cwd=tmp_path, POSTBON_DESK__LANGUAGE=language)

    assert done.returncode == 2
    assert "gone.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_speaks_the_language_that_is_set(tmp_path: Path):
    dutch = postbon("--help", cwd=tmp_path, POSTBON_DESK__LANGUAGE="nl").stdout
    english = postbon("--help", cwd=tmp_path, POSTBON_DESK__LANGUAGE="en").stdout

    assert "het meldpunt" in dutch
    assert "the maintenance desk" in english


@pytest.fixture(scope="module")
def a_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for calls that change nothing."""
    return tmp_path_factory.mktemp("desk")


@pytest.mark.parametrize(
    "call",
    [
        ("nonsense",),
        ("--nonsense",),
        ("ingest",),
        ("user", "add", "Ingrid"),
        ("key", "revoke", "three"),
        ("key", "revoke", "9" * 30),
        ("aside", "show", "9" * 30),
        ("aside", "list", "--limit", "-1"),
        ("outbox", "retry", "9" * 30),
        ("work", "--once", "--at", "yesterday"),
        ("serve", "--only", "postman"),
        ("import", "cats", "cats.csv"),
    ],
    ids=" ".join,
)
def test_every_wrong_call_ends_with_2_and_one_line_that_says_what_to_do(a_desk: Path, call: tuple[str, ...]):
    done = postbon(*call, cwd=a_desk)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("postbon: ")


@pytest.mark.parametrize(
    "call",
    [
        ("aside", "show", "412"),
        ("aside", "replay", "412"),
        ("outbox", "retry", "412"),
        ("outbox", "hold", "412"),
        ("key", "revoke", "412"),
        ("user", "disable", "nobody@example.nl"),
        ("import", "people", "gone.csv"),
        ("letters", "/proc/nowhere"),
    ],
    ids=" ".join,
)
def test_every_failure_ends_with_1_and_one_line(a_desk: Path, call: tuple[str, ...]):
    done = postbon(*call, cwd=a_desk)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_every_command_has_help_with_an_example(tmp_path: Path):
    for command in every_command():
        done = postbon(*command, "--help", cwd=tmp_path, POSTBON_DESK__LANGUAGE="en")

        assert f"Example: postbon {' '.join(command)}" in " ".join(done.stdout.split()), command


def every_command() -> list[tuple[str, ...]]:
    """The ways to all commands, as the documentation names them."""
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text()
    return [tuple(way.split()) for way in re.findall(r"^\| `postbon ([^`]+)`", page, re.MULTILINE)]
