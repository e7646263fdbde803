"""A press under an invitation: an answer to its time, and never to anything else."""

from __future__ import annotations

from ingest.intents.appointments import ZONE, ReadAppointment
from ingest.intents.intent import Intent
from ingest.mail import CalendarAnswer

_SUITS = {"accepted": "yes", "declined": "no", "counter": "other"}


def read_press(answer: CalendarAnswer, sender: str) -> Intent:
    """Whether the time suits, and which time it is about. Who answers for somebody else answers nothing."""
    if answer.attendee != sender.lower():
        return Intent(why="calendar_of_another")
    starts = answer.starts.astimezone(ZONE) if answer.starts else None
    ends = answer.ends.astimezone(ZONE) if answer.ends else None
    suits = _SUITS.get(answer.status, "")
    if not suits or (starts is None and suits != "no"):
        return Intent(why="calendar_unclear")
    days: tuple[ReadAppointment, ...] = ()
    if starts and suits != "no":
        days = (ReadAppointment(starts.date(), starts.time(), ends.time() if ends else None, ""),)
    return Intent(why="calendar", appointments=days, suits=suits)
