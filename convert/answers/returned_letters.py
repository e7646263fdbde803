"""A letter to somebody of a ticket came back and no address of theirs works: a task to telephone, at once (R22)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, select

from config.settings import Settings
from convert.causes import caused_lines
from convert.notices.unreachable import leave_task
from convert.unit_of_work import UnitOfWork
from store.letter_table import Letter
from store.people import Person
from store.recipients import address_of, is_linked
from store.store import Store
from store.tickets import Ticket, TimelineEntry
from store.timeline import CLOCK
from store.words import Entry, LetterKind, LetterState

_RECENT = timedelta(days=2)  # what came back longer ago has its task

_RETURNED = (  # built once: that takes longer than the asking
    select(TimelineEntry, Letter)
    .join(Letter, col(Letter.id) == TimelineEntry.letter_id)
    .where(TimelineEntry.kind == Entry.TROUBLE, col(TimelineEntry.at) > bindparam("since"))
    .where(Letter.state == LetterState.RETURNED, col(Letter.person_id).is_not(None))
    .where(col(TimelineEntry.ticket_id).is_not(None))
    .order_by(col(TimelineEntry.id))
)


def telephone_instead(store: Store, settings: Settings, now: datetime) -> int:
    """Leave what a returned letter was to tell as a task for the responsible, once a letter; how many were left.
    Raises StoreUnavailableError."""
    since = {"since": now - _RECENT}
    with store.reading() as session:
        if not session.execute(_RETURNED, since).first():
            return 0
    with store.writing() as session:
        work = UnitOfWork(session, settings, CLOCK, now)
        return sum(_leave(work, entry, letter) for entry, letter in session.execute(_RETURNED, since).all())


def _leave(work: UnitOfWork, entry: TimelineEntry, letter: Letter) -> bool:
    ticket, person = work.session.get(Ticket, entry.ticket_id), work.session.get(Person, letter.person_id)
    if ticket is None or person is None or not is_linked(work.session, ticket.key, person.key):
        return False
    if address_of(work.session, person.key) or caused_lines(work, Entry.TASK, entry):
        return False
    return leave_task(work, ticket, person, LetterKind(letter.kind), entry)
