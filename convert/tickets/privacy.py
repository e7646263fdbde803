"""What somebody asks of their data: a task with the month the law gives (GDPR art. 12.3), and a first answer."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from config.words import Text
from convert.tickets.tasks import add_task
from convert.unit_of_work import UnitOfWork
from store.people import Staff
from store.tickets import Task, Ticket

TITLES = {"erase": Text("Request: delete my data"), "access": Text("Request: see my data")}
_TASKS = {
    "erase": Text("Answer the request to delete data: what is deleted, what must be kept and why (GDPR, one month)"),
    "access": Text("Answer the request to see data: send a copy of what we keep (GDPR, one month)"),
}
_ANSWERS = {
    "erase": Text(
        "We have received your request to delete your data. We look at what we may delete and what the law makes us "
        "keep, and tell you before %(day)s. Until then nothing is deleted."
    ),
    "access": Text(
        "We have received your request to see your data. You get a copy of what we keep about you before %(day)s."
    ),
}


def month_after(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def start_clock(work: UnitOfWork, ticket: Ticket, asks: str, received_at: datetime) -> Task:
    """The task for the responsible, due a month after the request came."""
    due = month_after(received_at.astimezone(work.settings.desk.zone).date())
    language = work.session.get_one(Staff, ticket.responsible_id).language
    return add_task(work, ticket.key, _TASKS[asks].in_(language), ticket.responsible_id, due)


def first_answer(asks: str, due: date, language: str) -> str:
    return _ANSWERS[asks].filled(day=due.strftime("%d-%m-%Y")).in_(language)
