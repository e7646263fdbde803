"""What is solved and stays quiet closes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from config.settings import Settings
from convert.moves import move_ticket
from convert.turn import RefusedError, Turn
from store.desk import Ticket
from store.store import Store
from store.timeline import CLOCK
from store.words import Phase

_TOGETHER = 200


def close_quiet(store: Store, settings: Settings, now: datetime) -> int:
    """Close what has been solved and silent for retention.quiet_close_days; how many."""
    before = now - timedelta(days=settings.retention.quiet_close_days)
    quiet = (col(Ticket.phase) == Phase.SOLVED) & (col(Ticket.solved_at) <= before) & (col(Ticket.changed_at) <= before)
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
