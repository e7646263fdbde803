"""A conversion taken back: the mail is a draft again, and nobody was told."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from config.words import Text
from convert.drafts.deciding import messages_of
from convert.errors import RefusedError
from convert.locks import locked_draft, locked_ticket
from convert.notices.unreachable import withdraw_tasks
from convert.tickets.phase_change import change_phase
from convert.tickets.phases import move
from convert.unit_of_work import UnitOfWork
from store.letter_lists import letters_about
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.tickets import File, Task, Ticket, TicketPerson, TimelineEntry
from store.words import DraftState, Entry, LetterState, LetterStop, MessagePlace, Phase


def undo_conversion(work: UnitOfWork, draft_id: int) -> Draft:
    """Take back the ticket, or those it was split into, while no letter of theirs left and nothing was done with them.
    They stay, closed as taken back: their numbers lead to what happened and are never used again.

    An open draft stays as it is. Raises RefusedError("too_late").
    """
    draft = locked_draft(work, draft_id)
    if draft.state is DraftState.OPEN:
        return draft
    made = _made_from(work, draft) if draft.state is DraftState.CONVERTED else []
    if not made:
        raise too_late()
    for entry in made:
        _take_back(work, draft, entry)
    for message in messages_of(work, draft):
        message.place = MessagePlace.DRAFT if message.key == draft.message_id else MessagePlace.JOINED
        message.ticket_id = message.taken_at = None
    draft.state, draft.ticket_id, draft.decided_at, draft.decided_by = DraftState.OPEN, None, None, None
    work.session.flush()
    return draft


def too_late() -> RefusedError:
    words = Text("This can no longer be undone: somebody was told, or the ticket went on.")
    return RefusedError("too_late", words)


def _made_from(work: UnitOfWork, draft: Draft) -> list[TimelineEntry]:
    """The lines that tell of the tickets this conversion made; earlier ones were taken back."""
    rows = select(TimelineEntry).where(
        TimelineEntry.message_id == draft.message_id, TimelineEntry.kind == Entry.CREATED
    )
    return list(work.session.exec(rows.where(TimelineEntry.at == draft.decided_at).order_by(col(TimelineEntry.id))))


def _take_back(work: UnitOfWork, draft: Draft, entry: TimelineEntry) -> None:
    ticket = locked_ticket(work, entry.ticket_id or 0)
    if entry.data.get("urgent_words"):
        raise too_late()  # words of safety are never called back
    cancel_letters(work.session, work.now, why=LetterStop.UNDONE, ticket_id=ticket.key)
    letters = letters_about(work.session, ticket_id=ticket.key)
    is_told = any(letter.state is not LetterState.CANCELLED for letter in letters)
    merged = work.session.exec(select(Ticket.id).where(Ticket.merged_into_id == ticket.key)).first()
    is_on = merged is not None or went_on(work, ticket.key, entry.at)
    if is_told or is_on or move(ticket.phase, Phase.TAKEN_BACK, work.actor.kind) is None:
        raise too_late()
    withdraw_tasks(work, entry)
    change_phase(work, ticket, Phase.TAKEN_BACK, draft=draft.key)
    for table, ended in ((TicketPerson, "until"), (File, "removed_at"), (Task, "done_at")):
        of_ticket = select(table).filter_by(ticket_id=ticket.key, **{ended: None})
        for row in work.session.exec(of_ticket):
            setattr(row, ended, work.now)


def went_on(work: UnitOfWork, ticket_id: int, at: datetime) -> bool:
    """Whether anything but a look at it happened since: a deed, a mail, an order, another report that joined it."""
    later = select(TimelineEntry.id).where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.at > at)
    mail = select(Message.id).where(Message.ticket_id == ticket_id, col(Message.received_at) > at)
    order = select(WorkOrder.id).where(WorkOrder.ticket_id == ticket_id, WorkOrder.created_at > at)
    asked = (later.where(TimelineEntry.kind != Entry.SEEN), mail, order)
    return any(work.session.exec(each.limit(1)).first() for each in asked)
