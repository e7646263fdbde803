"""What a deed leaves on the work order, and what is kept so that it can be taken back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from convert.orders.deed_details import DeedDetails
from convert.orders.work_order import Step
from convert.unit_of_work import UnitOfWork
from store.links import expire
from store.orders import OrderVersion, WorkOrder
from store.people import Company, Contact
from store.slips import slip_of
from store.tickets import TimelineEntry
from store.timeline import tell
from store.words import Deed, Entry, OrderState, Visibility

# What a deed may change, kept on its line so that it can be taken back.
KEPT = (
    *("state", "accepted_at", "appointment_from", "appointment_to", "appointment_text", "appointment_state"),
    *("held_until", "held_for", "refusal_reason", "refusal_text", "hand_back_asked_at"),
    *("completed_at", "work_done", "rework", "ended_at"),
)
UNDOABLE = (Deed.ACCEPT, Deed.PLAN, Deed.REFUSE, Deed.COMPLETE)


def kept_of(order: WorkOrder) -> dict[str, Any]:
    return {name: _plain(getattr(order, name)) for name in KEPT}


def apply_effects(work: UnitOfWork, order: WorkOrder, deed: Deed, details: DeedDetails, *, asks: bool) -> None:
    """What the deed leaves on the order, beside its state."""
    if deed is Deed.SEND:
        order.sent_at, order.round = work.now, order.round + 1
        company, contact = work.session.get(Company, order.company_id), work.session.get(Contact, order.contact_id)
        order.company_name, order.contact_name = company.name if company else "", contact.name if contact else ""
    elif deed is Deed.ACCEPT:
        order.accepted_at, order.ended_at = work.now, None
    elif deed is Deed.PLAN:
        order.appointment_from, order.appointment_to = details.appointment_from, details.appointment_to
        order.appointment_text = details.appointment_text.strip()
        order.appointment_state = "proposed" if asks else "confirmed"
        order.held_until, order.held_for = None, ""
    elif deed is Deed.CONFIRM:
        order.appointment_state = "confirmed"
    elif deed is Deed.DECLINE:
        order.appointment_state = "declined"
    elif deed is Deed.HOLD:
        order.held_until, order.held_for = details.held_until, details.held_for
    elif deed is Deed.RESUME:
        order.held_until, order.held_for = None, ""
    elif deed is Deed.COMPLETE:
        order.completed_at = _moment(work, details.completed_on)
        order.work_done = (details.work_done or details.text).strip()
        order.rework = False
    elif deed is Deed.REWORK:
        order.completed_at, order.rework = None, True
    elif deed is Deed.REFUSE:
        order.refusal_reason, order.refusal_text = details.reason, details.text.strip()
    elif deed is Deed.ASK_HAND_BACK:
        order.hand_back_asked_at = work.now


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
    said = dict(slip_of(work.session, order, for_party=False, now=work.now))
    work.session.add(OrderVersion(order_id=order.key, version=order.version, at=work.now, said=said))
    work.session.flush()


def _moment(work: UnitOfWork, day: date | None) -> datetime:
    """When it was done: now, or at noon of the day that was said."""
    if day is None or day == work.today:
        return work.now
    return datetime.combine(day, time(12), work.settings.desk.zone)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
