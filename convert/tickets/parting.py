"""Taking a report out of the ticket it goes on in: it stands by itself again, with its people and what is theirs."""

from __future__ import annotations

from sqlmodel import col, select, update

from config.words import Text
from convert.errors import RefusedError
from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.notices.unreachable import withdraw_tasks
from convert.records import get
from convert.tickets.phase_change import bring_along, change_phase, order_ids, orders_of, touch, undo_phase_change
from convert.unit_of_work import UnitOfWork
from store.audience import circle_of, circles_of, own_circle
from store.incidents import merges_into, tickets_within
from store.links import expire, revoke
from store.mail import Message
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.tickets import File, Task, Ticket, TicketPerson, TimelineEntry
from store.timeline import tell
from store.words import ELSEWHERE, Entry, LetterStop, Phase, Priority


def take_out(work: UnitOfWork, ticket_id: int) -> Ticket:
    """The report goes on by itself, and its people hear that. What came with it goes with it, and so do the words that
    only they could read; of what was said to all since, the page of their own report says nothing any more.

    Raises RefusedError("not_merged").
    """
    into_id = get(work, Ticket, ticket_id).merged_into_id
    rows = {key: locked_ticket(work, key) for key in sorted({ticket_id, into_id or ticket_id})}
    ticket, master = rows[ticket_id], rows[into_id or ticket_id]
    if into_id is None or ticket.merged_into_id != into_id:
        raise RefusedError("not_merged", Text("%(number)s continues in no other ticket.", number=ticket.number))
    if master.phase in ELSEWHERE:
        words = Text("%(number)s continues in another ticket itself; take that one out first.", number=master.number)
        raise RefusedError("not_merged", words)
    merges = [line for line in merges_into(work.session, master.key) if line.data.get("merged") == ticket.number]
    line = merges[0] if merges else None
    _bring_back(work, ticket, master, line)
    _bring_own_words(work, ticket, master, line)
    ticket.closed_at = ticket.solved_at = None
    expire(work.session, None, ticket_id=ticket.key, order_ids=order_ids(work, ticket))
    entry = change_phase(work, ticket, Phase.IN_PROGRESS, out_of=master.number)
    for order in orders_of(work, ticket)[:1]:
        bring_along(work, order, ticket, entry)
    touch(work, master)
    tell(work.session, work.actor, Entry.MERGED, work.now, ticket_id=master.key, merged=ticket.number, change="out")
    notify(work, Event.MOVED, Occasion(entry, ticket=ticket, deed=Event.MOVED, phase_before=Phase.MERGED))
    return ticket


def unmerge(work: UnitOfWork, line: TimelineEntry) -> Ticket:
    """The report that this line of a ticket tells of, as it was before, of which nobody was told. Both are locked."""
    entry = work.session.get_one(TimelineEntry, line.data["phase_entry"])
    ticket, master = (work.session.get_one(Ticket, key) for key in (entry.ticket_id, line.ticket_id))
    _bring_back(work, ticket, master, line)
    withdraw_tasks(work, entry)
    undo_phase_change(work, ticket, entry)
    line.undone_at = work.now
    for name, value in line.data["before"].items():
        setattr(master, name, Priority(value) if name == "priority" else value)
    touch(work, master)
    return ticket


def _bring_back(work: UnitOfWork, ticket: Ticket, master: Ticket, line: TimelineEntry | None) -> None:
    moved = line.data.get("moved", {}) if line else {}
    for table in (File, Task, WorkOrder):
        keys = moved.get(str(table.__tablename__), ())
        moving = update(table).where(col(table.id).in_(keys), col(table.ticket_id) == master.key)
        work.session.execute(moving.values(ticket_id=ticket.key))
    ticket.merged_into_id = None
    work.session.flush()
    others = [other.key for other in tickets_within(work.session, master.key)]
    came = col(TicketPerson.id).in_(moved.get("ticket_person", ()))
    is_theirs = col(TicketPerson.circle) == own_circle(ticket.key)
    here = select(TicketPerson).where(TicketPerson.ticket_id == master.key, col(TicketPerson.until).is_(None))
    for row in work.session.exec(here.where(came | is_theirs)):
        about = {"ticket_id": master.key, "person_id": row.person_id}
        # Who made another of the reports in it too stays, as one of that report.
        circles = filter(None, (circle_of(work.session, other, row.person_id) for other in others))
        if circle := next(circles, ""):
            row.circle = circle
            continue
        row.until = work.now
        revoke(work.session, work.now, **about)
        cancel_letters(work.session, work.now, why=LetterStop.OVERTAKEN, **about)
    work.session.flush()


def _bring_own_words(work: UnitOfWork, ticket: Ticket, master: Ticket, line: TimelineEntry | None) -> None:
    """What only its own people could read, and what happened to its own orders, since it went on in the other."""
    own, orders = {*circles_of(work.session, ticket.key)}, {*order_ids(work, ticket)}
    since = col(TimelineEntry.id) > (line.key if line else 0)
    rows = work.session.exec(select(TimelineEntry).where(TimelineEntry.ticket_id == master.key, since))
    theirs = [row for row in rows if row.order_id in orders or (row.circles and own.issuperset(row.circles))]
    for row in theirs:
        row.ticket_id = ticket.key
        message = work.session.get(Message, row.message_id) if row.message_id else None
        if message and message.ticket_id == master.key:
            message.ticket_id = ticket.key
    for file in work.session.exec(select(File).where(File.ticket_id == master.key)):
        if file.circles and own.issuperset(file.circles):
            file.ticket_id = ticket.key
    work.session.flush()
