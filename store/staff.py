"""Staff by their address, and the sessions in which they are logged in: a random id of which the hash is kept, ended by
logging out, time or the admin."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from store.access import StaffSession
from store.people import Staff
from store.tokens import TOKEN, new_token, token_hash


def list_staff(session: Session) -> list[Staff]:
    return list(session.exec(select(Staff).order_by(col(Staff.id))))


def staff_with_email(session: Session, email: str) -> Staff | None:
    """The member of staff with this address, at work or not."""
    return session.exec(select(Staff).where(Staff.email == email.lower())).first()


def active_staff_with_email(session: Session, email: str) -> Staff | None:
    staff = staff_with_email(session, email)
    return staff if staff and staff.active else None


def who_is(session: Session, session_id: str, now: datetime) -> Staff | None:
    """The member of staff whose session this is; None for unknown, ended and expired ones, and for those who left."""
    if not TOKEN.fullmatch(session_id):
        return None
    return session.exec(
        select(Staff)
        .join(StaffSession, col(StaffSession.staff_id) == Staff.id)
        .where(StaffSession.id_hash == token_hash(session_id))
        .where(col(StaffSession.ended_at).is_(None), StaffSession.expires_at > now, col(Staff.active))
    ).first()


def begin_session(session: Session, staff: Staff, now: datetime, hours: int) -> str:
    """A new session; its id, which is nowhere else but in the cookie."""
    session_id = new_token()
    row = StaffSession(
        id_hash=token_hash(session_id), staff_id=staff.key, created_at=now, expires_at=now + timedelta(hours=hours)
    )
    session.add(row)
    return session_id


def end_session(session: Session, session_id: str, now: datetime) -> None:
    session.execute(
        update(StaffSession).where(col(StaffSession.id_hash) == token_hash(session_id)).values(ended_at=now)
    )


def end_sessions_of(session: Session, staff_id: int, now: datetime) -> None:
    """Log this member of staff out everywhere."""
    open_ones = col(StaffSession.staff_id) == staff_id, col(StaffSession.ended_at).is_(None)
    session.execute(update(StaffSession).where(*open_ones).values(ended_at=now))
