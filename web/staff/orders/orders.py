"""Onderhoud → Opdrachten: every work order with where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_ago, say_appointment, say_duration
from config.words import Text
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
from web.downloads import spreadsheet
from web.rendering import staff_page
from web.request import LOOKED_AT, RequestContext, StaffContext
from web.staff.saved_views import views_shown
from web.typed import whole_number

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
SORTS = {
    "changed": Text("changed last"),
    "sent": Text("waiting longest"),
    "due": Text("due first"),
    "party": Text("service party"),
    "state": Text("state"),
}
HELD_FOR = {
    "parts": Text("waiting for parts"),
    "approval": Text("waiting for approval"),
    "occupant": Text("waiting for the occupant"),
}


@router.get("")
def show_list(
    context: StaffContext,
    state: str = "",
    party: str = "",
    property: str = "",  # noqa: A002  the words people see in the address
    unit: str = "",
    responsible: str = "",
    late: str = "",
    sort: str = "changed",
    after: str = "",
) -> Response:
    """What is under way, unless asked otherwise. state: a key, or "all"; late: anything for what is overdue."""
    asked = {"party": party, "property": property, "unit": unit, "responsible": responsible, "sort": sort}
    with context.reading() as session:
        wanted = _filter(session, state, party, property, unit, responsible, late)
        everything = replace(wanted, states=(), overdue=False)
        page = list_orders(session, wanted, context.today, sort=sort if sort in SORTINGS else "changed", after=after)
        sorts = [key for key in SORTS if key == "changed" or can_sort(wanted.states)]
        counts = count_states(session, everything, context.today)
        overdue = count_overdue(session, everything, context.today)
        return staff_page(
            context,
            session,
            "orders/list.html",
            title=context.say("Orders"),
            here="orders",
            rows=[order_row(context, line) for line in page.items],
            chips=_chips(context, counts, overdue, asked, state, late),
            asked=asked | {"state": state, "late": late},
            choices={
                "parties": party_choices(session),
                "properties": property_choices(session),
                "staff": staff_choices(session),
                "sorts": [(key, context.say(SORTS[key])) for key in sorts],
            },
            older=_address(asked, state, late, after=page.next) if page.next else "",
            saved=views_shown(context, session, "orders"),
            sheet=_address(asked, state, late).replace("/orders?", "/orders/list.csv?"),
        )


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(
    context: StaffContext,
    state: str = "",
    party: str = "",
    property: str = "",  # noqa: A002
    unit: str = "",
    responsible: str = "",
    late: str = "",
) -> Response:
    """The same list, whole, for a spreadsheet."""
    with context.reading() as session:
        wanted = _filter(session, state, party, property, unit, responsible, late)
        lines = all_of(partial(list_orders, session, wanted, context.today))
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


def _filter(
    session: Session, state: str, party: str, building: str, unit: str, responsible: str, late: str
) -> OrderFilter:
    return OrderFilter(
        states=tuple(one for one in OrderState if state in (one, "all")) or UNDER_WAY,
        company_id=whole_number(party),
        property_id=whole_number(building),
        unit_id=find_unit(session, unit) if unit else None,
        responsible_id=whole_number(responsible),
        overdue=bool(late),
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


def _chips(
    context: RequestContext, counts: dict[OrderState, int], overdue: int, asked: dict[str, str], state: str, late: str
) -> list[dict[str, Any]]:
    first = {
        "word": context.say("Under way"),
        "href": _address(asked),
        "count": sum(counts.get(one, 0) for one in UNDER_WAY),
        "current": not state and not late,
    }
    behind = {
        "word": context.say("Overdue"),
        "href": _address(asked, late="yes"),
        "count": overdue,
        "current": bool(late),
    }
    each = [
        {
            "word": context.word(one),
            "href": _address(asked, one),
            "count": counts[one],
            "current": state == one and not late,
        }
        for one in OrderState
        if counts.get(one)
    ]
    return [first, behind, *each]


def _address(asked: dict[str, str], state: str = "", late: str = "", after: str = "") -> str:
    query = {name: value for name, value in {"state": state, "late": late, **asked, "after": after}.items() if value}
    return f"/orders?{urlencode(query)}"
