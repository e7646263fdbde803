"""What keeps the desk from flooding anybody: a cap for each address and day, and a breaker for all of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from config.settings import Limits
from outbound.delivery_policy import COUNTED
from store.access import Trouble
from store.letter_table import Letter
from store.letters import ALWAYS
from store.troubles import report_trouble
from store.words import LetterKind, LetterStop

BREAKER = "breaker"


def reason_to_hold(session: Session, letter: Letter, limits: Limits, now: datetime) -> LetterStop | None:
    """Why this letter must wait for a person to look at it; None where it may leave."""
    if not letter.automatic or letter.released_at:
        return None
    if letter.kind == LetterKind.SAFETY:
        often = _to_address_today(session, letter, (LetterKind.SAFETY,), now) >= limits.emergencies_per_sender_day
        return LetterStop.CAP if often else None
    if letter.kind in ALWAYS:
        return None
    if _breaker_is_open(session, limits, now):
        return LetterStop.BREAKER
    if letter.kind in COUNTED and _to_address_today(session, letter, COUNTED, now) >= limits.automatic_per_address_day:
        return LetterStop.CAP
    return None


def _to_address_today(session: Session, letter: Letter, kinds: tuple[LetterKind, ...], now: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(Letter)
        .where(Letter.to_address == letter.to_address, col(Letter.kind).in_(kinds))
        .where(col(Letter.sent_at) > now - timedelta(days=1))
    ).one()


def _breaker_is_open(session: Session, limits: Limits, now: datetime) -> bool:
    trouble = session.exec(select(Trouble).where(Trouble.name == BREAKER)).first()
    if trouble and not trouble.cleared_at:
        return True
    since = now - timedelta(hours=1)
    if trouble and trouble.cleared_at:
        since = max(since, trouble.cleared_at)  # what left before staff released the rest was looked at
    left = select(func.count()).select_from(Letter).where(col(Letter.automatic).is_(True), col(Letter.sent_at) > since)
    if session.exec(left.where(col(Letter.kind).not_in(ALWAYS))).one() < limits.letters_per_hour:
        return False
    words = f"{limits.letters_per_hour} letters left within an hour; the rest is held until staff release it"
    report_trouble(session, BREAKER, words, now)
    return True
