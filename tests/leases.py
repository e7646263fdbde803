"""Time passes for whoever holds a lease: a test has no time to wait for it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update
from sqlmodel import col, select

from store.letter_table import Letter
from store.mail import Message
from store.store import Store

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def end_leases(store: Store) -> None:
    """What somebody holds, he has held too long."""
    with store.writing() as session:
        for table in (Message, Letter):
            # What a process that stands still is changing just now, it holds beyond its lease.
            free = select(table.id).where(col(table.lease_until).is_not(None)).with_for_update(skip_locked=True)
            session.execute(update(table).where(col(table.id).in_(free)).values(lease_until=LONG_AGO))
