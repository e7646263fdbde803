"""What a firm's own program calls a work order: kept, so that our subjects to the firm repeat it and it files them."""

from __future__ import annotations

from sqlmodel import Session

from store.mail import Message
from store.orders import WorkOrder
from store.people import Contact
from store.subjects import number_of_theirs
from store.words import Proof


def keep_their_number(session: Session, message: Message, order: WorkOrder) -> None:
    """From the domain of the order's contact only; a machine's answer will do: it is often the first."""
    contact = session.get(Contact, order.contact_id) if order.contact_id else None
    if "told_together" in message.evidence:
        return  # nobody knows which of them it is
    is_theirs = contact is not None and _domain(contact.email) == _domain(message.from_address)
    number = number_of_theirs(message.subject)
    if number and is_theirs and message.evidence.get("sender") != Proof.FORGED:
        order.party_number = number


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
