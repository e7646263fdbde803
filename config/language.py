"""Time, money and sizes as a person writes them in their language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal

from config.settings import Language
from config.words import ENGLISH, Text

MOST = 1000  # of something that grows is counted up to here
PACKAGES = Path(__file__).parent.parent


@cache
def locale_of(language: Language) -> Locale:
    """How days and numbers are written. English is British: a day before its month, a week from Monday on."""
    return Locale.parse("en_GB" if language == ENGLISH else language)


def name_of(language: Language) -> str:
    """A language in its own words: `Nederlands`."""
    return str(locale_of(language).language_name or language).capitalize()


def say_moment(when: datetime, language: Language, timezone: ZoneInfo) -> str:
    """`di 24 nov 2026, 14:00`"""
    return format_datetime(when, "EEE d MMM y, HH:mm", tzinfo=timezone, locale=locale_of(language))


def say_day(day: date, language: Language) -> str:
    """`di 24 nov 2026`. A datetime is to be brought to its timezone first: a day is somebody's day."""
    return format_date(day, "EEE d MMM y", locale=locale_of(language))


def say_span(start: datetime, end: datetime, language: Language, timezone: ZoneInfo) -> str:
    """`di 24 nov 2026, 14:00–16:00`; the second day is named only where it is another."""
    pattern = "HH:mm" if _day(start, timezone) == _day(end, timezone) else "EEE d MMM y, HH:mm"
    until = format_datetime(end, pattern, tzinfo=timezone, locale=locale_of(language))
    return f"{say_moment(start, language, timezone)}–{until}"


def say_appointment(appointment: Mapping[str, Any] | None, language: Language, timezone: ZoneInfo) -> str:
    """When somebody comes (store.slips.Appointment), as exactly as it is known; "" where nothing is."""
    if not appointment:
        return ""
    if slots := appointment.get("slots"):
        *others, last = (say_appointment({"text": "", **slot}, language, timezone) for slot in slots)
        return Text("%(some)s or %(last)s", some=", ".join(others), last=last).in_(language)
    starts, ends = appointment["starts"], appointment["ends"]
    if starts and ends:
        return say_span(datetime.fromisoformat(starts), datetime.fromisoformat(ends), language, timezone)
    if starts:
        return say_moment(datetime.fromisoformat(starts), language, timezone)
    text = str(appointment["text"])
    day = day_named(text)
    return say_day(day, language) if day else text


def day_named(text: str) -> date | None:
    """The day that an appointment's words are, as an ISO date; None where they say anything else."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:  # no such day: words like any other
        return None


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def say_ago(when: datetime, now: datetime, language: Language) -> str:
    """`5 uur geleden`, `over 3 dagen`; within a minute `zojuist`."""
    passed = when - now
    if abs(passed) < timedelta(minutes=1):
        return Text("just now").in_(language)
    return format_timedelta(passed, threshold=1, add_direction=True, locale=locale_of(language))


def say_duration(passed: timedelta, language: Language) -> str:
    """`6 dagen`"""
    return format_timedelta(max(passed, timedelta(minutes=1)), threshold=1, locale=locale_of(language))


def say_money(amount: Decimal, language: Language) -> str:
    """`€ 1.234,50`"""
    return format_currency(amount, "EUR", locale=locale_of(language))


def say_cost(cost: Mapping[str, Any], language: Language) -> str:
    """An amount that is asked for (store.costs.CostOption): `€ 485,00 excl. btw, voor een nieuwe pomp`."""
    money = say_money(Decimal(cost["cents"]) / 100, language)
    excl, incl = Text("%(money)s excl. VAT", money=money), Text("%(money)s incl. VAT", money=money)
    price = incl if cost["vat"] == "incl" else excl
    words = Text("%(price)s, for %(what)s", price=price, what=cost["what"]) if cost["what"] else price
    return words.in_(language)


def say_size(octets: int, language: Language) -> str:
    """`3,1 MB`, in thousands as file managers and mail programs count."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if octets >= size:
            return f"{format_decimal(octets / size, '0.#', locale=locale_of(language))} {unit}"
    return f"{octets} B"


def say_count(number: int, language: Language, most: int = MOST) -> str:
    """A number as it is; one beyond most as `1.000+`: nobody acts otherwise on 3,412 of something than on that."""
    return str(number) if number <= most else f"{format_decimal(most, locale=locale_of(language))}+"


def _day(when: datetime, timezone: ZoneInfo) -> date:
    return when.astimezone(timezone).date()
