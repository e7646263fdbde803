"""How letters look: the question first, the slip below it, and nothing a mail program would have to fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import css_inline
import pytest
from playwright.sync_api import Browser

from config.settings import Language
from config.templates import template_environment
from tests.web.gallery.cast import DESK, LEAK, SLIP
from tests.web.gallery.frames import AMSTERDAM, AXE, a_browser

PAGE = "https://delinde.example.nl/l/3q7xkd0b2m9v"
ORDER: dict[str, Any] = {
    "subject": "[OB-2026-00032] Kunt u deze opdracht uitvoeren? Lekkage badkamer, Lindelaan 14B",
    "lead": "Kunt u de lekkage op Lindelaan 14B verhelpen?",
    "paragraphs": ["Er druppelt water bij een lamp; wij horen graag vandaag of u komt."],
    "buttons": [
        {"label": "Opdracht accepteren", "href": PAGE},
        {"label": "Weigeren", "href": PAGE},
    ],
    "note": "",
    "quote": None,
    "slip": SLIP
    | {"photos": 2, "answer": "Antwoord op deze mail met akkoord, weigeren of voltooid, of gebruik de knoppen."},
    "replies": True,
}
RECEIVED: dict[str, Any] = {
    "subject": "[T-2026-00042] We received: Lekkage badkamer",
    "lead": "We received your report and look at it today.",
    "paragraphs": ["Does it get worse? Call us. In danger: 112. Smell of gas: 0800-9009."],
    "buttons": [{"label": "Follow your report", "href": PAGE}],
    "note": "",
    "quote": {"label": "You wrote:", "text": LEAK, "lang": "nl"},
    "slip": None,
    "replies": True,
}
LETTERS: list[tuple[dict[str, Any], Language]] = [(ORDER, "nl"), (RECEIVED, "en")]


def write(letter: dict[str, Any], language: Language, form: str = "html") -> str:
    template = template_environment("outbound", language, AMSTERDAM).get_template(f"letter.{form}.jinja")
    return template.render(letter=letter, desk=DESK, why="U krijgt deze mail omdat u een opdracht kreeg.")


def inlined(letter: dict[str, Any], language: Language) -> str:
    return css_inline.CSSInliner(keep_style_tags=True).inline(write(letter, language))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as one:
        yield one


@pytest.mark.parametrize(("letter", "language"), LETTERS)
def test_the_question_comes_first_below_the_line_to_write_above(letter: dict[str, Any], language: Language):
    lines = [line for line in write(letter, language, "txt").splitlines() if line]

    assert lines[0] in ("— schrijf uw antwoord boven deze regel —", "— write your answer above this line —")
    assert lines[1] == letter["lead"]


@pytest.mark.parametrize(("letter", "language"), LETTERS)
def test_a_letter_fetches_nothing_and_runs_nothing(letter: dict[str, Any], language: Language):
    html = inlined(letter, language)

    assert not re.search(r"<(img|script|link|iframe)\b|url\(|@import", html)


def test_both_forms_of_a_letter_carry_the_same_slip():
    html, text = write(ORDER, "nl"), write(ORDER, "nl", "txt")

    for said in ("OB-2026-00032", "3512 SA Utrecht", "vr 27 nov 2026", "€\N{NO-BREAK SPACE}250,00", "SPOED", PAGE):
        assert said in html
        assert said in text


def test_what_people_wrote_is_text_in_the_letter_and_never_markup():
    letter = RECEIVED | {"quote": {"label": "You wrote:", "text": "<b>&amp; drip</b>", "lang": ""}}

    assert "&lt;b&gt;&amp;amp; drip&lt;/b&gt;" in write(letter, "en")
    assert "| <b>&amp; drip</b>" in write(letter, "en", "txt")


def test_styles_stand_at_the_elements_for_programs_that_drop_the_style_sheet():
    button = re.search(r'<a class="button likely"[^>]*style="([^"]*)"', inlined(ORDER, "nl"))

    assert button
    assert "background: #2b5a38" in button[1]


@pytest.mark.chromium
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("letter", "language"), LETTERS)
def test_nobody_is_shut_out_of_a_letter(browser: Browser, letter: dict[str, Any], language: Language, dark: bool):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark" if dark else "light")
    window = context.new_page()
    window.set_content(inlined(letter, language))

    window.evaluate(AXE.read_text())
    faults = window.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })")["violations"]

    assert [fault["id"] for fault in faults] == []
    assert window.evaluate("document.documentElement.scrollWidth") == 390
    context.close()
