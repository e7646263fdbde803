"""Public numbers: one series per kind and year, never reused. A number is spoken and printed; it opens nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import UniqueConstraint, update
from sqlmodel import Session, col

from store.rows import Row, insert_new

Kind = Literal["T", "OB"]


class Series(Row, table=True):
    """The next number of one kind in one year: T-2026-00042, OB-2026-00031. Never reused, gaps allowed."""

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("kind", "year"),)

    kind: str
    year: int
    next: int = 1


def next_number(session: Session, kind: Kind, now: datetime, zone: ZoneInfo) -> str:
    """T-2026-00042 or OB-2026-00031, by the year at the desk. A unit of work that is rolled back gives it back."""
    year = now.astimezone(zone).year
    taking = (
        update(Series)
        .where(col(Series.kind) == kind, col(Series.year) == year)
        .values(next=col(Series.next) + 1)
        .returning(col(Series.next))
    )
    following = session.execute(taking).scalar_one_or_none()
    if following is None:
        # Two nodes may begin a year together: the second finds the row there, which is all it wanted.
        session.execute(insert_new(session, Series).values(kind=kind, year=year, next=1))
        following = session.execute(taking).scalar_one()
    return f"{kind}-{year}-{following - 1:05d}"
