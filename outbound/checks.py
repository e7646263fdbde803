"""What `postbon doctor` looks at where mail goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, func, select

from config.settings import Settings
from config.speech import say, spoken_language
from outbound.wire import connected
from store.checks import Finding, look
from store.letter_table import Letter
from store.mailbox_grants import Grants
from store.wording import word_of
from store.words import LetterState


def check_post(settings: Settings, grants: Grants | None = None) -> Iterator[Finding]:
    out = settings.smtp_out
    if not out.host:
        words = say("none is set: letters are kept and shown, none leaves")
        yield Finding(say("outgoing server"), False, words, say("set smtp_out.host"))
        return
    advice = say("check smtp_out.host, port, security, username and password")
    server = say("outgoing server %(server)s", server=f"{out.host}:{out.port}")
    yield look(server, lambda: _greeted(settings, grants), advice)


def check_outbox(session: Session, now: datetime) -> Finding:
    """Whether letters wait longer than they should, or wait for a person."""
    odd = (LetterState.UNKNOWN, LetterState.HELD, LetterState.RETURNED)
    by_state = select(Letter.state, func.count()).where(col(Letter.state).in_(odd)).group_by(Letter.state)
    found = {state: number for state, number in session.exec(by_state)}  # noqa: C416  rows are no pairs to mypy
    waiting = select(func.count()).where(Letter.state == LetterState.WAITING, col(Letter.not_before) < now)
    late = session.exec(waiting.where(Letter.attempts > 3)).one()
    seen = [f"{number} {word_of(LetterState(state)).in_(spoken_language())}" for state, number in sorted(found.items())]
    seen += [say("%(late)s tried more than three times", late=late)] if late else []
    well = not late and LetterState.UNKNOWN not in found and LetterState.HELD not in found
    advice = say("look at /outbox or `postbon outbox list`")
    return Finding(say("outbox"), well, ", ".join(seen) or say("nothing needs a hand"), advice)


def _greeted(settings: Settings, grants: Grants | None) -> str:
    with connected(settings.smtp_out, grants):
        return say("connected and greeted")
