"""Days named in a text, told from the day it was written: "27-11", "maandag 30 nov.", "6 December", "next Monday"."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.language.dates import MONTHS

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "maandag ma monday mon montag lundi",
            "dinsdag di tuesday tue tues dienstag mardi",
            "woensdag wo wednesday wed mittwoch mercredi",
            "donderdag do thursday thu thurs donnerstag jeudi",
            "vrijdag vr friday fri freitag vendredi",
            "zaterdag za saturday sat samstag samedi",
            "zondag zo sunday sonntag dimanche",
        )
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class NamedDay:
    """Where in the text it stands, and which day it is."""

    start: int
    end: int
    day: date


def find_days(text: str, written: date) -> list[NamedDay]:
    """The days it names, in order; of many the first. A day without its year is the nearest such day to the day it was
    written on; a weekday alone is the first one after it. What is no date (31-02) is passed over."""
    found = (_read(match, written) for match in _DAY.finditer(text.lower()))
    return [day for day in found if day is not None][:_MOST]


_MOST = 20
_LONG = "|".join(name for name in WEEKDAYS if len(name) > 3)
_ANY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH = "|".join(sorted((*MONTHS, "märz", "février", "août", "décembre"), key=len, reverse=True))
_DAY = re.compile(
    rf"(?<![\w/-])(?:(?:{_ANY})\b\.?,? (?:de |the |den |le )?)?(?:"
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)|"
    rf"(?P<d>\d{{1,2}})(?:e|st|nd|rd|th|\.)? (?:of )?(?P<m>{_MONTH})\b\.?(?:,? (?P<y>20\d\d)\b)?|"
    rf"(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,? (?P<y2>20\d\d)\b)?|"
    rf"(?P<d3>\d{{1,2}})[-/](?P<m3>\d{{1,2}})(?:[-/](?P<y3>(?:20)?\d\d))?(?![\d/-])|"
    rf"(?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.(?P<y4>(?:20)?\d\d)?(?!\d))|"
    rf"(?<![\w-])(?P<weekday>{_LONG})\b"
)


def _read(match: re.Match[str], written: date) -> NamedDay | None:
    groups = match.groupdict()
    if weekday := groups["weekday"]:
        ahead = (WEEKDAYS[weekday] - written.weekday()) % 7 or 7
        return NamedDay(match.start(), match.end(), written + timedelta(days=ahead))
    try:
        day = date.fromisoformat(groups["iso"]) if groups["iso"] else _dated(groups, written)
    except ValueError:
        return None
    return NamedDay(match.start(), match.end(), day)


def _dated(groups: dict[str, str | None], written: date) -> date:
    number, month, named_year = (
        next((groups[f"{name}{n}"] for n in _FORMS if groups[f"{name}{n}"]), "") for name in "dmy"
    )
    in_year = int(month) if month and month.isdigit() else MONTHS[(month or "").translate(_PLAIN)]
    if named_year:
        return date(int(named_year) % 100 + 2000, in_year, int(number or 0))
    leap = (in_year, number) == (2, "29")
    years = [year for year in range(written.year - 1, written.year + 2) if isleap(year) or not leap]
    days = (date(year, in_year, int(number or 0)) for year in years or [written.year])
    return min(days, key=lambda day: abs(day - written))


_FORMS = ("", "2", "3", "4")
_PLAIN = str.maketrans("äéèûô", "aeeuo")
