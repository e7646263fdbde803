"""The form a ticket is made with, by hand and from a draft: what is typed becomes a NewTicket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session

from config.words import Text
from convert.errors import InvalidError
from convert.records import NEEDED
from convert.relations.people import NewPerson
from convert.tickets.opening import NewTicket
from store.choices import (
    find_installation,
    find_person,
    find_unit,
    installation_words,
    person_words,
    property_choices,
    staff_choices,
    unit_words,
)
from store.people import Installation, Person, Unit
from store.relations import living
from store.report_choices import offered_presets
from store.rows import Row
from store.wording import WORDS
from store.words import Channel, Priority, Trade
from web.faults import Answers
from web.request import RequestContext
from web.typed import Typed, whole_number

R = TypeVar("R", bound=Row)

MOST_TYPED = 200  # characters that name one thing of ours


def ticket_choices(context: RequestContext, session: Session) -> dict[str, Any]:
    """What parts/ticket_form.html offers."""
    return {
        "titles": [preset.in_(context.language) for preset in offered_presets(session) if preset.name != "other"],
        "staff": staff_choices(session),
        "properties": property_choices(session),
        "units": unit_words(session),
        "people": person_words(session),
        "installations": installation_words(session),
        "priorities": [(key, context.say(words)) for key, words in WORDS[Priority].items()],
        "trades": [(key, context.say(words)) for key, words in WORDS[Trade].items()],
    }


def read_new_ticket(session: Session, form: Typed, *, channel: Channel, received_at: datetime) -> NewTicket:
    """The ticket as it was typed. Raises InvalidError."""
    return NewTicket(
        title=form.text("title"),
        description=form.text("description"),
        channel=channel,
        received_at=received_at,
        responsible_id=form.number("responsible"),
        person_ids=_people(session, form),
        property_id=form.number("property"),
        unit_id=read_unit(session, form),
        installation_id=read_installation(session, form),
        priority=form.one_of("priority", Priority, Priority.NORMAL),
        trade=form.text("trade"),
        spot=form.text("spot"),
        access=form.text("access"),
        availability=form.text("availability"),
        may_call=form.ticked("may_call"),
        uploads=form.uploads,
        nonce=form.text("nonce") or None,
    )


def about_whom(
    session: Session,
    today: date,
    person_id: int | None,
    unit_id: int | None,
    installation_id: int | None,
    property_id: int | None,
) -> dict[str, Any]:
    """What a form can hold already that is opened from the page of a person, a home, an installation or a complex: the
    one home they live in, and the one who lives there now."""
    machine = session.get(Installation, installation_id) if installation_id else None
    unit_id = unit_id or (machine.unit_id if machine else None)
    if person_id or unit_id:
        stays = living(session, person_id=person_id, unit_id=unit_id)
        now = [stay for stay in stays if stay.starts <= today and (stay.ends is None or stay.ends >= today)]
        person_id = person_id or (now[0].person.key if len(now) == 1 else None)
        unit_id = unit_id or (now[0].unit.key if len(now) == 1 else None)
    place = {"unit": unit_id, "installation": installation_id if machine else None}
    building = machine.property_id if machine else property_id
    return place | {"person": person_id, "property": building if not unit_id else None}


def chosen_chips(session: Session, typed: Answers, people: Sequence[str]) -> dict[str, Any]:
    """What was chosen already, as parts/ticket_form.html shows what is suggested."""

    def row(table: type[R], key: str) -> R | None:
        number = whole_number(key)
        return session.get(table, number) if number else None

    unit, machine = row(Unit, typed["unit"]), row(Installation, typed["installation"])
    persons = [person for key in people if (person := row(Person, key))]
    return {
        "units": [{"id": unit.key, "text": unit.address_line, "why": ""}] if unit else [],
        "installations": [{"id": machine.key, "text": f"{machine.kind} {machine.make}".strip(), "why": ""}]
        if machine
        else [],
        "people": [{"id": person.key, "text": person.name, "why": "", "checked": True} for person in persons],
    }


def read_new_person(form: Typed) -> NewPerson | None:
    """The person that is made along with the ticket; None where no new name was typed."""
    if not form.text("new_name"):
        return None
    return NewPerson(
        form.text("new_name"),
        form.text("new_email"),
        form.text("new_phone"),
        form.text("new_language"),
        may_be_called=form.ticked("may_call"),
    )


def read_unit(session: Session, form: Typed) -> int | None:
    """The home that was typed, else the one that was picked."""
    return found_in(form, "unit", lambda words: find_unit(session, words)) or form.number("unit")


def read_installation(session: Session, form: Typed) -> int | None:
    found = found_in(form, "installation", lambda words: find_installation(session, words))
    return found or form.number("installation")


def read_person(session: Session, form: Typed) -> int:
    """The person that was typed. Raises InvalidError, also where nothing was."""
    found = found_in(form, "person", lambda words: find_person(session, words))
    if found is None:
        raise InvalidError(person_typed=NEEDED)
    return found


def _people(session: Session, form: Typed) -> tuple[int, ...]:
    typed = found_in(form, "person", lambda words: find_person(session, words))
    return tuple(dict.fromkeys([*form.keys("person"), *([typed] if typed else [])]))


def found_in(form: Typed, name: str, find: Callable[[str], int | None]) -> int | None:
    """What the words in `<name>_typed` mean. Raises InvalidError where they mean nothing, or more than one thing."""
    words = form.text(f"{name}_typed")
    if not words:
        return None
    key = find(words) if len(words) <= MOST_TYPED else None
    if key is None:
        raise InvalidError(**{f"{name}_typed": Text("This is not exactly one; choose one from the list.")})
    return key
