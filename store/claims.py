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
    free = select(rows.id).where(due, (rows.lease_until.is_(None)) | (rows.lease_until <= now))
    free = free.order_by(rows.id).limit(limit).with_for_update(skip_locked=True)
    taken = session.execute(
        update(rows)
        .where(rows.id.in_(free.scalar_subquery()))
        .values(lease_until=now + lease, **change)
        .returning(rows.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(taken.scalars())
