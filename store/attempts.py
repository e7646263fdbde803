"""Counting attempts: to log in, to report from one address, to do something on one private page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from store.access import Attempt

EVERYBODY = "everybody"  # all who tried, taken together
CANARY = "canary"  # a mail that we sent to see it come home; who: its Message-ID


def admit(session: Session, kind: str, most: Mapping[str, int], now: datetime) -> bool:
    """Record an attempt of each of these, unless one of them has made its `most` within the hour."""
    if is_full(session, kind, most, now):
        return False
    for who in most:
        record_attempt(session, kind, who, now)
    return True


def is_full(session: Session, kind: str, most: Mapping[str, int], now: datetime) -> bool:
    since = now - timedelta(hours=1)
    return any(count_attempts(session, kind, who, since) >= number for who, number in most.items())


def record_attempt(session: Session, kind: str, who: str, now: datetime) -> Attempt:
    attempt = Attempt(kind=kind, who=who, at=now)
    session.add(attempt)
    return attempt


def count_attempts(session: Session, kind: str, who: str, since: datetime) -> int:
    counting = select(func.count()).select_from(Attempt)
    return session.exec(counting.where(Attempt.kind == kind, Attempt.who == who, col(Attempt.at) > since)).one()


def last_attempt(session: Session, kind: str, who: str) -> datetime | None:
    return session.exec(select(func.max(Attempt.at)).where(Attempt.kind == kind, Attempt.who == who)).one()


def forgive_attempts(session: Session, kind: str, who: str, keys: tuple[int, ...]) -> None:
    """Forget all by this one, and these by others."""
    session.execute(delete(Attempt).where((col(Attempt.kind) == kind) & (col(Attempt.who) == who)))
    session.execute(delete(Attempt).where(col(Attempt.id).in_(keys)))
