"""What a person reads, in their language: the catalogues, and time, money and sizes as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.support import Translations

from config.settings import Language

LOCALES = {"nl": "nl_NL", "en": "en_GB"}  # British: a day before its month, and a week that starts on Monday
ROOMS = Path(__file__).parent.parent


@cache
def translations(language: Language, room: str) -> Translations:
    """All catalogues of one package (`<room>/locale/<language>/*.po`) as one. English is what the code itself says.

    They are read as they are written, so there is no compiled twin to forget; a few milliseconds, once.
    """
    found = Translations()
    for path in sorted((ROOMS / room / "locale" / language).glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
        compiled.seek(0)
        found.merge(Translations(compiled))
    return found


def say_moment(when: datetime, language: Language, timezone: ZoneInfo) -> str:
    """`di 24 nov 2026, 14:00`"""
    return format_datetime(when, "EEE d MMM y, HH:mm", tzinfo=timezone, locale=LOCALES[language])


def say_day(day: date, language: Language) -> str:
    """`di 24 nov 2026`. A datetime is to be brought to its timezone first: a day is somebody's day."""
    return format_date(day, "EEE d MMM y", locale=LOCALES[language])


def say_span(start: datetime, end: datetime, language: Language, timezone: ZoneInfo) -> str:
    """`di 24 nov 2026, 14:00–16:00`; the second day is named only where it is another."""
    pattern = "HH:mm" if _day(start, timezone) == _day(end, timezone) else "EEE d MMM y, HH:mm"
    until = format_datetime(end, pattern, tzinfo=timezone, locale=LOCALES[language])
    return f"{say_moment(start, language, timezone)}–{until}"


def say_ago(when: datetime, now: datetime, language: Language) -> str:
    """`5 uur geleden`, `over 3 dagen`; within a minute `zojuist`."""
    passed = when - now
    if abs(passed) < timedelta(minutes=1):
        return {"nl": "zojuist", "en": "just now"}[language]
    return format_timedelta(passed, threshold=1, add_direction=True, locale=LOCALES[language])


def say_duration(passed: timedelta, language: Language) -> str:
    """`6 dagen`"""
    return format_timedelta(max(passed, timedelta(minutes=1)), threshold=1, locale=LOCALES[language])


def say_money(amount: Decimal, language: Language) -> str:
    """`€ 1.234,50`"""
    return format_currency(amount, "EUR", locale=LOCALES[language])


def say_size(octets: int, language: Language) -> str:
    """`3,1 MB`, in thousands as file managers and mail programs count."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if octets >= size:
            return f"{format_decimal(octets / size, '0.#', locale=LOCALES[language])} {unit}"
    return f"{octets} B"


def _day(when: datetime, timezone: ZoneInfo) -> date:
    return when.astimezone(timezone).date()
