"""What staff may do with the outbox: look, hold, send again, and let go what the breaker held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from outbound.caps import BREAKER
from store.letter_table import KEPT, Letter
from store.passengers import set_down_passengers
from store.store import database_time
from store.troubles import clear_trouble
from store.words import LetterKind, LetterState, LetterStop

# What has not arrived, or not surely. Sending it again may cost a duplicate, so only a person does it.
_AGAIN = col(Letter.state).in_((LetterState.WAITING, LetterState.HELD, LetterState.UNKNOWN, LetterState.RETURNED))
_KEPT_HERE = (col(Letter.state) == LetterState.SENT) & (col(Letter.last_answer) == KEPT)


def letter_rows(session: Session, states: Sequence[LetterState] = (), *, limit: int = 100) -> list[dict[str, Any]]:
    """The newest letters in these states, all of them where none is named, as plain values."""
    found = select(Letter).order_by(col(Letter.id).desc()).limit(limit)
    rows = session.exec(found.where(col(Letter.state).in_(states)) if states else found)
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "to": row.to_address,
            "subject": row.subject,
            "state": row.state.value,
            "attempts": row.attempts,
            "code": row.last_code,
            "answer": row.last_answer,
            "not_before": row.not_before.isoformat(),
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        }
        for row in rows
    ]


def retry(session: Session, letter_ids: Sequence[int], now: datetime) -> int:
    """Send these again, as they were composed; how many. No cap or breaker holds them again."""
    anew = {"state": LetterState.WAITING, "attempts": 0, "last_code": None, "last_answer": ""}
    return _set(session, letter_ids, _AGAIN | _KEPT_HERE, now, not_before=now, released_at=now, **anew)


def hold(session: Session, letter_ids: Sequence[int], now: datetime) -> int:
    """Keep these from leaving until somebody sends them; how many were still here."""
    waiting = col(Letter.state) == LetterState.WAITING
    return _set(session, letter_ids, waiting, now, state=LetterState.HELD, last_answer=LetterStop.BY_STAFF)


def release_held(session: Session, now: datetime) -> int:
    """Close the breaker again and let all that was held leave; how many."""
    clear_trouble(session, BREAKER, now)
    held = select(Letter.id).where(Letter.state == LetterState.HELD)
    return retry(session, [key for key in session.exec(held) if key], now)


def _set(session: Session, letter_ids: Sequence[int], fit: ColumnElement[bool], now: datetime, **values: object) -> int:
    free = (col(Letter.lease_until).is_(None)) | (col(Letter.lease_until) <= database_time(session))  # not on the wire
    change = update(Letter).where(col(Letter.id).in_(letter_ids), fit, free)
    changed = session.execute(change.values(lease_until=None, lease_token=None, **values).returning(col(Letter.id)))
    keys = [key for key in changed.scalars() if key]
    if values["state"] is LetterState.HELD:
        # The reminders in a digest are what is held; the news in any other letter is not.
        others = select(Letter.id).where(col(Letter.id).in_(keys), Letter.kind != LetterKind.ORDER_DIGEST)
        set_down_passengers(session, [key for key in session.exec(others) if key], now)
    return len(keys)
