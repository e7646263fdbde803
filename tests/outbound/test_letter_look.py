"""How letters look: the question first, the slip below it, and nothing a mail program would have to fetch."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from config.settings import DeskSettings, Language
from outbound.layouts import Dressed, Sheet, dress
from outbound.letter_texts import LetterText, say
from outbound.samples import SNAPSHOTS
from outbound.slips import slip_on_paper
from store.safety_texts import danger_in, points_in
from store.words import LetterKind
from tests.outbound.wall_clock import AMSTERDAM
from tests.web.windows import axe_faults

PAGE = "https://delinde.example.nl/l/3q7xkd0b2m9v"
DESK = DeskSettings(postal_address="Kanaalstraat 12, 3511 SS Utrecht", phone="030 000 0012")
SHEETS: list[tuple[LetterKind, Language]] = [
    (LetterKind.ORDER_SENT, "nl"),
    (LetterKind.TICKET_RECEIVED, "en"),
    (LetterKind.SAFETY, "nl"),
    (LetterKind.STAFF_ESCALATION, "en"),
]


def said(kind: LetterKind, language: Language) -> LetterText:
    danger = danger_in(SNAPSHOTS[kind].get("urgent_words", ()))
    values = SNAPSHOTS[kind] | {"desk": DESK, "to_name": "Johan de Kraan", "link": PAGE, "page": PAGE, "personal": ""}
    values |= {"safety": lambda: points_in({}, danger, language)}
    return say(kind, language, AMSTERDAM, values)


def dressed(kind: LetterKind, language: Language, quote: str = "") -> Dressed:
    what = said(kind, language)
    slip = SNAPSHOTS[kind].get("slip") if what.shows_slip else None
    sheet = Sheet(
        language,
        replace(what, quote=("", quote)) if quote else what,
        slip_on_paper(slip, DESK, language) if slip else None,
    )
    return dress([sheet], DESK, AMSTERDAM, replies=True)


@pytest.mark.parametrize(("kind", "language"), SHEETS)
def test_the_question_comes_first_below_the_line_to_write_above(kind: LetterKind, language: Language):
    lines = [line for line in dressed(kind, language).text.splitlines() if line]

    assert lines[0] in ("— schrijf uw antwoord boven deze regel —", "— write your answer above this line —")
    assert said(kind, language).lead.startswith(lines[1])


@pytest.mark.parametrize(("kind", "language"), SHEETS)
def test_a_letter_fetches_nothing_and_runs_nothing(kind: LetterKind, language: Language):
    assert not re.search(r"<(img|script|link|iframe)\b|url\(|@import", dressed(kind, language).html)


def test_both_forms_of_a_letter_carry_the_same_slip():
    letter = dressed(LetterKind.ORDER_SENT, "nl")

    for words in ("OB-2026-00032", "3512 SA Utrecht", "vr 27 nov 2026", "250,00", "SPOED", PAGE):
        assert words in letter.html
        assert words in letter.text


@pytest.mark.parametrize(
    ("kind", "glance"),
    [
        (LetterKind.TICKET_MERGED, "T-2026-00040"),
        (LetterKind.OWNER_COST_OVER, "€ 485,00"),
        (LetterKind.OWNER_COST, "€ 120,00"),
        (LetterKind.APPOINTMENT, "14:00–16:00"),
        (LetterKind.APPOINTMENT, "di 24 nov 2026"),
        (LetterKind.NOT_OUR_HOUSE, "0800-9009"),
        (LetterKind.SAFETY, "0800-9009"),
        (LetterKind.TICKET_RECEIVED, "030 000 0099"),
    ],
)
def test_what_is_read_at_one_glance_stays_on_one_line(kind: LetterKind, glance: str):
    html = dressed(kind, "nl").html.replace("&nbsp;", " ")

    assert glance in re.findall(r'<span class="number" style="white-space: ?nowrap;?">([^<]*)</span>', html)


def test_whoever_accepted_no_longer_reads_by_when_to_accept():
    asked, expected = dressed(LetterKind.ORDER_SENT, "nl"), dressed(LetterKind.ORDER_VISIT, "nl")

    assert "accepteren uiterlijk ma 23 nov 2026" in asked.text
    assert "accepteren uiterlijk" not in expected.text + expected.html


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if "slip" in SNAPSHOTS[kind]])
@pytest.mark.parametrize(("language", "word"), [("nl", "WEIGEREN"), ("en", "REFUSE")])
def test_how_to_answer_with_one_word_stands_once(kind: LetterKind, language: Language, word: str):
    assert dressed(kind, language).text.count(word) <= 1


def test_what_people_wrote_is_text_in_the_letter_and_never_markup():
    letter = dressed(LetterKind.TICKET_RECEIVED, "en", quote="<b>&amp; drip</b>")

    assert "&lt;b&gt;&amp;amp; drip&lt;/b&gt;" in letter.html
    assert "| <b>&amp; drip</b>" in letter.text


def test_styles_stand_at_the_elements_for_programs_that_drop_the_style_sheet():
    html = dressed(LetterKind.ORDER_SENT, "nl").html

    button = re.search(r'<a class="button likely"[^>]*style="([^"]*)"', html)

    assert button
    assert "background: #2b5a38" in button[1]
    assert "prefers-color-scheme: dark" in html


@pytest.mark.chromium
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("kind", "language"), SHEETS)
def test_nobody_is_shut_out_of_a_letter(chromium: Browser, kind: LetterKind, language: Language, dark: bool):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark" if dark else "light")
    window = context.new_page()
    window.set_content(dressed(kind, language).html)

    faults = axe_faults(window, only="['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']")

    assert [fault["id"] for fault in faults] == []
    assert window.evaluate("document.documentElement.scrollWidth") == 390
    context.close()
