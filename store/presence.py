"""Who has which draft before them, so that two people do not answer one mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Field, Session, col, select

from store.people import Staff
from store.rows import Row

HERE = timedelta(seconds=50)  # after its last sign a page that was open counts as left


class DraftLook(Row, table=True):
    """The draft a member of staff has before them, as their page tells every few seconds."""

    __tablename__ = "draft_look"

    staff_id: int = Field(foreign_key="staff.id", unique=True)
    draft_id: int = Field(index=True)  # no foreign key: what is forgotten need not wait for who looks at it
    seen_at: datetime


def look_at_draft(session: Session, draft_id: int, staff_id: int, now: datetime) -> list[str]:
    """Note that they have this draft before them; the names of others who have it too, just now."""
    look = session.exec(select(DraftLook).where(DraftLook.staff_id == staff_id)).first()
    look = look or DraftLook(staff_id=staff_id, draft_id=draft_id, seen_at=now)
    look.draft_id, look.seen_at = draft_id, now
    session.add(look)
    here = (DraftLook.draft_id == draft_id, DraftLook.staff_id != staff_id, col(DraftLook.seen_at) > now - HERE)
    others = select(Staff.name).join(DraftLook, col(DraftLook.staff_id) == Staff.id).where(*here)
    return list(session.exec(others.order_by(Staff.name)))
