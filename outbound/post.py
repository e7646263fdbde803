"""Posting: a letter is claimed, composed once, handed to the server, and its fate written down."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col

from config.settings import Settings
from outbound.caps import reason_to_hold
from outbound.compose import compose
from outbound.delivery_policy import FOLDING
from outbound.digests import take_out_unwanted
from outbound.fates import Stage
from outbound.leaving import gather, settle
from outbound.masks import unmask
from outbound.proofreading import proofread
from outbound.relevance import leaves_at, still_wanted
from outbound.threads import known_before
from outbound.wire import Answer, ServerDownError, Wire, connected
from store.access import Link, PasswordReset
from store.claims import Queue, claim, has_work, held, let_go, renew
from store.desk_logo import logo_in_force
from store.latencies import Latency
from store.letter_table import KEPT, Letter
from store.mailbox_grants import Grants
from store.passengers import passengers_of, set_down_passengers
from store.store import Store, StoreUnavailableError, database_time
from store.tokens import new_token, page_token
from store.troubles import clear_trouble, report_trouble, troubles
from store.words import LetterKind, LetterState, LetterStop

_CLAIM = timedelta(seconds=30)  # until it is about to go over the wire: whoever dies before keeps it no longer
_MARGIN = timedelta(seconds=15)
_LONGEST_REST = timedelta(minutes=5)

_log = logging.getLogger(__name__)


_OLDEST_FIRST = (col(Letter.not_before), col(Letter.id))
_LEFT_BEHIND = Queue(Letter, col(Letter.state) == LetterState.POSTING, order=_OLDEST_FIRST, state=LetterState.POSTING)
_DUE = Queue(
    Letter,
    (col(Letter.state) == LetterState.WAITING)
    & (col(Letter.not_before) <= bindparam("now"))
    & (col(Letter.kind).not_in(FOLDING) | (col(Letter.created_at) <= bindparam("alone_since"))),
    order=_OLDEST_FIRST,
    state=LetterState.POSTING,
)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A claimed letter with what the wire needs; `octets` with the page token in them, never at rest."""

    id: int
    sender: str
    recipient: str
    octets: bytes


@dataclass(frozen=True, slots=True)
class _Poster:
    """One round of the post: its settings and time, and the token by which it proves that a letter is still its own."""

    store: Store
    settings: Settings
    now: datetime
    token: str
    began: float  # by the clock that times letters

    @property
    def lease(self) -> timedelta:
        """Longer than a slow server takes until the letter itself goes over the wire."""
        return timedelta(seconds=2 * self.settings.smtp_out.timeout) + _MARGIN

    @property
    def due(self) -> dict[str, datetime]:
        """What the queue is asked with."""
        return {"now": self.now, "alone_since": self.now - timedelta(minutes=self.settings.limits.collapse_minutes)}

    def renew(self, letter_id: int, **change: object) -> bool:
        """Whether the letter is still ours: nobody may act on it who does not ask."""
        with self.store.writing() as session:
            return bool(renew(session, Letter, [letter_id], self.token, lease=self.lease, **change))


def post_letters(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """Post what is due, over one connection; how many letters were dealt with. Raises StoreUnavailableError.

    A letter that found no server waits and is not counted: the round then rests before it tries again.

    Safe to call from several processes at once, and to be killed anywhere: a letter whose poster died is posted by the
    next one, unless it had begun to go over the wire; then it stays unknown, for staff to decide.
    """
    dealt_with = 0
    if settings.smtp_out.host and _rests(store, now):
        return 0
    poster, grants = _Poster(store, settings, now, new_token(), store.latencies.clock()), Grants(store, settings.secret)
    if not has_work(store, _LEFT_BEHIND, _DUE, **poster.due):
        return 0
    with ExitStack() as open_lines:
        wire: Wire | None = None
        while dealt_with < limit and (letter_id := _take_next(poster)):
            store.signs.give(post_letters.__name__)
            ready = _make_ready(poster, letter_id)
            if ready and settings.smtp_out.host:
                try:
                    if wire is None or wire.broken:
                        wire = open_lines.enter_context(connected(settings.smtp_out, grants))
                except ServerDownError as error:
                    _put_back(poster, ready.id, str(error))
                    break
                _hand_over(poster, wire, ready)
            elif ready:
                _settle(poster, ready.id, Answer(Stage.DATA, 250, KEPT))
            dealt_with += 1
    return dealt_with


def _rests(store: Store, now: datetime) -> bool:
    """Whether a server that could not be used is left alone for now: a quarter of the time it has been so, five minutes
    at most. A password that is refused every few seconds locks the account. What was noted by a clock that was ahead
    counts for nothing."""
    with store.reading() as session:
        down = next((one for one in troubles(session) if one.name == "smtp_out"), None)
    return down is not None and down.last_at <= now < down.last_at + min((down.last_at - down.since) / 4, _LONGEST_REST)


def _take_next(poster: _Poster) -> int | None:
    """Claim the oldest letter that is due and may leave; what may not is cancelled or held on the way."""
    settings, now = poster.settings, poster.now
    while True:
        with poster.store.writing() as session:
            letter = _claim_next(session, poster)
            if letter is None:
                return None
            if letter.kind == LetterKind.ORDER_DIGEST:
                take_out_unwanted(session, letter, now)
            if not still_wanted(session, letter, now):
                _stop(session, letter, LetterState.CANCELLED, LetterStop.OVERTAKEN, now)
            elif (later := leaves_at(session, letter, settings, now)) > now:
                letter.not_before = later
                _stop(session, letter, LetterState.WAITING, LetterStop.OFFICE_HOURS, now)
            elif reason := reason_to_hold(session, letter, settings.limits, now):
                _stop(session, letter, LetterState.HELD, reason, now)
            else:
                return letter.key if letter.octets_key else _gather(session, poster, letter)


def _claim_next(session: Session, poster: _Poster) -> Letter | None:
    """What a poster that died had claimed, once its lease has ended; else what is due longest. News only after it had
    some minutes to find company. Two questions, so that each is answered by an index."""
    claimed = claim(session, _LEFT_BEHIND, token=poster.token, lease=_CLAIM, limit=1) or claim(
        session, _DUE, token=poster.token, lease=_CLAIM, limit=1, **poster.due
    )
    return session.get_one(Letter, claimed[0], populate_existing=True) if claimed else None


def _gather(session: Session, poster: _Poster, letter: Letter) -> int:
    """Fold what else is due for this person in this thread; the id of the letter that leaves, claimed."""
    carrier = gather(session, letter, poster.now)
    if carrier is not letter:
        carrier.state, carrier.lease_token = LetterState.POSTING, poster.token
        carrier.lease_until = database_time(session) + _CLAIM
    return carrier.key


def _stop(session: Session, letter: Letter, state: LetterState, why: str, now: datetime) -> None:
    letter.state, letter.last_answer = state, why
    let_go(letter)
    if state is not LetterState.WAITING:
        set_down_passengers(session, [letter.key], now)


def _make_ready(poster: _Poster, letter_id: int) -> _Ready | None:
    """Compose the letter, once, and put its page token in; None where it is no longer ours, or cannot be composed and
    is held for staff."""
    store, settings, now = poster.store, poster.settings, poster.now
    with store.reading() as session:
        letter = session.get_one(Letter, letter_id)
        orders = [session.get_one(Link, one["link_id"]) for one in letter.snapshot.get("orders", ())]
        link = session.get(Link, letter.link_id) if letter.link_id else None
        reset = session.get(PasswordReset, letter.snapshot.get("reset_id", 0))
        before = known_before(session, letter)
        folded = passengers_of(session, letter_id)
        logo = logo_in_force(session)
    try:
        if letter.octets_key:
            octets = store.blobs.get(letter.octets_key)
        else:
            tokens = [each.reply_token for each in orders]
            own = link.reply_token if link else ""
            composed = compose(
                letter, settings, now, reply_token=own, order_tokens=tokens, before=before, folded=folded, logo=logo
            )
            octets = composed.octets
            key = store.blobs.put(octets)
            if not poster.renew(letter_id, subject=composed.subject, octets_key=key):
                return None
        pages = [page for page in (*orders, link, reset) if page]
        octets = unmask(octets, *(page_token(settings.secret, page.nonce) for page in pages))
        proofread(octets, letter, settings.desk)
    except (OSError, StoreUnavailableError):
        raise  # a full disk, a store that is gone: not this letter's fault; it is posted when its lease has ended
    except Exception as error:  # a fault of ours in one template must not keep the other letters waiting
        _log.exception("letter %s (%s) cannot be composed", letter_id, letter.kind)
        _hold_back(poster, letter_id, f"cannot be composed: {type(error).__name__}: {error}")
        return None
    return _Ready(
        id=letter_id,
        sender=settings.desk.return_path(letter.return_token),
        recipient=letter.to_address,
        octets=octets,
    )


def _hold_back(poster: _Poster, letter_id: int, why: str) -> None:
    with poster.store.writing() as session:
        if letter := held(session, Letter, letter_id, poster.token):
            _stop(session, letter, LetterState.HELD, why, poster.now)
            report_trouble(session, "letters", f"letter {letter_id} ({letter.kind}) {why}", poster.now)


def _hand_over(poster: _Poster, wire: Wire, ready: _Ready) -> None:
    def may_leave() -> bool:
        # If we die from here on, nobody knows whether it arrived, and unknown is what the row says already.
        return poster.renew(ready.id, state=LetterState.UNKNOWN)

    if not poster.renew(ready.id):  # connecting took long, and another has it now
        return
    if answer := wire.hand_over(ready.octets, ready.sender, ready.recipient, may_leave):
        _settle(poster, ready.id, answer)


def _settle(poster: _Poster, letter_id: int, answer: Answer) -> None:
    """Write down what became of the letter, unless somebody else has decided about it since."""
    now = poster.now
    with poster.store.writing() as session:
        letter = held(session, Letter, letter_id, poster.token)
        if letter is None:
            _log.warning("letter %s is no longer ours; the server said %s", letter_id, answer.code)
            return
        due = letter.not_before
        became = settle(session, poster.settings, letter, answer, now)
        if answer.stage is Stage.MAIL and became is LetterState.WAITING:
            report_trouble(session, "smtp_out", f"the outgoing server will not take mail from us: {answer.text}", now)
        else:
            clear_trouble(session, "smtp_out", now)
    if became is LetterState.SENT:
        poster.store.latencies.note_since(Latency.POSTED, due, now, poster.began)


def _put_back(poster: _Poster, letter_id: int, why: str) -> None:
    """No server, no attempt: the letter waits, and staff see what is wrong."""
    with poster.store.writing() as session:
        if letter := held(session, Letter, letter_id, poster.token):
            _stop(session, letter, LetterState.WAITING, why, poster.now)
        report_trouble(session, "smtp_out", f"the outgoing server cannot be used: {why}", poster.now)
