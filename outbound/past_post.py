"""The post of days gone by, for a desk that is made with a past: letters leave when they would have, without a wire."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.compose import compose
from outbound.fates import Stage
from outbound.leaving import gather, settle
from outbound.relevance import still_wanted
from outbound.threads import known_before
from outbound.wire import Answer
from store.access import Link
from store.letter_table import KEPT, Letter
from store.passengers import passengers_of
from store.store import Store
from store.words import LetterState, LetterStop

TAKEN = "2.0.0 Ok: queued"
Answers = MutableMapping[str, tuple[int | None, str]]  # by address; each is given once


def post_past(session: Session, settings: Settings, until: datetime, kept_since: datetime, answers: Answers) -> None:
    """Give each letter that would have left by then its fate: the answer of its recipient's server, else taken; kept
    here, to be looked at, since `kept_since`. They are not composed yet."""
    gathering = timedelta(minutes=settings.limits.collapse_minutes)
    waiting = select(Letter).where(Letter.state == LetterState.WAITING, col(Letter.not_before) <= until)
    for letter in session.exec(waiting.order_by(col(Letter.id))).all():
        leaves = max(letter.created_at + gathering, letter.not_before)
        if letter.state is not LetterState.WAITING or leaves > until:
            continue
        if not still_wanted(session, letter, leaves):
            letter.state, letter.last_answer = LetterState.CANCELLED, LetterStop.OVERTAKEN
            continue
        carrier = gather(session, letter, leaves)
        words = KEPT if leaves >= kept_since else TAKEN
        code, words = answers.pop(carrier.to_address, (250, words))
        stage = Stage.RCPT if code and code >= 400 else Stage.DATA
        settle(session, settings, carrier, Answer(stage, code, words), leaves)


def compose_past(store: Store, settings: Settings, ended: Callable[[], bool]) -> None:
    """Compose what left in the past, as it was then, the latest first, until `ended`."""
    with store.reading() as session:
        left = select(Letter.id).where(col(Letter.attempts) > 0, Letter.octets_key == "")
        keys = session.exec(left.order_by(col(Letter.id).desc())).all()
    for key in keys:
        if ended():
            return
        with store.writing() as session:
            letter = session.get_one(Letter, key)
            link = session.get(Link, letter.link_id) if letter.link_id else None
            composed = compose(
                letter,
                settings,
                letter.sent_at or letter.created_at,
                reply_token=link.reply_token if link else "",
                before=known_before(session, letter),
                folded=passengers_of(session, letter.key),
            )
            letter.subject, letter.octets_key = composed.subject, store.blobs.put(composed.octets)
