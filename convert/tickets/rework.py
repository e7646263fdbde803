"""A job that was reported complete and is not solved: it goes back to whoever did it."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from convert.notices.matrix import Audience
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.unit_of_work import UnitOfWork
from store.audience import circles_of_person
from store.facts import is_order_of
from store.order_lists import orders_of_ticket
from store.orders import WorkOrder
from store.tickets import Ticket, TimelineEntry
from store.timeline import Actor, tell
from store.words import ActorKind, Deed, Entry, OrderState, Visibility


def ask_rework(work: UnitOfWork, ticket: Ticket, text: str, cause: TimelineEntry) -> None:
    """The job that was reported complete goes back to whoever did it last, on the same bon. What was agreed with
    already (a closed ticket) stays as it is, marked; the responsible decides.

    text  what the reporter's page said the firm would read; of a mail staff decide what the firm reads
    """
    order = _last_done(work.session, ticket)
    if order is None:
        return
    before = order.state
    order.rework, order.changed_at = True, work.now
    if order.state is not OrderState.COMPLETED:
        return
    circles = circles_of_person(work.session, ticket.key, work.actor.id or 0)
    words = text if reads_what_is_wrong(work.session, ticket, circles) else ""
    order.state = OrderState.ACCEPTED
    order.completed_at = None
    entry = tell(
        work.session,
        Actor(ActorKind.SYSTEM, "", work.actor.channel),
        Entry.ORDER,
        work.now,
        ticket_id=ticket.key,
        order_id=order.key,
        visible_to=(Visibility.PARTY,),
        deed=Deed.REWORK.value,
        before=before.value,
        after=order.state.value,
        words=words,
        cause=cause.key,
    )
    occasion = Occasion(entry, ticket=ticket, order=order, deed=Deed.REWORK, state_before=before.value, text=words)
    already_told = (
        Audience.RESPONSIBLE,
        *((Audience.ORDER_RESPONSIBLE,) if order.responsible_id == ticket.responsible_id else ()),
    )
    notify(work, Deed.REWORK, occasion, but=already_told)


def reads_what_is_wrong(session: Session, ticket: Ticket, circles: Collection[str]) -> bool:
    """Whether a firm reads what a reporter of these circles writes on their page about what is still wrong: the one
    that did the job for their own report. The page says so before they press."""
    order = _last_done(session, ticket)
    return order is not None and order.state is OrderState.COMPLETED and is_order_of(session, order, circles)


def _last_done(session: Session, ticket: Ticket) -> WorkOrder | None:
    done = [order for order in orders_of_ticket(session, ticket.key) if order.completed_at]
    return max(done, key=lambda order: (order.completed_at, order.key), default=None)
