"""The reminders of one morning to one contact in one letter. Each stays a letter of its own, so that each step of each
order is counted once; its news travels in the digest, and what may no longer leave is taken out of it first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from config.settings import Settings
from outbound.relevance import still_wanted
from store.letter_table import Cause, Letter
from store.letters import PartyDigest
from store.outbox import Addressee, NewLetter, put_letter
from store.passengers import passengers_of
from store.words import CauseKind, LetterKind, LetterState, LetterStop


def put_together(session: Session, settings: Settings, reminders: Sequence[Letter], now: datetime) -> None:
    """Let these reminders to one contact travel in one letter, the longest wait first; one alone stays itself."""
    if len(reminders) < 2:
        return
    first = reminders[0]
    digest = put_letter(
        session,
        NewLetter(
            kind=LetterKind.ORDER_DIGEST,
            cause=Cause(CauseKind.DIGEST, first.key),
            to=Addressee(first.to_address, first.to_name, first.language, contact_id=first.contact_id),
            snapshot={**_told(reminders)},
        ),
        domain=settings.desk.domain,
        now=now,
    )
    assert digest  # a reminder is written once, and this is its first digest
    for letter in reminders:
        letter.state, letter.last_answer, letter.folded_into_id = LetterState.CANCELLED, LetterStop.FOLDED, digest.key


def take_out_unwanted(session: Session, digest: Letter, now: datetime) -> None:
    """Before it leaves: an order that was answered meanwhile is not asked about."""
    reminders = passengers_of(session, digest.key)
    wanted = [letter for letter in reminders if still_wanted(session, letter, now)]
    if len(wanted) == len(reminders) == len(digest.snapshot["orders"]):
        return
    for letter in reminders:
        if letter not in wanted:
            letter.folded_into_id, letter.last_answer = None, LetterStop.OVERTAKEN
    digest.snapshot, digest.octets_key = {**_told(wanted)}, ""


def letters_told_by(session: Session, letter: Letter) -> Sequence[Letter]:
    """On whose threads its fate is told: itself, or the reminders that a digest carries."""
    return passengers_of(session, letter.key) if letter.kind == LetterKind.ORDER_DIGEST else (letter,)


def _told(reminders: Sequence[Letter]) -> PartyDigest:
    by_wait = sorted(reminders, key=lambda letter: (-letter.snapshot["open_days"], letter.key))
    return PartyDigest(orders=[{**letter.snapshot, "link_id": letter.link_id} for letter in by_wait])  # type: ignore[typeddict-item]
