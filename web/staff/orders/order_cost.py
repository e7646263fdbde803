"""What the page of a work order shows of an agreement on its cost that is asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlmodel import Session

from config.language import say_cost
from convert.orders.agreeing import amount_of, mandate_of
from store.costs import cost_request_of, owner_contact, waits_for_cost
from store.orders import WorkOrder
from store.people import Contact
from store.timeline import Actor
from store.words import ActorKind, Channel
from web.request import RequestContext


def cost_asked(context: RequestContext, session: Session, order: WorkOrder) -> dict[str, Any] | None:
    """options (words, may: within this colleague's mandate), limit and mandate (Decimals), owner (a name or ""),
    with_owner, asked_at. None where nothing is asked."""
    request = cost_request_of(order)
    if request is None or not waits_for_cost(order):
        return None
    clerk = context.clerk
    mandate = mandate_of(session, context.settings, Actor(ActorKind.STAFF, clerk.name, Channel.STAFF, clerk.key))
    asked = session.get(Contact, request["owner"]) if request["owner"] else None
    contact = asked or owner_contact(session, order)
    return {
        "options": [
            {"words": say_cost(option, context.language), "may": amount_of(option) <= mandate}
            for option in request["options"]
        ],
        "limit": Decimal(order.cost_limit) if order.cost_limit is not None else None,
        "mandate": Decimal(mandate),
        "owner": contact.name if contact else "",
        "with_owner": request["state"] == "owner",
        "asked_at": request["asked_at"],
    }
