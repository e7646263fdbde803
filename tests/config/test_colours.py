"""A desk may choose any colour; words stay readable on it and in it."""

from __future__ import annotations

from itertools import product

import pytest

from config.colours import (
    DESK,
    ENOUGH,
    GREEN,
    NIGHT,
    NIGHT_INK,
    NIGHT_SHEET,
    PAPER,
    WHITE,
    contrast,
    house_colours,
)
from config.settings import DeskSettings


def test_every_colour_is_made_readable_by_day_and_by_night():
    for channels in product((0, 51, 102, 153, 204, 255), repeat=3):
        colour = "#{:02x}{:02x}{:02x}".format(*channels)
        chosen = house_colours(colour)
        assert min(contrast(chosen.day, ground) for ground in (WHITE, PAPER, DESK)) >= ENOUGH, colour
        assert contrast(chosen.deep, WHITE) >= ENOUGH, colour
        assert min(contrast(chosen.night, ground) for ground in (NIGHT, NIGHT_SHEET, NIGHT_INK)) >= ENOUGH, colour
        assert contrast(chosen.night_deep, NIGHT_INK) >= ENOUGH, colour


def test_a_colour_that_can_be_read_stays_as_it_was_chosen():
    assert house_colours("#1d4f91").day == "#1d4f91"
    assert house_colours("") == GREEN


@pytest.mark.parametrize(
    ("words", "colour"), [("#1D4F91", "#1d4f91"), ("1d4f91", "#1d4f91"), (" #abc ", "#aabbcc"), ("", "")]
)
def test_a_colour_is_read_as_people_write_it(words: str, colour: str):
    assert DeskSettings(colour=words).colour == colour


@pytest.mark.parametrize("words", ["blauw", "#12", "#1d4f9", "#1d4f911", "url(x)", "#1d4f91;}", "#\uff11\uff12\uff13"])
def test_what_is_no_colour_is_refused(words: str):
    with pytest.raises(ValueError, match="1d4f91"):
        DeskSettings(colour=words)
