"""Reading what came back: ingest set the reports aside, and here they become the fate of a letter (RFC 3464)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.fates import Stage, blames_address
from outbound.undeliverable import take_back
from store.letter_table import Letter
from store.mail import Message
from store.store import Store
from store.timeline import CLOCK, tell
from store.words import Aside, Entry, LetterState


def read_returns(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """Take the reports that nobody has read yet; how many. Raises StoreUnavailableError.

    One about no letter of ours stays where it is, readable among what was set aside.
    """
    waiting = select(Message).where(Message.aside == Aside.RETURN, col(Message.taken_at).is_(None))
    waiting = waiting.order_by(col(Message.id)).limit(limit)
    with store.reading() as session:
        if session.exec(waiting).first() is None:
            return 0
    with store.writing() as session:
        reports = session.exec(waiting.with_for_update(skip_locked=True)).all()
        for report in reports:
            report.taken_at = now
            for fate in report.evidence.get("returns", ()):
                if letter := _letter_of(session, report, fate):
                    _read(session, settings, letter, fate, report, now)
    if reports:
        store.bell.ring("outbox")
    return len(reports)


def _is_dead(session: Session, letter: Letter, status: str, now: datetime) -> bool:
    """Whether no other letter will arrive there either: what was given up for a passing reason (4.x.x: the mailbox is
    full) says so only where it happens for the third time within a week."""
    if not status.startswith("4."):
        return blames_address(Stage.RCPT, status)
    soft = select(Letter.id).where(Letter.to_address == letter.to_address, Letter.state == LetterState.RETURNED)
    soft = soft.where(col(Letter.last_answer).startswith("4."), col(Letter.created_at) > now - _SOFT_WITHIN)
    return len(session.exec(soft.where(Letter.id != letter.id)).all()) + 1 >= _SOFT_IS_HARD


_SOFT_IS_HARD = 3
_SOFT_WITHIN = timedelta(days=7)


def _letter_of(session: Session, report: Message, fate: Mapping[str, Any]) -> Letter | None:
    """The letter a report is about: named by its return path, else by the Message-ID the report quotes."""
    if letter_id := report.evidence.get("letter_id"):
        return session.get(Letter, letter_id)
    return session.exec(select(Letter).where(Letter.mail_id == (fate["mail_id"] or ""))).first()


def _read(
    session: Session, settings: Settings, letter: Letter, fate: Mapping[str, Any], report: Message, now: datetime
) -> None:
    answer = " ".join(part for part in (fate["status"], fate["action"], fate["recipient"]) if part)
    if fate["action"] == "failed" or (fate["status"] or "").startswith("5."):
        if letter.state != LetterState.RETURNED:
            bad = _is_dead(session, letter, fate["status"] or "", now)
            take_back(session, settings, letter, answer, now, address_is_bad=bad)
        return
    # Delayed, relayed, delivered: the letter may still arrive, so its state stays; staff can read what is known.
    letter.last_answer = answer
    tell(
        session,
        CLOCK,
        Entry.AUTOMATIC,
        now,
        ticket_id=letter.ticket_id,
        order_id=letter.order_id,
        letter_id=letter.id,
        message_id=report.id,
        letter=letter.kind,
        to=letter.to_name or letter.to_address,
        answer=answer,
    )
