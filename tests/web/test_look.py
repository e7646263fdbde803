"""How it looks: every part renders in both languages, and nobody is shut out of any page, by day or by night."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from config.templates import template_environment
from store.words import DraftState, LetterState, OrderState, Phase, Trust
from tests.web.gallery.cast import PAGES
from tests.web.gallery.frames import AMSTERDAM, AXE, STATIC, render, showing

PHONE, DESK = 390, 1280
TOO_LOW = """
  [...document.querySelectorAll("button, summary, select, textarea, input, .deed, .way, .pick, .filter")]
    .filter((one) => !["hidden", "radio", "checkbox"].includes(one.type) && one.checkVisibility())
    .filter((one) => one.getBoundingClientRect().height < 43.9)
    .map((one) => one.outerHTML)
"""


@pytest.mark.parametrize("page", PAGES)
def test_every_page_renders_in_dutch_and_in_english(page: str):
    assert '<html lang="nl">' in render(page, "nl")
    assert '<html lang="en">' in render(page, "en")


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
    looks = template_environment("web", "nl", AMSTERDAM).get_template("parts/state.html").module.STATES[kind]  # type: ignore[attr-defined]

    assert set(looks) == set(words)
    assert len({word for word, _, _ in looks.values()}) == len(looks)


@pytest.mark.parametrize("level", Trust)
def test_every_level_of_trust_has_a_badge(level: Trust):
    badge = template_environment("web", "nl", AMSTERDAM).get_template("parts/mail.html").module

    assert "bekend adres" in badge.trust(level.value, "bekend adres")  # type: ignore[attr-defined]


def test_every_sign_that_is_used_has_been_drawn():
    drawn = set(re.findall(r'id="(\w+)"', (STATIC / "shapes.svg").read_text()))
    used = {sign for page in PAGES for sign in re.findall(r'shapes.svg#(\w+)"', render(page))}

    assert used <= drawn


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_shut_out(chromium: Browser, page: str, width: int, dark: bool):
    with showing(chromium, page, width, dark) as window:
        window.evaluate(AXE.read_text())
        found = window.evaluate("axe.run()")["violations"]

        assert [(fault["id"], fault["nodes"][0]["html"], fault["nodes"][0]["failureSummary"]) for fault in found] == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_sticks_out_of_the_narrowest_phone(chromium: Browser, page: str):
    with showing(chromium, page, 320) as window:
        assert window.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("page", PAGES)
def test_pages_keep_their_own_policy_and_every_press_is_large_enough(chromium: Browser, page: str):
    with showing(chromium, page, PHONE) as window:
        low = window.evaluate(TOO_LOW)

        assert low == []
        assert "style=" not in window.content()
