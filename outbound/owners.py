"""Reminding an owner who was asked about a cost, and telling the responsible when that did not help."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.calendar import WorkingCalendar
from outbound.relevance import OWNERS, waits_for_owner
from outbound.reminders import ESCALATION, OpenOrder, ReminderStep, due
from store.costs import cost_request_of
from store.facts import order_facts
from store.letter_lists import letters_caused_by
from store.letter_table import Cause, Letter
from store.letters import StaffEscalation
from store.order_lists import UNDER_WAY
from store.orders import WorkOrder
from store.outbox import NewLetter, put_letter
from store.people import Contact, Staff
from store.recipients import contact_recipient, staff_recipient
from store.routing import who_answers_for
from store.store import Store
from store.timeline import lines_of_deeds
from store.words import AddressState, CauseKind, Deed, LetterKind, LetterState


def remind_owners(store: Store, settings: Settings, calendar: WorkingCalendar, now: datetime) -> int:
    """Put what is due in the outbox, once a question and step; how many letters. Raises StoreUnavailableError."""
    written = 0
    with store.reading() as session:
        orders = select(WorkOrder).where(col(WorkOrder.state).in_(UNDER_WAY))
        waiting = [_open(session, settings, order) for order in session.exec(orders) if waits_for_owner(order)]
    for each in due(now, waiting, calendar):
        with suppress(IntegrityError), store.writing() as session:  # else another process had the same thought
            order = session.get_one(WorkOrder, each.order_id)
            if letter := _letter(session, settings, order, each.step, calendar, now):
                written += put_letter(session, letter, domain=settings.desk.domain, now=now) is not None
    return written


def _open(session: Session, settings: Settings, order: WorkOrder) -> OpenOrder:
    """From when the owner was asked: the firm may have asked staff long before."""
    lines = lines_of_deeds(session, order.key, Deed.ASK_OWNER)
    letters = letters_caused_by(session, *OWNERS, cause_id=order.key, cause_at=order.cost_request["asked_at"])
    taken = (ESCALATION if letter.cause is CauseKind.OWNER_SILENT else str(letter.cause_step) for letter in letters)
    since = lines[-1].at if lines else datetime.fromisoformat(order.cost_request["asked_at"])
    return OpenOrder(order.key, since, settings.reminders.owner, taken=frozenset(taken))


def _letter(
    session: Session,
    settings: Settings,
    order: WorkOrder,
    step: ReminderStep,
    calendar: WorkingCalendar,
    now: datetime,
) -> NewLetter | None:
    """The question once more; at the end, or where the owner has no address that works, to the responsible."""
    request = cost_request_of(order)
    contact = session.get(Contact, request["owner"]) if request and request["owner"] else None
    if request is None or contact is None or not waits_for_owner(order):
        return None
    reachable = contact.active and contact.address_state is not AddressState.UNDELIVERABLE
    if step.name == ESCALATION or not reachable:
        responsible = who_answers_for(session, order)
        if responsible is None:
            return None
        since = _open(session, settings, order).sent_at
        sent = letters_caused_by(session, CauseKind.OWNER_ASKED, cause_id=order.key, cause_at=request["asked_at"])
        snapshot = StaffEscalation(
            order=order_facts(session, order),
            open_days=calendar.days_between(since, now),
            reminders=sum(letter.state is LetterState.SENT for letter in sent),
            suggestions=[],
            owner=contact.name,
            phone=contact.phone,
        )
        cause = Cause(CauseKind.OWNER_SILENT, order.key, at=request["asked_at"])
        return escalation_letter(order, responsible, snapshot, cause)
    question = select(Letter).where(Letter.order_id == order.key, Letter.contact_id == contact.key)
    first = session.exec(question.where(Letter.kind == LetterKind.OWNER_COST).order_by(col(Letter.id).desc())).first()
    if first is None:
        return None
    owner = contact_recipient(session, settings.secret, now, order, contact)
    return NewLetter(
        kind=LetterKind.OWNER_COST,
        cause=Cause(CauseKind.OWNER_ASKED, order.key, step=step.number, at=request["asked_at"], reader=owner.mark),
        to=owner.to,
        snapshot=first.snapshot | {"reminder": step.number},
        link_id=owner.link_id,
        reply_token=owner.reply_token,
        ticket_id=order.ticket_id,
        order_id=order.key,
    )


def escalation_letter(order: WorkOrder, responsible: Staff, snapshot: StaffEscalation, cause: Cause) -> NewLetter:
    return NewLetter(
        kind=LetterKind.STAFF_ESCALATION,
        cause=cause,
        to=staff_recipient(responsible).to,
        snapshot={**snapshot},
        ticket_id=order.ticket_id,
        order_id=order.key,
    )
