"""What is wrong just now, in words staff can read. Kept in the store, and shown on every staff page."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from store.access import Trouble


def report_trouble(session: Session, name: str, text: str, now: datetime) -> bool:
    """Note that `name` (smtp_out, imap:desk, disk) is in trouble; True when it was not before."""
    row = session.exec(select(Trouble).where(Trouble.name == name)).first()
    if row and not row.cleared_at:
        row.last_at, row.text, row.times = now, text, row.times + 1
        return False
    if row:
        row.since, row.last_at, row.text, row.times, row.cleared_at = now, now, text, 1, None
    else:
        session.add(Trouble(name=name, since=now, last_at=now, text=text))
    session.flush()
    return True


def clear_trouble(session: Session, name: str, now: datetime) -> None:
    """It works again."""
    row = session.exec(select(Trouble).where(Trouble.name == name, col(Trouble.cleared_at).is_(None))).first()
    if row:
        row.cleared_at = now


def is_in_trouble(session: Session, name: str) -> bool:
    known = select(Trouble.id).where(Trouble.name == name, col(Trouble.cleared_at).is_(None))
    return session.exec(known).first() is not None


def troubles(session: Session) -> list[Trouble]:
    return list(session.exec(select(Trouble).where(col(Trouble.cleared_at).is_(None)).order_by(col(Trouble.since))))
