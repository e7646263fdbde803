"""Giving a job to another service party, or to another colleague to answer for."""

from __future__ import annotations

from config.words import Text
from convert.errors import RefusedError
from convert.files import copy_to_order
from convert.locks import locked_order
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.orders.correcting import CORRECTABLE
from convert.orders.ordering import contact_for
from convert.orders.perform import perform
from convert.records import get
from convert.unit_of_work import UnitOfWork
from store.audience import PARTY
from store.files import order_files
from store.numbers import next_number
from store.orders import WorkOrder
from store.people import Company, Staff
from store.tickets import Ticket
from store.timeline import tell
from store.words import ENDED_STATES, ActorKind, Deed, Entry, OrderState, Visibility


def reassign_order(work: UnitOfWork, order_id: int, company_id: int, contact_id: int | None = None) -> WorkOrder:
    """Give the job to another party: a new order that says the same; the old one, if it still runs, is withdrawn and
    its link ends. Raises MissingError, RefusedError."""
    old = locked_order(work, order_id)
    if old.state in (OrderState.COMPLETED, OrderState.APPROVED):
        raise RefusedError("order_ended", Text("This work order is completed already."))
    get(work, Company, company_id)
    copied = old.model_dump(include=set(CORRECTABLE) | {"ticket_id", "property_id", "unit_id", "installation_id"})
    new = WorkOrder(
        **copied,
        number=next_number(work.session, "OB", work.now, work.settings.desk.zone),
        installation=old.installation,
        company_id=company_id,
        contact_id=contact_for(work, company_id, contact_id),
        responsible_id=old.responsible_id,
        reminders=old.reminders,
        replaces_id=old.key,
        created_at=work.now,
        changed_at=work.now,
    )
    # Dates by which another should have answered say nothing to this one.
    new.accept_before = None
    work.session.add(new)
    work.session.flush()
    _copy_shared_files(work, old, new)
    # The new one first: the ticket stays with a service party all the while.
    perform(work, new.key, Deed.SEND)
    if old.state not in (*ENDED_STATES, OrderState.LAPSED):
        perform(work, old.key, Deed.WITHDRAW)
    return new


def assign_order(work: UnitOfWork, order_id: int, staff_id: int) -> WorkOrder:
    """Make somebody of the staff responsible for it, who is told; its ticket stays whose it is."""
    order, staff = locked_order(work, order_id), get(work, Staff, staff_id)
    if order.responsible_id == staff.key:
        return order
    was = work.session.get_one(Staff, order.responsible_id)
    order.responsible_id = staff.key
    order.changed_at = work.now
    entry = tell(
        work.session,
        work.actor,
        Entry.EDIT,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        was={"responsible": was.name},
        became={"responsible": staff.name},
    )
    ticket = work.session.get(Ticket, order.ticket_id) if order.ticket_id else None
    notify(work, Event.ORDER_ASSIGNED, Occasion(entry, ticket, order, deed=Event.ORDER_ASSIGNED))
    return order


def _copy_shared_files(work: UnitOfWork, old: WorkOrder, new: WorkOrder) -> None:
    # What the slip gave the first party; what that party sent, or was shown beside it, is not the next one's to see.
    files = order_files(work.session, old.key, Visibility.PARTY)
    given = [row for row in files if row.by_kind is not ActorKind.PARTY and PARTY in row.visible_to]
    copy_to_order(work, tuple(row.key for row in given), new)
