"""Onderhoud → Opdrachten: every work order with where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_ago, say_appointment, say_duration
from config.words import Text
from convert.orders.reassigning import assign_order
from outbound.calendar import WorkingCalendar, closures_of
from outbound.reminders import OpenOrder, steps
from store.choices import find_unit, party_choices, property_choices, staff_choices
from store.order_lists import (
    SORTINGS,
    UNDER_WAY,
    OrderFilter,
    OrderLine,
    can_sort,
    count_overdue,
    count_states,
    list_orders,
)
from store.paging import all_of
from store.words import OrderState
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.rendering import staff_page
from web.request import LOOKED_AT, RequestContext, StaffContext
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
from web.typed import Form, whole_number

router = APIRouter(prefix="/orders", include_in_schema=False)

COLUMNS = (  # of the list as a spreadsheet
    Text("Number"),
    Text("Title"),
    Text("State"),
    Text("Priority"),
    Text("Service party"),
    Text("Address"),
    Text("Responsible"),
    Text("Ticket"),
    Text("By"),
    Text("Appointment"),
)
HEADS = (  # of the list, each with what it is sorted by
    (Text("Work order"), "number"),
    (Text("State"), "state"),
    (Text("Since"), ""),
    (Text("Service party"), "party"),
    (Text("Where"), ""),
    (Text("Responsible"), ""),
    (Text("Next reminder"), ""),
    (Text("By"), "due"),
)
MOST_TICKED = 200  # work orders given to a colleague at once
SORTS = {
    "sent": Text("waiting longest"),
    "due": Text("due first"),
    "party": Text("service party"),
    "state": Text("state"),
    "number": Text("highest number"),
}
HELD_FOR = {
    "parts": Text("waiting for parts"),
    "approval": Text("waiting for approval"),
    "occupant": Text("waiting for the occupant"),
}


@router.get("")
def show_list(context: StaffContext, after: str = "") -> Response:
    """What is under way, unless asked otherwise."""
    if way := last_asked(context, "orders"):
        return way
    asked = asked_of(context, "orders")
    sort = asked["sort"]
    with context.reading() as session:
        wanted = _filter(context, session)
        everything = replace(wanted, states=(), overdue=False)
        page = list_orders(session, wanted, context.today, sort=sort, after=after)
        counts = count_states(session, everything, context.today)
        overdue = count_overdue(session, everything, context.today)
        choices = {
            "party": party_choices(session),
            "property": property_choices(session),
            "responsible": staff_choices(session),
            "sort": sort_choices(context, SORTS, sort) if can_sort(wanted.states) else [],
        }
        sortings = SORTINGS if can_sort(wanted.states) else {}
        shown = staff_page(
            context,
            session,
            "orders/list.html",
            title=context.say("Orders"),
            here="orders",
            rows=[order_row(context, line) for line in page.items],
            heads=column_heads(context, "orders", [(context.say(word), by) for word, by in HEADS], sort, sortings),
            chips=_chips(context, counts, overdue),
            asked=asked,
            choices=choices,
            narrowed=[
                *words_chosen(*((options, asked[name]) for name, options in choices.items())),
                *filter(None, [asked["unit"]]),
            ],
            older=address_with(context, "orders", after=page.next) if page.next else "",
            saved=views_shown(context, session, "orders"),
            sheet=sheet_address(context, "orders"),
        )
    return keep_asked(context, "orders", shown)


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext, sort: str = "") -> Response:
    """The same list, whole, for a spreadsheet."""
    with context.reading() as session:
        lines = all_of(partial(list_orders, session, _filter(context, session), context.today, sort=sort))
    rows = [
        [
            line.number,
            line.title,
            context.word(line.state),
            context.word(line.priority),
            line.party,
            line.place,
            line.responsible,
            line.ticket_number,
            line.do_before,
            say_appointment(line.appointment, context.language, context.settings.desk.zone),
        ]
        for line in lines
    ]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "opdrachten.csv")


@router.post("/selection")
def assign_selection(context: StaffContext, form: Form) -> Response:
    """All that is ticked to one colleague, who is told."""
    keys, staff_id = form.keys("order")[:MOST_TICKED], form.number("colleague")
    back = list_address("orders", known_query("orders", form.text("query")))
    if not keys or not staff_id:
        return go_on(back, Done(context.say("Tick the work orders, and choose a colleague.")))
    with context.work() as work:
        for key in keys:
            assign_order(work, key, staff_id)
    return go_on(back, Done(context.say("%(count)s assigned.", count=len(keys))))


def _filter(context: RequestContext, session: Session) -> OrderFilter:
    """What the address asks for: state a key, or "all"; unit as it is typed; late anything for what is overdue; the
    others by id."""
    asked = asked_of(context, "orders")
    return OrderFilter(
        states=tuple(one for one in OrderState if asked["state"] in (one, "all")) or UNDER_WAY,
        company_id=whole_number(asked["party"]),
        property_id=whole_number(asked["property"]),
        unit_id=find_unit(session, asked["unit"]) if asked["unit"] else None,
        responsible_id=whole_number(asked["responsible"]),
        overdue=bool(asked["late"]),
    )


def order_row(context: RequestContext, line: OrderLine) -> dict[str, Any]:
    """A line of the table: what the store gives, the age of its state in words, and when it is brought up again."""
    return {"line": line, "age": age_of(context, line), "reminder": next_reminder(context, line)}


def next_reminder(context: RequestContext, line: OrderLine) -> datetime | None:
    """When the party is reminded next; None where nobody reminds it, or the last reminder has gone."""
    if line.state is not OrderState.SENT or not line.reminders or line.sent_at is None:
        return None
    rules = context.settings.reminders
    order = OpenOrder(line.id, line.sent_at, rules.ladder(line.priority), closures_of(line.closures))
    ladder = steps(order, WorkingCalendar(context.settings.desk.zone, rules))
    return next((step.at for step in ladder if step.at > context.now), None)


def age_of(context: RequestContext, line: OrderLine) -> str:
    """ "wacht 6 dagen", "wacht op onderdelen", "3 dagen geleden", "over 2 dagen"."""
    if line.state is OrderState.SENT:
        return context.say("waiting %(time)s", time=say_duration(context.now - line.since, context.language))
    if line.state is OrderState.ON_HOLD and line.held_for in HELD_FOR:
        return context.say(HELD_FOR[line.held_for])
    if line.appointment and line.appointment_from:
        return say_ago(line.appointment_from, context.now, context.language)
    return say_ago(line.since, context.now, context.language)


def _chips(context: RequestContext, counts: dict[OrderState, int], overdue: int) -> list[dict[str, Any]]:
    asked = asked_of(context, "orders")
    state, late = asked["state"], asked["late"]
    first = {
        "word": context.say("Under way"),
        "href": address_with(context, "orders", state="", late=""),
        "count": sum(counts.get(one, 0) for one in UNDER_WAY),
        "current": not state and not late,
    }
    behind = {
        "word": context.say("Overdue"),
        "href": address_with(context, "orders", state="", late="yes"),
        "count": overdue,
        "current": bool(late),
    }
    each = [
        {
            "word": context.word(one),
            "href": address_with(context, "orders", state=one, late=""),
            "count": counts[one],
            "current": state == one and not late,
        }
        for one in OrderState
        if counts.get(one)
    ]
    return [first, behind, *each]
