"""Bouwvak, the builders' summer holiday in three regions: advice for staff, which pauses nothing by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from config.settings import Reminders
from store.words import Region

AHEAD = timedelta(days=7)  # who orders a week before it should know as well

# What Bouwend Nederland advised for a year, from Monday to Friday: for 2023 as NBvT passed it on ("Adviesdata Bouwvak
# 2023"), for 2024 as bouwservicelimburg.nl did, for 2026 as slimhuis.tech did. About a third of the firms go by it.
# Further years go here once they are advised, or into `reminders.builders_holidays`; of any other nothing is told.
ADVISED: dict[int, dict[Region, tuple[date, date]]] = {
    2023: {
        Region.NORTH: (date(2023, 8, 7), date(2023, 8, 25)),
        Region.MIDDLE: (date(2023, 7, 24), date(2023, 8, 11)),
        Region.SOUTH: (date(2023, 7, 31), date(2023, 8, 18)),
    },
    2024: {
        Region.NORTH: (date(2024, 8, 5), date(2024, 8, 23)),
        Region.MIDDLE: (date(2024, 7, 29), date(2024, 8, 16)),
        Region.SOUTH: (date(2024, 7, 22), date(2024, 8, 9)),
    },
    2026: {
        Region.NORTH: (date(2026, 7, 20), date(2026, 8, 7)),
        Region.MIDDLE: (date(2026, 8, 3), date(2026, 8, 21)),
        Region.SOUTH: (date(2026, 7, 27), date(2026, 8, 14)),
    },
}


@dataclass(frozen=True, slots=True)
class BuildersHoliday:
    """Both days included; those a desk was told of may lie otherwise than from Monday to Friday."""

    region: Region
    first: date
    last: date


def builders_holiday(firms_region: str, day: date, rules: Reminders) -> BuildersHoliday | None:
    """The holiday in which this day lies, or which begins within a week of it.

    firms_region  a Region, as it is written down of the firm; "": the desk's own
    """
    name = firms_region or rules.builders_region
    region = Region(name) if name in list(Region) else Region.NONE
    spans = [tuple(map(date.fromisoformat, days.split("/"))) for of, days in _set(rules) if of == region]
    years = {first.year for first, _ in spans}
    spans += [of[region] for year, of in ADVISED.items() if region in of and year not in years]
    found = (BuildersHoliday(region, first, last) for first, last in spans if first - AHEAD <= day <= last)
    return next(found, None)


def _set(rules: Reminders) -> list[tuple[str, str]]:
    return [(of, days) for of, _, days in (one.partition(":") for one in rules.builders_holidays)]
