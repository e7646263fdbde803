"""The templates and what they can say: one Jinja environment for each language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config.language import (
    Language,
    say_ago,
    say_day,
    say_moment,
    say_money,
    say_size,
    say_span,
    translations,
)

TEMPLATES = Path(__file__).parent / "templates"


@cache
def page_environment(language: Language, timezone: ZoneInfo) -> Environment:
    """Templates in one language. Escapes everything, and stops at a name nobody passed.

    Filters: `when|moment`, `when|local`, `day|day`, `start|span(end)`, `when|ago(now)`, `amount|money`, `octets|size`.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations(language, "web"), newstyle=True)  # type: ignore[attr-defined]
    environment.globals["language"] = language

    def moment(when: datetime) -> str:
        return say_moment(when, language, timezone)

    def local(when: datetime) -> datetime:
        return when.astimezone(timezone)

    def day(value: date) -> str:
        return say_day(local(value) if isinstance(value, datetime) else value, language)

    def span(start: datetime, end: datetime) -> str:
        return say_span(start, end, language, timezone)

    def ago(when: datetime, now: datetime) -> str:
        return say_ago(when, now, language)

    def money(amount: Decimal) -> str:
        return say_money(amount, language)

    def size(octets: int) -> str:
        return say_size(octets, language)

    environment.filters.update(moment=moment, local=local, day=day, span=span, ago=ago, money=money, size=size)
    return environment
