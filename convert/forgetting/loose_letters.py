"""Letters of the desk that belong to no ticket and no order: answers to strangers, calls to staff, new passwords."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, update
from sqlmodel import Session, col, select

from config.settings import Settings
from convert.forgetting.moment import BEFORE
from store.letter_table import Letter
from store.tickets import TimelineEntry
from store.words import LetterState

_OVER = (LetterState.SENT, LetterState.RETURNED, LetterState.CANCELLED)


def due() -> Select[Any]:
    loose = col(Letter.ticket_id).is_(None), col(Letter.order_id).is_(None)
    return select(Letter.id).where(*loose, col(Letter.created_at) < BEFORE, col(Letter.state).in_(_OVER))


def forget(session: Session, _settings: Settings, keys: Collection[int], _now: datetime) -> list[str]:
    return drop_letters(session, keys)


def drop_letters(session: Session, keys: Collection[int]) -> list[str]:
    """Forget these letters; the keys of their octets."""
    octets = list(session.exec(select(Letter.octets_key).where(col(Letter.id).in_(keys))))
    for column in (TimelineEntry.letter_id, Letter.folded_into_id):
        table = column.class_  # type: ignore[union-attr]
        session.execute(update(table).where(col(column).in_(keys)).values({column.key: None}))  # type: ignore[union-attr]
    session.execute(delete(Letter).where(col(Letter.id).in_(keys)))
    return octets
