"""What `postbon doctor` looks at where mail goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, func, select

from config.settings import Settings
from outbound.wire import connected
from store.checks import Finding, look
from store.letter_table import Letter
from store.words import LetterState


def check_post(settings: Settings) -> Iterator[Finding]:
    out = settings.smtp_out
    if not out.host:
        yield Finding("outgoing server", True, "none is set: letters are kept and shown, none leaves")
        return
    advice = "check smtp_out.host, port, security, username and password"
    yield look(f"outgoing server {out.host}:{out.port}", lambda: _greeted(settings), advice)


def check_outbox(session: Session, now: datetime) -> Finding:
    """Whether letters wait longer than they should, or wait for a person."""
    odd = (LetterState.UNKNOWN, LetterState.HELD, LetterState.RETURNED)
    by_state = select(Letter.state, func.count()).where(col(Letter.state).in_(odd)).group_by(Letter.state)
    found = {state: number for state, number in session.exec(by_state)}  # noqa: C416  rows are no pairs to mypy
    waiting = select(func.count()).where(Letter.state == LetterState.WAITING, col(Letter.not_before) < now)
    late = session.exec(waiting.where(Letter.attempts > 3)).one()
    seen = [f"{number} {state}" for state, number in sorted(found.items())]
    seen += [f"{late} tried more than three times"] if late else []
    well = not late and LetterState.UNKNOWN not in found and LetterState.HELD not in found
    advice = "look at /outbox or postbon outbox list"
    return Finding("outbox", well, ", ".join(seen) or "nothing needs a hand", advice)


def _greeted(settings: Settings) -> str:
    with connected(settings.smtp_out):
        return "connected and greeted"
