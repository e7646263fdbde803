"""What is wrong just now, in words staff can read. Kept in the store, and shown on every staff page."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from config.settings import Settings
from store.access import Trouble
from store.rows import insert_new


def report_trouble(session: Session, name: str, text: str, now: datetime) -> bool:
    """Note that `name` (smtp_out, imap:desk, disk) is in trouble; True when it was not before."""
    known = select(Trouble).where(Trouble.name == name)
    row = session.exec(known).first()
    if row is None:
        # Another may report the same just now: whoever comes second finds the row.
        fresh = Trouble(name=name, since=now, last_at=now, text=text).model_dump(exclude={"id"})
        if session.execute(insert_new(session, Trouble).returning(Trouble.id).values(fresh)).first():
            return True
        row = session.exec(known).one()
    if row.cleared_at:
        row.since, row.last_at, row.text, row.times, row.cleared_at = now, now, text, 1, None
        session.flush()
        return True
    row.last_at, row.text, row.times = now, text, row.times + 1
    return False


def clear_trouble(session: Session, name: str, now: datetime) -> None:
    """It works again."""
    row = session.exec(select(Trouble).where(Trouble.name == name, col(Trouble.cleared_at).is_(None))).first()
    if row:
        row.cleared_at = now


def clear_switched_off(session: Session, settings: Settings, now: datetime) -> None:
    """What the settings no longer name troubles nobody, and nothing else would say so."""
    mailboxes = {f"imap:{account.name}" for account in settings.imap}
    for row in troubles(session):
        is_off = row.name == "scanner" and not settings.scanner.clamd
        if is_off or (row.name.startswith("imap:") and row.name not in mailboxes):
            clear_trouble(session, row.name, now)


def is_in_trouble(session: Session, name: str) -> bool:
    known = select(Trouble.id).where(Trouble.name == name, col(Trouble.cleared_at).is_(None))
    return session.exec(known).first() is not None


def troubles(session: Session) -> list[Trouble]:
    return list(session.exec(select(Trouble).where(col(Trouble.cleared_at).is_(None)).order_by(col(Trouble.since))))
