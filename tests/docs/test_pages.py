"""The docs say what the house does; where they stop doing so, a test says it first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from typer.main import get_command

import cli
from config.settings import Imap, Settings
from deploy.draw_states import DRAWINGS, PAGES, page
from web.app import FOR_STAFF, OPEN

DOCS = Path(__file__).parents[2] / "docs"


def setting_names() -> list[str]:
    names = [f"imap.{key}" for key in Imap.model_fields]
    for section, field in Settings.model_fields.items():
        if section != "imap":
            names += [f"{section}.{key}" for key in type(field.default).model_fields]
    return names


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_is_drawn_on_a_page_is_what_the_tables_say(path: Path):
    assert path.read_text() == page(path.read_text()), "draw them anew with `make docs`"


def test_every_table_is_drawn_once():
    text = "".join(path.read_text() for path in PAGES)
    assert all(text.count(f"<!-- drawn: {name} -->") == 1 for name in DRAWINGS)


@pytest.mark.parametrize("name", setting_names())
def test_every_setting_is_explained(name: str):
    assert f"| `{name}` |" in (DOCS / "settings.md").read_text()


def commands(group: Any, before: str = "postbon") -> dict[str, str]:
    """Every command's full name, with its help."""
    found: dict[str, str] = {}
    for name, command in group.commands.items():
        inside = hasattr(command, "commands")
        found |= commands(command, f"{before} {name}") if inside else {f"{before} {name}": command.help or ""}
    return found


def page_routes() -> list[str]:
    """Every method and address of a page, a key's kind left out: "GET /drafts/{key}"."""
    routes = [route for room in (*OPEN, *FOR_STAFF) for route in room.routes if isinstance(route, APIRoute)]
    return [
        f"{method} {re.sub(':[a-z]+}', '}', route.path)}" for route in routes for method in sorted(route.methods or ())
    ]


@pytest.mark.parametrize("route", page_routes())
def test_every_page_is_explained(route: str):
    assert f"| `{route}` |" in (DOCS / "pages.md").read_text()


COMMANDS = commands(get_command(cli.app))


def test_the_page_for_the_night_names_no_command_that_is_not_there():
    below = "list|show|replay|retry|hold|role|create|login|password|second-factor|disable"
    command = rf"(?<!/)postbon (?:--config \S+ )?([a-z-]+(?: (?:{below}))?)\b"
    told = re.findall(command, _commands_of("operate.md"))

    assert {f"postbon {name}" for name in told} - COMMANDS.keys() == set()
    assert len(told) > 10


def _commands_of(page: str) -> str:
    """What stands on it as something to type."""
    return "\n".join(re.findall(r"`postbon [^`]*`|^    .*$", (DOCS / page).read_text(), re.M))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained_and_its_help_has_an_example(name: str):
    assert f"| `{name}` |" in (DOCS / "commands.md").read_text()
    assert name in COMMANDS[name]


ROOT = DOCS.parent
# Decisions tell of their day, and are not among them.
READABLE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
READABLE += sorted(DOCS.glob("guide/*/*.md"))


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_a_page_names_no_file_and_no_folder_that_is_not_there(path: Path):
    places = ["", *(f"{folder}/" for folder in _folders_of(path))]
    told = re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py|(?:[a-z_]+/)+)`", path.read_text())

    assert [name for name in told if not any((ROOT / place / name).exists() for place in places)] == []


def _folders_of(path: Path) -> set[str]:
    """The folders a page names: a file it names without one lies in one of them."""
    return set(re.findall(r"`((?:[a-z_]+/)+)`", path.read_text()))
