"""Letting one ticket go on in another."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlmodel import col, select, update

from config.words import Text
from convert.errors import RefusedError
from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.tickets import phases
from convert.tickets.phase_change import change_phase, touch
from convert.unit_of_work import UnitOfWork
from store.audience import circle_of
from store.orders import WorkOrder
from store.recipients import linked_people
from store.tickets import File, Task, Ticket, TicketPerson
from store.timeline import tell
from store.words import (
    PHASE_CATEGORY,
    Entry,
    Phase,
    PhaseCategory,
)


def merge_ticket(
    work: UnitOfWork,
    ticket_id: int,
    into_id: int,
    *,
    silent: bool = False,
    before_it: Mapping[str, int | str | None] = MappingProxyType({}),
) -> Ticket:
    """Let one ticket go on in another: its people, files, tasks and orders move, its number keeps leading there.

    The circles stay apart: the people of each report read what they read before, and from now on what is said to all.

    silent     its people were told of it otherwise
    before_it  what the other ticket was before the press that merges them, by column, for who takes it back
    """
    first, second = sorted((ticket_id, into_id))
    rows = {first: locked_ticket(work, first), second: locked_ticket(work, second)}
    ticket, master = rows[ticket_id], rows[into_id]
    fits = PHASE_CATEGORY[master.phase] is not PhaseCategory.CLOSED and ticket.key != master.key
    if not fits or phases.move(ticket.phase, Phase.MERGED, work.actor.kind) is None:
        raise RefusedError("merge", Text("These tickets cannot be merged."))
    before = ticket.phase
    ticket.merged_into_id = master.key
    entry = change_phase(work, ticket, Phase.MERGED, into=master.number)
    ticket.closed_at = work.now
    moved = _move_belongings(work, ticket, master)
    touch(work, master)
    tell(
        work.session,
        work.actor,
        Entry.MERGED,
        work.now,
        ticket_id=master.key,
        merged=ticket.number,
        phase_entry=entry.key,
        moved=moved,
        before=dict(before_it),
    )
    notify(work, Event.MERGED, Occasion(entry, ticket=ticket, into=master, phase_before=before), silent=silent)
    return master


def _move_belongings(work: UnitOfWork, ticket: Ticket, master: Ticket) -> dict[str, list[int]]:
    """What came along, by table: its keys."""
    moved: dict[str, list[int]] = {"ticket_person": []}
    known = {person.key for person, _ in linked_people(work.session, master.key)}
    for person, role in linked_people(work.session, ticket.key):
        if person.key not in known:
            here = select(TicketPerson).filter_by(ticket_id=master.key, person_id=person.key)
            row = work.session.exec(here).first()
            row = row or TicketPerson(ticket_id=master.key, person_id=person.key, since=work.now)
            row.role, row.since, row.until = role, work.now, None
            row.circle = circle_of(work.session, ticket.key, person.key)
            work.session.add(row)
            work.session.flush()
            moved["ticket_person"].append(row.key)
    for table in (File, Task, WorkOrder):
        mine = work.session.exec(select(table.id).where(col(table.ticket_id) == ticket.key)).all()
        moved[str(table.__tablename__)] = [key for key in mine if key]
        moving = update(table).where(col(table.ticket_id) == ticket.key)
        work.session.execute(moving.values(ticket_id=master.key))
    work.session.flush()
    return moved
