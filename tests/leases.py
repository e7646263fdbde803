"""Time passes for whoever holds a lease: a test has no time to wait for it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update
from sqlmodel import col

from store.letter_table import Letter
from store.mail import Message
from store.store import Store

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def end_leases(store: Store) -> None:
    """What somebody holds, he has held too long."""
    with store.writing() as session:
        for table in (Message, Letter):
            session.execute(update(table).where(col(table.lease_until).is_not(None)).values(lease_until=LONG_AGO))
