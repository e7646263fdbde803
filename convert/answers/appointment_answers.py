"""What the occupant answers to a proposed time: this suits, that one, another day. Only the occupant confirms entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlmodel import col, select

from config.language import say_day
from convert.answers.meaning import intent_of, word_sent_to
from convert.errors import InvalidError, RefusedError
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.orders.perform import answer_appointment
from convert.tickets.comments import comment_by_person
from convert.unit_of_work import UnitOfWork
from store.access import Link
from store.deed_marks import time_of
from store.letter_table import Letter
from store.mail import Message
from store.order_lists import orders_of_ticket
from store.orders import WorkOrder
from store.slips import Slot, appointment_of
from store.tickets import Ticket
from store.words import OrderState

_STANDS = ("proposed", "confirmed")
_MEETING = (OrderState.ACCEPTED, OrderState.SCHEDULED)


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """yes: a time is agreed, `slot` (from 1) where several are offered, 0 with several: which is to be asked
    other: the days that suit better, as the intent has them"""

    yes: bool
    slot: int = 0
    other: tuple[Mapping[str, Any], ...] = ()


def take_slot_answer(work: UnitOfWork, message: Message, ticket: Ticket, person_id: int, link: Link, text: str) -> bool:
    """Confirm or decline the time this message answers; whether it did. Clear words, from a known address by our mark,
    about a time that still stands as it stood in the letter that is answered."""
    order = _asked_about(work, message, ticket)
    if order is None:
        return False
    word = word_sent_to(work, message, link, time_of(appointment_of(order)))
    intent = intent_of(message) if message.cut_is_sure and not message.evidence.get("deed_marks") else {}
    answer = _BY_ADDRESS.get(word) or read_slot_answer(intent, order, work)
    if answer is None:
        return False
    if answer.yes and len(order.slots) > 1 and not answer.slot:
        entry = comment_by_person(work, ticket.key, person_id, text, message_id=message.key)
        notify(work, Event.WHICH_SLOT, Occasion(entry, ticket=ticket, order=order, person_id=person_id))
        return True
    words = ", ".join(_in_words(day, work) for day in answer.other)
    try:
        answer_appointment(work, order.key, person_id, answer.yes, words, slot=answer.slot, message_id=message.key)
    except (RefusedError, InvalidError):
        return False
    return True


_BY_ADDRESS = {
    "suits": SlotAnswer(yes=True),
    "unsuited": SlotAnswer(yes=False),
    **{f"slot_{number}": SlotAnswer(yes=True, slot=number) for number in (1, 2, 3)},
}


def read_slot_answer(intent: Mapping[str, Any], order: WorkOrder, work: UnitOfWork) -> SlotAnswer | None:
    """What the words mean for what is proposed; None where a person has to read them."""
    suits, days = intent.get("suits", ""), [day for day in intent.get("appointments", ()) if day["date"]]
    chooses = intent.get("deed") == "choose_slot" and intent.get("sure")
    if suits in ("no", "other"):
        better = tuple(days) if suits == "other" else ()
        return SlotAnswer(yes=False, other=better)
    if order.appointment_state != "proposed" or not (suits == "yes" or chooses):
        return None
    if number := intent.get("slot", 0):
        offered = len(order.slots) or 1
        return SlotAnswer(yes=True, slot=number) if number <= offered else None
    if not days:
        return SlotAnswer(yes=True) if suits == "yes" else None
    fitting = [number for number, slot in enumerate(_offered(order), 1) if all(_fits(day, slot, work) for day in days)]
    if len(days) > 1 or not fitting:
        return None
    return SlotAnswer(yes=True, slot=fitting[0] if len(fitting) == 1 else 0)


def _asked_about(work: UnitOfWork, message: Message, ticket: Ticket) -> WorkOrder | None:
    """The one order of the ticket with a time to answer; None where the letter that is answered spoke of another."""
    orders = [order for order in orders_of_ticket(work.session, ticket.key) if order.state in _MEETING]
    standing = [order for order in orders if order.appointment_state in _STANDS]
    if len(standing) != 1:
        return None
    (order,) = standing
    letter = work.session.exec(select(Letter).where(Letter.mail_id == message.in_reply_to)).first()
    if letter is None:  # by the reply address alone: what stands now is what was asked last
        return order if order.appointment_state == "proposed" else None
    folded = work.session.exec(select(Letter).where(col(Letter.folded_into_id) == letter.key)).all()
    offered = [each.snapshot["appointment"] for each in (letter, *folded) if "appointment" in each.snapshot]
    return order if any(_is_same(one, appointment_of(order)) for one in offered) else None


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _moments(one) == _moments(other)


def _moments(appointment: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes it this time and no other, however its zone is written."""
    edges = (appointment.get(name) for name in ("starts", "ends"))
    known = [datetime.fromisoformat(edge) if edge else None for edge in edges]
    return known, appointment.get("text") or "", appointment.get("slots") or []


def _offered(order: WorkOrder) -> list[Slot]:
    if order.slots:
        return appointment_of(order).get("slots", [])
    starts, ends = order.appointment_from, order.appointment_to
    if starts is None:
        return [Slot(starts=order.appointment_text, ends=None)]  # a day without its hour, or words
    return [Slot(starts=starts.isoformat(), ends=ends.isoformat() if ends else None)]


def _fits(day: Mapping[str, Any], slot: Slot, work: UnitOfWork) -> bool:
    """The day that is named is the slot's, and the hour, where one is named, lies in it."""
    zone = work.settings.desk.zone
    if "T" not in slot["starts"]:
        return bool(day["date"] == slot["starts"] and not day["from"])
    starts = datetime.fromisoformat(slot["starts"]).astimezone(zone)
    ends = datetime.fromisoformat(slot["ends"]).astimezone(zone) if slot["ends"] else starts
    if day["date"] != starts.date().isoformat():
        return False
    hour = time.fromisoformat(day["from"]) if day["from"] else starts.time()
    return starts.time() <= hour <= ends.time()


def _in_words(day: Mapping[str, Any], work: UnitOfWork) -> str:
    """The day that suits better, and not the sentence it stands in: what a tenant writes is not the firm's to read."""
    named = say_day(date.fromisoformat(day["date"]), work.settings.desk.language)
    hours = "–".join(filter(None, (day["from"], day["to"])))
    return f"{named} {hours}".strip()
