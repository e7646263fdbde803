"""Rows that are ours until the unit of work ends, taken in one order, so that no two deeds wait for each other.

The order, here and in whatever takes more than one:

    1. the message, when it is taken from aside     4. the work order
    2. the draft                                    5. the number series
    3. the ticket; of two, the lower id first       6. whatever is written after that

A row that is locked is read anew: what was seen of it before may have changed while we waited. SQLite has one writer
at a time and needs none of this; the same code runs there.
"""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import select

from config.words import Text
from convert.errors import MissingError, RefusedError
from convert.unit_of_work import UnitOfWork
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.rows import Row
from store.tickets import Ticket
from store.words import Phase

R = TypeVar("R", bound=Row)


def locked_message(work: UnitOfWork, message_id: int) -> Message:
    return _locked(work, Message, message_id)


def locked_draft(work: UnitOfWork, draft_id: int) -> Draft:
    return _locked(work, Draft, draft_id)


def locked_ticket(work: UnitOfWork, ticket_id: int) -> Ticket:
    return _locked(work, Ticket, ticket_id)


def lasting_ticket(work: UnitOfWork, ticket_id: int) -> Ticket:
    """The ticket, or the one it goes on in by now. Raises RefusedError("taken_back") where there is none."""
    ticket = locked_ticket(work, ticket_id)
    if ticket.phase is Phase.TAKEN_BACK:
        raise RefusedError("taken_back", Text("%(number)s was undone; its mail is in the tray.", number=ticket.number))
    return lasting_ticket(work, ticket.merged_into_id) if ticket.merged_into_id else ticket


def locked_order(work: UnitOfWork, order_id: int) -> WorkOrder:
    """The order, and its ticket before it. While we wait for the ticket, the order may move to another with a merge."""
    ticket_id = _ticket_of(work, order_id)
    while ticket_id and locked_ticket(work, ticket_id).key != (moved := _ticket_of(work, order_id)):
        ticket_id = moved
    return _locked(work, WorkOrder, order_id)


def _ticket_of(work: UnitOfWork, order_id: int) -> int | None:
    return work.session.exec(select(WorkOrder.ticket_id).where(WorkOrder.id == order_id)).first()


def _locked(work: UnitOfWork, table: type[R], row_id: int) -> R:
    """Raises MissingError."""
    query = select(table).where(table.id == row_id).with_for_update()
    row = work.session.exec(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise MissingError(f"{table.__tablename__} {row_id}")
    return row
