"""What a deed leaves on the work order, and what is kept so that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from convert.orders.agreeing import asked, decided, ended, new_limit
from convert.orders.deed_details import DeedDetails
from convert.orders.work_order import Step
from convert.unit_of_work import UnitOfWork
from store.costs import owner_contact
from store.links import expire
from store.orders import OrderVersion, WorkOrder
from store.people import Company, Contact
from store.slips import slip_of
from store.tickets import TimelineEntry
from store.timeline import tell
from store.words import Deed, Entry, OrderState, Visibility

# What a deed may change, kept on its line so that it can be taken back.
KEPT = (
    *("state", "accepted_at", "appointment_from", "appointment_to", "appointment_text", "appointment_state", "slots"),
    *("held_until", "held_for", "refusal_reason", "refusal_text", "hand_back_asked_at"),
    *("completed_at", "work_done", "rework", "ended_at", "cost_request"),
)
UNDOABLE = (Deed.ACCEPT, Deed.PLAN, Deed.REFUSE, Deed.COMPLETE, Deed.ASK_COST, Deed.MISSED, Deed.START)


@dataclass(frozen=True, slots=True)
class _Case:
    """One deed on one order."""

    work: UnitOfWork
    order: WorkOrder
    details: DeedDetails


Effect = Callable[[_Case], Any]


def _always(value: Any) -> Effect:
    return lambda _: value


def _now(case: _Case) -> datetime:
    return case.work.now


def _company_name(case: _Case) -> str:
    company = case.work.session.get(Company, case.order.company_id)
    return company.name if company else ""


def _contact_name(case: _Case) -> str:
    contact = case.work.session.get(Contact, case.order.contact_id)
    return contact.name if contact else ""


def _done_at(case: _Case) -> datetime:
    """Now, or noon of the day that was named."""
    day = case.details.completed_on
    if day is None or day == case.work.today:
        return case.work.now
    return datetime.combine(day, time(12), case.work.settings.desk.zone)


def _chosen(case: _Case, edge: str) -> datetime | None:
    """The edge of the time that was chosen; None where one time only was offered."""
    slots = case.order.slots
    moment = slots[case.details.slot - 1][edge] if slots else None
    return datetime.fromisoformat(moment) if moment else None


_NO_HOLD: dict[str, Effect] = {"held_until": _always(None), "held_for": _always("")}
_ENDED: dict[str, Effect] = {"cost_request": lambda case: ended(case.order)}
_AGAIN: dict[str, Effect] = {  # an order that was sent and not accepted: its reminders begin again with the answer
    "sent_at": lambda case: case.work.now if case.order.state is OrderState.SENT else case.order.sent_at,
    "round": lambda case: case.order.round + (case.order.state is OrderState.SENT),
}
_PROPOSED: dict[str, Effect] = {"appointment_state": _always("proposed")}

# What a deed sets on the order: field → value. What is not listed leaves the state only.
EFFECTS: dict[Deed, dict[str, Effect]] = {
    Deed.SEND: {
        "sent_at": _now,
        "round": lambda case: case.order.round + 1,
        "company_name": _company_name,
        "contact_name": _contact_name,
    },
    Deed.ACCEPT: {"accepted_at": _now, "ended_at": _always(None)},
    Deed.PLAN: {
        "appointment_from": lambda case: case.details.appointment_from,
        "appointment_to": lambda case: case.details.appointment_to,
        "appointment_text": lambda case: case.details.appointment_text.strip(),
        "appointment_state": _always("confirmed"),
        "slots": lambda case: [{"starts": _plain(starts), "ends": _plain(ends)} for starts, ends in case.details.slots],
        **_NO_HOLD,
    },
    Deed.CONFIRM: {
        "appointment_from": lambda case: _chosen(case, "starts") or case.order.appointment_from,
        "appointment_to": lambda case: _chosen(case, "ends") if case.order.slots else case.order.appointment_to,
        "appointment_state": _always("confirmed"),
        "slots": _always([]),
    },
    Deed.DECLINE: {"appointment_state": _always("declined")},
    Deed.MISSED: {"appointment_state": _always("missed"), "slots": _always([])},
    Deed.CALL_OFF: {"appointment_state": _always("called_off"), "slots": _always([])},
    Deed.HOLD: {
        "held_until": lambda case: case.details.held_until,
        "held_for": lambda case: case.details.held_for,
    },
    Deed.RESUME: _NO_HOLD | _ENDED,
    Deed.COMPLETE: {
        "completed_at": _done_at,
        "work_done": lambda case: (case.details.work_done or case.details.text).strip(),
        "rework": _always(False),
        **_ENDED,
    },
    Deed.REWORK: {"completed_at": _always(None), "rework": _always(True)},
    Deed.REFUSE: {
        "refusal_reason": lambda case: case.details.reason,
        "refusal_text": lambda case: case.details.text.strip(),
        **_ENDED,
    },
    Deed.ASK_HAND_BACK: {"hand_back_asked_at": _now},
    Deed.HAND_BACK: _ENDED,
    Deed.WITHDRAW: _ENDED,
    Deed.LAPSE: _ENDED,
    Deed.ASK_COST: {
        "cost_request": lambda case: asked(case.work.actor, case.work.now, case.details.costs),
        "held_for": lambda case: "" if case.order.state is OrderState.SENT else "approval",
        "held_until": _always(None),
    },
    Deed.ASK_OWNER: {"cost_request": lambda case: case.order.cost_request | {"state": "owner", "owner": _owner(case)}},
    Deed.GRANT_COST: {
        "cost_request": lambda case: _decision(case, "granted"),
        "cost_limit": lambda case: new_limit(case.order, case.details.option),
        "version": lambda case: case.order.version + 1,
        **_NO_HOLD,
        **_AGAIN,
    },
    Deed.DENY_COST: {"cost_request": lambda case: _decision(case, "denied"), **_NO_HOLD, **_AGAIN},
}


def _owner(case: _Case) -> int | None:
    contact = owner_contact(case.work.session, case.order)
    return contact.key if contact else None


def _decision(case: _Case, state: str) -> dict[str, Any]:
    return decided(case.order, state, case.work.actor, case.work.now, case.details.option)


def kept_of(order: WorkOrder) -> dict[str, Any]:
    return {name: _plain(getattr(order, name)) for name in KEPT}


def apply_effects(work: UnitOfWork, order: WorkOrder, deed: Deed, details: DeedDetails, *, asks: bool) -> None:
    """Set what the deed leaves on the order, beside its state. asks: the occupant has still to agree to the time."""
    effects = EFFECTS.get(deed, {}) | (_PROPOSED if asks else {})
    values = {name: effect(_Case(work, order, details)) for name, effect in effects.items()}
    for name, value in values.items():
        setattr(order, name, value)


def leave_implied(work: UnitOfWork, order: WorkOrder, found: Step) -> TimelineEntry:
    """What goes without saying is recorded too: who plans or completes at once, accepted."""
    before = order.state
    order.state, order.accepted_at = OrderState.ACCEPTED, work.now
    return tell(
        work.session,
        work.actor,
        Entry.ORDER,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        visible_to=(Visibility.PARTY, Visibility.REPORTER),
        deed=found.implies.value if found.implies else "",
        before=before.value,
        after=order.state.value,
        implied=True,
    )


def end_links(work: UnitOfWork, order: WorkOrder) -> None:
    """The link of what has ended goes on for a while, to look at."""
    order.ended_at = work.now
    keep = timedelta(days=work.settings.retention.link_days_after_closing)
    expire(work.session, work.now + keep, order_ids=(order.key,))


def keep_version(work: UnitOfWork, order: WorkOrder) -> None:
    """What this version says, word for word, for ever."""
    slip = dict(slip_of(work.session, order, for_party=False, now=work.now))
    work.session.add(OrderVersion(order_id=order.key, version=order.version, at=work.now, slip=slip))
    work.session.flush()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
