"""Reminding both who meet of an appointment, on the working day before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select as choose
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.calendar import WorkingCalendar
from outbound.relevance import is_coming, visit_at
from store.facts import THE_CLOCK, for_circle, order_facts, ticket_facts
from store.letter_table import Cause, Letter
from store.letters import Nearness, PartyVisit, VisitReminder
from store.orders import WorkOrder
from store.outbox import NewLetter, put_letter
from store.recipients import is_reachable, recipients_of_order, recipients_of_ticket
from store.slips import appointment_of, slip_of
from store.store import Store
from store.tickets import Ticket
from store.timeline import lines_of_deeds
from store.words import CauseKind, Deed, LetterKind, OrderState

_AHEAD = timedelta(days=14)  # longer than any row of days on which nobody works


def remind_of_visits(store: Store, settings: Settings, now: datetime) -> int:
    """Put what is due in the outbox, once per visit and recipient; how many letters. Raises StoreUnavailableError."""
    calendar = WorkingCalendar(settings.desk.zone, settings.reminders)
    if not settings.reminders.day_before or not calendar.is_open(now):
        return 0
    with store.reading() as session:
        due = [order.key for order in _coming(session, now) if _is_due(session, order, calendar, now)]
    written = 0
    for order_id in due:
        try:
            with store.writing() as session:
                written += _write(session, settings, order_id, now)
        except IntegrityError:
            continue  # another process had the same thought, and its letters are there
    if written:
        store.bell.ring("outbox")
    return written


def _coming(session: Session, now: datetime) -> list[WorkOrder]:
    """Orders with somebody at the door soon of which nobody was reminded yet."""
    soon = select(WorkOrder).where(WorkOrder.state == OrderState.SCHEDULED)
    soon = soon.where(col(WorkOrder.appointment_from) > now, col(WorkOrder.appointment_from) < now + _AHEAD)
    coming = [order for order in session.exec(soon) if is_coming(order, now)]
    reminded = choose(col(Letter.cause_id), col(Letter.cause_at)).where(col(Letter.cause) == CauseKind.VISIT)
    reminded = reminded.where(col(Letter.cause_id).in_([order.key for order in coming]))
    visits = {(order_id, at) for order_id, at in session.execute(reminded)}
    return [order for order in coming if (order.key, visit_at(order)) not in visits]


def _is_due(session: Session, order: WorkOrder, calendar: WorkingCalendar, now: datetime) -> bool:
    """The hour has come, and both knew of the appointment before it: who has just agreed needs no reminder."""
    assert order.appointment_from is not None  # it is coming
    hour = calendar.day_before(order.appointment_from)
    return hour <= now and _agreed_at(session, order) < hour


def _agreed_at(session: Session, order: WorkOrder) -> datetime:
    """When the appointment came to stand as it stands."""
    agreed = lines_of_deeds(session, order.key, Deed.PLAN, Deed.CONFIRM)
    return max((line.at for line in agreed), default=order.created_at)


def _write(session: Session, settings: Settings, order_id: int, now: datetime) -> int:
    order = session.get(WorkOrder, order_id)
    if order is None or not is_coming(order, now):
        return 0  # it was moved or ended just now
    near = _near(order, settings, now)
    letters = [*_to_people(session, settings, order, near, now), *_to_party(session, settings, order, near, now)]
    return sum(put_letter(session, one, domain=settings.desk.domain, now=now) is not None for one in letters)


def _to_people(
    session: Session, settings: Settings, order: WorkOrder, near: Nearness, now: datetime
) -> Iterator[NewLetter]:
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    if ticket is None:
        return
    facts = order_facts(session, order)
    snapshot = VisitReminder(
        ticket=ticket_facts(session, ticket),
        actor=THE_CLOCK,
        next=["visit"],
        order=facts,
        company=facts["company"],
        appointment=appointment_of(order),
        near=near,
    )
    for recipient in recipients_of_ticket(session, settings.secret, now, ticket.key, LetterKind.VISIT_REMINDER):
        yield NewLetter(
            kind=LetterKind.VISIT_REMINDER,
            cause=Cause(CauseKind.VISIT, order.key, at=visit_at(order), reader=recipient.mark),
            to=recipient.to,
            snapshot=for_circle(session, snapshot, ticket.key, recipient.circle, recipient.to.language),
            ticket_id=ticket.key,
            link_id=recipient.link_id,
            reply_token=recipient.reply_token,
        )


def _to_party(
    session: Session, settings: Settings, order: WorkOrder, near: Nearness, now: datetime
) -> Iterator[NewLetter]:
    if not order.reminders or not is_reachable(session, order):
        return
    slip = slip_of(session, order, for_party=True, now=now)
    snapshot = PartyVisit(order=order_facts(session, order), slip=slip, appointment=appointment_of(order), near=near)
    for recipient in recipients_of_order(session, settings.secret, now, order):
        yield NewLetter(
            kind=LetterKind.ORDER_VISIT,
            cause=Cause(CauseKind.VISIT, order.key, at=visit_at(order), reader=recipient.mark),
            to=recipient.to,
            snapshot={**snapshot},
            ticket_id=order.ticket_id,
            order_id=order.key,
            link_id=recipient.link_id,
            reply_token=recipient.reply_token,
        )


def _near(order: WorkOrder, settings: Settings, now: datetime) -> Nearness:
    assert order.appointment_from is not None  # it is coming
    day_of = settings.desk.day_of
    days = (day_of(order.appointment_from) - day_of(now)).days
    return {0: "today", 1: "tomorrow"}.get(days, "later")  # type: ignore[return-value]
