"""Bringing a ticket to another phase, with all that hangs on it; who is told is the caller's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from convert.index import index_order, index_ticket
from convert.turn import Turn
from store.desk import Ticket, TimelineEntry, WorkOrder
from store.links import expire
from store.timeline import tell
from store.words import PHASE_CATEGORY, Category, Entry, OrderState, Phase, Visibility

_ENDS = (Phase.CLOSED, Phase.REJECTED)
_KEPT = ("phase_before", "solved_at", "closed_at", "closing_reason", "reopened")


def shift(
    turn: Turn, ticket: Ticket, target: Phase, *, reason: str = "", reopens: bool = False, **cause: Any
) -> TimelineEntry:
    """Bring the ticket to `target`, and say so on its timeline with what is needed to take it back."""
    before = ticket.phase
    kept = {name: _plain(getattr(ticket, name)) for name in _KEPT}
    ticket.phase = target
    ticket.phase_before = _way_back(ticket.phase_before, before, target)
    if target is Phase.SOLVED:
        ticket.solved_at = turn.now
    if reopens:
        ticket.reopened += 1
        ticket.solved_at = ticket.closed_at = None
        ticket.closing_reason = ""
        expire(turn.session, None, ticket_id=ticket.key, order_ids=order_ids(turn, ticket))
    approved: list[int] = []
    if target in _ENDS:
        ticket.closed_at, ticket.closing_reason = turn.now, reason
        keep = timedelta(days=turn.settings.retention.link_days_after_closing)
        expire(turn.session, turn.now + keep, ticket_id=ticket.key, order_ids=order_ids(turn, ticket))
    if target is Phase.CLOSED:
        approved = _approve_what_is_done(turn, ticket)
    touch(turn, ticket)
    return tell(
        turn.session,
        turn.actor,
        Entry.PHASE,
        turn.now,
        ticket_id=ticket.key,
        visible_to=(Visibility.REPORTER,),
        text=reason,
        before=before.value,
        after=target.value,
        kept=kept,
        approved=approved,
        cause=cause,
    )


def unshift(turn: Turn, ticket: Ticket, entry: TimelineEntry) -> None:
    """Put the ticket back to where it was before this move."""
    ticket.phase = Phase(entry.data["before"])
    for name, value in entry.data["kept"].items():
        setattr(ticket, name, _value(name, value))
    if PHASE_CATEGORY[ticket.phase] is not Category.CLOSED:
        expire(turn.session, None, ticket_id=ticket.key, order_ids=order_ids(turn, ticket))
    for order_id in entry.data["approved"]:
        order = turn.session.get_one(WorkOrder, order_id)
        order.state, order.ended_at = OrderState.COMPLETED, None
    entry.undone_at = turn.now
    touch(turn, ticket)


def touch(turn: Turn, ticket: Ticket) -> None:
    """Something of the ticket changed: a form that was opened before is stale now."""
    ticket.changed_at = turn.now
    ticket.version += 1
    turn.session.flush()
    index_ticket(turn.session, ticket)


def order_ids(turn: Turn, ticket: Ticket) -> tuple[int, ...]:
    return tuple(order.key for order in orders_of(turn, ticket))


def orders_of(turn: Turn, ticket: Ticket) -> list[WorkOrder]:
    return list(
        turn.session.exec(select(WorkOrder).where(WorkOrder.ticket_id == ticket.key).order_by(col(WorkOrder.id)))
    )


def _approve_what_is_done(turn: Turn, ticket: Ticket) -> list[int]:
    """What was completed is agreed with by closing its ticket (domain words 2.5)."""
    approved = [order for order in orders_of(turn, ticket) if order.state is OrderState.COMPLETED]
    for order in approved:
        order.state, order.ended_at, order.changed_at = OrderState.APPROVED, turn.now, turn.now
        index_order(turn.session, order)
    return [order.key for order in approved]


def _way_back(known: Phase | None, before: Phase, target: Phase) -> Phase | None:
    """Where an answer or a decision brings the ticket back to, while it waits for one."""
    waits = (Phase.WAITING_REPORTER, Phase.WAITING_APPROVAL)
    if target not in waits:
        return None
    return known if before in waits else before


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _value(name: str, value: Any) -> Any:
    if name.endswith("_at") and value:
        return datetime.fromisoformat(value)
    return Phase(value) if name == "phase_before" and value else value
