"""What people read, in their language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from config.language import say_ago, say_day, say_moment, say_money, say_size, say_span

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def test_moments_are_said_the_dutch_way_on_the_clock_of_the_desk():
    assert say_moment(NOON, "nl", AMSTERDAM) == "di 24 nov 2026, 14:00"
    assert say_moment(NOON, "en", AMSTERDAM) == "Tue 24 Nov 2026, 14:00"
    assert say_moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "nl", AMSTERDAM) == "do 2 jul 2026, 00:30"


def test_a_span_names_its_second_day_only_where_it_is_another():
    assert say_span(NOON, NOON + timedelta(hours=2), "nl", AMSTERDAM) == "di 24 nov 2026, 14:00–16:00"
    assert say_span(NOON, NOON + timedelta(hours=11), "nl", AMSTERDAM) == "di 24 nov 2026, 14:00–wo 25 nov 2026, 01:00"


@pytest.mark.parametrize(
    ("passed", "dutch", "english"),
    [
        (timedelta(seconds=-20), "zojuist", "just now"),
        (timedelta(minutes=-59), "59 minuten geleden", "59 minutes ago"),
        (timedelta(hours=-5), "5 uur geleden", "5 hours ago"),
        (timedelta(hours=-23), "23 uur geleden", "23 hours ago"),
        (timedelta(days=3), "over 3 dagen", "in 3 days"),
    ],
)
def test_how_long_ago_is_said_in_words(passed: timedelta, dutch: str, english: str):
    assert say_ago(NOON + passed, NOON, "nl") == dutch
    assert say_ago(NOON + passed, NOON, "en") == english


def test_days_money_and_sizes_are_written_as_people_write_them():
    assert say_day(date(2026, 11, 24), "nl") == "di 24 nov 2026"
    assert say_money(Decimal("1234.5"), "nl") == "€\N{NO-BREAK SPACE}1.234,50"
    assert say_money(Decimal("1234.5"), "en") == "€1,234.50"
    assert say_size(3_140_000, "nl") == "3,1 MB"
    assert say_size(900, "nl") == "900 B"
