"""Telling the operator that something is wrong: where nobody looks at the staff pages, troubles are mailed."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.settings import Settings
from store.access import Trouble
from store.letter_table import Cause
from store.letters import OperatorTrouble
from store.outbox import Addressee, NewLetter, put_letter
from store.store import Store
from store.troubles import troubles
from store.words import CauseKind, LetterKind

PATIENCE = timedelta(minutes=5)  # what passes by itself within this time is nobody's work


def tell_operator(store: Store, settings: Settings, now: datetime) -> int:
    """Put a letter in the outbox for each trouble that lasts, once a day; how many. Raises StoreUnavailableError.

    What keeps letters from leaving keeps this one too: it leaves when that is over, or not at all when nothing is wrong
    any more. The staff pages, /healthz and `postbon doctor` need no server.
    """
    if not settings.desk.operator:
        return 0
    with store.reading() as session:
        lasting = [one for one in troubles(session) if one.since <= now - PATIENCE]
    if not lasting:
        return 0
    with store.writing() as session:
        letters = [
            put_letter(session, _letter(one, settings, now), domain=settings.desk.domain, now=now) for one in lasting
        ]
    written = sum(letter is not None for letter in letters)
    if written:
        store.bell.ring("outbox")
    return written


def _letter(trouble: Trouble, settings: Settings, now: datetime) -> NewLetter:
    day = settings.desk.day_of(now)
    return NewLetter(
        kind=LetterKind.OPERATOR_TROUBLE,
        cause=Cause(CauseKind.TROUBLE, at=day.isoformat(), reader=trouble.name),
        to=Addressee(settings.desk.operator, "", settings.desk.language),
        snapshot={**OperatorTrouble(name=trouble.name, text=trouble.text, since=trouble.since.isoformat())},
    )
