"""The settings of the desk that administrators change on a page; what stands in postbon.toml is shown as fixed."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import Any, Literal, get_args, get_origin

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.settings import Settings
from config.words import Text
from store.chosen_settings import (
    OFFERED,
    ChosenSetting,
    checked,
    chosen,
    is_fixed,
    laid_under,
    passed_over,
    rows_by_name,
    shown,
)
from store.wording import WORDS
from store.words import Region, SecurityEvent
from web.done import Done, go_on
from web.faults import Answers, typed_answers, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.typed import Form

router = APIRouter(prefix="/settings/desk", include_in_schema=False)

SECTIONS = {
    "desk": Text("The desk"),
    "reminders": Text("Hours, holidays and reminders"),
    "targets": Text("Targets"),
    "limits": Text("Limits"),
}
LABELS = {
    "desk.name": Text("Name of the desk"),
    "desk.phone": Text("Telephone"),
    "desk.postal_address": Text("Postal address, under letters and on the slip"),
    "desk.invoice_address": Text("Address for invoices"),
    "desk.letterhead": Text("A line below the name, on pages and letters to others"),
    "desk.colour": Text("Colour of buttons and slips on pages and letters to others"),
    "desk.mandate": Text("Up to how many euros an order may cost before its owner is asked"),
    "reminders.at": Text("Reminders leave at"),
    "reminders.window_from": Text("Letters to firms leave from"),
    "reminders.window_to": Text("Letters to firms leave until"),
    "reminders.may_5": Text("5 May"),
    "reminders.good_friday": Text("Good Friday"),
    "reminders.extra_holidays": Text("Other days on which nobody is reminded"),
    "reminders.builders_region": Text("Builders' holiday (bouwvak): region of the firms"),
    "reminders.builders_holidays": Text("Builders' holiday: further dates"),
    "reminders.day_before": Text("Remind both of an appointment the working day before"),
    "reminders.delay_letter": Text("Tell the reporter when nobody answers in time"),
    "reminders.digest": Text("One letter a morning to a firm that is reminded of several work orders"),
    "targets.looked_at_hours": Text("Looked at within so many hours"),
    "targets.accepted_hours": Text("Accepted within so many hours"),
    "targets.solved_days": Text("Solved within so many days"),
    "limits.collapse_minutes": Text("Events within so many minutes become one letter"),
    "limits.undo_seconds": Text("A step can be undone for so many seconds"),
    "limits.conversion_undo_seconds": Text("A conversion can be undone for so many seconds"),
    "limits.emergency_calls_per_hour": Text("At most so many emergency calls to colleagues in an hour"),
}
OPTIONS = {
    "yes": Text("yes"),
    "no": Text("no"),
    "holiday": Text("a holiday"),
    "workday": Text("a working day"),
    "lustrum": Text("a holiday each five years"),
    **WORDS[Region],
}


FAULTS = {  # of a field, else of a kind of fault
    "desk.letterhead": Text("At most 200 letters."),
    "desk.colour": Text("Write a colour like #1d4f91. Where it cannot be read it is made darker; empty: green."),
    "reminders.extra_holidays": Text("Write days like 2026-12-24, with commas between them."),
    "reminders.builders_holidays": Text("Write middle:2027-07-26/2027-08-13; north, middle, south."),
    "reminders.window_to": Text("Ends before it begins."),
    "time": Text("This is no time."),
    "string": Text("Fill this in."),
}
HINTED = ("reminders.extra_holidays", "reminders.builders_holidays", "desk.colour")  # says beforehand how it is written


@router.get("")
def show(context: StaffContext) -> Response:
    return _page(context, Answers(), Answers())


@router.post("")
def save(context: StaffContext, form: Form) -> Response:
    """Keeps what differs from what stands there; a setting that is emptied to its default is forgotten."""
    fixed: Settings = context.request.app.state.settings
    errors: dict[str, str] = {}
    for section, names in OFFERED.items():
        given = {name: form.text(f"{section}.{name}") for name in names if not is_fixed(fixed, section, name)}
        try:
            checked(fixed, section, given)
        except ValidationError as error:
            errors |= {key: context.say(words) for key, words in map(partial(_fault, section), error.errors())}
    if errors:
        return _page(context, typed_answers(form), Answers(errors), status=422)
    changed: list[str] = []
    with context.work() as work:
        values = chosen(work.session)
        now, unfit = laid_under(fixed, values), passed_over(fixed, values)
        rows = rows_by_name(work.session)
        for section, names in OFFERED.items():
            for name in names:
                key, before = f"{section}.{name}", shown(getattr(getattr(now, section), name))
                typed = form.text(key)
                if is_fixed(fixed, section, name) or (typed == before and key not in unfit):
                    continue
                row = rows.get(key) or ChosenSetting(name=key, value="", changed_at=work.now)
                row.value, row.changed_at = typed, work.now
                work.session.add(row)
                changed.append(f"{key}: {before} > {typed}"[:200])
        for line in changed:
            context.log(work.session, SecurityEvent.SETTING_CHOSEN, about=line)
    words = context.say("Saved, and in force from now on.") if changed else context.say("Nothing was changed.")
    return go_on("/settings/desk", Done(words))


def _fault(section: str, error: ErrorDetails) -> tuple[str, Text]:
    """At which field, and what to do; what is wrong between two fields stands at the second."""
    key = f"{section}.{error['loc'][0]}" if error["loc"] else "reminders.window_to"
    return key, FAULTS.get(key) or FAULTS.get(error["type"].partition("_")[0], Text("Write a whole number."))


def _page(context: RequestContext, typed: Answers, errors: Answers, status: int = 200) -> Response:
    with context.reading() as session:
        return staff_page(
            context,
            session,
            "settings/desk.html",
            title=context.say("Settings of the desk"),
            here="account",
            status=status,
            sections=[
                (context.say(words), [_field(context, section, name, typed) for name in OFFERED[section]])
                for section, words in SECTIONS.items()
            ],
            errors=errors,
            wrongs=[one | {"text": f"{context.say(LABELS[one['name']])}: {one['text']}"} for one in wrongs_of(errors)],
        )


def _field(context: RequestContext, section: str, name: str, typed: Answers) -> dict[str, Any]:
    """name, label, value, hint, options (pairs, or none), type, is_fixed."""
    part = getattr(context.settings, section)
    key, value, kind = f"{section}.{name}", getattr(part, name), type(part).model_fields[name].annotation
    words = ("yes", "no") if isinstance(value, bool) else get_args(kind) if get_origin(kind) is Literal else ()
    return {
        "name": key,
        "label": context.say(LABELS[key]),
        "value": typed.get(key, shown(value)),
        "hint": context.say(FAULTS[key]) if key in HINTED else "",
        "options": [(word, context.say(OPTIONS[word])) for word in words],
        "type": "time" if isinstance(value, time) else "number" if isinstance(value, int) else "text",
        "is_fixed": is_fixed(context.request.app.state.settings, section, name),
    }
