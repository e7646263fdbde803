"""Whether a letter that was written earlier should still leave, now that time has passed."""

from __future__ import annotations

from sqlmodel import Session

from store.desk import WorkOrder
from store.people import Contact
from store.post import Letter
from store.words import AddressState, LetterKind, OrderState


def still_wanted(session: Session, letter: Letter) -> bool:
    """A reminder, or the escalation after it, ends with what it was about (domain requirements R34)."""
    if letter.kind not in (LetterKind.ORDER_REMINDER, LetterKind.STAFF_ESCALATION):
        return True
    order = session.get(WorkOrder, letter.order_id)
    return order is not None and may_remind(session, order) and letter.occasion.startswith(occasion_of(order))


def may_remind(session: Session, order: WorkOrder) -> bool:
    """Nobody reacted, reminders are wanted, and there is an address that works."""
    if order.state != OrderState.SENT or not order.reminders or order.contact_id is None:
        return False
    return session.get_one(Contact, order.contact_id).address_state != AddressState.UNDELIVERABLE


def occasion_of(order: WorkOrder) -> str:
    """How the occasions of this order's reminders begin; a new round, or another contact, is a new ladder."""
    return f"remind/{order.key}/{order.round}.{order.contact_id}/"
