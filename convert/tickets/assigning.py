"""Whose a ticket is, and whether they looked at it."""

from __future__ import annotations

from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.tickets.phase_change import touch
from convert.unit_of_work import UnitOfWork
from store.people import Staff
from store.tickets import Ticket
from store.timeline import tell
from store.words import (
    ActorKind,
    Entry,
    Priority,
)


def assign_ticket(work: UnitOfWork, ticket_id: int, staff_id: int) -> Ticket:
    """Give it to somebody, who is told."""
    ticket, staff = locked_ticket(work, ticket_id), get(work, Staff, staff_id)
    if ticket.responsible_id == staff.key:
        return ticket
    was = work.session.get_one(Staff, ticket.responsible_id)
    ticket.responsible_id = staff.key
    ticket.opened_at = work.now if work.actor.kind is ActorKind.STAFF and work.actor.id == staff.key else None
    touch(work, ticket)
    entry = tell(
        work.session,
        work.actor,
        Entry.EDIT,
        work.now,
        ticket_id=ticket.key,
        was={"responsible": was.name},
        became={"responsible": staff.name},
    )
    notify(work, Event.ASSIGNED, Occasion(entry, ticket=ticket, deed=Event.ASSIGNED))
    return ticket


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
