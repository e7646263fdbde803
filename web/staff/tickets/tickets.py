"""Tickets as a list and as a board, and opening one by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_appointment
from config.words import Text
from convert.errors import InvalidError, RefusedError
from convert.relations.people import add_person
from convert.tickets.assigning import assign_ticket, unassign_ticket
from convert.tickets.opening import open_ticket
from convert.tickets.phases import next_phases
from store.choices import property_choices, staff_choices
from store.paging import all_of
from store.rows import rows_by_id
from store.ticket_lists import LIVE, SORTINGS, TicketFilter, can_sort, count_phases, list_tickets
from store.ticket_sheet import people_of
from store.tickets import Ticket
from store.tokens import new_token
from store.wording import BY_HAND
from store.words import ELSEWHERE, Channel, Phase, Priority, Trade
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.faults import Answers, faults_of, typed_answers, wrongs_of
from web.rendering import staff_page
from web.request import LOOKED_AT, RequestContext, StaffContext
from web.staff.given import give_back, give_back_address
from web.staff.list_filters import (
    address_with,
    asked_of,
    column_heads,
    keep_asked,
    known_query,
    last_asked,
    list_address,
    sheet_address,
    sort_choices,
    words_chosen,
)
from web.staff.saved_views import views_shown
from web.staff.tickets.ticket_form import (
    about_whom,
    chosen_chips,
    read_new_person,
    read_new_ticket,
    ticket_choices,
)
from web.typed import Form, whole_number

router = APIRouter(prefix="/tickets", include_in_schema=False)

ON_BOARD = (*LIVE, Phase.SOLVED)
COLUMNS = (  # of the list as a spreadsheet
    Text("Number"),
    Text("Title"),
    Text("Phase"),
    Text("Priority"),
    Text("Address"),
    Text("Appointment"),
    Text("Responsible"),
    Text("Received"),
    Text("Changed"),
)
HEADS = (  # of the list, each with what it is sorted by
    (Text("Ticket"), "number"),
    (Text("Phase"), "phase"),
    (Text("Where"), "place"),
    (Text("Responsible"), ""),
    (Text("Received"), "received"),
)
SORTS = {
    "priority": Text("most urgent first"),
    "received": Text("received last"),
    "-received": Text("received first"),
    "phase": Text("phase"),
    "place": Text("address"),
    "number": Text("highest number"),
}
FIELDS = ("responsible", "property", "trade", "priority", "sort")  # of the filter
MOST_TICKED = 200  # tickets given to a colleague at once
CARDS = 25  # in one column; the rest is a press away


@router.get("")
def show_list(context: StaffContext, after: str = "") -> Response:
    """Live tickets of everybody, unless asked otherwise."""
    if way := last_asked(context, "tickets"):
        return way
    asked = asked_of(context, "tickets")
    if asked["view"] == "board":
        return keep_asked(context, "tickets", _board(context, _filter(context)))
    wanted, sort = _filter(context), asked["sort"]
    with context.reading() as session:
        counts = count_phases(session, replace(wanted, phases=()))
        page = list_tickets(session, wanted, sort=sort, after=after)
        choices = _choices(context, session, wanted)
        sortings = {name: by for name, by in SORTINGS.items() if can_sort(wanted.phases) or name == "changed"}
        shown = staff_page(
            context,
            session,
            "tickets/list.html",
            title=context.say("Tickets"),
            here="tickets",
            lines=page.items,
            heads=column_heads(context, "tickets", [(context.say(word), by) for word, by in HEADS], sort, sortings),
            chips=_chips(context, counts, asked["phase"]),
            choices=choices,
            asked=asked,
            narrowed=words_chosen(*((choices[name], asked[name]) for name in FIELDS)),
            board=address_with(context, "tickets", view="board", sort=""),
            older=address_with(context, "tickets", after=page.next) if page.next else "",
            saved=views_shown(context, session, "tickets"),
            sheet=sheet_address(context, "tickets"),
        )
    return keep_asked(context, "tickets", shown)


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext, sort: str = "") -> Response:
    """The same list, whole, for a spreadsheet."""
    with context.reading() as session:
        lines = all_of(partial(list_tickets, session, _filter(context), sort=sort))
    rows = [
        [
            line.number,
            line.title,
            context.word(line.phase),
            context.word(line.priority),
            line.place,
            "; ".join(say_appointment(one, context.language, context.settings.desk.zone) for one in line.appointments),
            line.responsible,
            line.received_at.astimezone(context.settings.desk.zone).replace(tzinfo=None),
            line.changed_at.astimezone(context.settings.desk.zone).replace(tzinfo=None),
        ]
        for line in lines
    ]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "tickets.csv")


@router.post("/selection")
def assign_selection(context: StaffContext, form: Form) -> Response:
    """All that is ticked to one colleague, who is told."""
    keys, staff_id = form.keys("ticket")[:MOST_TICKED], form.number("colleague")
    back = list_address("tickets", known_query("tickets", form.text("query")))
    if not keys or not staff_id:
        return go_on(back, Done(context.say("Tick the tickets, and choose a colleague.")))
    with context.work() as work:
        tickets = rows_by_id(work.session, Ticket, keys)
        was = {key: ticket.responsible_id for key, ticket in tickets.items() if ticket.responsible_id != staff_id}
        for key in keys:
            assign_ticket(work, key, staff_id, may_undo=True)
    undo = give_back_address("/tickets/selection/return", staff_id, was, back)
    return go_on(back, Done(context.say("%(count)s assigned.", count=len(keys)), undo))


@router.post("/selection/return")
def return_selection(context: StaffContext, to: str = "", was: str = "", then: str = "") -> Response:
    """What was given to a colleague goes back to whom it was, while the colleague was not told."""
    return give_back(context, unassign_ticket, to=to, was=was, then=then, otherwise="/tickets")


@router.get("/new")
def ask_new(context: StaffContext) -> Response:
    """`person`, `unit`, `installation`, `property`: what it is about already."""
    asked = context.request.query_params
    typed = Answers(
        {"channel": Channel.PHONE.value, "responsible": context.clerk.key, "nonce": new_token(), "about": str(asked)}
    )
    with context.reading() as session:
        keys = [whole_number(asked.get(name, "")) for name in ("person", "unit", "installation", "property")]
        about = about_whom(session, context.today, *keys)
    return _new_page(context, Answers(typed | about), Answers(), [str(about["person"] or "")])


@router.post("/new")
def open_by_hand(context: StaffContext, form: Form) -> Response:
    """R15: with its channel; without an address of the reporter too, which the page then says."""
    try:
        with context.work() as work:
            channel = form.one_of("channel", Channel, Channel.PHONE)
            new = read_new_ticket(work.session, form, channel=channel, received_at=context.now)
            if person := read_new_person(form):
                made = add_person(work, replace(person, unit_id=None))
                new = replace(new, person_ids=(made.key, *new.person_ids), reporter_id=made.key)
            ticket = open_ticket(work, new)
            reached = any(person.address for person in people_of(work.session, ticket.key))
    except (InvalidError, RefusedError) as error:
        return _new_page(context, typed_answers(form), faults_of(context, error), form.texts("person"), status=422)
    words = context.say("%(number)s is open.", number=ticket.number)
    if not reached:
        words += " " + context.say("The reporter will not be informed automatically: there is no e-mail address.")
    return go_on(f"/tickets/{ticket.number}", Done(words))


def _filter(context: RequestContext) -> TicketFilter:
    """What the address asks for: phase "all" for every one; responsible and property by id."""
    asked = asked_of(context, "tickets")
    phase = asked["phase"]
    return TicketFilter(
        phases=tuple(one for one in Phase if one == phase) or (tuple(Phase) if phase == "all" else LIVE),
        responsible_id=whole_number(asked["responsible"]),
        property_id=whole_number(asked["property"]),
        trade=next((one.value for one in Trade if one == asked["trade"]), ""),
        priority=next((one for one in Priority if one == asked["priority"]), None),
    )


def _choices(context: RequestContext, session: Session, wanted: TicketFilter) -> dict[str, list[tuple[str, str]]]:
    """What the list can be narrowed to and sorted by."""
    sort = asked_of(context, "tickets")["sort"]
    return {
        "responsible": staff_choices(session),
        "property": property_choices(session),
        "trade": [(one.value, context.word(one)) for one in Trade],
        "priority": [(one.value, context.word(one)) for one in Priority],
        "sort": sort_choices(context, SORTS, sort) if can_sort(wanted.phases) else [],
    }


def _board(context: RequestContext, wanted: TicketFilter) -> Response:
    with context.reading() as session:
        counts = count_phases(session, replace(wanted, phases=()))
        columns = [
            {
                "phase": phase.value,
                "count": counts.get(phase, 0),
                "lines": list_tickets(session, replace(wanted, phases=(phase,)), limit=CARDS).items,
                "more": address_with(context, "tickets", phase=phase, view="") if counts.get(phase, 0) > CARDS else "",
            }
            for phase in ON_BOARD
        ]
        return staff_page(
            context,
            session,
            "tickets/board.html",
            title=context.say("Tickets"),
            here="tickets",
            columns=columns,
            listed=address_with(context, "tickets", view=""),
            moves={phase.value: phase_moves(context, phase) for phase in ON_BOARD},
        )


def phase_moves(context: RequestContext, phase: Phase) -> list[tuple[str, str]]:
    """Where staff can bring a ticket from here, with its word; merging asks for a number and has its own form."""
    return [(to.value, context.word(to)) for to in next_phases(phase) if to not in ELSEWHERE]


def _new_page(
    context: RequestContext, typed: Answers, errors: Answers, people: Sequence[str], status: int = 200
) -> Response:
    """people: the ids of those who are told, beside whoever is typed."""
    with context.reading() as session:
        return staff_page(
            context,
            session,
            "tickets/new.html",
            title=context.say("New ticket"),
            here="tickets",
            status=status,
            typed=typed,
            errors=errors,
            wrongs=wrongs_of(errors),
            choices=ticket_choices(context, session),
            channels=[(channel.value, context.word(channel)) for channel in BY_HAND],
            suggested=chosen_chips(session, typed, people),
            nonce=typed["nonce"],
        )


def _chips(context: RequestContext, counts: dict[Phase, int], phase: str) -> list[dict[str, Any]]:
    open_ones = {
        "word": context.say("Open"),
        "href": address_with(context, "tickets", phase=""),
        "count": sum(counts.get(one, 0) for one in LIVE),
        "current": not phase,
    }
    each = [
        {
            "word": context.word(one),
            "href": address_with(context, "tickets", phase=one),
            "count": counts.get(one, 0),
            "current": phase == one,
        }
        for one in Phase
        if counts.get(one)
    ]
    return [open_ones, *each]
