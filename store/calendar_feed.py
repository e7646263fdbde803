"""The secret address under which a member of staff has their appointments in another calendar."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Field, Session, col, select

from store.people import Staff
from store.rows import Row
from store.tokens import new_token, token_hash


class CalendarFeed(Row, table=True):
    """One address for each member of staff; of the token only the hash is kept. A new one ends the old."""

    __tablename__ = "calendar_feed"

    staff_id: int = Field(foreign_key="staff.id", unique=True)
    token_hash: str = Field(unique=True)
    created_at: datetime


def make_feed(session: Session, staff_id: int, now: datetime) -> str:
    """The token of a new address, shown once."""
    end_feed(session, staff_id)
    token = new_token()
    session.add(CalendarFeed(staff_id=staff_id, token_hash=token_hash(token), created_at=now))
    return token


def end_feed(session: Session, staff_id: int) -> None:
    session.execute(delete(CalendarFeed).where(col(CalendarFeed.staff_id) == staff_id))


def feed_since(session: Session, staff_id: int) -> datetime | None:
    """When their address was made; None where they have none."""
    return session.exec(select(CalendarFeed.created_at).where(CalendarFeed.staff_id == staff_id)).first()


def staff_of_feed(session: Session, token: str) -> Staff | None:
    """Whose calendar this is; None where there is none such, or they work here no longer."""
    held_by = select(Staff).join(CalendarFeed, col(CalendarFeed.staff_id) == Staff.id)
    return session.exec(held_by.where(CalendarFeed.token_hash == token_hash(token), col(Staff.active))).first()
