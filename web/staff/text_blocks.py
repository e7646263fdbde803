"""Text blocks: their page, and choosing one in a box where one writes. Without scripts a press fills the box."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_appointment
from config.words import Text, languages
from convert.errors import InvalidError
from convert.text_blocks import remove_block, save_block
from store.audience import report_of
from store.facts import order_facts
from store.mail import Draft, Message
from store.order_lists import named_appointment, orders_of_ticket
from store.orders import WorkOrder
from store.people import Unit
from store.readers import circles_by_name
from store.recipients import linked_people
from store.suggestions import read_suggestions
from store.text_blocks import PLACES, fill_in, list_blocks, places_left
from store.ticket_sheet import place_of
from store.tickets import Ticket
from store.words import ENDED_STATES, OrderState, PersonRole
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.typed import Form, Typed, whole_number

router = APIRouter(prefix="/texts", include_in_schema=False)
_OVER = (*ENDED_STATES, OrderState.LAPSED)

About = Ticket | WorkOrder | Draft


@router.get("")
def show(context: StaffContext, change: int = 0) -> Response:
    with context.reading() as session:
        block = next((row for row in list_blocks(session) if row.key == change), None)
        typed = {"block_name": block.name, "block_language": block.language, "block_text": block.text} if block else {}
        return _page(context, session, Answers(typed), Answers(), block.key if block else 0)


@router.post("")
def save(context: StaffContext, form: Form) -> Response:
    try:
        with context.work() as work:
            name, text = form.text("block_name"), form.text("block_text")
            block = save_block(work, form.number("block"), name, form.text("block_language"), text)
            words = context.say("'%(name)s' is saved.", name=block.name)
    except InvalidError as error:
        with context.reading() as session:
            errors, key = faults_of(context, error), whole_number(form.text("block")) or 0
            return _page(context, session, typed_answers(form), errors, key, 422)
    return go_on("/texts", Done(words))


@router.post("/{key:int}/remove")
def remove(context: StaffContext, key: int) -> Response:
    with context.work() as work:
        remove_block(work, key)
    return go_on("/texts", Done(context.say("Removed.")))


def _page(
    context: RequestContext, session: Session, typed: Answers, errors: Answers, block_id: int, status: int = 200
) -> Response:
    return staff_page(
        context,
        session,
        "texts.html",
        title=context.say("Text blocks"),
        status=status,
        blocks=list_blocks(session),
        places=[f"{{{name}}}" for name in (PLACES if context.language == "nl" else PLACES.values())],
        block_id=block_id,
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def blocks_for(context: RequestContext, session: Session, about: About, language: str = "") -> list[dict[str, Any]]:
    """What parts/forms.html offers in a box: each block as it reads here, those in the reader's language first."""
    values = {tongue: _values(context, session, about, tongue) for tongue in languages()}
    rows = sorted(list_blocks(session), key=lambda row: (row.language != (language or context.language), row.name))
    return [
        {
            "id": row.key,
            "name": row.name if row.language == context.language else f"{row.name} ({row.language})",
            "text": fill_in(row.text, values.get(row.language, {})),
        }
        for row in rows
    ]


def filled_box(context: RequestContext, session: Session, form: Typed, about: About) -> tuple[Answers, Answers] | None:
    """What was typed with the chosen block put below it, and what it still lacks; None where no block was asked for.

    The button that fills is called "fill", its value is the name of the box, and the choice "block-" and that name."""
    box = form.text("fill")
    if not box:
        return None
    typed = typed_answers(form)
    chosen = form.text(f"block-{box}")
    text = next((row["text"] for row in blocks_for(context, session, about) if str(row["id"]) == chosen), "")
    typed[box] = "\n\n".join(filter(None, (typed[box].strip(), text)))
    missing = _missing(typed[box])
    return typed, Answers({box: context.say(missing)} if missing else {})


def check_filled(**boxes: str) -> None:
    """Raises InvalidError for a box with a place that is not filled in, before anybody outside reads it."""
    wrong = {box: words for box, text in boxes.items() if (words := _missing(text))}
    if wrong:
        raise InvalidError(**wrong)


def _missing(text: str) -> Text | None:
    places = places_left(text)
    return (
        Text("Nothing stands here yet for %(places)s: write it yourself.", places=", ".join(places)) if places else None
    )


def _values(context: RequestContext, session: Session, about: About, language: str) -> dict[str, str]:
    """By the English names of the places; "" where it is not known."""
    if isinstance(about, Draft):
        message, found = session.get_one(Message, about.message_id), read_suggestions(about.suggestions)
        unit = session.get(Unit, found.home) if found.home else None
        name = found.sender_name or message.from_name
        return {"name": name, "address": unit.address_line if unit else "", "number": f"M-{message.key}"}
    zone = context.settings.desk.zone
    if isinstance(about, WorkOrder):
        facts = order_facts(session, about)
        when = say_appointment(named_appointment(about), language, zone)
        values = {"name": facts["contact"], "address": facts["address"], "number": facts["number"]}
        return values | {"appointment": when, "firm": facts["company"]}
    people = sorted(linked_people(session, about.key), key=lambda row: row[1] is not PersonRole.REPORTER)
    values = {"number": about.number}
    if len(circles_by_name(session, about.key)) < 2:  # of several reports none may read whose another is
        reader = people[0][0] if people else None
        report = report_of(session, about.key, reader.key) if reader else about  # theirs, also where it was merged
        values |= {
            "name": reader.name if reader else "",
            "address": place_of(session, report).address if report else "",
        }
    live = [order for order in orders_of_ticket(session, about.key) if order.state not in _OVER]
    if live:
        when = say_appointment(named_appointment(live[-1]), language, zone)
        values |= {"appointment": when, "firm": order_facts(session, live[-1])["company"]}
    return values
