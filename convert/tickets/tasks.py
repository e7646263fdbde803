"""What staff must do: tasks on a ticket, each somebody's."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from convert.errors import InvalidError
from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import NEEDED, get
from convert.unit_of_work import UnitOfWork
from store.people import Staff
from store.tickets import Task, Ticket, TimelineEntry
from store.timeline import tell
from store.words import Entry


def add_task(work: UnitOfWork, ticket_id: int, text: str, assignee_id: int, due_on: date | None = None) -> Task:
    """Leave a task for a member of staff, who is told (unless they left it for themselves)."""
    ticket, assignee = get(work, Ticket, ticket_id), get(work, Staff, assignee_id)
    if not text.strip():
        raise InvalidError(text=NEEDED)
    task = Task(
        ticket_id=ticket_id,
        text=text.strip(),
        assignee_id=assignee_id,
        due_on=due_on,
        created_at=work.now,
    )
    work.session.add(task)
    work.session.flush()
    entry = _tell(work, task, "added", assignee=assignee.name)
    notify(
        work,
        Event.TASK,
        Occasion(entry, ticket=ticket, text=task.text, due_on=due_on, assignee_id=assignee_id),
    )
    return task


def finish_task(work: UnitOfWork, task_id: int, done: bool = True) -> Task:
    """Done, or after all not done; saying it twice changes nothing."""
    locked_ticket(work, get(work, Task, task_id).ticket_id)
    task = work.session.get_one(Task, task_id, populate_existing=True)
    if bool(task.done_at) != done:
        task.done_at = work.now if done else None
        _tell(work, task, "done" if done else "undone")
    return task


def open_tasks(session: Session, ticket_id: int) -> list[Task]:
    """What is not done yet: closing the ticket asks to look at these first."""
    return list(
        session.exec(
            select(Task).where(Task.ticket_id == ticket_id, col(Task.done_at).is_(None)).order_by(col(Task.id))
        )
    )


def _tell(work: UnitOfWork, task: Task, change: str, assignee: str = "") -> TimelineEntry:
    return tell(
        work.session,
        work.actor,
        Entry.TASK,
        work.now,
        ticket_id=task.ticket_id,
        text=task.text,
        task_id=task.key,
        change=change,
        assignee=assignee,
    )
