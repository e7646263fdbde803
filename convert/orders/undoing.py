"""Taking a deed on an order back, for as long as nothing irrevocable followed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from config.words import Text
from convert.errors import RefusedError
from convert.index import index_order
from convert.locks import locked_order
from convert.notices.matrix import Event
from convert.notices.notices import forget_reaction, notify
from convert.notices.occasions import Occasion
from convert.notices.unreachable import withdraw_tasks
from convert.orders.effects import KEPT, UNDOABLE, kept_of
from convert.tickets.phase_change import bring_along, undo_phase_change
from convert.unit_of_work import UnitOfWork
from store.letter_lists import letters_caused_by
from store.links import expire
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.tickets import Ticket, TimelineEntry
from store.timeline import tell
from store.words import PHASE_CATEGORY, CauseKind, Entry, LetterState, LetterStop, OrderState, PhaseCategory, Visibility


def undo_deed(work: UnitOfWork, order_id: int) -> WorkOrder:
    """Take back the last acceptance, appointment, refusal or completion. Letters that wait do not leave; the party is
    told, and linked people only if they had been told already. Raises RefusedError("too_late")."""
    order = locked_order(work, order_id)
    ticket = work.session.get(Ticket, order.ticket_id) if order.ticket_id else None
    entry = _last_deed(work, order)
    closed = ticket is not None and PHASE_CATEGORY[ticket.phase] is PhaseCategory.CLOSED
    forgotten = entry is None or "kept" not in entry.data  # convert.forgetting
    if entry is None or forgotten or entry.data["deed"] not in UNDOABLE or entry.data["after"] != order.state or closed:
        raise RefusedError("too_late", Text("This can no longer be undone."))
    before, undone = order.state, kept_of(order)
    for name in KEPT:
        setattr(order, name, _value(name, entry.data["kept"][name]))
    order.changed_at = entry.undone_at = work.now
    expire(work.session, None, order_ids=(order.key,))
    if implied := entry.data.get("implied_entry"):
        work.session.get_one(TimelineEntry, implied).undone_at = work.now
    index_order(work.session, order)
    cancel_letters(work.session, work.now, why=LetterStop.UNDONE, cause=CauseKind.ENTRY, cause_id=entry.key)
    withdraw_tasks(work, entry)
    line = tell(
        work.session,
        work.actor,
        Entry.ORDER,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        visible_to=(Visibility.PARTY,),
        deed="undo",
        before=before.value,
        after=order.state.value,
        undoes=entry.key,
        undone=undone,
    )
    _bring_back(work, order, ticket, entry, line)
    occasion = Occasion(line, ticket=ticket, order=order, deed="undo", state_before=before)
    notify(work, Event.UNDONE, occasion)
    if ticket and _people_were_told(work, entry):
        notify(work, Event.MOVED_BACK, occasion)
    else:
        forget_reaction(ticket, entry)
    return order


def _last_deed(work: UnitOfWork, order: WorkOrder) -> TimelineEntry | None:
    lines = work.session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.order_id == order.key, TimelineEntry.kind == Entry.ORDER)
        .where(col(TimelineEntry.undone_at).is_(None))
        .order_by(col(TimelineEntry.id).desc())
    )
    return next((line for line in lines if line.data.get("deed") != "undo"), None)


def _bring_back(
    work: UnitOfWork, order: WorkOrder, ticket: Ticket | None, entry: TimelineEntry, line: TimelineEntry
) -> None:
    """The phase goes back with the deed that moved it; where it moved on since, it follows the orders as ever."""
    moved = work.session.get(TimelineEntry, entry.data.get("phase_entry")) if entry.data.get("phase_entry") else None
    if ticket and moved and moved.data["after"] == ticket.phase:
        undo_phase_change(work, ticket, moved)
    else:
        bring_along(work, order, ticket, line)


def _people_were_told(work: UnitOfWork, entry: TimelineEntry) -> bool:
    left = (LetterState.SENT, LetterState.UNKNOWN, LetterState.POSTING)
    letters = letters_caused_by(work.session, CauseKind.ENTRY, cause_id=entry.key)
    return any(letter.person_id and letter.state in left for letter in letters)


def _value(name: str, value: Any) -> Any:
    if value and name == "state":
        return OrderState(value)
    if value and name == "held_until":
        return date.fromisoformat(value)
    if value and name in ("accepted_at", "appointment_from", "appointment_to", "hand_back_asked_at", "completed_at"):
        return datetime.fromisoformat(value)
    return datetime.fromisoformat(value) if value and name == "ended_at" else value
