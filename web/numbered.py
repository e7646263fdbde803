"""The ticket or the work order that an address names by its number."""

from __future__ import annotations

from sqlmodel import Session

from convert.errors import MissingError
from store.order_lists import order_with_number
from store.orders import WorkOrder
from store.ticket_sheet import ticket_with_number
from store.tickets import Ticket


def numbered_ticket(session: Session, number: str) -> Ticket:
    """Raises MissingError."""
    ticket = ticket_with_number(session, number)
    if ticket is None:
        raise MissingError(number)
    return ticket


def numbered_order(session: Session, number: str) -> WorkOrder:
    """Raises MissingError."""
    order = order_with_number(session, number)
    if order is None:
        raise MissingError(number)
    return order
