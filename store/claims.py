"""Work is claimed from rows: one statement, the same on both databases, and a lease that ends when its holder dies."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session

from store.rows import Row


def claim(
    session: Session,
    table: type[Row],
    due: ColumnElement[bool],
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    **change: Any,
) -> list[int]:
    """Claim up to `limit` rows that are `due` and held by nobody, oldest first; their ids.

    Sets `lease_until` and whatever `change` says, in the same statement: two claimers never get the same row.
    """
    rows: Any = table
    held_by_nobody = (rows.lease_until.is_(None)) | (rows.lease_until <= now)
    oldest = select(rows.id).where(due, held_by_nobody).order_by(rows.id).limit(limit)
    # Named first, so that it is looked for once: as a subquery PostgreSQL may look anew for each row of a table it
    # believes to be small, and each look finds the next row free.
    free = oldest.with_for_update(skip_locked=True).cte("free")
    taken = session.execute(
        update(rows)
        .where(rows.id.in_(select(free.c.id)))
        .values(lease_until=now + lease, **change)
        .returning(rows.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(taken.scalars())
