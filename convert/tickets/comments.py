"""What is said about a ticket or an order: notes, questions, comments, and the answer to "is het opgelost?"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from config.words import Text
from convert.copies import beside_circles, put_copies
from convert.errors import InvalidError, RefusedError
from convert.files import Upload, files_of_message, keep_file
from convert.index import index_line
from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify, tell_of_approval
from convert.notices.occasions import Occasion
from convert.records import NEEDED, get
from convert.tickets import phases
from convert.tickets.phase_change import change_phase
from convert.tickets.rework import ask_rework
from convert.unit_of_work import UnitOfWork
from store.audience import circle_of, reads
from store.letter_table import Cause
from store.mail import Message
from store.orders import WorkOrder
from store.people import Person
from store.recipients import linked_people
from store.tickets import File, Ticket, TimelineEntry
from store.timeline import Actor, tell
from store.words import ActorKind, CauseKind, Entry, Phase, Visibility


def add_note(
    work: UnitOfWork,
    ticket_id: int | None = None,
    order_id: int | None = None,
    *,
    text: str,
    visible_to: tuple[Visibility, ...] = (),
    silent: bool = False,
    circles: list[str] | None = None,
    message: Message | None = None,
    with_files: bool = False,
    also_to: Sequence[str] = (),
) -> TimelineEntry:
    """Staff note something: internal as it is, or told to those who may see it (a party, on its order).

    circles  of the ticket's people, those it is for; None: all
    message  the mail in which they did, with_files: and its attachments
    also_to  addresses beside the people of the ticket that get what the reporter reads, each in a letter of their own
    """
    order = get(work, WorkOrder, order_id) if order_id else None
    about = ticket_id or (order.ticket_id if order else None)
    ticket = locked_ticket(work, about) if about else None
    files: tuple[File, ...] = ()
    if message and with_files:
        on_ticket = None if order_id else about
        where = {"ticket_id": on_ticket, "order_id": order_id}
        files = files_of_message(work, message, **where, visible_to=visible_to, circles=circles)
    if not files:
        _said(text)
    entry = tell(
        work.session,
        work.actor,
        Entry.COMMENT if visible_to else Entry.NOTE,
        work.now,
        ticket_id=about,
        order_id=order_id,
        visible_to=visible_to,
        circles=circles,
        text=text,
        message_id=message.key if message else None,
        files=[file.key for file in files],
    )
    index_line(work.session, entry)
    occasion = Occasion(entry, ticket=ticket, order=order, text=text)
    if Visibility.REPORTER in visible_to and ticket:
        notify(work, Event.PUBLIC_NOTE, occasion, silent=silent)
        _copy(work, ticket, entry, circles, also_to)
    if Visibility.PARTY in visible_to and order:
        notify(work, Event.PARTY_NOTE, occasion, silent=silent)
    # Whoever writes on a new ticket has begun on it; its people hear of the note, if of anything.
    if ticket and ticket.phase is Phase.NEW and work.actor.id == ticket.responsible_id:
        change_phase(work, ticket, Phase.IN_PROGRESS, note=entry.key)
    return entry


def _copy(
    work: UnitOfWork, ticket: Ticket, entry: TimelineEntry, circles: list[str] | None, also_to: Sequence[str]
) -> None:
    others = beside_circles(work.session, ticket.key, circles, list(also_to))
    put_copies(work, others, entry.text, Cause(CauseKind.ENTRY, entry.key), ticket_id=ticket.key)


def ask_reporter(
    work: UnitOfWork, ticket_id: int, text: str, circles: list[str] | None = None, also_to: Sequence[str] = ()
) -> TimelineEntry:
    """Ask the reporter something; the ticket waits for the answer, which brings it back to its phase. circles: who of
    them is asked, None: all · also_to: as in add_note."""
    ticket = locked_ticket(work, ticket_id)
    _said(text)
    if ticket.phase is not Phase.WAITING_REPORTER:
        if phases.move(ticket.phase, Phase.WAITING_REPORTER, work.actor.kind) is None:
            raise RefusedError("phase", Text("This ticket is solved or closed already; reopen it first."))
        change_phase(work, ticket, Phase.WAITING_REPORTER, circles=circles)
    entry = tell(
        work.session,
        work.actor,
        Entry.COMMENT,
        work.now,
        ticket_id=ticket_id,
        visible_to=(Visibility.REPORTER,),
        circles=circles,
        text=text,
        question=True,
    )
    index_line(work.session, entry)
    notify(work, Event.QUESTION, Occasion(entry, ticket=ticket, text=text))
    _copy(work, ticket, entry, circles, also_to)
    return entry


def comment_by_person(
    work: UnitOfWork,
    ticket_id: int,
    person_id: int,
    text: str,
    message_id: int | None = None,
    uploads: tuple[Upload, ...] = (),
    *,
    why: str = "",
    silent: bool = False,
) -> TimelineEntry:
    """A linked person writes, on their page or by a mail that is proven theirs; an answer ends the waiting for one.

    why  see store.letters.StaffMessage · silent: nobody is told
    """
    ticket, person = locked_ticket(work, ticket_id), get(work, Person, person_id)
    work = work.by(Actor(ActorKind.PERSON, person.name, work.actor.channel, person.key))
    seen = (Visibility.REPORTER,)
    files = _files(work, uploads, message_id, ticket_id=ticket_id, seen=seen)
    if not files:
        _said(text)
    entry = tell(
        work.session,
        work.actor,
        Entry.COMMENT,
        work.now,
        ticket_id=ticket_id,
        visible_to=seen,
        text=text,
        message_id=message_id,
        files=[file.key for file in files],
        why=why,
    )
    index_line(work.session, entry)
    if ticket.phase is Phase.WAITING_REPORTER and _was_asked(work, ticket, person):
        change_phase(work.by(_desk(work)), ticket, ticket.phase_before or Phase.IN_PROGRESS, answer=entry.key)
    if not silent:
        notify(work, Event.PERSON_WROTE, Occasion(entry, ticket=ticket, text=text, files=files, why=why))
    return entry


def _was_asked(work: UnitOfWork, ticket: Ticket, person: Person) -> bool:
    """Whether the ticket waits for this person, too: it was asked of their circle, or without words of all."""
    circle = circle_of(work.session, ticket.key, person.key)
    lines = select(TimelineEntry).where(TimelineEntry.ticket_id == ticket.key).order_by(col(TimelineEntry.id).desc())
    asked = []
    for line in work.session.exec(lines.where(TimelineEntry.actor_kind == ActorKind.STAFF)):
        if line.kind is Entry.PHASE and line.data.get("after") == Phase.WAITING_REPORTER:
            break
        if line.data.get("question"):
            asked.append(line)
    return not asked or any(reads(line, circle) for line in asked)


def comment_by_party(
    work: UnitOfWork,
    order_id: int,
    text: str,
    message_id: int | None = None,
    uploads: tuple[Upload, ...] = (),
    *,
    new_address: str = "",
    why: str = "",
    silent: bool = False,
) -> TimelineEntry:
    """The service party writes; the responsible of the order is told. Nothing changes by it.

    new_address, why  see store.letters.StaffMessage · silent: nobody is told
    """
    order = get(work, WorkOrder, order_id)
    seen = (Visibility.PARTY,)
    files = _files(work, uploads, message_id, order_id=order_id, seen=seen)
    if not files:
        _said(text)
    entry = tell(
        work.session,
        work.actor,
        Entry.COMMENT,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order_id,
        visible_to=seen,
        text=text,
        message_id=message_id,
        files=[file.key for file in files],
        new_address=new_address,
        why=why,
    )
    index_line(work.session, entry)
    if not silent:
        occasion = Occasion(entry, order=order, text=text, files=files, new_address=new_address, why=why)
        notify(work, Event.PARTY_WROTE, occasion)
    return entry


def keep_for_staff(
    work: UnitOfWork,
    message: Message,
    text: str,
    *,
    ticket: Ticket | None = None,
    order: WorkOrder | None = None,
    mark: str,
    why: str = "",
) -> TimelineEntry:
    """Somebody who is not of this thread wrote in it (mark "stranger"), or nobody knows who did ("unproven"): staff
    read it, marked, and decide. Nothing changes by it, and nobody outside reads or hears of it."""
    new_address = message.from_address if mark == "stranger" else ""
    ticket_id, order_id = ticket.key if ticket else None, order.key if order else None
    files = files_of_message(work, message, ticket_id=ticket_id, order_id=order_id)
    entry = tell(
        work.session,
        work.actor,
        Entry.COMMENT,
        work.now,
        ticket_id=order.ticket_id if order else ticket_id,
        order_id=order_id,
        text=text,
        message_id=message.key,
        files=[file.key for file in files],
        new_address=new_address,
        why=why or mark,
        mark=mark,
    )
    index_line(work.session, entry)
    occasion = Occasion(
        entry, ticket=ticket, order=order, text=text, files=files, new_address=new_address, why=why or mark
    )
    if order:
        notify(work, Event.PARTY_WROTE, occasion)
    else:
        notify(work, Event.WROTE_TO_STAFF, occasion)
    return entry


def answer_solved(
    work: UnitOfWork,
    ticket_id: int,
    person_id: int,
    solved: bool,
    text: str = "",
    uploads: tuple[Upload, ...] = (),
    message_id: int | None = None,
) -> Ticket:
    """ "Is het opgelost?" Yes closes the ticket once the last circle says it; no reopens it and asks the service party
    to come back.

    Said again it changes nothing. Raises RefusedError("not_solved_yet", "too_late").
    """
    ticket, person = locked_ticket(work, ticket_id), get(work, Person, person_id)
    work = work.by(Actor(ActorKind.PERSON, person.name, work.actor.channel, person.key))
    if solved and ticket.phase is Phase.CLOSED:
        return ticket
    if ticket.phase not in (Phase.SOLVED, Phase.CLOSED):
        if not solved and ticket.reopened:
            if not _said_before(work, ticket_id, person_id, text):
                comment_by_person(work, ticket_id, person_id, text, message_id, uploads)
            return ticket
        raise RefusedError("not_solved_yet", Text("It is still being worked on; once it is done we will ask you."))
    if not solved and not _may_reopen(work, ticket):
        raise RefusedError("too_late", Text("This ticket was closed long ago; please make a new report."))
    if solved and _others_are_to_agree(work, ticket, person):
        if text.strip() or uploads:
            comment_by_person(work, ticket_id, person_id, text, message_id, uploads)
        tell(
            work.session,
            work.actor,
            Entry.PERSON,
            work.now,
            ticket_id=ticket_id,
            text=person.name,
            change="agreed",
            circle=circle_of(work.session, ticket_id, person_id),
        )
        return ticket
    before = ticket.phase
    files = _files(work, uploads, None, ticket_id=ticket_id, seen=(Visibility.REPORTER,))
    target = Phase.CLOSED if solved else Phase.IN_PROGRESS
    entry = change_phase(
        work, ticket, target, reason=text, reopens=not solved, solved=solved, files=[file.key for file in files]
    )
    entry.message_id = message_id
    event = Event.CLOSED if solved else Event.REOPENED
    occasion = Occasion(entry, ticket=ticket, deed=event, phase_before=before, text=text, files=files)
    notify(work, event, occasion)
    if solved:
        tell_of_approval(work, occasion)
    else:
        ask_rework(work, ticket, text, entry)
    return ticket


def _said_before(work: UnitOfWork, ticket_id: int, person_id: int, text: str) -> bool:
    """Whether these words of theirs are on the ticket already, as after a second press; no words are no news."""
    theirs = select(TimelineEntry.id).where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.text == text)
    by_them = theirs.where(TimelineEntry.actor_kind == ActorKind.PERSON, TimelineEntry.actor_id == person_id)
    return not text.strip() or work.session.exec(by_them).first() is not None


def _others_are_to_agree(work: UnitOfWork, ticket: Ticket, person: Person) -> bool:
    """One reporter speaks for the people of their own report only."""
    people = linked_people(work.session, ticket.key)
    circles = {circle_of(work.session, ticket.key, other.key) for other, _ in people}
    lines = select(TimelineEntry).where(TimelineEntry.ticket_id == ticket.key, TimelineEntry.kind == Entry.PERSON)
    since = lines.where(col(TimelineEntry.at) >= ticket.solved_at) if ticket.solved_at else lines
    agreed = {row.data.get("circle") for row in work.session.exec(since) if row.data.get("change") == "agreed"}
    return bool(circles - agreed - {circle_of(work.session, ticket.key, person.key)})


def _may_reopen(work: UnitOfWork, ticket: Ticket) -> bool:
    window = timedelta(days=work.settings.retention.reopen_days)
    return ticket.closed_at is None or work.now <= ticket.closed_at + window


def _files(
    work: UnitOfWork,
    uploads: tuple[Upload, ...],
    message_id: int | None,
    *,
    ticket_id: int | None = None,
    order_id: int | None = None,
    seen: tuple[Visibility, ...],
) -> tuple[File, ...]:
    files = tuple(
        keep_file(work, upload, ticket_id=ticket_id, order_id=order_id, visible_to=seen) for upload in uploads
    )
    if message_id is None:
        return files
    message = get(work, Message, message_id)
    return files + files_of_message(work, message, ticket_id=ticket_id, order_id=order_id, visible_to=seen)


def _said(text: str) -> None:
    if not text.strip():
        raise InvalidError(text=NEEDED)


def _desk(work: UnitOfWork) -> Actor:
    """What the desk itself does in answer to somebody, by the way they spoke."""
    return Actor(ActorKind.SYSTEM, "", work.actor.channel)
