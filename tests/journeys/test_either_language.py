"""Dutch words of a test are found on an English page as the catalogue has them, and only so."""

from __future__ import annotations

import pytest

from tests.journeys.either_language import seen


@pytest.mark.parametrize(
    ("page", "dutch"),
    [
        ("Convert to ticket", "Converteer naar ticket"),
        ("T-2026-00042 was taken back; its mail is in the tray.", "T-2026-00042 is teruggenomen"),
        ("Thu 19 Nov 2026, 08:00–10:00 waits for the occupant", "do 19 nov 2026, 08:00–10:00 wacht op de bewoner"),
        ("3 assigned.", "3 toegewezen"),
        ("2 hours", "2 uur"),
        ("Lekkage badkamer", "Lekkage badkamer"),
    ],
)
def test_dutch_is_found_on_an_english_page(page: str, dutch: str):
    assert dutch in seen(f"Tray {page} Log out", "en")


@pytest.mark.parametrize("dutch", ["Converteer naar ticket", "Wijs af", "Het postvak is leeg"])
def test_a_word_of_ours_that_an_english_page_says_in_dutch_is_not_found(dutch: str):
    assert dutch not in seen(f"Tray {dutch} Log out", "en") and dutch in seen(f"Postvak {dutch} Uitloggen", "nl")
