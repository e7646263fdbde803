"""Working days in the Netherlands, against the table of the constraints (5.6), and laws that hold on every day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Reminders
from outbound.calendar import Closure, WorkingCalendar, closures_of, holidays_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Good Friday, Easter Monday, King's Day, Ascension Day, Whit Monday, 25 and 26 December, and the days by decree.
TABLE = {
    2026: ("04-03", "04-06", "04-27", "05-14", "05-25", "12-25", "12-26", "01-02", "05-15"),
    2027: ("03-26", "03-29", "04-27", "05-06", "05-17", "12-25", "12-26", "05-07"),
    2028: ("04-14", "04-17", "04-27", "05-25", "06-05", "12-25", "12-26", "04-28", "05-26"),
    2029: ("03-30", "04-02", "04-27", "05-10", "05-21", "12-25", "12-26"),
    2030: ("04-19", "04-22", "04-27", "05-30", "06-10", "12-25", "12-26"),
}

BARE = (datetime(2026, 1, 1), datetime(2036, 1, 1))  # noqa: DTZ001  hypothesis adds the zone
moments = st.datetimes(*BARE, timezones=st.just(UTC))
closures = st.lists(
    st.builds(
        lambda day, length: Closure(day, day + timedelta(days=length)),
        st.dates(date(2026, 1, 1), date(2030, 1, 1)),
        st.integers(0, 40),
    ),
    max_size=3,
)


def calendar(**rules: Any) -> WorkingCalendar:
    return WorkingCalendar(AMSTERDAM, Reminders(**rules))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize("year", TABLE)
def test_holidays_of_a_year_are_those_of_the_table(year: int):
    weekdays = {day for day in holidays_of(year, Reminders()) if day.weekday() < 5}

    told = {date.fromisoformat(f"{year}-{day}") for day in (*TABLE[year], "01-01", "05-05")}

    assert weekdays == {day for day in told if day.weekday() < 5}


def test_kings_day_moves_to_saturday_when_it_is_a_sunday():
    days = holidays_of(2031, Reminders())

    assert date(2031, 4, 26) in days
    assert date(2031, 4, 28) not in days


@pytest.mark.parametrize(("may_5", "free"), [("holiday", (2026, 2030)), ("lustrum", (2030,)), ("workday", ())], ids=str)
def test_liberation_day_is_what_the_desk_says_it_is(may_5: str, free: tuple[int, ...]):
    rules = Reminders.model_validate({"may_5": may_5})

    assert tuple(year for year in (2026, 2030) if date(year, 5, 5) in holidays_of(year, rules)) == free


def test_good_friday_can_be_a_day_of_work():
    assert calendar(good_friday="workday").is_working_day(date(2026, 4, 3))
    assert not calendar().is_working_day(date(2026, 4, 3))


def test_a_day_of_ones_own_is_a_holiday_too():
    assert not calendar(extra_holidays=("2026-11-24",)).is_working_day(date(2026, 11, 24))


def test_nine_in_the_morning_is_nine_in_the_morning_on_both_sides_of_a_clock_change():
    before, after = (calendar().after_days(local(day), 1) for day in ("2026-10-22T15:00", "2026-10-23T15:00"))

    assert (before, after) == (local("2026-10-23T09:00"), local("2026-10-26T09:00"))
    assert (before.hour, after.hour) == (7, 8)  # UTC


def test_working_hours_rest_at_night():
    assert calendar().after_hours(local("2026-11-20T15:20"), 2) == local("2026-11-23T08:20")
    assert calendar().after_hours(local("2026-11-20T15:00"), 2) == local("2026-11-23T08:00")
    assert calendar().after_hours(local("2026-11-21T12:00"), 4) == local("2026-11-23T12:00")


def test_a_firm_that_says_it_is_closed_for_ever_is_not_waited_for():
    assert closures_of([{"from": "2026-01-01", "to": "9999-12-31", "why": ""}]) == ()


@given(moments, st.integers(1, 30), closures)
def test_a_term_in_days_ends_later_on_a_working_day_at_the_hour_of_sending(start: datetime, days: int, closed: Any):
    end = calendar().after_days(start, days, closed)

    assert end > start
    assert calendar().is_open(end, closed)
    assert end.astimezone(AMSTERDAM).strftime("%H:%M") == "09:00"
    assert calendar().days_between(start, end, closed) == days


@given(moments, st.integers(1, 40), closures)
def test_a_term_in_hours_ends_later_within_the_window(start: datetime, hours: int, closed: Any):
    end = calendar().after_hours(start, hours, closed)

    assert end - start >= timedelta(hours=hours) - timedelta(hours=1)  # a clock change may take one
    assert calendar().is_open(end, closed)


@given(moments, moments, st.integers(1, 20), closures)
def test_who_starts_later_ends_no_earlier(one: datetime, other: datetime, units: int, closed: Any):
    first, second = sorted((one, other))

    for term in (calendar().after_days, calendar().after_hours):
        assert term(first, units, closed) <= term(second, units, closed)
