"""Bringing a ticket to another phase, with all that hangs on it; who is told is the caller's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from convert.causes import caused_lines
from convert.index import index_order, index_ticket
from convert.tickets.phases import follow
from convert.unit_of_work import UnitOfWork
from store.audience import circle_of
from store.costs import waits_for_cost
from store.links import expire
from store.order_lists import orders_of_ticket
from store.orders import WorkOrder
from store.tickets import Ticket, TimelineEntry
from store.timeline import Actor, tell
from store.words import PHASE_CATEGORY, ActorKind, Deed, Entry, OrderState, Phase, PhaseCategory, Visibility

_ENDS = (Phase.CLOSED, Phase.REJECTED, Phase.TAKEN_BACK)
_KEPT = ("phase_before", "solved_at", "closed_at", "closing_reason", "reopened")


def change_phase(
    work: UnitOfWork,
    ticket: Ticket,
    target: Phase,
    *,
    reason: str = "",
    reopens: bool = False,
    circles: list[str] | None = None,
    **cause: Any,
) -> TimelineEntry:
    """Bring the ticket to `target`, and say so on its timeline with what is needed to take it back. circles: whom of
    its people it concerns, None: all."""
    before = ticket.phase
    kept = {name: _plain(getattr(ticket, name)) for name in _KEPT}
    ticket.phase = target
    ticket.phase_before = _way_back(ticket.phase_before, before, target)
    if target is Phase.SOLVED:
        ticket.solved_at = work.now
    if reopens:
        ticket.reopened += 1
        ticket.solved_at = ticket.closed_at = None
        ticket.closing_reason = ""
        expire(work.session, None, ticket_id=ticket.key, order_ids=order_ids(work, ticket))
    approved: list[WorkOrder] = []
    if target in _ENDS:
        ticket.closed_at, ticket.closing_reason = work.now, reason
        keep = timedelta(days=work.settings.retention.link_days_after_closing)
        expire(work.session, work.now + keep, ticket_id=ticket.key, order_ids=order_ids(work, ticket))
    if target is Phase.CLOSED:
        approved = _approve_what_is_done(work, ticket)
    touch(work, ticket)
    by_person = work.actor.kind is ActorKind.PERSON
    entry = tell(
        work.session,
        work.actor,
        Entry.PHASE,
        work.now,
        ticket_id=ticket.key,
        visible_to=(Visibility.REPORTER,),
        circles=circles,
        text=reason,
        before=before.value,
        after=target.value,
        kept=kept,
        circle=circle_of(work.session, ticket.key, work.actor.id or 0) if by_person else "",
        approved=[order.key for order in approved],
        cause=cause,
    )
    for order in approved:
        _tell_approval(work, order, entry)
    return entry


def undo_phase_change(work: UnitOfWork, ticket: Ticket, entry: TimelineEntry) -> None:
    """Put the ticket back to where it was before this move."""
    ticket.phase = Phase(entry.data["before"])
    for name, value in entry.data["kept"].items():
        setattr(ticket, name, _value(name, value))
    if PHASE_CATEGORY[ticket.phase] is not PhaseCategory.CLOSED:
        expire(work.session, None, ticket_id=ticket.key, order_ids=order_ids(work, ticket))
    for order_id in entry.data["approved"]:
        order = work.session.get_one(WorkOrder, order_id)
        order.state, order.ended_at = OrderState.COMPLETED, None
        index_order(work.session, order)
    for line in caused_lines(work, Entry.ORDER, entry):
        line.undone_at = work.now
    entry.undone_at = work.now
    touch(work, ticket)


def bring_along(
    work: UnitOfWork, order: WorkOrder, ticket: Ticket | None, entry: TimelineEntry, *, answered: bool = False
) -> bool:
    """Let the ticket's phase follow its orders; True where it became solved by this. answered: an agreement on cost is
    waited for no longer."""
    if ticket is None:
        return False
    orders = orders_of(work, ticket)
    states, waits = tuple(one.state for one in orders), any(map(waits_for_cost, orders))
    target = follow(ticket.phase, states, waits=waits, answered=answered)
    if target is None:
        if ticket.phase_before and (back := follow(ticket.phase_before, states)):
            ticket.phase_before = back
        return False
    desk = work.by(Actor(ActorKind.SYSTEM, "", work.actor.channel))
    moved = change_phase(
        desk, ticket, target, reopens=ticket.phase is Phase.SOLVED, order=order.number, entry=entry.key
    )
    entry.data = {**entry.data, "phase_entry": moved.key}
    return target is Phase.SOLVED


def touch(work: UnitOfWork, ticket: Ticket) -> None:
    """Something of the ticket changed: a form that was opened before is stale now."""
    ticket.changed_at = work.now
    ticket.version += 1
    work.session.flush()
    index_ticket(work.session, ticket)


def order_ids(work: UnitOfWork, ticket: Ticket) -> tuple[int, ...]:
    return tuple(order.key for order in orders_of(work, ticket))


def orders_of(work: UnitOfWork, ticket: Ticket) -> list[WorkOrder]:
    return list(orders_of_ticket(work.session, ticket.key))


def _approve_what_is_done(work: UnitOfWork, ticket: Ticket) -> list[WorkOrder]:
    """What was completed is agreed with by closing its ticket."""
    approved = [order for order in orders_of(work, ticket) if order.state is OrderState.COMPLETED]
    for order in approved:
        order.state, order.ended_at, order.changed_at = OrderState.APPROVED, work.now, work.now
        index_order(work.session, order)
    return approved


def _tell_approval(work: UnitOfWork, order: WorkOrder, entry: TimelineEntry) -> None:
    # A reporter who says yes closes the ticket; that the order is agreed with is the desk's doing.
    by_staff = work.actor.kind is ActorKind.STAFF
    tell(
        work.session,
        work.actor if by_staff else Actor(ActorKind.SYSTEM, "", work.actor.channel),
        Entry.ORDER,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        visible_to=(Visibility.PARTY,),
        deed=Deed.APPROVE.value,
        before=OrderState.COMPLETED.value,
        after=order.state.value,
        cause=entry.key,
    )


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
