"""What is solved and stays quiet closes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from config.settings import Settings
from convert.errors import RefusedError
from convert.tickets.change_phase import move_ticket
from convert.unit_of_work import UnitOfWork
from store.store import Store
from store.tickets import Ticket, TimelineEntry
from store.timeline import CLOCK
from store.words import ActorKind, Entry, Phase

_TOGETHER = 200
_SAID: Any = aliased(TimelineEntry)  # once: a statement with a new alias is compiled anew each time
_ANSWER: Any = aliased(TimelineEntry)


def close_quiet(store: Store, settings: Settings, now: datetime) -> int:
    """Close what has been solved and silent for retention.quiet_close_days; how many.

    Who wrote since it was solved, and was not answered, has not been silent: that ticket is for a person to close.
    """
    before = {"before": now - timedelta(days=settings.retention.quiet_close_days)}
    with store.reading() as session:
        ticket_ids = session.execute(_DUE, before).scalars().all()
    closed = 0
    for ticket_id in ticket_ids:
        with store.writing() as session:
            work = UnitOfWork(session, settings, CLOCK, now)
            if session.execute(_STILL_DUE, {**before, "ticket": ticket_id}).first() is None:
                continue  # somebody spoke meanwhile
            try:
                move_ticket(work, ticket_id, Phase.CLOSED)
            except RefusedError:  # an order is still open: that ticket is not quiet
                continue
            closed += 1
    if closed:
        store.bell.ring("outbox")
    return closed


def _spoken_of_since(moment: BindParameter[datetime]) -> ColumnElement[bool]:
    """Somebody said or did something about the ticket."""
    return exists().where(_SAID.ticket_id == Ticket.id, _SAID.at > moment, _SAID.actor_kind != ActorKind.SYSTEM)


def _awaits_answer() -> ColumnElement[bool]:
    """A person's words after it was solved are the last ones: looking at them is no answer."""
    answered = (
        exists()
        .where(
            _ANSWER.ticket_id == Ticket.id,
            _ANSWER.id > _SAID.id,
            _ANSWER.actor_kind == ActorKind.STAFF,
            _ANSWER.kind != Entry.SEEN,
        )
        .correlate(_SAID, Ticket)
    )  # of this ticket: two floors up is not looked for by itself
    by_them = (_SAID.actor_kind == ActorKind.PERSON) & (_SAID.kind == Entry.COMMENT)
    return exists().where(_SAID.ticket_id == Ticket.id, by_them, _SAID.at >= Ticket.solved_at, ~answered)


# Built once: that takes longer than the asking.
_BEFORE: BindParameter[datetime] = bindparam("before")
_IS_QUIET = (
    (col(Ticket.phase) == Phase.SOLVED) & (col(Ticket.solved_at) <= _BEFORE) & (col(Ticket.changed_at) <= _BEFORE)
)
_IS_QUIET &= ~_spoken_of_since(_BEFORE) & ~_awaits_answer()
_DUE: Any = select(Ticket.id).where(_IS_QUIET).order_by(col(Ticket.id)).limit(_TOGETHER)
_STILL_DUE: Any = select(Ticket.id).where(Ticket.id == bindparam("ticket"), _IS_QUIET).with_for_update()
