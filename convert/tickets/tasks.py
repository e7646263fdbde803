"""What staff must do: tasks on a ticket, each somebody's."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from convert.locks import locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import NEEDED, get
from convert.unit_of_work import InvalidError, Turn
from store.desk import Task, Ticket, TimelineEntry
from store.people import Staff
from store.timeline import tell
from store.words import ActorKind, Entry


def add_task(turn: Turn, ticket_id: int, text: str, assignee_id: int, due_on: date | None = None) -> Task:
    """Leave a task for a member of staff, who is told (unless they left it for themselves)."""
    ticket, assignee = get(turn, Ticket, ticket_id), get(turn, Staff, assignee_id)
    if not text.strip():
        raise InvalidError(text=NEEDED)
    task = Task(
        ticket_id=ticket_id,
        text=text.strip(),
        assignee_id=assignee_id,
        due_on=due_on,
        created_at=turn.now,
        created_by=turn.actor.id if turn.actor.kind is ActorKind.STAFF else None,
    )
    turn.session.add(task)
    turn.session.flush()
    entry = _tell(turn, task, "added", assignee=assignee.name)
    notify(
        turn,
        Event.TASK,
        Occasion(entry, ticket=ticket, text=task.text, due_on=due_on, assignee_id=assignee_id),
    )
    return task


def finish_task(turn: Turn, task_id: int, done: bool = True) -> Task:
    """Done, or after all not done; saying it twice changes nothing."""
    locked_ticket(turn, get(turn, Task, task_id).ticket_id)
    task = turn.session.get_one(Task, task_id, populate_existing=True)
    if bool(task.done_at) != done:
        task.done_at = turn.now if done else None
        _tell(turn, task, "done" if done else "undone")
    return task


def open_tasks(session: Session, ticket_id: int) -> list[Task]:
    """What is not done yet: closing the ticket asks to look at these first."""
    return list(
        session.exec(
            select(Task).where(Task.ticket_id == ticket_id, col(Task.done_at).is_(None)).order_by(col(Task.id))
        )
    )


def _tell(turn: Turn, task: Task, change: str, assignee: str = "") -> TimelineEntry:
    return tell(
        turn.session,
        turn.actor,
        Entry.TASK,
        turn.now,
        ticket_id=task.ticket_id,
        text=task.text,
        task_id=task.key,
        change=change,
        assignee=assignee,
    )
