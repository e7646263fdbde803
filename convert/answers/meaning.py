"""What an answer's intent becomes: the deed on an order, what comes with it, and what a sender of each trust may do.

Agreeing to a cost, bank details, withdrawing, deleting and releasing contact data are no deed of any answer: no word
leads to them. That a firm asks for an agreement is: it binds nobody, and people decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from convert.orders.deed_details import DeedDetails
from convert.unit_of_work import UnitOfWork
from store.access import Link
from store.costs import MOST_OPTIONS, options_of
from store.deed_marks import word_of_mark
from store.mail import Message
from store.words import Deed, OrderState, RefusalReason, Trust

_ANY = (Deed.ACCEPT, Deed.REFUSE, Deed.ASK_HAND_BACK, Deed.PLAN, Deed.START, Deed.MISSED, Deed.ASK_COST)
# What a mail may do by how far its sender is trusted (docs/answers.md). Completing tells the tenant: it asks more
# than a known address. V1 is a colleague whose address is new: what he does is flagged.
MAY: dict[Trust, tuple[Deed, ...]] = {
    Trust.V0: (),
    Trust.V1: (*_ANY, Deed.COMPLETE),
    Trust.V2: _ANY,
    Trust.V3: (*_ANY, Deed.COMPLETE),
}

# A known address, by our token or reference: what such a mail says counts as its sender's word.
PROVEN = (Trust.V2, Trust.V3)

_DEEDS = {
    "accept": Deed.ACCEPT,
    "refuse": Deed.REFUSE,
    "hand_back": Deed.REFUSE,  # a refusal after acceptance asks to hand back
    "complete": Deed.COMPLETE,
    "appointment": Deed.PLAN,
    "start": Deed.START,
}
_BARE = 2  # words; more of them tell something
_MAY_BEGIN = (OrderState.ACCEPTED, OrderState.SCHEDULED, OrderState.ON_SITE)
_LATER = (OrderState.ACCEPTED, OrderState.SCHEDULED, OrderState.ON_SITE, OrderState.ON_HOLD)


def intent_of(message: Message) -> Mapping[str, Any]:
    """What ingest read: {deed, sure, why, …}; {} where it read nothing."""
    intent: Mapping[str, Any] = message.evidence.get("intent", {})
    return intent


def word_sent_to(work: UnitOfWork, message: Message, link: Link | None, about: str = "") -> str:
    """The word of the address the mail was sent to (store.deed_marks), whatever it says beside; "" for any other."""
    marks = message.evidence.get("deed_marks", ())
    return word_of_mark(work.settings.secret, link.reply_token, marks, about) if link and marks else ""


def as_sent_to(intent: Mapping[str, Any], word: str) -> Mapping[str, Any]:
    """The intent that this word is; a day that is clearly told comes along."""
    days = intent.get("appointments", ()) if intent.get("sure") else ()
    return {**intent, "deed": word, "sure": True, "appointments": days}


def sure_deed(intent: Mapping[str, Any], state: OrderState) -> Deed | None:
    """The deed a sure intent asks for in this state; None where a person has to read it.

    A day alone plans what was accepted already; a day with "yes", once more, is a new appointment.
    """
    if intent.get("asks_cost") and intent["deed"] == "cost_request":
        return Deed.ASK_COST if len(options_of(intent["amounts"])) <= MOST_OPTIONS else None
    if intent.get("nobody_home"):
        return Deed.MISSED
    if not intent.get("sure"):
        return None
    deed = _DEEDS.get(intent["deed"])
    if deed is Deed.PLAN and state not in _LATER:
        return None
    if deed is Deed.START and state not in _MAY_BEGIN:
        return None
    if deed is Deed.ACCEPT and state in _LATER and intent.get("appointments"):
        return Deed.PLAN
    return deed


def details_of(intent: Mapping[str, Any], deed: Deed, text: str, zone: ZoneInfo, message_id: int) -> DeedDetails:
    """What comes with the deed. A bare word is neither a reason nor the work done."""
    if deed in (Deed.ACCEPT, Deed.PLAN):
        begin, end, words = _appointment(intent, zone)
        return DeedDetails(
            text=text,
            appointment_from=begin,
            appointment_to=end,
            appointment_text=words,
            slots=_slots(intent, zone),
            message_id=message_id,
        )
    if deed is Deed.ASK_COST:
        return DeedDetails(text=text, costs=options_of(intent["amounts"]), message_id=message_id)
    if deed is Deed.REFUSE:
        reason = intent.get("reason", "")
        known = reason if reason in list(RefusalReason) else ""
        tells = known or len(text.split()) > _BARE
        return DeedDetails(text=text if tells else "", reason=known, message_id=message_id)
    if deed is Deed.COMPLETE:
        return DeedDetails(work_done=_work(intent), message_id=message_id)
    return DeedDetails(text=text, message_id=message_id)


def _appointment(intent: Mapping[str, Any], zone: ZoneInfo) -> tuple[datetime | None, datetime | None, str]:
    """A moment where day and hour are known, else the day (ISO), else the sender's words."""
    appointments = intent.get("appointments", ())
    if len(appointments) != 1:
        return None, None, ""
    if moment := _moment(appointments[0], zone):
        return *moment, ""
    return None, None, appointments[0]["date"] or appointments[0]["text"]


def _slots(intent: Mapping[str, Any], zone: ZoneInfo) -> tuple[tuple[datetime, datetime | None], ...]:
    """Several moments to choose from, earliest first."""
    moments = [moment for each in intent.get("appointments", ()) if (moment := _moment(each, zone))]
    return tuple(sorted(moments)) if len(moments) > 1 else ()


def _moment(appointment: Mapping[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime | None] | None:
    if not (appointment["date"] and appointment["from"]):
        return None
    day = date.fromisoformat(appointment["date"])
    begin = datetime.combine(day, time.fromisoformat(appointment["from"]), zone)
    return begin, datetime.combine(day, time.fromisoformat(appointment["to"]), zone) if appointment["to"] else None


def _work(intent: Mapping[str, Any]) -> str:
    work, hours = str(intent.get("work", "")), intent.get("hours")
    return work or (f"{hours:g} uur" if hours else "")
