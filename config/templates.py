"""What a template can say, the same for pages and for letters: one Jinja environment for each package and language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from config.language import (
    MOST,
    PACKAGES,
    name_of,
    say_ago,
    say_appointment,
    say_count,
    say_day,
    say_moment,
    say_money,
    say_size,
    say_span,
)
from config.settings import Language
from config.words import catalogue, languages


@cache
def template_environment(package: str, language: Language, timezone: ZoneInfo) -> Environment:
    """The templates of `<package>/templates` in one language. They escape everything but plain text (`.txt.jinja`) and
    stop at a name nobody passed.

    Filters: `when|moment`, `when|local`, `day|day`, `start|span(end)`, `when|ago(now)`, `amount|money`, `octets|size`,
    `number|counted`, `address|breakable`, `appointment|appointment`.
    """
    environment = Environment(
        loader=FileSystemLoader(PACKAGES / package / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(disabled_extensions=("txt.jinja",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(language=language, languages=lambda: [(code, name_of(code)) for code in languages()])

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

    def counted(number: int, most: int = MOST) -> str:
        return say_count(number, language, most)

    environment.filters.update(moment=moment, local=local, day=day, span=span, ago=ago, money=money, size=size)

    def appointment(planned: Mapping[str, Any]) -> str:
        return say_appointment(planned, language, timezone)

    environment.filters.update(counted=counted, breakable=_breakable, appointment=appointment)
    return environment


def _breakable(address: str | None) -> Markup:
    """A mail address or domain whose line breaks after an @ or a dot rather than in the middle of a word."""
    return escape(address or "").replace("@", Markup("@<wbr>")).replace(".", Markup(".<wbr>"))
