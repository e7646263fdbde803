"""What a machine answered to a letter of ours: a quiet line where the letter belongs.

It does no deed. Where it says that an order's contact is away, the responsible is told once an absence, with what it
means for the dates of the order; and where it comes from the contact's own address, no reminder leaves till the return.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import col, select

from config.settings import Settings
from convert.answers.their_numbers import keep_their_number
from convert.unit_of_work import UnitOfWork
from store.access import Link
from store.facts import order_facts
from store.letter_table import Cause
from store.letters import StaffAbsence
from store.mail import OLDEST_UNTAKEN, Message
from store.message_text import words_of
from store.orders import WorkOrder
from store.outbox import NewLetter, put_letter
from store.people import Contact
from store.recipients import staff_recipient
from store.routing import who_answers_for
from store.store import Store
from store.timeline import CLOCK, Actor, tell
from store.words import ActorKind, Aside, CauseKind, Channel, Entry, LetterKind, MessagePlace, MessageState, OrderState

_TOGETHER = 50
_LONGEST = timedelta(days=92)  # who is away for longer is not waited for
_WAITS = (OrderState.SENT, OrderState.ACCEPTED, OrderState.SCHEDULED, OrderState.ON_SITE, OrderState.ON_HOLD)

_WAITING = (  # built once: that takes longer than the asking
    select(Message)
    .where(Message.state == MessageState.READ, Message.place == MessagePlace.ASIDE)
    .where(Message.aside == Aside.AUTOMATIC, col(Message.taken_at).is_(None))
    .where(col(Message.ticket_id).is_not(None) | col(Message.order_id).is_not(None))
    .order_by(*OLDEST_UNTAKEN)
    .limit(_TOGETHER)
)


def note_automatic_answers(store: Store, settings: Settings, now: datetime) -> int:
    """Leave a line for each automatic answer that was set aside and has a home; how many there were."""
    with store.reading() as session:
        if session.exec(_WAITING).first() is None:
            return 0
    with store.writing() as session:
        messages = session.exec(_WAITING.with_for_update(skip_locked=True)).all()
        for message in messages:
            work = UnitOfWork(session, settings, CLOCK, now)
            _leave_line(work, message)
            if message.order_id:
                keep_their_number(session, message, session.get_one(WorkOrder, message.order_id))
            if message.order_id and "absence" in message.evidence:
                _note_absence(work, message, session.get_one(WorkOrder, message.order_id))
    if messages:
        store.bell.ring("outbox")
    return len(messages)


def _leave_line(work: UnitOfWork, message: Message) -> None:
    kind = ActorKind.PARTY if message.order_id else ActorKind.PERSON
    tell(
        work.session,
        Actor(kind, message.from_name or message.from_address, Channel.EMAIL),
        Entry.AUTOMATIC,
        work.now,
        ticket_id=message.ticket_id,
        order_id=message.order_id,
        text=words_of(message),
        message_id=message.key,
        **{name: value for name, value in message.evidence.items() if name == "absence"},
    )
    message.taken_at = work.now


def _note_absence(work: UnitOfWork, message: Message, order: WorkOrder) -> None:
    link = work.session.get(Link, message.link_id) if message.link_id else None
    contact = work.session.get(Contact, (link and link.contact_id) or order.contact_id)
    absence = message.evidence["absence"]
    back = date.fromisoformat(absence["back"]) if absence["back"] else None
    is_theirs = contact is not None and contact.email == message.from_address
    waits = back is not None and work.today < back <= work.today + _LONGEST
    if contact and is_theirs and back and waits:
        first, last = absence["first"] or work.today.isoformat(), back - timedelta(days=1)
        contact.absence = {"from": first, "to": last.isoformat(), "urgent": absence["urgent"]}
    if order.state in _WAITS and (back is None or work.today < back):
        _tell_responsible(work, message, order, contact, back, pauses=is_theirs and waits)


def _tell_responsible(
    work: UnitOfWork, message: Message, order: WorkOrder, contact: Contact | None, back: date | None, *, pauses: bool
) -> None:
    """Once a return and reader, whichever order the note answered; without a day of return, once a week."""
    responsible = who_answers_for(work.session, order)
    if responsible is None:
        return
    recipient = staff_recipient(responsible)
    snapshot = StaffAbsence(
        order=order_facts(work.session, order),
        name=message.from_name or message.from_address,
        back=back.isoformat() if back else "",
        urgent=message.evidence["absence"]["urgent"],
        text=words_of(message),
        missed=_missed(work, order, back) if back else [],
        pauses=pauses and work.settings.reminders.ladder(order.priority).unit != "minutes",
    )
    letter = NewLetter(
        kind=LetterKind.STAFF_ABSENCE,
        cause=Cause(
            CauseKind.ABSENCE,
            contact.key if contact else 0,
            at=back.isoformat() if back else f"{work.today:%G-W%V}",
            reader=recipient.mark,
        ),
        to=recipient.to,
        snapshot={**snapshot},
        ticket_id=order.ticket_id,
        order_id=order.key,
    )
    put_letter(work.session, letter, domain=work.settings.desk.domain, now=work.now)


def _missed(work: UnitOfWork, order: WorkOrder, back: date) -> list[dict[str, str]]:
    """What was to happen before the return."""
    visit = order.appointment_from.astimezone(work.settings.desk.zone).date() if order.appointment_from else None
    days = {
        "accept": order.accept_before if order.state is OrderState.SENT else None,
        "do": order.do_before,
        "visit": visit if visit and visit >= work.today else None,
    }
    return [{"what": what, "on": day.isoformat()} for what, day in days.items() if day and day < back]
