"""Reminding service parties that have not reacted, and telling the responsible when that did not help (R32 to R34)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select as choose
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.calendar import WorkingCalendar, closures_of
from outbound.digests import put_together
from outbound.owners import escalation_letter, remind_owners
from outbound.relevance import may_remind, reached_nobody
from outbound.reminders import ESCALATION, OpenOrder, ReminderStep, bundles, due, steps
from outbound.suggestions import firms_for
from store.builders_holidays import builders_holiday
from store.facts import THE_CLOCK, for_circle, order_facts, ticket_facts
from store.letter_lists import letters_caused_by
from store.letter_table import Cause, Letter
from store.letters import PartyProgress, PartyReminder, StaffEscalation
from store.orders import WorkOrder
from store.outbox import NewLetter, put_letter
from store.people import Company, Contact
from store.recipients import recipients_of_order, recipients_of_ticket
from store.routing import who_answers_for
from store.rows import rows_by_id
from store.slips import appointment_of, slip_of
from store.store import Store
from store.tickets import Ticket
from store.words import CauseKind, LetterKind, LetterState, OrderState


def remind(store: Store, settings: Settings, now: datetime) -> int:
    """Put what is due in the outbox, once per order, round and step; how many letters. Raises StoreUnavailableError.

    What one contact is reminded of at one moment goes in one letter, where the firm or the desk has it so.

    It can be asked at any time, by any number of processes, and after any pause.
    """
    calendar = WorkingCalendar(settings.desk.zone, settings.reminders)
    with store.reading() as session:
        sent = session.exec(_SENT).all()
        # In hand for all of them: asked for one by one they were nearly all that a round cost.
        companies = rows_by_id(session, Company, (order.company_id for order in sent))
        contacts = rows_by_id(session, Contact, (order.contact_id for order in sent))
        unanswered = [order for order in sent if may_remind(session, order)]
        taken = _taken(session, unanswered)
        orders = {
            order.key: _open(
                order,
                companies.get(order.company_id or 0),
                contacts.get(order.contact_id or 0),
                taken[order.key, order.round],
                settings,
            )
            for order in unanswered
        }
        lost = [order.key for order in sent if reached_nobody(session, order)]
    written = 0
    for bundle in bundles(due(now, list(orders.values()), calendar), orders):
        with suppress(IntegrityError), store.writing() as session:  # else another process had the same thought
            letters = [
                letter
                for one in bundle
                for letter in _write(session, settings, calendar, orders[one.order_id], one.step, now)
            ]
            if len(bundle) > 1:
                put_together(session, settings, letters, now)
            written += len(letters)
    written += _keep_after(store, settings, calendar, lost, now) + remind_owners(store, settings, calendar, now)
    if written:
        store.bell.ring("outbox")
    return written


def _keep_after(store: Store, settings: Settings, calendar: WorkingCalendar, lost: list[int], now: datetime) -> int:
    """Each working day, at the hour of sending, the responsible hears of an order that reached nobody, until somebody
    acts; the first time on the day after it came back."""
    hour = now.astimezone(settings.desk.zone)
    if not calendar.is_open(now) or hour.time() < settings.reminders.at:
        return 0
    today, written = hour.date(), 0
    for order_id in lost:
        with suppress(IntegrityError), store.writing() as session:  # else another process had the same thought
            order = session.get_one(WorkOrder, order_id)
            letters = letters_caused_by(session, CauseKind.UNREACHED, CauseKind.RETURN_ON_ORDER, cause_id=order_id)
            days = {settings.desk.day_of(letter.created_at) for letter in letters}
            days.add(settings.desk.day_of(order.sent_at or now))
            if reached_nobody(session, order) and today not in days:
                open_days = calendar.days_between(order.sent_at or now, now)
                cause = Cause(CauseKind.UNREACHED, order.key, order.round, at=today.isoformat())
                for letter in _escalation(session, settings, order, open_days, cause, now):
                    written += put_letter(session, letter, domain=settings.desk.domain, now=now) is not None
    return written


# Built once: that takes longer than the asking.
_SENT = select(WorkOrder).where(WorkOrder.state == OrderState.SENT, col(WorkOrder.reminders).is_(True))


def _open(
    order: WorkOrder, company: Company | None, contact: Contact | None, taken: frozenset[str], settings: Settings
) -> OpenOrder:
    return OpenOrder(
        id=order.key,
        sent_at=order.sent_at or order.created_at,
        ladder=settings.reminders.ladder(order.priority),
        closed=closures_of([*(company.closures if company else ()), *([contact.absence] if contact else ())]),
        taken=taken,
        together=contact.key if contact and _wants_one_letter(company, settings) else None,
    )


def _wants_one_letter(company: Company | None, settings: Settings) -> bool:
    return company.digest == "yes" if company and company.digest else settings.reminders.digest


def _taken(session: Session, orders: list[WorkOrder]) -> dict[tuple[int, int], frozenset[str]]:
    """The steps that were taken, by order and round."""
    steps = defaultdict[tuple[int, int], set[str]](set)
    asked = _STEPS.where(col(Letter.cause_id).in_([order.key for order in orders]))
    for cause, order_id, round_, step in session.execute(asked):
        steps[order_id, round_].add(_step_of(cause, step))
    return defaultdict(frozenset, {which: frozenset(taken) for which, taken in steps.items()})


_ON_THE_LADDER = (CauseKind.REMINDER, CauseKind.ESCALATION)
_STEP = (col(Letter.cause), col(Letter.cause_id), col(Letter.cause_round), col(Letter.cause_step))
_STEPS = choose(*_STEP).where(col(Letter.cause).in_(_ON_THE_LADDER))


def _written(session: Session, order: WorkOrder) -> list[Letter]:
    return letters_caused_by(session, *_ON_THE_LADDER, cause_id=order.key, cause_round=order.round)


def _step_of(cause: CauseKind, step: int) -> str:
    return ESCALATION if cause is CauseKind.ESCALATION else str(step)


def _write(
    session: Session, settings: Settings, calendar: WorkingCalendar, waits: OpenOrder, step: ReminderStep, now: datetime
) -> list[Letter]:
    order = session.get(WorkOrder, waits.id)
    if order is None or not may_remind(session, order) or order.sent_at != waits.sent_at:
        return []  # somebody reacted just now
    open_days = calendar.days_between(waits.sent_at, now)
    if step.name == ESCALATION:
        cause = Cause(CauseKind.ESCALATION, order.key, order.round)
        letters = [
            *_escalation(session, settings, order, open_days, cause, now),
            *_delays(session, settings, order, now),
        ]
    else:
        letters = [*_reminder(session, settings, order, step, steps(waits, calendar), open_days, now)]
    put = (put_letter(session, one, domain=settings.desk.domain, now=now) for one in letters)
    return [letter for letter in put if letter]


def _reminder(
    session: Session,
    settings: Settings,
    order: WorkOrder,
    step: ReminderStep,
    ladder: tuple[ReminderStep, ...],
    open_days: int,
    now: datetime,
) -> Iterator[NewLetter]:
    slip = slip_of(session, order, for_party=True, now=now)
    last = len(ladder) - 1
    snapshot: PartyReminder = {
        "order": order_facts(session, order),
        "slip": slip,
        "step": step.number,
        "of": last,
        "last": step.number == last,
        "open_days": open_days,
        "told": slip["responsible"]["name"],
        "told_on": ladder[-1].at.isoformat(),
    }
    for recipient in recipients_of_order(session, settings.secret, now, order):
        yield NewLetter(
            kind=LetterKind.ORDER_REMINDER,
            cause=Cause(CauseKind.REMINDER, order.key, order.round, step.number),
            to=recipient.to,
            snapshot={**snapshot},
            ticket_id=order.ticket_id,
            order_id=order.key,
            link_id=recipient.link_id,
            reply_token=recipient.reply_token,
        )


def _escalation(
    session: Session, settings: Settings, order: WorkOrder, open_days: int, cause: Cause, now: datetime
) -> Iterator[NewLetter]:
    responsible = who_answers_for(session, order)
    if responsible is None:
        return  # nobody works here any more
    left = rows_by_id(session, Letter, [letter.folded_into_id or letter.id for letter in _written(session, order)])
    snapshot = StaffEscalation(
        order=order_facts(session, order),
        open_days=open_days,
        reminders=sum(letter.state == LetterState.SENT for letter in left.values()),
        suggestions=firms_for(session, order),
    )
    contact = session.get(Contact, order.contact_id) if order.contact_id else None
    company, today = session.get(Company, order.company_id), settings.desk.day_of(now)
    snapshot["phone"] = (contact.phone if contact else "") or (company.phone if company else "")
    holiday = builders_holiday(company.region, today, settings.reminders) if company else None
    if holiday and holiday.first <= today:
        days = (holiday.first.isoformat(), holiday.last.isoformat())
        snapshot["holiday"] = {"region": holiday.region.value, "first": days[0], "last": days[1]}
    if cause.kind is CauseKind.UNREACHED:
        snapshot["unreached"] = contact.email if contact else order.company_name
    yield escalation_letter(order, responsible, snapshot, cause)


def _delays(session: Session, settings: Settings, order: WorkOrder, now: datetime) -> Iterator[NewLetter]:
    """The people of its ticket hear that it takes longer, where the desk's settings say so (reminders.delay_letter)."""
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    if ticket is None or not settings.reminders.delay_letter:
        return
    facts = order_facts(session, order)
    snapshot = PartyProgress(
        ticket=ticket_facts(session, ticket),
        actor=THE_CLOCK,
        next=["staff_works"],
        order=facts,
        deed="",
        company=facts["company"],
        appointment=appointment_of(order),
        confirm=False,
        held_until=None,
        held_for="",
    )
    for recipient in recipients_of_ticket(session, settings.secret, now, ticket.key, LetterKind.DELAY):
        yield NewLetter(
            kind=LetterKind.DELAY,
            cause=Cause(CauseKind.DELAY, order.key, order.round, reader=recipient.mark),
            to=recipient.to,
            snapshot=for_circle(session, snapshot, ticket.key, recipient.circle, recipient.to.language),
            ticket_id=ticket.key,
            link_id=recipient.link_id,
            reply_token=recipient.reply_token,
        )
