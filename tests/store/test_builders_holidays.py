"""Bouwvak: what staff are told, for which region and days, and that no reminder waits for it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from config.settings import Reminders
from outbound.remind import remind
from store.builders_holidays import ADVISED, builders_holiday
from store.letter_table import Letter
from store.people import Company
from store.words import LetterKind
from tests.cast import Desk
from tests.outbound.outbox import an_order, settings_to
from tests.outbound.wall_clock import local

MIDDLE = Reminders(builders_region="middle", builders_holidays=("middle:2027-07-26/2027-08-13",))


@pytest.mark.parametrize(
    ("region", "day", "first"),
    [
        ("", date(2026, 8, 3), date(2026, 8, 3)),
        ("", date(2026, 8, 21), date(2026, 8, 3)),
        ("", date(2026, 7, 27), date(2026, 8, 3)),  # a week before
        ("", date(2026, 7, 26), None),
        ("", date(2026, 8, 22), None),
        ("north", date(2026, 7, 22), date(2026, 7, 20)),  # the firm's own region before the desk's
        ("none", date(2026, 8, 3), None),
        ("", date(2027, 8, 1), date(2027, 7, 26)),  # set by the desk
        ("north", date(2027, 8, 1), None),  # a year that nobody knows
        ("somewhere", date(2026, 8, 3), None),
    ],
)
def test_a_day_lies_in_the_holiday_of_the_firms_region_or_a_week_before_it(region: str, day: date, first: date | None):
    holiday = builders_holiday(region, day, MIDDLE)

    assert (holiday.first if holiday else None) == first


def test_a_desk_without_a_region_is_told_nothing():
    assert builders_holiday("", date(2026, 8, 3), Reminders()) is None


def test_dates_that_a_desk_sets_stand_in_for_those_of_the_table():
    rules = Reminders(builders_region="middle", builders_holidays=("middle:2026-08-10/2026-08-28",))

    assert builders_holiday("", date(2026, 8, 2), rules) is None
    assert builders_holiday("", date(2026, 8, 28), rules)


@pytest.mark.parametrize("year", ADVISED)
def test_what_is_advised_lasts_three_weeks_from_monday_to_friday(year: int):
    for first, last in ADVISED[year].values():
        assert (first.weekday(), last.weekday(), (last - first).days) == (0, 4, 18)


@pytest.mark.parametrize("words", ["middle 2027", "east:2027-07-26/2027-08-13", "middle:2027-08-13/2027-07-26"])
def test_a_holiday_that_is_none_is_no_setting(words: str):
    with pytest.raises(ValueError, match="is no holiday"):
        Reminders(builders_holidays=(words,))


def test_in_the_holiday_reminders_leave_as_ever_and_the_responsible_reads_of_it_when_nobody_reacts(desk: Desk):
    sent = local("2026-08-03T10:00")
    with desk.store.writing() as session:
        order = an_order(desk, session, sent_at=sent, created_at=sent)
        session.get_one(Company, order.company_id).region = "middle"

    for day in ("2026-08-04T09:00", "2026-08-11T09:00"):
        remind(desk.store, settings_to(None), local(day))

    with desk.store.reading() as session:
        assert session.exec(select(Letter).where(Letter.kind == LetterKind.ORDER_REMINDER)).one().cause_step == 1
        escalation = session.exec(select(Letter).where(Letter.kind == LetterKind.STAFF_ESCALATION)).one()
    assert escalation.snapshot["holiday"] == {"region": "middle", "first": "2026-08-03", "last": "2026-08-21"}


def test_of_a_holiday_that_is_still_to_come_an_escalation_says_nothing(desk: Desk):
    sent = local("2026-07-22T10:00")
    with desk.store.writing() as session:
        order = an_order(desk, session, sent_at=sent, created_at=sent)
        session.get_one(Company, order.company_id).region = "middle"

    remind(desk.store, settings_to(None), local("2026-07-30T09:00"))

    with desk.store.reading() as session:
        escalation = session.exec(select(Letter).where(Letter.kind == LetterKind.STAFF_ESCALATION)).one()
    assert "holiday" not in escalation.snapshot
