"""Counting attempts: log-ins that failed, reports from one address."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from store.access import Attempt


def record_attempt(session: Session, kind: str, who: str, now: datetime) -> None:
    session.add(Attempt(kind=kind, who=who, at=now))


def count_attempts(session: Session, kind: str, who: str, since: datetime) -> int:
    counting = select(func.count()).select_from(Attempt)
    return session.exec(counting.where(Attempt.kind == kind, Attempt.who == who, col(Attempt.at) > since)).one()
