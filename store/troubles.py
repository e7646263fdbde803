"""What is wrong just now, in words staff can read. Kept in the store, and shown on every staff page."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from config.settings import Settings
from store.access import Trouble
from store.rows import insert_new

# What nothing else ends: something happened once, and who looked into it says so. Where one looks, by the name of it.
_ENDED_BY_HAND = (
    (re.compile(r"answer:(\d+)|quarantine:(\d+)"), "/messages/{}"),
    (re.compile(r"letters()"), "/outbox?state=held"),
    (re.compile(r"staff_mail()"), "/outbox?state=returned"),
)


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


def place_to_look(name: str) -> str:
    """Where staff look into a trouble that ends when they say so; "" of one that ends by itself."""
    found = ((shape.fullmatch(name), place) for shape, place in _ENDED_BY_HAND)
    return next((place.format(match[match.lastindex or 0]) for match, place in found if match), "")


def end_trouble(session: Session, key: int, now: datetime) -> str:
    """Staff looked into it; its name. "" where it was over, or ends by itself only."""
    row = session.get(Trouble, key)
    if row is None or row.cleared_at or not place_to_look(row.name):
        return ""
    row.cleared_at = now
    return row.name


def clear_switched_off(session: Session, settings: Settings, now: datetime) -> None:
    """What the settings no longer name troubles nobody, and nothing else would say so."""
    mailboxes = {f"imap:{account.name}" for account in settings.imap}
    for row in troubles(session):
        is_off = row.name == "scanner" and not settings.scanner.clamd
        if is_off or (row.name.startswith("imap:") and row.name not in mailboxes):
            clear_trouble(session, row.name, now)


def is_in_trouble(session: Session, name: str) -> bool:
    session.flush()
    return session.connection().execute(OPEN_TROUBLE, {"name": name}).first() is not None


# Built once, and of the table: each round of each station asks it.
_TABLE = Trouble.__table__.c  # type: ignore[attr-defined]
OPEN_TROUBLE = choose(_TABLE.id).where(_TABLE.name == bindparam("name"), _TABLE.cleared_at.is_(None)).limit(1)


def troubles(session: Session) -> list[Trouble]:
    return list(session.exec(select(Trouble).where(col(Trouble.cleared_at).is_(None)).order_by(col(Trouble.since))))
