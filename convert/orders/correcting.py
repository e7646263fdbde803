"""What is changed of an order that is there: its words (once sent, that makes a new version) and its reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from config.words import Text
from convert.errors import RefusedError
from convert.index import index_order
from convert.locks import locked_order
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.orders.agreeing import check_raising
from convert.orders.effects import keep_version
from convert.orders.ordering import order_title
from convert.orders.wrong_address import at_new_home, is_elsewhere, prepare_breach, rewrite_waiting
from convert.unit_of_work import UnitOfWork
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.tickets import Ticket
from store.timeline import tell
from store.words import ENDED_STATES, Entry, LetterKind, LetterStop, OrderState, Visibility

CORRECTABLE = frozenset(
    {"title", "description", "priority", "address", "spot", "access", "on_site", "accept_before", "do_before"}
    | {"cost_limit", "quote_wanted", "evidence_wanted"}
)


def correct_order(work: UnitOfWork, order_id: int, *, same_people: bool = False, **changes: Any) -> WorkOrder:
    """Change what the order says. What was sent stays as it was: a sent order gets a new version and tells the party
    which fields changed. Sent for the wrong home, it forgets who lives there, unless staff say that they are the same
    people (same_people). Raises RefusedError("order_ended", "unknown_field", "above_mandate")."""
    order = locked_order(work, order_id)
    if order.state in (*ENDED_STATES, OrderState.COMPLETED):
        raise RefusedError("order_ended", Text("This work order has ended and changes no more."))
    if strange := changes.keys() - CORRECTABLE:
        raise RefusedError("unknown_field", Text("Unknown field: %(strange)s", strange=min(strange)))
    sent = order.state is not OrderState.DRAFT
    old = order.model_dump()
    moves = sent and is_elsewhere(order.address, changes.get("address", order.address))
    if moves and not same_people:
        changes = at_new_home(work, order, changes)
    changed = {name: value for name, value in changes.items() if getattr(order, name) != value}
    if not changed:
        return order
    if "title" in changed:
        changed["title"] = order_title(changed["title"])
    if sent and "cost_limit" in changed:
        check_raising(work, order, changed["cost_limit"])
    was = {name: _plain(getattr(order, name)) for name in changed}
    for name, value in changed.items():
        setattr(order, name, value)
    order.changed_at = work.now
    if sent:
        order.version += 1
    work.session.flush()
    index_order(work.session, order)
    entry = tell(
        work.session,
        work.actor,
        Entry.EDIT,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        visible_to=(Visibility.PARTY,) if sent else (),
        was=was,
        became={name: _plain(value) for name, value in changed.items()},
        version=order.version,
    )
    if sent:
        keep_version(work, order)
        ticket = work.session.get(Ticket, order.ticket_id) if order.ticket_id else None
        if moves:
            rewrite_waiting(work, order, old["address"].get("line", ""))
        if moves and not same_people:
            prepare_breach(work, order, old)
        notify(work, Event.CORRECTED, Occasion(entry, ticket, order, deed=Event.CORRECTED, changes=tuple(changed)))
    return order


def set_reminders(work: UnitOfWork, order_id: int, on: bool) -> WorkOrder:
    """Whether the party is reminded. Off takes back what still waits in the outbox."""
    order = locked_order(work, order_id)
    if order.reminders == on:
        return order
    order.reminders = on
    if not on:
        cancel_letters(
            work.session, work.now, why=LetterStop.REMINDERS_OFF, order_id=order.key, kind=LetterKind.ORDER_REMINDER
        )
    tell(
        work.session,
        work.actor,
        Entry.EDIT,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        was={"reminders": not on},
        became={"reminders": on},
    )
    return order


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
