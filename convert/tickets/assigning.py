"""Whose a ticket is, and whether they looked at it."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from config.words import Text
from convert.errors import RefusedError
from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.tickets.phase_change import touch
from convert.unit_of_work import UnitOfWork
from store.letter_lists import letters_caused_by
from store.outbox import cancel_letters
from store.people import Staff
from store.tickets import Ticket, TimelineEntry
from store.timeline import tell
from store.words import (
    ActorKind,
    CauseKind,
    Entry,
    LetterState,
    LetterStop,
    Priority,
)


def assign_ticket(work: UnitOfWork, ticket_id: int, staff_id: int, *, may_undo: bool = False) -> Ticket:
    """Give it to somebody, who is told.

    may_undo  after the time in which it may be taken back; of danger at once
    """
    ticket, staff = locked_ticket(work, ticket_id), get(work, Staff, staff_id)
    if ticket.responsible_id == staff.key:
        return ticket
    entry = _give(work, ticket, staff)
    may_wait = may_undo and ticket.priority is not Priority.EMERGENCY
    wait = timedelta(seconds=work.settings.limits.undo_seconds if may_wait else 0)
    notify(work, Event.ASSIGNED, Occasion(entry, ticket=ticket, deed=Event.ASSIGNED, wait=wait))
    return ticket


def unassign_ticket(work: UnitOfWork, ticket_id: int, given_to: int, was: int) -> Ticket:
    """Take an assignment back while nobody was told of it. Raises RefusedError where somebody was, or where it was
    given to another since."""
    ticket, staff = locked_ticket(work, ticket_id), get(work, Staff, was)
    edited = select(TimelineEntry).where(TimelineEntry.ticket_id == ticket.key, TimelineEntry.kind == Entry.EDIT)
    edits = work.session.exec(edited.order_by(col(TimelineEntry.id).desc()).limit(_EDITS))
    entry = next((edit for edit in edits if "responsible" in edit.data.get("became", ())), None)
    if ticket.responsible_id != given_to or entry is None:
        raise RefusedError("given_on", Text("It was given to somebody else meanwhile."))
    cancel_letters(work.session, work.now, why=LetterStop.UNDONE, cause=CauseKind.ENTRY, cause_id=entry.key)
    letters = letters_caused_by(work.session, CauseKind.ENTRY, cause_id=entry.key)
    if any(letter.state is not LetterState.CANCELLED for letter in letters):
        raise RefusedError("too_late", Text("This can no longer be undone: who got it was told."))
    _give(work, ticket, staff)
    return ticket


_EDITS = 20  # among which the assignment that is taken back is the newest of its kind


def _give(work: UnitOfWork, ticket: Ticket, staff: Staff) -> TimelineEntry:
    was = work.session.get_one(Staff, ticket.responsible_id)
    ticket.responsible_id = staff.key
    ticket.opened_at = work.now if work.actor.kind is ActorKind.STAFF and work.actor.id == staff.key else None
    touch(work, ticket)
    return tell(
        work.session,
        work.actor,
        Entry.EDIT,
        work.now,
        ticket_id=ticket.key,
        was={"responsible": was.name},
        became={"responsible": staff.name},
    )


def mark_opened(work: UnitOfWork, ticket_id: int) -> None:
    """The responsible looks at it: no longer unread. Anybody on call ends an emergency's calling in the same way."""
    looks = work.actor.kind is ActorKind.STAFF
    if not looks or get(work, Ticket, ticket_id).opened_at:
        return
    ticket = locked_ticket(work, ticket_id)
    if work.actor.id and awaits_look(ticket, work.actor.id):
        ticket.opened_at = work.now
        tell(work.session, work.actor, Entry.SEEN, work.now, ticket_id=ticket.key)


def awaits_look(ticket: Ticket, staff_id: int) -> bool:
    """Whether a look by this member of staff is what the ticket waits for: by its responsible, in danger by anybody."""
    return ticket.opened_at is None and (ticket.responsible_id == staff_id or ticket.priority is Priority.EMERGENCY)
