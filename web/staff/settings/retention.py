"""What the desk will forget by itself, for administrators, before it does."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from convert.forgetting.rounds import AHEAD, Forecast, forecast
from store.mail import Message
from store.orders import WorkOrder
from store.people import Person
from store.rows import Row, rows_by_id
from store.tickets import Ticket
from web.rendering import staff_page
from web.request import RequestContext, StaffContext

COUNTED = 30  # of a kind; whether a closed ticket is still needed is asked at a dozen places

router = APIRouter(prefix="/settings", include_in_schema=False)

# Of which kinds the first ones are named: their table, the attribute that names one, its page.
_NAMED: dict[str, tuple[type[Row], str, str]] = {
    "mail_aside": (Message, "subject", "/messages/{id}"),
    "tickets": (Ticket, "number", "/tickets/{number}"),
    "loose_orders": (WorkOrder, "number", "/orders/{number}"),
    "orders": (WorkOrder, "number", "/orders/{number}"),
    "persons": (Person, "name", "/people/{id}"),
}


@router.get("/retention")
def show_retention(context: StaffContext) -> Response:
    with context.reading() as session:
        rows = [_shown(context, session, row) for row in forecast(session, context.settings, context.now, most=COUNTED)]
        title = context.say("What is forgotten")
        return staff_page(
            context, session, "retention.html", title=title, here="account", rows=rows, ahead=AHEAD.days, most=COUNTED
        )


def _shown(context: RequestContext, session: Session, row: Forecast) -> dict[str, Any]:
    named = _NAMED.get(row.kind.name)
    found = rows_by_id(session, named[0], row.first).values() if named else ()
    return {
        "what": context.say(row.kind.words),
        "days": row.days,
        "setting": f"retention.{row.kind.term}",
        "now": row.now,
        "soon": row.soon,
        "first": [
            (getattr(one, named[1]) or context.say(Text("(no subject)")), named[2].format_map(one.model_dump()))
            for one in found
            if named
        ],
    }
