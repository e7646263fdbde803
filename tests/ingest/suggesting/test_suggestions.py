"""What the desk suggests for a draft: a title, a trade, a split, the unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.suggesting.homes import PlacesRead, choose_home, common_property
from ingest.suggesting.places import Gazetteer, KnownUnit, Match
from ingest.suggesting.titles import suggest_title
from ingest.suggesting.trades import problems_in, trade_of
from store.words import Trade

KNOWN = [
    KnownUnit(1, 1, "Lindelaan", "14", "A", "3512 SA", "Utrecht"),
    KnownUnit(2, 1, "Lindelaan", "14", "B", "3512 SA", "Utrecht"),
    KnownUnit(3, 1, "Lindelaan", "22", "", "3512 SA", "Utrecht"),
    KnownUnit(4, 2, "Kastanjehof", "7", "", "3811 SD", "Amersfoort"),
    KnownUnit(5, 3, "Burg. van der Laanstraat", "3", "hs"),
    KnownUnit(6, 3, "Burg. van der Laanstraat", "3", "II"),
    KnownUnit(7, 4, "Kerkstraat", "5", "", "3512 SB", "Utrecht"),
    KnownUnit(8, 5, "Kerkstraat", "5", "", "3811 SE", "Amersfoort"),
    KnownUnit(9, 6, "Kerkstraat", "9", "bis", "3811 SE", "Amersfoort"),
]
DESK_KNOWS = Gazetteer(KNOWN)


def test_photos_without_a_word_say_so_and_where():
    assert suggest_title("", "", unit="Kastanjehof 7", photos=2) == "Foto’s ontvangen – Kastanjehof 7 (zonder tekst)"


@pytest.mark.parametrize("subject", ["", "vraag", "Foto", "IMG_2211.jpeg", "Re: hallo", "(geen onderwerp)"])
def test_the_first_telling_sentence_names_a_draft_whose_subject_does_not(subject: str):
    text = "Goedemorgen mevrouw Vos,\n\nDe kraan in de keuken druppelt al een week, kunt u iemand sturen?"

    assert suggest_title(subject, text) == "De kraan in de keuken druppelt al een week"


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [T-2026-00042] Lekkage badkamer",
        "Fwd: Re: Lekkage badkamer",
        "[EXTERN] Re: Lekkage badkamer",
        "EXTERNAL: Lekkage badkamer",
        "*EXTERN* Lekkage badkamer",
        "Re: (ext) FW: Lekkage badkamer",
        "***SPAM*** Lekkage badkamer",
        "Lekkage badkamer [EXTERN]",
    ],
)
def test_a_telling_subject_is_the_title_without_its_prefixes(subject: str):
    assert suggest_title(subject, "…", unit="Lindelaan 14B") == "Lekkage badkamer"


@given(st.text(max_size=200), st.text(max_size=500))
def test_a_title_is_never_empty_and_never_long(subject: str, text: str):
    assert 0 < len(suggest_title(subject, text)) <= 61


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("Er komt water door het plafond, het druppelt op de lamp", Trade.PLUMBING),
        ("geen warm water en de radiator blijft koud", Trade.HEATING),
        ("The lights in the hall are broken", Trade.ELECTRICITY),
        ("lift kapot", Trade.LIFT),
        ("ik krijg de sleutel niet in het slot", Trade.LOCKS),
        ("Bedankt voor de goede zorgen", Trade.OTHER),
    ],
)
def test_words_tell_the_trade(text: str, trade: Trade):
    assert trade_of(text) is trade


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
        ("Lindelaan 14 a is nat", ["14A"]),
        ("Lindelaan 14 / B", ["14B"]),
        ("Lindenlaan 22", ["22"]),
        ("lindelaan22 hs", ["22"]),
        ("Lindelaan 22-hs", ["22"]),
        ("Lindeln 14B", ["14B"]),
        ("lindeln. 14-b", ["14B"]),
        ("3512SA 14-b", ["14B"]),
        ("3512 sa, huisnummer 14b", ["14B"]),
        ("op Kastanjehof nr. 7 lekt het", ["7"]),
        ("burgemeester van der laanstr 3 huis", ["3hs"]),
        ("burg. van der Laanstraat 3-2", ["3II"]),
        ("kerkstraat 9bis", ["9bis"]),
        ("kerkstr 9-bis", ["9bis"]),
        ("Kerkstraat 9", ["9bis"]),
        ("Kerkstraat 5 in Amersfoort", ["5"]),
        ("Kerkstraat 5, 3512 SB", ["5"]),
        ("Lindelaan 14B en 2 lampen", ["14B"]),
        ("Lindelaan 14B en 22", ["14B", "22"]),
        ("Lindelaan 14A/B", ["14A", "14B"]),
        ("Lindelaan 14a en b", ["14A", "14B"]),
    ],
)
def test_an_address_in_the_text_is_matched_with_tolerance(text: str, found: list[str]):
    places = DESK_KNOWS.find(text)

    assert [f"{place.unit.number}{place.unit.addition}" for place in places] == found
    assert Match.UNSURE not in {place.match for place in places}


@pytest.mark.parametrize(
    ("text", "perhaps"),
    [
        ("Lindelaan 14", ["14A", "14B"]),
        ("at Lindelaan 14 a pipe burst", ["14A", "14B"]),
        ("komt u naar Lindelaan 14 a.u.b.", ["14A", "14B"]),
        ("Lindelaan 22-C", ["22"]),
        ("Kerkstraat 5", ["5", "5"]),
        ("Lindelaan 14c", []),
        ("Lindelaan 222", []),
        ("Op 22 november om 14 uur", []),
    ],
)
def test_what_may_mean_another_home_is_unsure(text: str, perhaps: list[str]):
    places = DESK_KNOWS.find(text)

    assert [f"{place.unit.number}{place.unit.addition}" for place in places] == perhaps
    assert {place.match for place in places} <= {Match.UNSURE}


def test_only_an_address_as_we_know_it_is_certain():
    assert [place.match for place in DESK_KNOWS.find("Lindelaan 14B")] == [Match.EXACT]
    assert [place.match for place in DESK_KNOWS.find("Lindenlaan 14B")] == [Match.ALIKE]


def test_the_words_that_name_a_home_are_kept_as_they_stand_in_the_text():
    [place] = DESK_KNOWS.find("Ik ruik gas! Bij Lindenlaan\n14-b, kom snel")

    assert place.words == "Lindenlaan 14-b"


@pytest.mark.parametrize(
    ("own", "lives_at", "chosen"),
    [
        ("bij Lindelaan 14B", [], "14B"),
        ("bij Lindelaan 14B", ["22"], "14B"),  # a son writes for his mother
        ("", ["22"], "22"),
        ("", ["22", "7"], ""),
        ("Lindelaan 14", [], ""),
        ("Lindelaan 14", ["14B"], "14B"),
        ("Lindelaan 14", ["22"], ""),
        ("op Lindelaan 22 lekt het door naar Lindelaan 14B", ["14B"], ""),
        ("Lindelaan 14 en 22", [], ""),
        ("Lindelaan 22-C", [], ""),
    ],
)
def test_a_home_is_chosen_where_exactly_one_may_be_meant(own: str, lives_at: list[str], chosen: str):
    homes = [unit for unit in KNOWN if f"{unit.number}{unit.addition}" in lives_at]

    home = choose_home(PlacesRead(own=DESK_KNOWS.find(own)), homes)

    assert (f"{home.number}{home.addition}" if home else "") == chosen


def test_a_signature_tells_where_somebody_lives_whom_we_do_not_know():
    signed = PlacesRead(signature=DESK_KNOWS.find("Fatima\nLindelaan 14B"))

    assert choose_home(signed, []) == KNOWN[1]
    assert choose_home(signed, [KNOWN[1], KNOWN[2]]) == KNOWN[1]
    assert choose_home(signed, [KNOWN[2], KNOWN[3]]) is None


def test_homes_that_are_in_doubt_stand_in_a_complex_that_is_not():
    places = PlacesRead(own=DESK_KNOWS.find("Lindelaan 14"))

    assert common_property(places, [], None) == 1
    assert common_property(PlacesRead(own=DESK_KNOWS.find("Kerkstraat 5")), [], None) is None
