"""Agreeing on what an order may cost: who may, and what it needs. No words of anybody ever agree: a press does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from config.settings import Settings
from config.words import Text
from convert.errors import InvalidError, MissingError, RefusedError
from convert.records import NEEDED
from convert.unit_of_work import UnitOfWork
from store.costs import (
    HIGHEST,
    MOST_OPTIONS,
    CostOption,
    CostRequest,
    cost_request_of,
    limit_for,
    owner_contact,
    waits_for_cost,
)
from store.orders import WorkOrder
from store.people import Staff
from store.timeline import Actor
from store.words import ActorKind, Deed

COST_DEEDS = (Deed.ASK_COST, Deed.ASK_OWNER, Deed.GRANT_COST, Deed.DENY_COST)
DECIDED = {Deed.GRANT_COST: "granted", Deed.DENY_COST: "denied"}


def check_cost(
    work: UnitOfWork, order: WorkOrder, deed: Deed, options: Sequence[CostOption], option: int, asked_at: str
) -> None:
    """What this deed needs. asked_at: of the request that was looked at, "" where nobody says. Raises InvalidError,
    RefusedError, MissingError (another's to decide)."""
    if deed is Deed.ASK_COST:
        if not options:
            raise InvalidError(amount=NEEDED)
        if len(options) > MOST_OPTIONS or not all(0 < each["cents"] <= HIGHEST for each in options):
            raise InvalidError(amount=Text("Write one to three amounts."))
        return
    request = cost_request_of(order)
    if request is None or not waits_for_cost(order):
        raise RefusedError("no_cost_request", Text("No agreement on cost is asked for now."))
    if asked_at and asked_at != request["asked_at"]:
        raise RefusedError("cost_changed", Text("Other amounts are asked for by now. Please look again."))
    if work.actor.kind is ActorKind.OWNER and (request["state"], request["owner"]) != ("owner", work.actor.id):
        raise MissingError(f"the cost of {order.number} is not for {work.actor.name} to decide on")
    if deed is Deed.ASK_OWNER and owner_contact(work.session, order) is None:
        raise RefusedError("no_owner", Text("No contact of the owner is written down for this complex."))
    if deed is Deed.GRANT_COST:
        if not 1 <= option <= len(request["options"]):
            raise InvalidError(option=Text("Choose one of these amounts."))
        if work.actor.kind is ActorKind.STAFF:
            check_mandate(work, amount_of(request["options"][option - 1]))


def amount_of(option: CostOption) -> int:
    """Whole euros as it was asked, rounded up: what a mandate is held against."""
    return -(-option["cents"] // 100)


def mandate_of(session: Session, settings: Settings, actor: Actor) -> int:
    """Up to how many euros this member of staff may let an order cost."""
    return mandate_in(settings, session.get(Staff, actor.id) if actor.id else None)


def mandate_in(settings: Settings, staff: Staff | None) -> int:
    """The colleague's own, else the desk's."""
    return staff.cost_mandate if staff and staff.cost_mandate is not None else settings.desk.mandate


def check_mandate(work: UnitOfWork, euros: int) -> None:
    """Raises RefusedError("above_mandate")."""
    mandate = mandate_of(work.session, work.settings, work.actor)
    if euros > mandate:
        raise RefusedError(
            "above_mandate", Text("This is more than your mandate of € %(mandate)s. Ask the owner.", mandate=mandate)
        )


def check_raising(work: UnitOfWork, order: WorkOrder, limit: int | None) -> None:
    """A limit that is raised or taken away by hand is an agreement too. Raises RefusedError("above_mandate")."""
    if order.cost_limit is not None and (limit is None or limit > order.cost_limit):
        check_mandate(work, HIGHEST if limit is None else limit)


def asked(by: Actor, now: datetime, options: Sequence[CostOption]) -> CostRequest:
    return CostRequest(
        state="asked", options=[*options], chosen=0, asked_at=now.isoformat(), owner=None, by=by.name, at=""
    )


def decided(order: WorkOrder, state: str, by: Actor, now: datetime, chosen: int = 0) -> dict[str, Any]:
    """The request as it stands after this."""
    return {**order.cost_request, "state": state, "chosen": chosen, "by": by.name, "at": now.isoformat()}


def ended(order: WorkOrder) -> dict[str, Any]:
    """What still waited is asked no longer."""
    return {**order.cost_request, "state": "ended"} if waits_for_cost(order) else order.cost_request


def new_limit(order: WorkOrder, option: int) -> int:
    return limit_for(order.cost_request["options"][option - 1])
