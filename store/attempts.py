"""Counting attempts: log-ins that failed, reports from one address."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from store.access import Knock


def knock(session: Session, kind: str, who: str, now: datetime) -> None:
    session.add(Knock(kind=kind, who=who, at=now))


def count_knocks(session: Session, kind: str, who: str, since: datetime) -> int:
    counting = select(func.count()).select_from(Knock)
    return session.exec(counting.where(Knock.kind == kind, Knock.who == who, col(Knock.at) > since)).one()
