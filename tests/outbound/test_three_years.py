"""Reminders over three years: two nodes ask whenever they live, restarts and clocks that jump lie between. None twice,
none missing, none outside the hours. `REMINDER_YEARS=2000 pytest` of this file is the long form (`make reminders`)."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import Reminders
from outbound.calendar import WorkingCalendar
from outbound.reminders import OpenOrder, due, steps
from tests.outbound.wall_clock import AMSTERDAM, local

RULES = Reminders()
CALENDAR = WorkingCalendar(AMSTERDAM, RULES)
BEGIN = local("2026-01-05T08:00").astimezone(UTC)
MINUTES = 3 * 365 * 24 * 60
PRIORITIES = ("high", "normal", "low", "urgent")
# When an order was sent, in minutes from the beginning, and its priority.
orders = st.lists(st.tuples(st.integers(0, MINUTES), st.sampled_from(PRIORITIES)), min_size=1, max_size=2)
# For each ask: minutes since the one before (a restart is a long one, a clock put back a negative one), and whether the
# second node asks at the same moment, having read before the first wrote.
asks = st.lists(st.tuples(st.integers(-70, 60 * 24 * 4), st.booleans()), min_size=15, max_size=50)


@given(orders, asks)
@settings(max_examples=int(os.environ.get("REMINDER_YEARS", "8")), deadline=None)
def test_over_three_years_each_step_is_said_once_in_the_hours_and_none_is_forgotten(
    sent: list[tuple[int, str]], asked: list[tuple[int, bool]]
):
    for number, (minute, priority) in enumerate(sent, start=1):
        sent_at = BEGIN + timedelta(minutes=minute)
        ladder = getattr(RULES, priority)
        moments, now = list[tuple[datetime, bool]](), sent_at
        for passed, both in asked:
            now += timedelta(minutes=passed)
            moments.append((now, both))
        told, order = list[tuple[datetime, str]](), OpenOrder(number, sent_at, ladder)

        for moment, both in moments:
            taken = frozenset(name for _, name in told)
            for _ in range(2 if both else 1):  # what both write, the store keeps once
                order = OpenOrder(number, sent_at, ladder, taken=taken)
                found = [(moment, each.step.name) for each in due(moment, [order], CALENDAR)]
                told += [each for each in found if each[1] not in {name for _, name in told}]

        names = [name for _, name in told]
        assert names == sorted(set(names))  # "1" < "2" < … < "escalation"
        assert all(CALENDAR.is_open(moment) for moment, _ in told)
        rungs, reached = steps(order, CALENDAR), 0
        for moment, _ in moments:
            if CALENDAR.is_open(moment):
                reached = max([reached, *(rung.number for rung in rungs if rung.at <= moment)])
                assert reached == 0 or rungs[reached - 1].name in names  # the latest of its time is said
