"""Forgotten and first passwords: a token for one use, within an hour or, of an invitation, a week. Like a link's it is
derived from the desk's secret and a nonce (store.tokens.page_token), so that nobody finds it at rest; it is put into
the letter when that leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, func, select

from store.access import PasswordReset
from store.people import Staff
from store.tokens import TOKEN, new_token, page_token, token_hash

_HOUR, _WEEK = timedelta(hours=1), timedelta(days=7)
_INVITED = "invite:"
_MOST = 3  # letters to one account in an hour: who asks for more fills somebody's mailbox


def make_reset(
    session: Session, secret: bytes, staff_id: int, now: datetime, *, invited: bool = False
) -> PasswordReset | None:
    """A new one beside those there are, for somebody else may have asked for it; None above three in an hour.

    invited  for who has no password yet
    """
    lately = select(func.count()).where(PasswordReset.staff_id == staff_id, col(PasswordReset.created_at) > now - _HOUR)
    if session.exec(lately).one() >= _MOST:
        return None
    nonce = (_INVITED if invited else "reset:") + new_token()
    reset = PasswordReset(
        staff_id=staff_id,
        nonce=nonce,
        token_hash=token_hash(page_token(secret, nonce)),
        created_at=now,
        expires_at=now + (_WEEK if invited else _HOUR),
    )
    session.add(reset)
    session.flush()
    return reset


def staff_of_reset(session: Session, token: str, now: datetime) -> Staff | None:
    """Whose new password may be chosen with this token; None for unknown, used and late ones."""
    if not TOKEN.fullmatch(token):
        return None
    mine = select(Staff).join(PasswordReset, col(PasswordReset.staff_id) == Staff.id)
    mine = mine.where(PasswordReset.token_hash == token_hash(token), col(Staff.active))
    mine = mine.where(or_(col(Staff.password_hash) != "", col(PasswordReset.nonce).startswith(_INVITED)))
    return session.exec(mine.where(*_open(now))).first()


def use_reset(session: Session, token: str, now: datetime) -> bool:
    """Take the token; False where it was taken before, by another tab or at the same moment."""
    taking = update(PasswordReset).where(col(PasswordReset.token_hash) == token_hash(token), *_open(now))
    return bool(session.execute(taking.values(ended_at=now)).rowcount)  # type: ignore[attr-defined]


def end_resets_of(session: Session, staff_id: int, now: datetime) -> None:
    mine = update(PasswordReset).where(col(PasswordReset.staff_id) == staff_id, *_open(now))
    session.execute(mine.values(ended_at=now))


def is_open_reset(session: Session, key: int, now: datetime) -> bool:
    return session.exec(select(PasswordReset.id).where(PasswordReset.id == key, *_open(now))).first() is not None


def _open(now: datetime) -> tuple:  # type: ignore[type-arg]
    return col(PasswordReset.ended_at).is_(None), col(PasswordReset.expires_at) > now
