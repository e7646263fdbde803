"""One ticket: its page, with everything that lies beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_day
from config.words import Text
from convert.copies import beside_circles, read_addresses, who_is_at
from convert.errors import InvalidError
from convert.tickets.assigning import awaits_look
from convert.tickets.earlier import Earlier, earlier_here
from ingest.suggesting.urgency import explain, find_urgency
from store.audience import circles_of
from store.choices import person_words, staff_choices
from store.files import ticket_files
from store.incidents import trouble_of_ticket
from store.order_lists import OrderFilter, OrderLine, list_orders, orders_of_ticket, standing_appointment
from store.people import Staff
from store.readers import circles_by_name
from store.relations import moved_out
from store.ticket_sheet import LinkedPerson, gets_worse, people_of, place_of, tasks_of
from store.tickets import Ticket
from store.wording import WORDS
from store.words import ELSEWHERE, PHASE_CATEGORY, AddressState, OrderState, PersonRole, Phase, PhaseCategory, Priority
from web.faults import Answers, wrongs_of
from web.numbered import numbered_ticket
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.staff.sharing import Sharing
from web.staff.text_blocks import blocks_for
from web.staff.tickets.alike import alike_shown, reports_within
from web.staff.tickets.tickets import phase_moves
from web.staff.timeline import file_shown, tell_story

router = APIRouter(prefix="/tickets", include_in_schema=False)

WAY = (Phase.NEW, Phase.IN_PROGRESS, Phase.WITH_PARTY, Phase.SCHEDULED, Phase.SOLVED, Phase.CLOSED)
AT_PARTY = (Phase.WITH_PARTY, Phase.SCHEDULED)
# A phase that lies beside the way stands at this step of it.
BESIDE = {
    Phase.WAITING_REPORTER: Phase.IN_PROGRESS,
    Phase.WAITING_APPROVAL: Phase.IN_PROGRESS,
}
NEXT = {
    Phase.NEW: Text("look at it, and see whether the responsible is right."),
    Phase.IN_PROGRESS: Text("give it to a service party, or solve it yourself."),
    Phase.WAITING_REPORTER: Text("the reporter answers; then it comes back automatically."),
    Phase.WAITING_APPROVAL: Text("somebody agrees to the cost, or does not."),
    Phase.WITH_PARTY: Text("the service party accepts; it is reminded automatically."),
    Phase.SCHEDULED: Text("the work is done on the day that was agreed."),
    Phase.SOLVED: Text("the reporter confirms; after some days of silence it closes automatically."),
    Phase.CLOSED: Text("nothing; the reporter can reopen it for some weeks."),
    Phase.REJECTED: Text("nothing; the reporter has the reason."),
    Phase.MERGED: Text("it continues in the other ticket."),
    Phase.TAKEN_BACK: Text("nothing; its mail is in the tray again."),
}
# What a party does next, by where its order stands: that which has the longest way to go comes first.
NEXT_OF_PARTY = {
    OrderState.SENT: NEXT[Phase.WITH_PARTY],
    OrderState.ACCEPTED: Text("the service party agrees on a day, or does the work."),
    OrderState.ON_HOLD: Text("the service party continues when it can."),
    OrderState.SCHEDULED: NEXT[Phase.SCHEDULED],
    OrderState.ON_SITE: Text("the service party is at work, and reports when it is done."),
}
UNREMINDED = Text("the service party accepts; no reminders are sent.")
VISIT_OVER = Text("the appointment is over; the service party says whether it is done.")


@router.get("/{number}")
def show(context: StaffContext, number: str) -> Response:
    with context.reading() as session:
        return ticket_page(context, session, numbered_ticket(session, number), Answers(), Answers())


def ticket_page(
    context: RequestContext, session: Session, ticket: Ticket, typed: Answers, errors: Answers, status: int = 200
) -> Response:
    """The page, with what was typed and what was wrong with it after a deed that could not be done."""
    place = place_of(session, ticket)
    tasks = tasks_of(session, ticket.key)
    is_live = PHASE_CATEGORY[ticket.phase] is not PhaseCategory.CLOSED
    sharing = Sharing(context, session, ticket)
    files = [file_shown(context, file, sharing) for file in ticket_files(session, ticket.key)]
    master = session.get(Ticket, ticket.merged_into_id) if ticket.merged_into_id else None
    earlier = session.get(Ticket, ticket.follows_id) if ticket.follows_id else None
    story = tell_story(context, session, ticket)
    orders = list_orders(session, OrderFilter(ticket_id=ticket.key), context.today, limit=20).items
    return staff_page(
        context,
        session,
        "tickets/ticket.html",
        title=ticket.title,
        here="tickets",
        status=status,
        ticket=ticket,
        channel=context.word(ticket.channel),
        responsible=session.get_one(Staff, ticket.responsible_id).name,
        place=place,
        steps=steps_of(context, ticket.phase),
        then=context.say(_next(ticket.phase, orders, context.now)),
        merged_into=master.number if master else "",
        follows=earlier.number if earlier else "",
        is_live=is_live,
        is_given=ticket.phase in (*AT_PARTY, Phase.SOLVED),
        visits=_visits(session, ticket),
        may_change=ticket.phase not in ELSEWHERE,
        unreached=[one for one in people_of(session, ticket.key) if one.address_state is AddressState.UNDELIVERABLE],
        suspicion=_suspicion(context, session, ticket),
        unread=awaits_look(ticket, context.clerk.key),
        story=story,
        is_retold=ticket.description not in [line["text"] for line in story],
        moves=phase_moves(context, ticket.phase),
        alike=alike_shown(context, session, trouble_of_ticket(session, ticket), ticket=ticket.key) if is_live else [],
        within=reports_within(session, ticket.key),
        orders=[order_shown(context, line) for line in orders],
        people=_people(context, session, people_of(session, ticket.key)),
        blocks=blocks_for(context, session, ticket),
        circles=circles_by_name(session, ticket.key),
        also=_also_shown(context, session, ticket, typed),
        earlier=[earlier_shown(one) for one in _earlier(session, ticket)],
        tasks=tasks,
        open_tasks=sum(not task.done for task in tasks),
        files=files,
        choices={
            "staff": staff_choices(session),
            "people": person_words(session),
            "roles": [(key, context.say(word)) for key, word in WORDS[PersonRole].items()],
        },
        me=str(context.clerk.key),
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def _also_shown(context: RequestContext, session: Session, ticket: Ticket, typed: Answers) -> list[dict[str, str]]:
    """Who reads what is being written though they do not belong to the ticket: address, who."""
    desk = context.settings.desk
    try:
        addresses = read_addresses(typed["also_to"], desk)
    except InvalidError:
        return []
    chosen = [mark for mark in circles_of(session, ticket.key) if mark in typed["circles"].split()]
    shown = []
    for address in beside_circles(session, ticket.key, chosen or None, addresses):
        to, firm = who_is_at(session, address, desk)
        who = " · ".join(filter(None, (to.name, firm, context.say("colleague") if to.staff_id else "")))
        shown.append({"address": address, "who": who or context.say("an address we do not know")})
    return shown


def _visits(session: Session, ticket: Ticket) -> list[dict[str, Any]]:
    """When somebody comes for its orders that are not done, as exactly as it is known."""
    return [
        {"appointment": appointment, "party": order.company_name, "number": order.number}
        for order in orders_of_ticket(session, ticket.key)
        if (appointment := standing_appointment(order))
    ]


def _suspicion(context: RequestContext, session: Session, ticket: Ticket) -> str:
    """Words in a new report that may mean danger, for staff to judge; "" where somebody judged already."""
    if ticket.priority in (Priority.EMERGENCY, Priority.URGENT):
        return ""
    if gets_worse(session, ticket.key):
        return context.say("Possibly urgent: the reporter writes that it gets worse.")
    is_judged = ticket.phase is not Phase.NEW
    return "" if is_judged else explain(find_urgency(f"{ticket.title}\n{ticket.description}"), context.language)


def _next(phase: Phase, orders: Sequence[OrderLine], now: datetime) -> Text:
    """What happens next: as the orders stand, where the work is a party's."""
    if phase not in AT_PARTY:
        return NEXT[phase]
    reminded = {line.state for line in orders if line.reminders}
    stand = {line.state for line in orders}
    first = next((state for state in NEXT_OF_PARTY if state in stand), None)
    if first is None:
        return NEXT[phase]
    if first is OrderState.SCHEDULED and any(_is_over(line, now) for line in orders if line.state is first):
        return VISIT_OVER
    return NEXT_OF_PARTY[first] if first is not OrderState.SENT or first in reminded else UNREMINDED


def _is_over(line: OrderLine, now: datetime) -> bool:
    """Whether its visit has ended; where no end is known, whether it began a day ago."""
    starts, ends = (line.appointment["starts"], line.appointment["ends"]) if line.appointment else (None, None)
    if ends:
        return datetime.fromisoformat(ends) < now
    return bool(starts) and datetime.fromisoformat(str(starts)) < now - timedelta(days=1)


def steps_of(context: RequestContext, phase: Phase) -> list[dict[str, str]]:
    """The way of a ticket with where this one stands, as parts/steps.html asks. One that left it went no further."""
    over = PHASE_CATEGORY[phase] is PhaseCategory.CLOSED
    way = WAY if phase in WAY or not over else (Phase.NEW, phase)
    stands = way.index(BESIDE.get(phase, phase))
    words = [phase if number == stands else step for number, step in enumerate(way)]
    return [
        {
            "word": context.word(step),
            "mark": "past" if number < stands or (over and number == stands) else "now" if number == stands else "todo",
        }
        for number, step in enumerate(words)
    ]


def orders_shown(context: RequestContext, session: Session, wanted: OrderFilter) -> list[dict[str, Any]]:
    """Work orders as small slips."""
    return [order_shown(context, line) for line in list_orders(session, wanted, context.today, limit=20).items]


def order_shown(context: RequestContext, line: OrderLine) -> dict[str, Any]:
    return {
        "href": f"/orders/{line.number}",
        "number": line.number,
        "state": line.state.value,
        "party": line.party or context.say("no service party yet"),
        "title": line.title,
        "appointment": line.appointment,
    }


def earlier_shown(one: Earlier) -> dict[str, Any]:
    """As parts/history.html asks."""
    number = f" · {one.order_number}" if one.order_number else ""
    return {
        "href": f"/tickets/{one.ticket_number}",
        "when": one.on or one.received_at,
        "title": one.title,
        "solved_by": f"{one.solved_by}{number}" if one.solved_by else "",
    }


def _earlier(session: Session, ticket: Ticket) -> list[Earlier]:
    return earlier_here(
        session,
        installation_id=ticket.installation_id,
        unit_id=ticket.unit_id,
        property_id=ticket.property_id,
        trade=ticket.trade,
        words=ticket.title,
        but=ticket.key,
    )


def _people(context: RequestContext, session: Session, people: list[LinkedPerson]) -> list[dict[str, Any]]:
    gone = moved_out_words(context, session, [person.id for person in people])
    return [_person(context, person, gone.get(person.id, "")) for person in people]


def moved_out_words(context: RequestContext, session: Session, people: list[int]) -> dict[int, str]:
    """Of those who live nowhere of ours any more: where they lived, and until when."""
    return {
        key: context.say(
            "lived at %(address)s until %(day)s",
            address=stay.unit.address_line,
            day=say_day(stay.ends, context.language) if stay.ends else "",
        )
        for key, stay in moved_out(session, people, context.today).items()
    }


def _person(context: RequestContext, one: LinkedPerson, gone: str) -> dict[str, Any]:
    note = gone if one.address else context.say("no e-mail address")
    if one.address_state is AddressState.UNDELIVERABLE:
        note = context.say("the address does not work")
    return {
        "id": one.id,
        "name": one.name,
        "role": context.word(one.role),
        "email": one.address,
        "phone": one.phone,
        "href": f"/people/{one.id}",
        "note": note,
    }
