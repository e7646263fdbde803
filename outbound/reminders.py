"""Whom to remind now. Pure: computed from the state of the orders, so that nothing is lost when a clock stood still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.settings import Ladder
from outbound.calendar import Closure, WorkingCalendar

ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order nobody has reacted to, with reminders on.

    sent_at   when this round began
    taken     names of the steps that were taken already
    together  the contact who gets the reminders of one moment in one letter; None: each in a letter of its own
    """

    id: int
    sent_at: datetime
    ladder: Ladder
    closed: tuple[Closure, ...] = ()
    taken: frozenset[str] = frozenset()
    together: int | None = None


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """number: 1, 2, 3 …; the escalation has the number after the last reminder · name: "1", "2", … or ESCALATION"""

    number: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    order_id: int
    step: ReminderStep


def due(now: datetime, orders: Sequence[OpenOrder], calendar: WorkingCalendar) -> list[Due]:
    """What is to be said now: for each order at most one step, the latest whose time has come.

    When the desk stood still over several steps, the older ones are passed over: one late reminder, never two. Nothing
    is said outside the sending window, or while the company is closed; emergencies know no calendar.
    """
    found = []
    for order in orders:
        ladder = steps(order, calendar)
        passed = [step for step in ladder if step.at <= now]
        # A later step that was said already: the clock was put back, and an older one passed over is past.
        if not passed or any(step.name in order.taken for step in ladder[len(passed) - 1 :]):
            continue
        if order.ladder.unit == "minutes" or calendar.is_open(now, order.closed):
            found.append(Due(order.id, passed[-1]))
    return found


def bundles(found: Sequence[Due], orders: Mapping[int, OpenOrder]) -> list[list[Due]]:
    """What leaves in one letter each. Only reminders by working days travel together: what hurries is read alone."""
    bundled: dict[tuple[str, int], list[Due]] = {}
    for one in found:
        order = orders[one.order_id]
        joins = order.together and one.step.name != ESCALATION and order.ladder.unit == "working_days"
        key = ("contact", order.together or 0) if joins else ("order", order.id)
        bundled.setdefault(key, []).append(one)
    return list(bundled.values())


def steps(order: OpenOrder, calendar: WorkingCalendar) -> tuple[ReminderStep, ...]:
    """The whole ladder of an order, from its own beginning: the reminders, then the escalation."""
    reminders = [
        ReminderStep(number, str(number), _after(order, units, calendar))
        for number, units in enumerate(order.ladder.after, start=1)
    ]
    return (*reminders, ReminderStep(len(reminders) + 1, ESCALATION, _after(order, order.ladder.escalate, calendar)))


def _after(order: OpenOrder, units: int, calendar: WorkingCalendar) -> datetime:
    match order.ladder.unit:
        case "working_days":
            return calendar.after_days(order.sent_at, units, order.closed)
        case "working_hours":
            return calendar.after_hours(order.sent_at, units, order.closed)
        case "minutes":
            return order.sent_at + timedelta(minutes=units)
