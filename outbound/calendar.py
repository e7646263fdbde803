"""Working days and hours, where the desk is. Pure: a day is answered from the rules, not from the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from config.settings import Reminders

# Algemene termijnenwet, art. 3 lid 3: days equated with a holiday by decree (Stcrt.), for the years decreed so far.
DECREED = frozenset(
    {date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)},
)
_LONGEST = timedelta(days=366)  # a firm that is closed for longer is not waited for


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which one company is closed, both ends included."""

    first: date
    last: date


def closures_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Closure, ...]:
    """From store.people.Company.closures and Contact.absence: {from, to, …}, ISO dates; {} is none."""
    closures = (Closure(date.fromisoformat(one["from"]), date.fromisoformat(one["to"])) for one in rows if one)
    return tuple(closure for closure in closures if closure.last - closure.first <= _LONGEST)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When people work and may be written to by the clock. Moments go in and come out in UTC.

    Every counting function is total, never goes back in time, and a later start never gives an earlier end.
    """

    zone: ZoneInfo
    rules: Reminders

    def is_working_day(self, day: date, closed: Sequence[Closure] = ()) -> bool:
        if day.weekday() >= 5 or day in holidays_of(day.year, self.rules):
            return False
        return not any(closure.first <= day <= closure.last for closure in closed)

    def is_open(self, moment: datetime, closed: Sequence[Closure] = ()) -> bool:
        """Whether the clock may write to people now: on a working day, within the window."""
        local = moment.astimezone(self.zone)
        return (
            self.is_working_day(local.date(), closed)
            and self.rules.window_from <= local.time().replace(tzinfo=None) < self.rules.window_to
        )

    def next_open(self, moment: datetime) -> datetime:
        """This moment where the clock may write now, else the hour of sending on the next day it may."""
        day = moment.astimezone(self.zone).date()
        if self.is_open(moment):
            return moment
        if self.is_working_day(day) and moment < self._at(day, self.rules.window_from):
            return self._at(day, self.rules.at)
        return self._at(self._next_working_day(day, ()), self.rules.at)

    def after_days(self, start: datetime, days: int, closed: Sequence[Closure] = ()) -> datetime:
        """The hour of sending on the `days`-th working day after the day of `start`."""
        day = start.astimezone(self.zone).date()
        for _ in range(days):
            day = self._next_working_day(day, closed)
        return self._at(day, self.rules.at)

    def after_hours(self, start: datetime, hours: int, closed: Sequence[Closure] = ()) -> datetime:
        """The moment when `hours` working hours have passed; what ends at closing time is said the next morning."""
        left = timedelta(hours=hours)
        day = start.astimezone(self.zone).date()
        moment = start
        while True:
            if self.is_working_day(day, closed):
                moment = max(moment, self._at(day, self.rules.window_from))
                today = self._at(day, self.rules.window_to) - moment
                if left < today:
                    return (moment + left).astimezone(UTC)
                left -= max(today, timedelta())
            day = self._next_working_day(day, closed)

    def day_before(self, moment: datetime) -> datetime:
        """The hour of sending on the last working day before the day of `moment`."""
        day = moment.astimezone(self.zone).date()
        while not self.is_working_day(day := day - timedelta(days=1)):
            pass
        return self._at(day, self.rules.at)

    def days_between(self, start: datetime, end: datetime, closed: Sequence[Closure] = ()) -> int:
        """How many working days began after the day of `start`, up to and including the day of `end`."""
        day, last, count = start.astimezone(self.zone).date(), end.astimezone(self.zone).date(), 0
        while (day := day + timedelta(days=1)) <= last:
            count += self.is_working_day(day, closed)
        return count

    def _next_working_day(self, day: date, closed: Sequence[Closure]) -> date:
        while not self.is_working_day(day := day + timedelta(days=1), closed):
            pass
        return day

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)


@lru_cache(maxsize=256)
def holidays_of(year: int, rules: Reminders) -> frozenset[date]:
    """The days of a year on which nobody works, beside weekends: the country's own, as our settings read them."""
    country = holidays.country_holidays(rules.country, years=year, language="en_US")
    ours = set()
    if rules.country == "NL":
        ours = {"Liberation Day"} | ({"Good Friday"} if rules.good_friday == "workday" else set())
    # A day may have two names: in 2016 Liberation Day was Ascension Day as well.
    days = {day for day in country if set(country.get_list(day)) - ours}
    if rules.country == "NL":
        days |= {day for day in DECREED if day.year == year}
        if rules.may_5 == "holiday" or (rules.may_5 == "lustrum" and year % 5 == 0):
            days.add(date(year, 5, 5))
    return frozenset(days | {day for day in map(date.fromisoformat, rules.extra_holidays) if day.year == year})
