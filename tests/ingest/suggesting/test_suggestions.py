"""What the desk suggests for a draft: a title, a trade, a split, the unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.suggesting.categories import Category, category_of, problems_in
from ingest.suggesting.places import Gazetteer, KnownUnit
from ingest.suggesting.titles import suggest_title

LINDENHOF = Gazetteer(
    [
        KnownUnit("14A", "Lindelaan", "14", "A", "3512 SA"),
        KnownUnit("14B", "Lindelaan", "14", "B", "3512 SA"),
        KnownUnit("22", "Lindelaan", "22", "", "3512 SA"),
        KnownUnit("K7", "Kastanjehof", "7", "", "3811 SD"),
        KnownUnit("L3", "Burg. van der Laanstraat", "3", "hs"),
    ]
)


def test_photos_without_a_word_say_so_and_where():
    assert suggest_title("", "", unit="Kastanjehof 7", photos=2) == "Foto's ontvangen – Kastanjehof 7 (zonder tekst)"


@pytest.mark.parametrize("subject", ["", "vraag", "Foto", "IMG_2211.jpeg", "Re: hallo", "(geen onderwerp)"])
def test_the_first_telling_sentence_names_a_draft_whose_subject_does_not(subject: str):
    text = "Goedemorgen mevrouw Vos,\n\nDe kraan in de keuken druppelt al een week, kunt u iemand sturen?"

    assert suggest_title(subject, text) == "De kraan in de keuken druppelt al een week"


@pytest.mark.parametrize("subject", ["Re: [T-2026-00042] Lekkage badkamer", "Fwd: Re: Lekkage badkamer"])
def test_a_telling_subject_is_the_title_without_its_prefixes(subject: str):
    assert suggest_title(subject, "…", unit="Lindelaan 14B") == "Lekkage badkamer"


@given(st.text(max_size=200), st.text(max_size=500))
def test_a_title_is_never_empty_and_never_long(subject: str, text: str):
    assert 0 < len(suggest_title(subject, text)) <= 61


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Er komt water door het plafond, het druppelt op de lamp", Category.PLUMBER),
        ("geen warm water en de radiator blijft koud", Category.HEATING),
        ("The lights in the hall are broken", Category.POWER),
        ("lift kapot", Category.LIFT),
        ("ik krijg de sleutel niet in het slot", Category.LOCK),
        ("Bedankt voor de goede zorgen", Category.OTHER),
    ],
)
def test_words_tell_the_trade(text: str, category: Category):
    assert category_of(text) is category


def test_several_problems_are_offered_as_a_split():
    text = "Hoi,\n\n1. De kraan in de keuken lekt\n2. De lamp op de gang is kapot\n3. De voordeur klemt"

    assert problems_in(text) == ("De kraan in de keuken lekt", "De lamp op de gang is kapot", "De voordeur klemt")


def test_one_problem_in_many_words_is_no_split():
    text = "Er komt water door het plafond, precies boven de lamp. Vanochtend druppelt het. Heb een emmer staan."

    assert problems_in(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lindelaan 14B, 3512 SA Utrecht", ["14B"]),
        ("wij wonen op Lindelaan 14 b en het lekt", ["14B"]),
        ("Lindenlaan 22", ["22"]),
        ("lindelaan22 hs", ["22"]),
        ("3512SA 14-b", ["14B"]),
        ("op Kastanjehof nr. 7 lekt het", ["K7"]),
        ("burgemeester van der laanstr 3 huis", ["L3"]),
        ("Lindelaan 14", ["14A", "14B"]),
        ("Lindelaan 14c", []),
        ("Lindelaan 222", []),
        ("Op 22 november om 14 uur", []),
    ],
)
def test_an_address_in_the_text_is_matched_with_tolerance(text: str, found: list[str]):
    assert [place.unit_id for place in LINDENHOF.find(text)] == found


def test_only_an_address_as_we_know_it_is_certain():
    assert [place.exact for place in LINDENHOF.find("Lindelaan 14B")] == [True]
    assert [place.exact for place in LINDENHOF.find("Lindenlaan 14B")] == [False]
