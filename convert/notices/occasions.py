"""One event on the timeline, and what there is to tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from store.orders import WorkOrder
from store.tickets import File, Ticket, TimelineEntry


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event on the timeline, and what there is to tell of it beside the ticket and the order themselves."""

    entry: TimelineEntry
    ticket: Ticket | None = None
    order: WorkOrder | None = None
    text: str = ""
    reason: str = ""
    phase_before: str = ""
    state_before: str = ""
    deed: str = ""
    by_mail: bool = False
    lacks_photo: bool = False
    can_undo: bool = False
    changes: tuple[str, ...] = ()
    into: Ticket | None = None
    files: tuple[File, ...] = ()
    urgent_words: tuple[str, ...] = ()
    new_address: str = ""
    why: str = ""
    step: int = 1
    more: tuple[str, ...] = ()
    joins: bool = False
    by_stranger: bool = False
    due_on: date | None = None
    speaker: TimelineEntry | None = None  # whose words it tells, where staff only passed them on
    person_id: int | None = None
    assignee_id: int | None = None
    owner_id: int | None = None  # the owner's contact who is asked about the cost
    beside: tuple[Ticket, ...] = ()  # opened from the same mail, and told in the same letter
    wait: timedelta = timedelta()  # how long its letters may be taken back, beside those of the matrix that wait
    only: frozenset[int] | None = None  # the people it is told to, None: all of the ticket's


def ticket_of(occasion: Occasion) -> Ticket:
    if occasion.ticket is None:
        raise ValueError("an occasion of a ticket without its ticket")
    return occasion.ticket


def order_of(occasion: Occasion) -> WorkOrder:
    if occasion.order is None:
        raise ValueError("an occasion of a work order without its order")
    return occasion.order
