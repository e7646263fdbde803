"""Whose a ticket is, and whether they looked at it."""

from __future__ import annotations

from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.tickets.phase_change import touch
from convert.unit_of_work import Turn
from store.desk import Ticket
from store.people import Staff
from store.timeline import tell
from store.words import (
    ActorKind,
    Entry,
    Priority,
)


def assign_ticket(turn: Turn, ticket_id: int, staff_id: int) -> Ticket:
    """Give it to somebody, who is told."""
    ticket, staff = locked_ticket(turn, ticket_id), get(turn, Staff, staff_id)
    if ticket.responsible_id == staff.key:
        return ticket
    was = turn.session.get_one(Staff, ticket.responsible_id)
    ticket.responsible_id = staff.key
    ticket.opened_at = turn.now if turn.actor.kind is ActorKind.STAFF and turn.actor.id == staff.key else None
    touch(turn, ticket)
    entry = tell(
        turn.session,
        turn.actor,
        Entry.EDIT,
        turn.now,
        ticket_id=ticket.key,
        was={"responsible": was.name},
        became={"responsible": staff.name},
    )
    notify(turn, Event.ASSIGNED, Occasion(entry, ticket=ticket, deed=Event.ASSIGNED))
    return ticket


def mark_opened(turn: Turn, ticket_id: int) -> None:
    """The responsible looks at it: no longer unread. Anybody on call ends an emergency's calling in the same way."""
    looks = turn.actor.kind is ActorKind.STAFF
    if not looks or get(turn, Ticket, ticket_id).opened_at:
        return
    ticket = locked_ticket(turn, ticket_id)
    if turn.actor.id and awaits_look(ticket, turn.actor.id):
        ticket.opened_at = turn.now
        tell(turn.session, turn.actor, Entry.SEEN, turn.now, ticket_id=ticket.key)


def awaits_look(ticket: Ticket, staff_id: int) -> bool:
    """Whether a look by this member of staff is what the ticket waits for: by its responsible, in danger by anybody."""
    return ticket.opened_at is None and (ticket.responsible_id == staff_id or ticket.priority is Priority.EMERGENCY)
