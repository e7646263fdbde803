"""What administrators set on a page: laid under postbon.toml and the environment, which win. Read anew for each request
and each round, so that every node goes by it without a new start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from operator import attrgetter
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select as choose
from sqlmodel import Field, Session, select

from config.settings import Section, Settings
from store.rows import Row

LADDERS = ("emergency", "urgent", "high", "normal", "low", "owner")

# What can be set there: what the work of a desk goes by, and nothing that opens a door or says where it is kept. A part
# of a whole has a dot before it ("normal.after").
OFFERED: dict[str, tuple[str, ...]] = {
    "desk": ("name", "phone", "postal_address", "invoice_address", "mandate", "letterhead", "colour"),
    "reminders": (
        *("at", "window_from", "window_to", "may_5", "good_friday", "extra_holidays"),
        *("builders_region", "builders_holidays"),
        *("day_before", "delay_letter", "digest"),
        *(f"{ladder}.{part}" for ladder in LADDERS for part in ("after", "escalate")),
    ),
    "targets": ("looked_at_hours", "accepted_hours", "solved_days"),
    "limits": (
        *("collapse_minutes", "undo_seconds", "conversion_undo_seconds"),
        *("automatic_per_address_day", "drafts_per_sender_hour", "letters_per_hour"),
        *("report_per_address_hour", "reports_per_hour", "deeds_per_link_hour", "deeds_by_link_hour"),
        *("emergencies_per_sender_day", "emergencies_per_hour", "emergency_calls_per_hour"),
    ),
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
    """Whether postbon.toml or the environment says it, which no page can change; a ladder as a whole."""
    return name.partition(".")[0] in getattr(settings, section).model_fields_set


def value_of(section: Section, name: str) -> Any:
    return attrgetter(name)(section)


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
        return {at_fault(section, fault["loc"]) for fault in error.errors()}
    return set()


def at_fault(section: str, place: Sequence[int | str]) -> str:
    """The name of the setting that a fault of `checked` is about; "" where it is between several. What is wrong between
    two parts of a ladder is said of the second."""
    whole = str(place[0]) if place else ""
    names = (".".join(map(str, place[:2])), f"{whole}.escalate")
    return next((name for name in names if name in OFFERED[section]), whole)


def _without(given: dict[str, str], names: set[str]) -> dict[str, str]:
    return {name: words for name, words in given.items() if name not in names}


def checked(settings: Settings, section: str, given: dict[str, str]) -> Section:
    """A section with these words in it, read as the file is. Raises ValidationError."""
    before: Section = getattr(settings, section)
    open_ones: dict[str, Any] = {}
    for name, words in given.items():
        if is_fixed(settings, section, name):
            continue
        field, _, part = name.partition(".")
        value = tuple(words.replace(",", " ").split()) if isinstance(value_of(before, name), tuple) else words
        if part:
            open_ones.setdefault(field, getattr(before, field).model_dump())[part] = value
        else:
            open_ones[field] = value
    whole = type(before).model_validate({**before.model_dump(exclude_unset=True), **open_ones})
    return before.model_copy(update={name: getattr(whole, name) for name in open_ones})


def shown(value: Any) -> str:
    """A value as the form holds it."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
