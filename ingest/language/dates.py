"""When a mail says it was written (RFC 5322 §3.3), in the ways programs get that wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta


def read_date(text: str) -> datetime | None:
    """An aware UTC time from a Date field that mail-parser did not accept, None where it cannot be told.

    Tolerated: ISO 8601, one-digit hours, 12-hour clocks, dots for colons, no zone (read as UTC), zones by name or as
    GMT+1, month and day names in Dutch, German, French and English, month before day.
    """
    text = _COMMENT.sub(" ", text[:200]).strip()
    match = _ISO.search(text)
    if match:
        year, month, day = (int(match.group(name)) for name in ("year", "month", "day"))
        return _when(year, month, day, text[match.end("day") :])
    named = next(
        (date for order in (_DAY_FIRST, _MONTH_FIRST) for date in order.finditer(text) if _month(date["month"])), None
    )
    if named:
        month = _month(named["month"])
        clock = text[: named.start()] + " " + text[named.end() :]
        return _when(_full_year(named["year"], text), month, int(named["day"]), clock)
    numeric = _NUMERIC.search(text)
    if numeric:  # day first, unless only the American order makes a date
        day, month = int(numeric["day"]), int(numeric["month"])
        day, month = (month, day) if month > 12 else (day, month)
        return _when(_full_year(numeric["year"], text), month, day, text[numeric.end() :])
    return None


_COMMENT = re.compile(r"\([^()]*\)")
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4}|\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?[.,]?[\s-]*(?P<month>[^\W\d_]{3,10})\.?,?[\s-]*(?P<year>\d{4}|\d\d)?(?![\d:])"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:]),?(?:\s+(?P<year>\d{4}))?"
)
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})\s*[:.]\s*(\d{1,2})(?:\s*[:.]\s*(\d{1,2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\b\.?)?", re.I
)
_OFFSET = re.compile(r"\s*(?:\d{4}\s+)?(?:GMT|UTC|Z)?([+-])\s?(\d{1,2}):?(\d\d)?(?!\d)")
_ZONE = re.compile(r"\b([A-Z]{1,5})\b")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari januar janvier janv",
            "feb february februari februar fevrier fevr fev",
            "mar march maart mrt marz maerz mrz mars",
            "apr april avril avr",
            "may mei mai",
            "jun june juni juin",
            "jul july juli juillet juil",
            "aug august augustus aout aou",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES = {
    "CET": 60, "MET": 60, "MEZ": 60, "CEST": 120, "MEST": 120, "MESZ": 120, "WEST": 60, "BST": 60, "EET": 120,
    "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "JST": 540, "AEST": 600, "AEDT": 660,
}  # fmt: skip


# What mail-parser reads rightly: behind the clock a number or a zone of RFC 5322 §4.3, or the year. By the letter of
# that section every other name is no zone at all; yet CET is an hour.
STRICT = re.compile(
    r"[^()]*:\d\d\s+(?:[+-]\d{4}|UTC?|GMT|Z|[ECMP][SD]T|\d{4}(?=\s*(?:\(|\Z)))(?:\s*\([^()]*\))*\s*\Z", re.I
)


def _month(name: str) -> int:
    """Its number, 0 where it is none."""
    return MONTHS.get(name.lower().translate(_ACCENTS), 0)


_ACCENTS = str.maketrans("äéèûôÄÉÈÛÔ", "aeeuoaeeuo")


def _full_year(year: str | None, text: str) -> int:
    if year is None:
        late = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
        return int(late.group()) if late else 0
    return int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 50 else 1900 + int(year)


def _when(year: int, month: int, day: int, rest: str) -> datetime | None:
    """The day with the clock and the zone that stand in the rest of the text."""
    clock = _CLOCK.search(rest)
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    half = (clock.group(4) or "").lower() if clock else ""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return at - timedelta(minutes=_offset(rest[clock.end() :] if clock else ""))
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> int:
    """Minutes east of Greenwich."""
    numeric = _OFFSET.match(zone)
    if numeric:
        sign, hours, minutes = numeric.groups()
        return (1 if sign == "+" else -1) * (int(hours) * 60 + int(minutes or 0))
    return next((_ZONES[name] for name in _ZONE.findall(zone) if name in _ZONES), 0)
