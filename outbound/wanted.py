"""Whether a letter that was written earlier should still leave, now that time has passed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.calendar import WorkingCalendar
from store.desk import WorkOrder
from store.people import Contact
from store.post import Letter
from store.words import AddressState, LetterKind, OrderState

_BY_THE_CLOCK = (LetterKind.ORDER_REMINDER, LetterKind.STAFF_ESCALATION)


def still_wanted(session: Session, letter: Letter) -> bool:
    """A reminder, or the escalation after it, ends with what it was about (domain requirements R34); and when the
    server was down so long that the next step is here already, one late letter is enough."""
    if letter.kind not in _BY_THE_CLOCK:
        return True
    order = session.get(WorkOrder, letter.order_id)
    if order is None or not may_remind(session, order) or not letter.occasion.startswith(occasion_of(order)):
        return False
    later = select(Letter.id).where(Letter.kind == LetterKind.ORDER_REMINDER, col(Letter.id) > letter.id)
    later = later.where(col(Letter.occasion).startswith(occasion_of(order), autoescape=True))
    return letter.kind == LetterKind.STAFF_ESCALATION or session.exec(later).first() is None


def leaves_at(session: Session, letter: Letter, settings: Settings, now: datetime) -> datetime:
    """When this letter may leave: a reminder that was kept up goes out in office hours, everything else now."""
    order = session.get(WorkOrder, letter.order_id) if letter.kind in _BY_THE_CLOCK else None
    if order is None or settings.reminders.ladder(order.priority).unit == "minutes":
        return now
    return WorkingCalendar(settings.desk.zone, settings.reminders).next_open(now)


def may_remind(session: Session, order: WorkOrder) -> bool:
    """Nobody reacted, reminders are wanted, and there is an address that works."""
    if order.state != OrderState.SENT or not order.reminders or order.contact_id is None:
        return False
    return session.get_one(Contact, order.contact_id).address_state != AddressState.UNDELIVERABLE


def occasion_of(order: WorkOrder) -> str:
    """How the occasions of this order's reminders begin: `remind/<order>/<round>/`, then the step. A new round, when
    the order is sent again, is a new ladder."""
    return f"remind/{order.key}/{order.round}/"
