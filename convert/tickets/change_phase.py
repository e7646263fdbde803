"""Moving a ticket to another phase, and taking that back while nobody has been told."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from config.words import Text
from convert.errors import InvalidError, RefusedError
from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import forget_reaction, notify, tell_of_approval
from convert.notices.occasions import Occasion
from convert.notices.unreachable import withdraw_tasks
from convert.records import NEEDED
from convert.tickets import phases
from convert.tickets.phase_change import change_phase, orders_of, undo_phase_change
from convert.unit_of_work import UnitOfWork
from store.outbox import cancel_letters
from store.tickets import Ticket, TimelineEntry
from store.timeline import tell
from store.wording import word_of
from store.words import (
    ELSEWHERE,
    ENDED_STATES,
    PHASE_CATEGORY,
    ActorKind,
    CauseKind,
    Entry,
    LetterStop,
    OrderState,
    Phase,
    PhaseCategory,
)

_EVENTS = {Phase.SOLVED: Event.SOLVED, Phase.CLOSED: Event.CLOSED, Phase.REJECTED: Event.REJECTED}


def move_ticket(work: UnitOfWork, ticket_id: int, phase: Phase, reason: str = "", silent: bool = False) -> Ticket:
    """Bring it to another phase; to where it is already changes nothing.

    silent  this once, its people are not told. Raises RefusedError("phase", "orders_open"), InvalidError(reason).
    """
    ticket = locked_ticket(work, ticket_id)
    if ticket.phase is phase:
        return ticket
    move = phases.move(ticket.phase, phase, work.actor.kind)
    if move is None or phase in ELSEWHERE:
        raise RefusedError(
            "phase",
            Text(
                "The ticket cannot go there from this phase (%(before)s → %(after)s).",
                before=word_of(ticket.phase),
                after=word_of(phase),
            ),
        )
    if move.reason and not reason.strip():
        raise InvalidError(reason=NEEDED)
    if PHASE_CATEGORY[phase] is PhaseCategory.CLOSED:
        _refuse_open_orders(work, ticket)
    before = ticket.phase
    entry = change_phase(work, ticket, phase, reason=reason.strip(), reopens=move.reopens)
    event = Event.REOPENED if move.reopens else _EVENTS.get(phase, Event.MOVED)
    occasion = Occasion(entry, ticket=ticket, deed=event, phase_before=before, reason=reason.strip())
    notify(work, event, occasion, silent=silent)
    tell_of_approval(work, occasion)
    return ticket


def _refuse_open_orders(work: UnitOfWork, ticket: Ticket) -> None:
    """Nobody may be on the way for a ticket that has ended."""
    done = (*ENDED_STATES, OrderState.COMPLETED, OrderState.LAPSED, OrderState.DRAFT)
    numbers = [order.number for order in orders_of(work, ticket) if order.state not in done]
    if numbers:
        raise RefusedError(
            "orders_open",
            Text("A work order is still open: %(orders)s. Withdraw or complete it first.", orders=", ".join(numbers)),
        )


def undo_move(work: UnitOfWork, ticket_id: int) -> Ticket:
    """Take the last move back, with its letters, while they wait. Raises RefusedError("too_late")."""
    ticket = locked_ticket(work, ticket_id)
    entry = work.session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.kind == Entry.PHASE)
        .order_by(col(TimelineEntry.id).desc())
    ).first()
    wait = timedelta(seconds=work.settings.limits.undo_seconds)
    by_staff = entry and entry.actor_kind is ActorKind.STAFF and entry.undone_at is None and "after" in entry.data
    # A merge and what is taken back have more to them than a phase, and an undo of their own.
    is_move = entry and by_staff and {entry.data["before"], entry.data["after"]}.isdisjoint(ELSEWHERE)
    if not (entry and is_move and entry.data["after"] == ticket.phase and work.now < entry.at + wait):
        raise RefusedError("too_late", Text("This can no longer be undone; move the ticket again."))
    cancel_letters(work.session, work.now, why=LetterStop.UNDONE, cause=CauseKind.ENTRY, cause_id=entry.key)
    forget_reaction(ticket, entry)
    withdraw_tasks(work, entry)
    undo_phase_change(work, ticket, entry)
    tell(work.session, work.actor, Entry.PHASE, work.now, ticket_id=ticket.key, undoes=entry.key)
    return ticket
