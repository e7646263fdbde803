"""Staff who are logged in: a random id in a cookie, its hash in the store, ended by logging out, time or the admin."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import Session, col, select

from store.access import StaffSession
from store.people import Staff
from store.tokens import TOKEN, new_token, token_hash

if TYPE_CHECKING:
    from argon2 import PasswordHasher

COOKIE = "postbon"
_AT_ONCE = threading.Semaphore(2)  # argon2id takes 64 MiB and a fifth of a second: no flood of log-ins may add up


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


def hash_password(password: str) -> str:
    with _AT_ONCE:
        return _hasher().hash(password)


def is_password(password_hash: str, password: str) -> bool:
    """Whether this is the password. Takes as long where there is none, so that time tells nobody who has an account."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            return _hasher().verify(password_hash or _NOBODY, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


# Of a password nobody knows, with the costs of a real one.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$+7dq1AOrAvi7AlsKpvGqtw$P5MXv4pO1NPWWnXQoUD3yDySjFyKw8hHfObnijFuEKo"
