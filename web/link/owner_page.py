"""The page on which an owner decides about the cost of one order: what, where, how much. Of people it says nothing."""

from __future__ import annotations

from datetime import datetime

from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_cost, say_moment
from config.words import Text
from convert.errors import InvalidError
from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.records import NEEDED
from store.costs import CostRequest, cost_request_of
from store.orders import WorkOrder
from store.people import Staff
from store.slip_shown import address_lines
from store.slips import parties_of, slip_of
from store.timeline import lines_of_deeds
from store.words import Deed
from web.done import Done
from web.link.link_access import LinkAccess
from web.rendering import public_page
from web.typed import Typed

HEADINGS = {
    "owner": Text("Do you agree with this cost?"),
    "granted": Text("This cost was agreed to"),
    "denied": Text("This cost was not agreed to"),
}


def owner_page(
    access: LinkAccess, session: Session, *, typed: Typed | None = None, error: InvalidError | None = None
) -> Response:
    """typed, error: what was filled in wrongly."""
    context, order = access.context, session.get_one(WorkOrder, access.link.order_id)
    request = cost_request_of(order)
    asked = next(reversed(lines_of_deeds(session, order.key, Deed.ASK_OWNER)), None)
    state = request["state"] if request else "ended"
    return public_page(
        context,
        "link/owner.html",
        status=422 if error else 200,
        title=context.say("Cost of work order %(number)s", number=order.number),
        access=access,
        order=order,
        heading=context.say(HEADINGS.get(state, Text("You are asked no longer"))),
        where=", ".join(address_lines(slip_of(session, order, for_party=True, now=context.now))),
        firm=parties_of(session, order)[0],
        responsible=session.get_one(Staff, order.responsible_id),
        words=str(asked.data.get("words", "")) if asked else "",
        open=state == "owner",
        asked_at=request["asked_at"] if request else "",
        options=[say_cost(option, context.language) for option in request["options"]] if request else [],
        decided=_decided(access, request) if request and state in ("granted", "denied") else "",
        typed=typed.kept() if typed else {},
        errors={name: words.in_(context.language) for name, words in error.fields.items()} if error else {},
    )


def decide_cost(access: LinkAccess, typed: Typed) -> Done:
    """Yes to one of the amounts, or no with a reason. Raises InvalidError, RefusedError, MissingError."""
    option, asked_at = typed.number("option") or 0, typed.text("asked")
    if not option and not typed.text("why"):
        raise InvalidError(why=NEEDED)
    deed = Deed.GRANT_COST if option else Deed.DENY_COST
    with access.context.work(access.actor) as work:
        details = DeedDetails(text=typed.text("why"), option=option, asked_at=asked_at)
        order = perform(work, access.link.order_id or 0, deed, details).order
        price = say_cost(order.cost_request["options"][option - 1], access.context.language) if option else ""
    if option:
        return Done(access.context.say("Thank you. You agreed to %(price)s; the firm is told.", price=price))
    return Done(access.context.say("Thank you. You did not agree; the firm is told."))


def _decided(access: LinkAccess, request: CostRequest) -> str:
    """Who decided what, and when."""
    context = access.context
    when = say_moment(datetime.fromisoformat(request["at"]), context.language, context.settings.desk.zone)
    if request["state"] != "granted":
        return context.say("%(who)s, %(when)s", who=request["by"], when=when)
    price = say_cost(request["options"][request["chosen"] - 1], context.language)
    return context.say("%(price)s: %(who)s, %(when)s", price=price, who=request["by"], when=when)
