"""A linked person whom no letter reaches is told by hand: a task for the responsible instead of silence (R22)."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from config.words import Text
from convert.causes import caused_lines
from convert.unit_of_work import UnitOfWork
from store.people import Person, PersonAddress, Staff
from store.tickets import Task, Ticket, TimelineEntry
from store.timeline import Actor, tell
from store.words import ActorKind, Channel, Entry, LetterKind

# What to tell; a task is written in the language of the responsible, a line of the timeline read in the reader's.
TELL: dict[LetterKind, Text] = {
    LetterKind.TICKET_RECEIVED: Text("the report is registered"),
    LetterKind.PHOTO_QUESTIONS: Text("ask what the photos show"),
    LetterKind.TICKET_FOLLOWING: Text("they follow this ticket now"),
    LetterKind.TICKET_PHASE: Text("the phase has changed"),
    LetterKind.TICKET_COMMENT: Text("there is a message"),
    LetterKind.TICKET_QUESTION: Text("there is a question to answer"),
    LetterKind.TICKET_REJECTED: Text("the ticket is rejected, with the reason"),
    LetterKind.TICKET_MERGED: Text("the ticket is merged"),
    LetterKind.TICKET_REOPENED: Text("the ticket is reopened"),
    LetterKind.TICKET_CLOSED: Text("the ticket is closed"),
    LetterKind.PARTY_ENGAGED: Text("a firm has been engaged"),
    LetterKind.PARTY_ACCEPTED: Text("the firm has accepted the job"),
    LetterKind.APPOINTMENT: Text("there is an appointment; ask if it suits"),
    LetterKind.VISIT_REMINDER: Text("somebody comes on the next working day"),
    LetterKind.DELAY: Text("it takes longer"),
    LetterKind.ON_HOLD: Text("the work waits or continues"),
    LetterKind.SOLVED_QUESTION: Text("ask whether it is solved"),
    LetterKind.SAFETY: Text("EMERGENCY: call at once"),
}
# Who phones or stands at the counter hears the number on the spot.
_IN_PERSON = (Channel.PHONE, Channel.COUNTER, Channel.OWN)


_BY_HAND = "by_hand"  # the change of a line on the timeline: one thing to tell, and the event that it is about


def leave_task(work: UnitOfWork, ticket: Ticket, person: Person, kind: LetterKind, cause: TimelineEntry) -> bool:
    """One open task a person and ticket; what happens later is added to it. Whether there is something to tell."""
    if kind is LetterKind.TICKET_RECEIVED and ticket.channel in _IN_PERSON:
        return False
    staff = work.session.get_one(Staff, ticket.responsible_id)
    task = work.session.exec(
        select(Task).where(Task.ticket_id == ticket.key, Task.person_id == person.key, col(Task.done_at).is_(None))
    ).first()
    if task is None:
        task = Task(ticket_id=ticket.key, text="", assignee_id=staff.key, created_at=work.now, person_id=person.key)
        work.session.add(task)
        work.session.flush()
    what = TELL[kind].in_(staff.language)
    _line(work, task, _BY_HAND, what, person=person.name, cause=cause.key, letter=kind.value)
    _write(work, task)
    return True


def withdraw_tasks(work: UnitOfWork, undone: TimelineEntry) -> None:
    """What was undone need not be told: it goes from the tasks it stands in, and a task that says nothing else ends."""
    for line in caused_lines(work, Entry.TASK, undone):
        line.undone_at = work.now
        task = work.session.get_one(Task, line.data["task_id"])
        if task.done_at:
            continue
        if _things_to_tell(work, task):
            _write(work, task)
        else:
            task.done_at = work.now
            _line(work, task, "withdrawn", task.text)


def _write(work: UnitOfWork, task: Task) -> None:
    """The task's words, from the lines that still stand."""
    person, staff = work.session.get_one(Person, task.person_id), work.session.get_one(Staff, task.assignee_id)
    phone = f" ({person.phones[0]})" if person.phones else ""
    dead = work.session.exec(select(PersonAddress.id).where(PersonAddress.person_id == person.key)).first()
    words = Text("Mail does not arrive: telephone %(name)s") if dead else Text("No mail address: tell %(name)s")
    lead = words.filled(name=f"{person.name}{phone}").in_(staff.language)
    task.text = f"{lead}: {'; '.join(_things_to_tell(work, task))}"
    work.session.flush()


def _things_to_tell(work: UnitOfWork, task: Task) -> list[str]:
    here = (col(Ticket.id) == task.ticket_id) | (
        col(Ticket.merged_into_id) == task.ticket_id
    )  # it came along in a merge
    tickets = select(Ticket.id).where(here)
    lines = select(TimelineEntry).where(col(TimelineEntry.ticket_id).in_(tickets), TimelineEntry.kind == Entry.TASK)
    rows = work.session.exec(lines.where(col(TimelineEntry.undone_at).is_(None)).order_by(col(TimelineEntry.id)))
    return [row.text for row in rows if row.data.get("change") == _BY_HAND and row.data["task_id"] == task.key]


def _line(work: UnitOfWork, task: Task, change: str, text: str, **data: Any) -> None:
    system, about = Actor(ActorKind.SYSTEM, "", work.actor.channel), task.ticket_id
    tell(
        work.session, system, Entry.TASK, work.now, ticket_id=about, text=text, task_id=task.key, change=change, **data
    )
