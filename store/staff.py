"""Staff by their address, and the sessions in which they are logged in: a random id of which the hash is kept, ended by
logging out, time or the admin."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import true, update
from sqlmodel import Session, col, select

from store.access import StaffSession
from store.people import Staff
from store.tokens import TOKEN, new_token, token_hash
from store.words import Role


def list_staff(session: Session) -> list[Staff]:
    return list(session.exec(select(Staff).order_by(col(Staff.id))))


def active_admins(session: Session) -> list[Staff]:
    return list(session.exec(select(Staff).where(Staff.role == Role.ADMIN, col(Staff.active))))


def staff_with_email(session: Session, email: str) -> Staff | None:
    """The member of staff with this address, at work or not."""
    return session.exec(select(Staff).where(Staff.email == email.lower())).first()


def active_staff_with_email(session: Session, email: str) -> Staff | None:
    staff = staff_with_email(session, email)
    return staff if staff and staff.active else None


def open_session(
    session: Session, session_id: str, now: datetime, idle: timedelta | None = None, *, awaits_code: bool = False
) -> tuple[Staff, StaffSession] | None:
    """The session with this id and whose it is; None for unknown, ended and expired ones, for those in which nothing
    was done for `idle`, and for those who left. awaits_code: such a one, and no other."""
    if not TOKEN.fullmatch(session_id):
        return None
    found = session.exec(
        select(Staff, StaffSession)
        .join(StaffSession, col(StaffSession.staff_id) == Staff.id)
        .where(StaffSession.id_hash == token_hash(session_id))
        .where(col(StaffSession.ended_at).is_(None), StaffSession.expires_at > now, col(Staff.active))
        .where(col(StaffSession.awaits_code).is_(awaits_code))
        .where(StaffSession.seen_at > now - idle if idle else true())
    ).first()
    return found or None


def is_stale(row: StaffSession, now: datetime) -> bool:
    """Whether "last seen" is to be written anew: not one write for each page."""
    return now - row.seen_at >= timedelta(minutes=1)


def note_seen(session: Session, key: int, now: datetime) -> None:
    session.execute(update(StaffSession).where(col(StaffSession.id) == key).values(seen_at=now))


def begin_session(
    session: Session,
    staff_id: int,
    now: datetime,
    life: timedelta,
    client: str = "",
    program: str = "",
    *,
    awaits_code: bool = False,
) -> str:
    """A new session; its id, which is nowhere else but in the cookie."""
    session_id = new_token()
    row = StaffSession(
        id_hash=token_hash(session_id),
        staff_id=staff_id,
        created_at=now,
        expires_at=now + life,
        seen_at=now,
        client=client,
        program=program[:200],
        awaits_code=awaits_code,
    )
    session.add(row)
    return session_id


def open_sessions_of(session: Session, staff_id: int, now: datetime) -> list[StaffSession]:
    """Where this member of staff is logged in, last used first."""
    rows = select(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.expires_at > now)
    rows = rows.where(col(StaffSession.ended_at).is_(None), col(StaffSession.awaits_code).is_(False))
    return list(session.exec(rows.order_by(col(StaffSession.seen_at).desc(), col(StaffSession.id).desc())))


def knows_client(session: Session, staff_id: int, client: str) -> bool:
    """Whether this member of staff has come in from this address before."""
    rows = select(StaffSession.id).where(StaffSession.staff_id == staff_id, StaffSession.client == client)
    rows = rows.where(col(StaffSession.awaits_code).is_(False))
    return session.exec(rows.limit(1)).first() is not None


def end_session(session: Session, session_id: str, now: datetime) -> bool:
    """False where it had ended, or never was one."""
    this = (col(StaffSession.id_hash) == token_hash(session_id)) & col(StaffSession.ended_at).is_(None)
    return bool(session.execute(update(StaffSession).where(this).values(ended_at=now)).rowcount)  # type: ignore[attr-defined]


def end_sessions_of(session: Session, staff_id: int, now: datetime, *, only: int | None = None, but: int = 0) -> int:
    """Log this member of staff out everywhere, or end `only` one session, or all `but` one; how many."""
    which = [col(StaffSession.staff_id) == staff_id, col(StaffSession.ended_at).is_(None), col(StaffSession.id) != but]
    which += [col(StaffSession.id) == only] if only is not None else []
    return session.execute(update(StaffSession).where(*which).values(ended_at=now)).rowcount  # type: ignore[attr-defined,no-any-return]
