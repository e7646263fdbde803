"""Posting: a letter is claimed, composed once, handed to the server, and its fate written down."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.caps import reason_to_hold
from outbound.compose import Composed, compose
from outbound.delivery_policy import FOLDING
from outbound.fates import Stage, blames_address, fate
from outbound.folding import WaitingLetter, fold
from outbound.masks import unmask
from outbound.relevance import leaves_at, still_wanted
from outbound.threads import known_before
from outbound.undeliverable import take_back
from outbound.wire import Answer, ServerDownError, Wire, connected
from store.access import Link
from store.claims import claim
from store.letter_table import KEPT, Letter
from store.store import Store, StoreUnavailableError
from store.timeline import CLOCK, tell
from store.tokens import page_token
from store.troubles import clear_trouble, report_trouble, troubles
from store.words import Entry, LetterKind, LetterState, LetterStop

LEASE = timedelta(minutes=10)  # longer than one conversation with a slow server can take
_LONGEST_REST = timedelta(minutes=5)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A claimed letter with what the wire needs; `octets` with the page token in them, never at rest."""

    id: int
    sender: str
    recipient: str
    octets: bytes


def post_letters(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """Post what is due, over one connection; how many letters were dealt with. Raises StoreUnavailableError.

    A letter that found no server waits and is not counted: the round then rests before it knocks again.

    Safe to call from several processes at once, and to be killed anywhere: a letter whose poster died is posted by the
    next one, unless it had begun to go over the wire; then it stays unknown, for staff to decide.
    """
    dealt_with = 0
    if settings.smtp_out.host and _rests(store, now):
        return 0
    with ExitStack() as open_lines:
        wire: Wire | None = None
        while dealt_with < limit and (letter_id := _take_next(store, settings, now)):
            ready = _make_ready(store, settings, letter_id, now)
            if ready and settings.smtp_out.host:
                try:
                    if wire is None or wire.broken:
                        wire = open_lines.enter_context(connected(settings.smtp_out))
                except ServerDownError as error:
                    _put_back(store, ready.id, str(error), now)
                    break
                _hand_over(store, settings, wire, ready, now)
            elif ready:
                _settle(store, settings, ready.id, Answer(Stage.DATA, 250, KEPT), now)
            dealt_with += 1
    return dealt_with


def _rests(store: Store, now: datetime) -> bool:
    """Whether a server that could not be used is left alone for now: a quarter of the time it has been so, five minutes
    at most. A password that is refused every few seconds locks the account."""
    with store.reading() as session:
        down = next((one for one in troubles(session) if one.name == "smtp_out"), None)
    return down is not None and now < down.last_at + min((down.last_at - down.since) / 4, _LONGEST_REST)


def _take_next(store: Store, settings: Settings, now: datetime) -> int | None:
    """Claim the oldest letter that is due and may leave; what may not is cancelled or held on the way."""
    while True:
        with store.writing() as session:
            claimed = claim(
                session, Letter, _due(settings, now), now=now, lease=LEASE, limit=1, state=LetterState.POSTING
            )
            if not claimed:
                return None
            letter = session.get_one(Letter, claimed[0])
            if not still_wanted(session, letter, now):
                _stop(letter, LetterState.CANCELLED, LetterStop.OVERTAKEN)
            elif (later := leaves_at(session, letter, settings, now)) > now:
                letter.not_before = later
                _stop(letter, LetterState.WAITING, LetterStop.OFFICE_HOURS)
            elif reason := reason_to_hold(session, letter, settings.limits, now):
                _stop(letter, LetterState.HELD, reason)
            else:
                return letter.key if letter.octets_key else _gather(session, letter, now)


def _due(settings: Settings, now: datetime) -> ColumnElement[bool]:
    """Waiting letters whose time has come; news only after it had some minutes to find company. Also what a poster
    that died had claimed: its lease has ended."""
    alone_long_enough = col(Letter.created_at) <= now - timedelta(minutes=settings.limits.collapse_minutes)
    waiting = (col(Letter.state) == LetterState.WAITING) & (col(Letter.not_before) <= now)
    return (waiting & (col(Letter.kind).not_in(FOLDING) | alone_long_enough)) | (
        col(Letter.state) == LetterState.POSTING
    )


def _gather(session: Session, letter: Letter, now: datetime) -> int:
    """Fold what else is due for this person in this thread; the id of the letter that leaves, claimed."""
    others = session.exec(
        select(Letter)
        .where(Letter.to_address == letter.to_address, Letter.thread == letter.thread, Letter.id != letter.id)
        .where(Letter.state == LetterState.WAITING, Letter.not_before <= now, Letter.octets_key == "")
        .with_for_update(skip_locked=True)
    ).all()
    by_id = {one.key: one for one in (letter, *others)}
    folded = fold(_event(letter), [_event(one) for one in others])
    for letter_id in folded.carried:
        by_id[letter_id].folded_into_id = folded.carrier
        _stop(by_id[letter_id], LetterState.CANCELLED, LetterStop.FOLDED)
    if folded.carrier != letter.id:
        carrier = by_id[folded.carrier]
        carrier.state, carrier.lease_until = LetterState.POSTING, now + LEASE
    return folded.carrier


def _event(letter: Letter) -> WaitingLetter:
    return WaitingLetter(letter.key, LetterKind(letter.kind), letter.created_at)


def _stop(letter: Letter, state: LetterState, why: str) -> None:
    letter.state, letter.last_answer, letter.lease_until = state, why, None


def _make_ready(store: Store, settings: Settings, letter_id: int, now: datetime) -> _Ready | None:
    """Compose the letter, once, and put its page token in; None where it cannot be composed, and is held for staff."""
    with store.reading() as session:
        letter = session.get_one(Letter, letter_id)
        link = session.get(Link, letter.link_id) if letter.link_id else None
        before = known_before(session, letter)
        folded = session.exec(select(Letter).where(Letter.folded_into_id == letter_id).order_by(col(Letter.id))).all()
    try:
        if letter.octets_key:
            octets = store.blobs.get(letter.octets_key)
        else:
            reply_token = link.reply_token if link else ""
            composed = compose(letter, settings, now, reply_token=reply_token, before=before, folded=folded)
            octets = composed.octets
            _keep(store, letter_id, composed)
    except (OSError, StoreUnavailableError):
        raise  # a full disk, a store that is gone: not this letter's fault; it is posted when its lease has ended
    except Exception as error:  # a fault of ours in one room must not keep the other letters waiting
        _log.exception("letter %s (%s) cannot be composed", letter_id, letter.kind)
        _hold_back(store, letter_id, f"cannot be composed: {type(error).__name__}: {error}", now)
        return None
    return _Ready(
        id=letter_id,
        sender=settings.desk.return_path(letter.return_token),
        recipient=letter.to_address,
        octets=unmask(octets, page_token(settings.secret, link.nonce)) if link else octets,
    )


def _keep(store: Store, letter_id: int, composed: Composed) -> None:
    key = store.blobs.put(composed.octets)
    with store.writing() as session:
        letter = session.get_one(Letter, letter_id)
        letter.subject, letter.octets_key = composed.subject, key


def _hold_back(store: Store, letter_id: int, why: str, now: datetime) -> None:
    with store.writing() as session:
        letter = session.get_one(Letter, letter_id)
        _stop(letter, LetterState.HELD, why)
        report_trouble(session, "letters", f"letter {letter_id} ({letter.kind}) {why}", now)


def _hand_over(store: Store, settings: Settings, wire: Wire, ready: _Ready, now: datetime) -> None:
    def write_down_that_it_may_arrive() -> None:
        # If we die from here on, nobody knows whether it arrived, and unknown is what the row says already.
        with store.writing() as session:
            session.get_one(Letter, ready.id).state = LetterState.UNKNOWN

    answer = wire.hand_over(ready.octets, ready.sender, ready.recipient, write_down_that_it_may_arrive)
    _settle(store, settings, ready.id, answer, now)


def _settle(store: Store, settings: Settings, letter_id: int, answer: Answer, now: datetime) -> None:
    """Write down what became of the letter."""
    with store.writing() as session:
        letter = session.get_one(Letter, letter_id)
        letter.attempts += 1
        letter.last_code, letter.last_answer, letter.lease_until = answer.code, answer.text, None
        became = fate(answer.code, answer.stage, attempts=letter.attempts)
        letter.state = became.state
        if became.state is LetterState.WAITING:
            letter.not_before = now + became.pause
        elif became.state is LetterState.RETURNED:
            words = f"{answer.code or ''} {answer.text}".strip()
            bad = blames_address(answer.stage, answer.text)
            take_back(session, settings, letter, words, now, address_is_bad=bad)
        else:
            letter.sent_at = now
            tell(
                session,
                CLOCK,
                Entry.LETTER_OUT,
                now,
                ticket_id=letter.ticket_id,
                order_id=letter.order_id,
                letter_id=letter.id,
                letter=letter.kind,
                to=letter.to_name or letter.to_address,
                state=letter.state.value,
            )
        if answer.stage is Stage.MAIL and became.state is LetterState.WAITING:
            report_trouble(session, "smtp_out", f"the outgoing server will not take mail from us: {answer.text}", now)
        else:
            clear_trouble(session, "smtp_out", now)


def _put_back(store: Store, letter_id: int, why: str, now: datetime) -> None:
    """No server, no attempt: the letter waits, and staff see what is wrong."""
    with store.writing() as session:
        letter = session.get_one(Letter, letter_id)
        letter.state, letter.lease_until, letter.last_answer = LetterState.WAITING, None, why
        report_trouble(session, "smtp_out", f"the outgoing server cannot be used: {why}", now)
