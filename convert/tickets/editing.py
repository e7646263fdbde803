"""Changing what staff made of a report."""

from __future__ import annotations

from typing import Any

from config.words import Text
from convert.errors import RefusedError
from convert.locks import locked_ticket
from convert.records import get
from convert.tickets.opening import checked_title
from convert.tickets.phase_change import touch
from convert.unit_of_work import UnitOfWork
from store.people import Installation, Unit
from store.tickets import Ticket
from store.timeline import tell
from store.words import (
    Entry,
)

_EDITABLE = frozenset(
    {"title", "description", "priority", "trade", "property_id", "unit_id", "installation_id", "spot", "access"}
    | {"availability", "may_call"}
)


def edit_ticket(work: UnitOfWork, ticket_id: int, version: int | None = None, **changes: Any) -> Ticket:
    """Change what staff wrote; what the reporter wrote stays in its message and on the timeline.

    version  as it was when the form was opened. Raises RefusedError("stale") when somebody changed it since.
    """
    ticket = locked_ticket(work, ticket_id)
    if version is not None and version != ticket.version:
        raise RefusedError(
            "stale", Text("Somebody else has just changed this ticket. Look again; your text is still there.")
        )
    if strange := changes.keys() - _EDITABLE:
        raise RefusedError("unknown_field", Text("Unknown field: %(strange)s", strange=min(strange)))
    if "title" in changes:
        changes["title"] = checked_title(changes["title"])
    if changes.get("unit_id"):
        changes["property_id"] = get(work, Unit, changes["unit_id"]).property_id
    if changes.get("installation_id"):
        get(work, Installation, changes["installation_id"])
    changed = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if not changed:
        return ticket
    was = {name: getattr(ticket, name) for name in changed}
    for name, value in changed.items():
        setattr(ticket, name, value)
    touch(work, ticket)
    tell(work.session, work.actor, Entry.EDIT, work.now, ticket_id=ticket.key, was=was, became=changed)
    return ticket
