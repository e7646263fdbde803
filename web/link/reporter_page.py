"""The reporter's page: where the report stands, like following a parcel, and what was said. Never a log-in, never
anything internal, never anybody else's words or name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_appointment
from convert.errors import InvalidError, MissingError
from convert.tickets.rework import reads_what_is_wrong
from store.audience import own_circle, tickets_on
from store.facts import YOUR_REPORT
from store.order_lists import orders_of_ticket
from store.orders import WorkOrder
from store.people import Company, Person, Staff, Unit
from store.recipients import is_linked
from store.tickets import Ticket, TimelineEntry
from store.timeline import timeline_of
from store.wording import LETTERS_WANTED
from store.words import Entry, OrderState, Phase, Visibility
from web.link.conversation import talk_shown
from web.link.link_access import LinkAccess
from web.link.party_page import appointment_words, has_appointment
from web.rendering import public_page
from web.typed import Typed

_NEVER_BEGAN = (OrderState.DRAFT, OrderState.REFUSED, OrderState.HANDED_BACK, OrderState.WITHDRAWN, OrderState.LAPSED)
_ENDED = (Phase.SOLVED, Phase.CLOSED)


@dataclass(frozen=True, slots=True)
class ReporterStory:
    """What a reporter's page is about: their own report, and the one that goes on with it where it was merged."""

    own: Ticket
    live: Ticket
    orders: tuple[WorkOrder, ...]

    @property
    def is_merged(self) -> bool:
        return self.own.id != self.live.id


def story_of(access: LinkAccess, session: Session) -> ReporterStory:
    own = live = session.get_one(Ticket, access.link.ticket_id)
    while live.merged_into_id and is_linked(session, live.merged_into_id, access.actor.id):
        live = session.get_one(Ticket, live.merged_into_id)
    orders = tuple(order for order in orders_of_ticket(session, live.key) if order.state not in _NEVER_BEGAN)
    return ReporterStory(own, live, orders)


def reporter_page(
    access: LinkAccess,
    session: Session,
    *,
    typed: Typed | None = None,
    at: str = "",
    error: InvalidError | None = None,
) -> Response:
    context, story = access.context, story_of(access, session)
    errors = {name: context.say(words) for name, words in error.fields.items()} if error else {}
    responsible = session.get_one(Staff, story.live.responsible_id)
    unit = session.get(Unit, story.own.unit_id) if story.own.unit_id and is_theirs(access, story.own) else None
    return public_page(
        context,
        "link/reporter.html",
        status=422 if error else 200,
        title=title_of(access, story),
        access=access,
        number=story.own.number,
        place=unit.address_line if unit else "",
        responsible=responsible.name,
        journey=list(journey(access, session, story)),
        appointments=[_appointment(access, session, order) for order in _appointments(story)],
        asks_solved=story.live.phase is Phase.SOLVED,
        may_reopen=_may_reopen(access, story.live),
        firm_reads=reads_what_is_wrong(session, story.live, access.circles),
        question=_question(access, session, story),
        talk=talk_shown(access, session, _entries(access, session, story)),
        letters=session.get_one(Person, access.actor.id).notify,
        letters_wanted=[(key, context.say(words)) for key, words in LETTERS_WANTED.items()],
        at=at,
        typed=typed.kept() if typed else {},
        errors=errors,
    )


def journey(access: LinkAccess, session: Session, story: ReporterStory) -> Iterator[dict[str, Any]]:
    """What parts/steps.html asks of a journey: the steps that were taken, the one it is at, and those to come. What was
    never needed (a firm, an appointment) is left out once it is over."""
    ticket, say = story.live, access.context.say
    reached = _reached(story)
    over = ticket.phase in (*_ENDED, Phase.REJECTED)
    order = story.orders[-1] if story.orders else None
    planned = next((one for one in reversed(story.orders) if _has_time(one)), None)
    company = session.get(Company, order.company_id) if order and order.company_id else None
    steps: list[tuple[str, datetime | None, str]] = [
        (say("Received"), story.own.received_at, say("Your number is %(number)s.", number=story.own.number)),
        (say("Being looked at"), ticket.opened_at, ""),
        (say("With a firm"), order.sent_at if order else None, company.name if company else ""),
        (say("Planned"), None, appointment_words(access, planned) if planned else ""),
    ]
    for place, (word, when, text) in enumerate(steps):
        if over and place > 0 and not (when or text):
            continue
        mark = "past" if over or place < reached else "now" if place == reached else "todo"
        yield {
            "word": word,
            "when": when if mark != "todo" else None,
            "text": text if mark != "todo" else "",
            "mark": mark,
        }
    yield _last_step(access, session, story)


def _reached(story: ReporterStory) -> int:
    """The step it is at: 0 received, 1 looked at, 2 with a firm, 3 planned."""
    ticket = story.live
    if ticket.phase is Phase.SCHEDULED:
        return 3
    if ticket.phase is Phase.WITH_PARTY or story.orders:
        return 2
    return 1 if ticket.opened_at or ticket.phase is not Phase.NEW else 0


def _last_step(access: LinkAccess, session: Session, story: ReporterStory) -> dict[str, Any]:
    ticket, say = story.live, access.context.say
    if ticket.phase is Phase.REJECTED:
        # Who came to the ticket afterwards, with a report of their own, was not told why.
        moves = (entry for entry in _entries(access, session, story) if entry.kind is Entry.PHASE)
        is_told = any(entry.ticket_id == ticket.key and entry.at == ticket.closed_at for entry in moves)
        why = ticket.closing_reason if is_told else ""
        return {"word": say("Not for us"), "when": ticket.closed_at, "text": why, "mark": "now"}
    if ticket.phase is Phase.SOLVED:
        return {"word": say("Reported as solved"), "when": ticket.solved_at, "text": "", "mark": "now"}
    if ticket.phase is Phase.CLOSED:
        when = ticket.solved_at or ticket.closed_at
        return {"word": say("Solved"), "when": when, "text": "", "mark": "now"}
    return {"word": say("Solved"), "when": None, "text": "", "mark": "todo"}


def _appointments(story: ReporterStory) -> list[WorkOrder]:
    """Visits that are proposed or agreed and still to come."""
    if story.live.phase in (*_ENDED, Phase.REJECTED):
        return []
    return [order for order in story.orders if _has_time(order) and not order.completed_at]


def _has_time(order: WorkOrder) -> bool:
    return order.appointment_state in ("proposed", "confirmed")


def _appointment(access: LinkAccess, session: Session, order: WorkOrder) -> dict[str, Any]:
    company = session.get(Company, order.company_id) if order.company_id else None
    return {
        "number": order.number,
        "when": appointment_words(access, order),
        "firm": company.name if company else "",
        "asks": order.appointment_state == "proposed",
        "slots": _slots(access, order) if order.appointment_state == "proposed" else [],
        "calendar": access.path(f"/appointments/{order.number}.ics") if has_appointment(order) else "",
    }


def _slots(access: LinkAccess, order: WorkOrder) -> list[str]:
    """The times to choose from, in words; none where one is offered."""
    language, zone = access.context.language, access.context.settings.desk.zone
    return [say_appointment({"text": "", **slot}, language, zone) for slot in order.slots]


def _question(access: LinkAccess, session: Session, story: ReporterStory) -> str:
    """What we asked and wait for, "" where nothing."""
    if story.live.phase is not Phase.WAITING_REPORTER:
        return ""
    asked = [entry for entry in _entries(access, session, story) if entry.data.get("question")]
    return asked[-1].text if asked else ""


def _may_reopen(access: LinkAccess, ticket: Ticket) -> bool:
    window = timedelta(days=access.context.settings.retention.reopen_days)
    return ticket.phase is Phase.CLOSED and (
        ticket.closed_at is None or access.context.now <= ticket.closed_at + window
    )


def _entries(access: LinkAccess, session: Session, story: ReporterStory) -> list[TimelineEntry]:
    """What their circle reads, of their own report and of what it goes on in."""
    keys = tickets_on(session, story.own.key, access.actor.id or 0)
    read = [timeline_of(session, ticket_id=key, seen_by=Visibility.REPORTER, circles=access.circles) for key in keys]
    return [entry for _, entry in sorted({entry.key: entry for entries in read for entry in entries}.items())]


def title_of(access: LinkAccess, story: ReporterStory) -> str:
    """The title of their report; of one that began on another's there is none."""
    return story.own.title if is_theirs(access, story.own) else access.context.say(YOUR_REPORT)


def is_theirs(access: LinkAccess, ticket: Ticket) -> bool:
    """Whether it is about their own report, so that its title and home are theirs to see."""
    return own_circle(ticket.key) in access.circles


def order_of(access: LinkAccess, session: Session, number: str) -> WorkOrder:
    """The work order with this number, if it is the holder's. Raises MissingError."""
    if access.link.order_id:
        orders: tuple[WorkOrder, ...] = (session.get_one(WorkOrder, access.link.order_id),)
    else:
        orders = story_of(access, session).orders
    for order in orders:
        if order.number == number:
            return order
    raise MissingError
