"""Work orders: their correspondence goes with their ticket, or by itself where they have none; their texts go when the
fiscal term is over. Number, firm, dates, home and amount stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, or_
from sqlmodel import Session, col, select

from config.settings import Settings
from convert.forgetting.correspondence import forget_correspondence, signs_of_life
from convert.forgetting.moment import BEFORE
from convert.index import index_order
from convert.relations.traces import Traces
from store.orders import OrderVersion, WorkOrder

_NOBODY: dict[str, Any] = {"name": "", "phone": "", "call_first": False, "availability": ""}


def due_alone() -> Select[Any]:
    """Those without a ticket that ended."""
    over = col(WorkOrder.ticket_id).is_(None), col(WorkOrder.forgotten_at).is_(None)
    asking = select(WorkOrder.id).where(*over, col(WorkOrder.ended_at) < BEFORE, col(WorkOrder.changed_at) < BEFORE)
    needed = signs_of_life("order_id")
    return asking.where(*(~exists().where(column == col(WorkOrder.id), why) for column, why in needed))


def forget_alone(session: Session, settings: Settings, keys: Collection[int], now: datetime) -> list[str]:
    octets = forget_correspondence(session, settings, (), keys, now)
    forget_occupant(session, _orders(session, keys), ())
    return octets


def due() -> Select[Any]:
    """Those whose texts are still there after the fiscal term."""
    texts = or_(col(WorkOrder.description) != "", exists().where(col(OrderVersion.order_id) == col(WorkOrder.id)))
    over = col(WorkOrder.forgotten_at).is_not(None), col(WorkOrder.changed_at) < BEFORE
    return select(WorkOrder.id).where(*over, col(WorkOrder.ended_at) < BEFORE, texts)


def forget(session: Session, _settings: Settings, keys: Collection[int], _now: datetime) -> list[str]:
    session.execute(delete(OrderVersion).where(col(OrderVersion.order_id).in_(keys)))
    for order in _orders(session, keys):
        order.description = order.work_done = order.contact_name = ""
        order.contact_id = None
        index_order(session, order)
    return []


def forget_occupant(session: Session, orders: Sequence[WorkOrder], people: Collection[Traces]) -> None:
    """Take whom the firm was to find there, and the people of the ticket by name, out of these orders. Their
    `changed_at` is left: nothing was done to them."""
    slips = select(OrderVersion).where(col(OrderVersion.order_id).in_([order.id for order in orders]))
    for version in session.exec(slips):
        version.slip = scrubbed(version.slip | {"on_site": _NOBODY, "access": ""}, people)
    for order in orders:
        order.on_site, order.access, order.appointment_text, order.refusal_text = {}, "", "", ""
        order.cost_request = {}  # what was decided stays on the timeline, and as the order's cost limit
        order.title, order.description, order.work_done = scrubbed(
            [order.title, order.description, order.work_done], people
        )
        index_order(session, order)


def scrubbed(value: Any, people: Collection[Traces]) -> Any:
    """The value without these people, by their first or last name alone as well."""
    for traces in people:
        value = traces.scrub_value(value, near=True)
    return value


def _orders(session: Session, keys: Collection[int]) -> Sequence[WorkOrder]:
    return session.exec(select(WorkOrder).where(col(WorkOrder.id).in_(keys))).all()
