"""What administrators set on a page: laid under postbon.toml and the environment, which win. Read anew for each request
and each round, so that every node goes by it without a new start."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select as choose
from sqlmodel import Field, Session, select

from config.settings import Section, Settings
from store.rows import Row

# What can be set there: what the work of a desk goes by, and nothing that opens a door or says where it is kept.
OFFERED: dict[str, tuple[str, ...]] = {
    "desk": ("name", "phone", "postal_address", "invoice_address", "mandate", "letterhead", "colour"),
    "reminders": (
        *("at", "window_from", "window_to", "may_5", "good_friday", "extra_holidays"),
        *("builders_region", "builders_holidays"),
        *("day_before", "delay_letter", "digest"),
    ),
    "targets": ("looked_at_hours", "accepted_hours", "solved_days"),
    "limits": ("collapse_minutes", "undo_seconds", "conversion_undo_seconds", "emergency_calls_per_hour"),
}


class ChosenSetting(Row, table=True):
    """One setting as it was typed; name: "reminders.at"."""

    __tablename__ = "chosen_setting"

    name: str = Field(unique=True)
    value: str
    changed_at: datetime


# Built once, and of the table: each round and each request asks it.
_TABLE = ChosenSetting.__table__.c  # type: ignore[attr-defined]
CHOSEN = choose(_TABLE.name, _TABLE.value)


def is_fixed(settings: Settings, section: str, name: str) -> bool:
    """Whether postbon.toml or the environment says it, which no page can change."""
    return name in getattr(settings, section).model_fields_set


def settings_in_force(session: Session, settings: Settings) -> Settings:
    """These settings with what was set on the page laid under them."""
    return laid_under(settings, chosen(session))


def chosen(session: Session) -> dict[str, str]:
    session.flush()
    return {row[0]: row[1] for row in session.connection().execute(CHOSEN)}


def rows_by_name(session: Session) -> dict[str, ChosenSetting]:
    return {row.name: row for row in session.exec(select(ChosenSetting))}


def laid_under(settings: Settings, values: dict[str, str]) -> Settings:
    """What no longer can be, after an upgrade, is passed over; the rest of its section stands."""
    changed: dict[str, Section] = {}
    for section in OFFERED:
        if given := _fitting(settings, section, _given(section, values)):
            changed[section] = checked(settings, section, given)
    return settings.model_copy(update=changed) if changed else settings


def passed_over(settings: Settings, values: dict[str, str]) -> list[str]:
    """The names of those that no longer can be."""
    return [
        f"{section}.{name}"
        for section in OFFERED
        if (given := _given(section, values))
        for name in sorted(given.keys() - _fitting(settings, section, given).keys())
    ]


def _given(section: str, values: dict[str, str]) -> dict[str, str]:
    return {name: values[f"{section}.{name}"] for name in OFFERED[section] if f"{section}.{name}" in values}


def _fitting(settings: Settings, section: str, given: dict[str, str]) -> dict[str, str]:
    """Without each that cannot stand by itself, nor the one that keeps others from standing beside it."""
    while given and (faults := _faults(settings, section, given)):
        alone = ({name} for name in given if not _faults(settings, section, _without(given, {name})))
        given = _without(given, faults & given.keys() or next(alone, {*given}))
    return given


def _faults(settings: Settings, section: str, given: dict[str, str]) -> set[str]:
    """The fields that are wrong, "" where it is wrong between them."""
    try:
        checked(settings, section, given)
    except ValidationError as error:
        return {str(fault["loc"][0]) if fault["loc"] else "" for fault in error.errors()}
    return set()


def _without(given: dict[str, str], names: set[str]) -> dict[str, str]:
    return {name: words for name, words in given.items() if name not in names}


def checked(settings: Settings, section: str, given: dict[str, str]) -> Section:
    """A section with these words in it, read as the file is. Raises ValidationError."""
    before: Section = getattr(settings, section)
    open_ones = {
        name: _read(before, name, words) for name, words in given.items() if not is_fixed(settings, section, name)
    }
    whole = type(before).model_validate({**before.model_dump(exclude_unset=True), **open_ones})
    return before.model_copy(update={name: getattr(whole, name) for name in open_ones})


def shown(value: Any) -> str:
    """A value as the form holds it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def _read(section: Section, name: str, words: str) -> Any:
    if isinstance(getattr(section, name), tuple):
        return tuple(words.replace(",", " ").split())
    return words
