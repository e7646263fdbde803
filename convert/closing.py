"""What is solved and stays quiet closes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from config.settings import Settings
from convert.moves import move_ticket
from convert.turn import RefusedError, Turn
from store.desk import Ticket, TimelineEntry
from store.store import Store
from store.timeline import CLOCK
from store.words import ActorKind, Entry, Phase

_TOGETHER = 200


def close_quiet(store: Store, settings: Settings, now: datetime) -> int:
    """Close what has been solved and silent for retention.quiet_close_days; how many.

    Who wrote since it was solved, and was not answered, has not been silent: that ticket is for a person to close.
    """
    before = now - timedelta(days=settings.retention.quiet_close_days)
    quiet = (col(Ticket.phase) == Phase.SOLVED) & (col(Ticket.solved_at) <= before) & (col(Ticket.changed_at) <= before)
    quiet &= ~_spoken_of_since(before) & ~_awaits_answer()
    with store.reading() as session:
        due = session.exec(select(Ticket).where(quiet).order_by(col(Ticket.id)).limit(_TOGETHER))
        ticket_ids = [ticket.key for ticket in due]
    closed = 0
    for ticket_id in ticket_ids:
        with store.writing() as session:
            turn = Turn(session, settings, CLOCK, now)
            ticket = session.get_one(Ticket, ticket_id)
            if ticket.phase is not Phase.SOLVED or ticket.changed_at > before:
                continue
            try:
                move_ticket(turn, ticket_id, Phase.CLOSED)
            except RefusedError:  # an order is still open: that ticket is not quiet
                continue
            closed += 1
    if closed:
        store.bell.ring("outbox")
    return closed


def _spoken_of_since(moment: datetime) -> ColumnElement[bool]:
    """Somebody said or did something about the ticket."""
    line: Any = aliased(TimelineEntry)
    return exists().where(line.ticket_id == Ticket.id, line.at > moment, line.actor_kind != ActorKind.SYSTEM)


def _awaits_answer() -> ColumnElement[bool]:
    """A person's words after it was solved are the last ones: looking at them is no answer."""
    said: Any = aliased(TimelineEntry)
    answer: Any = aliased(TimelineEntry)
    answered = exists().where(
        answer.ticket_id == Ticket.id,
        answer.id > said.id,
        answer.actor_kind == ActorKind.STAFF,
        answer.kind != Entry.SEEN,
    )
    by_them = (said.actor_kind == ActorKind.PERSON) & (said.kind == Entry.COMMENT)
    return exists().where(said.ticket_id == Ticket.id, by_them, said.at >= Ticket.solved_at, ~answered)
