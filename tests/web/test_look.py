"""How it looks: every state has its word, shape and colour, and nobody is shut out of any, by day or by night."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader

from config.templates import template_environment
from store.words import DraftState, LetterState, OrderState, Phase, Trust
from tests.journeys.outside_user import UTRECHT
from tests.running_app import RunningDesk
from tests.servers.chromium import NewPage
from tests.web.windows import shut_out, sticks_out

WEB = template_environment("web", "nl", UTRECHT)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ticket", [*Phase]),
        ("order", [*OrderState]),
        ("letter", [*LetterState, "kept", "folded"]),  # sent, where no server is set; told in another
        ("draft", [*DraftState]),
    ],
)
def test_every_state_has_its_word_shape_and_colour(kind: str, words: list[str]):
    looks = WEB.get_template("parts/state.html").module.STATES[kind]  # type: ignore[attr-defined]

    assert set(looks) == set(words)
    assert len({word for word, _, _ in looks.values()}) == len(looks)


@pytest.mark.parametrize("level", Trust)
def test_every_level_of_trust_has_a_badge(level: Trust):
    badge = WEB.get_template("parts/mail.html").module

    assert "bekend adres" in badge.trust(level.value, "bekend adres")  # type: ignore[attr-defined]


@pytest.mark.chromium
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_any_state(running_desk: RunningDesk, new_page: NewPage, scheme: str):
    window = new_page("phone")
    window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    window.route(f"{running_desk.url}/states", lambda route: route.fulfill(body=states(), content_type="text/html"))
    window.goto(f"{running_desk.url}/states")

    assert shut_out(window) == []
    assert not sticks_out(window)


def states() -> str:
    """The page of all states: its parts and its style sheet are the desk's own."""
    samples = FileSystemLoader(Path(__file__).parent)
    environment = WEB.overlay(loader=ChoiceLoader([samples, WEB.loader]))  # type: ignore[list-item]
    now = datetime(2026, 11, 20, 12, 4, tzinfo=UTC)
    return environment.get_template("states.html").render(
        title="Toestanden", desk={"name": "De Linde", "colour": ""}, now=now
    )
