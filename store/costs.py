"""What a service party wants agreed on: one request at a time on an order, up to three amounts to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict, cast

from sqlmodel import Session, col, select

from store.orders import WorkOrder
from store.people import Company, Contact, Property, Unit

MOST_OPTIONS = 3
HIGHEST = 100_000_000  # cents
_USUAL_VAT = Decimal("1.21")


class CostOption(TypedDict):
    """vat: incl, excl or "" (taken as excl) · what: what it is for, in the service party's words."""

    cents: int
    vat: str
    what: str


class CostRequest(TypedDict):
    """state: asked, owner (the owner is asked), granted, denied, ended (asked no longer) · chosen: the
    option that was agreed to, from 1 · asked_at: ISO, names this request · owner: whose contact was asked · by, at: who
    decided, and when (ISO)."""

    state: str
    options: list[CostOption]
    chosen: int
    asked_at: str
    owner: int | None
    by: str
    at: str


def cost_request_of(order: WorkOrder) -> CostRequest | None:
    return cast(CostRequest, order.cost_request) if order.cost_request else None


def waits_for_cost(order: WorkOrder) -> bool:
    """Whether the service party waits for an agreement on an amount."""
    return order.cost_request.get("state") in ("asked", "owner")


def limit_for(option: CostOption) -> int:
    """The order's cost limit once this is agreed to: whole euros without VAT, rounded up."""
    amount = Decimal(option["cents"]) / 100
    return -int(-(amount / _USUAL_VAT if option["vat"] == "incl" else amount) // 1)


def options_of(amounts: Sequence[Mapping[str, Any]]) -> tuple[CostOption, ...]:
    """The amounts that ingest read in a mail, each once."""
    options = [CostOption(cents=each["cents"], vat=each["vat"], what=each["for"]) for each in amounts]
    return tuple(option for place, option in enumerate(options) if option not in options[:place])


def owner_contact(session: Session, order: WorkOrder) -> Contact | None:
    """Who decides on its cost: of the owner of the home, else of the association where it is about common areas, else
    of the owner of the property. None where nobody is written down there."""
    unit = session.get(Unit, order.unit_id) if order.unit_id else None
    building = session.get(Property, order.property_id) if order.property_id else None
    owner = unit.owner_id if unit else building and building.association_id
    first = (
        select(Contact)
        .join(Company, col(Company.id) == col(Contact.company_id))
        .where(Company.id == (owner or (building and building.owner_id)), col(Contact.active), col(Company.active))
        .order_by(col(Contact.gets_orders).desc(), col(Contact.id))
    )
    return session.exec(first).first()
