"""The docs say what the house does; where they stop doing so, a test says it first."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.settings import Imap, Settings
from deploy.draw_states import PAGE, page

DOCS = Path(__file__).parents[2] / "docs"


def setting_names() -> list[str]:
    names = [f"imap.{key}" for key in Imap.model_fields]
    for section, field in Settings.model_fields.items():
        if section != "imap":
            names += [f"{section}.{key}" for key in type(field.default).model_fields]
    return names


def test_the_drawn_lives_are_those_of_the_tables():
    assert PAGE.read_text() == page(PAGE.read_text()), "draw them anew with `make docs`"


@pytest.mark.parametrize("name", setting_names())
def test_every_setting_is_explained(name: str):
    assert f"| `{name}` |" in (DOCS / "settings.md").read_text()
