"""What leaves as one letter, and what is written down of its fate."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from config.settings import Settings
from outbound.digests import letters_told_by
from outbound.fates import blames_address, fate
from outbound.folding import WaitingLetter, fold
from outbound.undeliverable import take_back
from outbound.wire import Answer
from store.claims import let_go
from store.letter_table import Letter
from store.passengers import change_carrier
from store.timeline import CLOCK, tell
from store.words import Entry, LetterKind, LetterState, LetterStop


def gather(session: Session, letter: Letter, now: datetime) -> Letter:
    """Fold what else is due for this person in this thread; the letter that leaves."""
    others = session.exec(
        select(Letter)
        .where(Letter.to_address == letter.to_address, Letter.thread == letter.thread, Letter.id != letter.id)
        .where(Letter.state == LetterState.WAITING, Letter.not_before <= now, Letter.octets_key == "")
        .with_for_update(skip_locked=True)
    ).all()
    by_id = {each.key: each for each in (letter, *others)}
    folded = fold(_event(letter), [_event(each) for each in others])
    for letter_id in folded.carried:
        carried = by_id[letter_id]
        carried.state, carried.last_answer = LetterState.CANCELLED, LetterStop.FOLDED
        carried.folded_into_id = folded.carrier
        let_go(carried)
        change_carrier(session, letter_id, folded.carrier)
    return by_id[folded.carrier]


def _event(letter: Letter) -> WaitingLetter:
    return WaitingLetter(letter.key, LetterKind(letter.kind), letter.created_at)


def settle(session: Session, settings: Settings, letter: Letter, answer: Answer, now: datetime) -> LetterState:
    """Write down what became of the letter by the server's answer, on the timeline too; its state."""
    letter.attempts += 1
    letter.last_code, letter.last_answer = answer.code, answer.text
    let_go(letter)
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
        for one in letters_told_by(session, letter):
            tell(
                session,
                CLOCK,
                Entry.LETTER_OUT,
                now,
                ticket_id=one.ticket_id,
                order_id=one.order_id,
                letter_id=letter.id,
                letter=letter.kind,
                to=letter.to_name or letter.to_address,
                state=letter.state.value,
            )
    return became.state
