"""One work order: the slip as the service party sees it, what can be done with it, and what happened."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from convert.errors import MissingError
from convert.orders.evidence import lacks_photo
from convert.orders.work_order import deeds_open_to
from store.access import Link
from store.choices import contact_choices, party_choices
from store.order_lists import orders_by_id
from store.orders import WorkOrder
from store.people import Staff
from store.slips import order_files, slip_of
from store.tickets import Ticket
from store.wording import WORDS
from store.words import ActorKind, Deed, OrderState, RefusalReason
from web.faults import Answers
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.slip_shown import slip_shown
from web.staff.order_advice import advice_on, private_in
from web.staff.orders import HELD_FOR, age_of
from web.staff.tickets import wrongs_of
from web.staff.timeline import file_shown, tell_story

router = APIRouter(prefix="/orders", include_in_schema=False)

# What staff do themselves, and what they write down for a party that telephoned.
OWN = (Deed.SEND, Deed.APPROVE, Deed.REWORK, Deed.HAND_BACK, Deed.WITHDRAW)
FOR_PARTY = (
    *(Deed.ACCEPT, Deed.PLAN, Deed.CONFIRM, Deed.DECLINE, Deed.START),
    *(Deed.HOLD, Deed.RESUME, Deed.COMPLETE, Deed.REFUSE),
)
LIVE = (OrderState.SENT, OrderState.ACCEPTED, OrderState.SCHEDULED, OrderState.ON_SITE, OrderState.ON_HOLD)


@router.get("/{number}")
def show(context: StaffContext, number: str) -> Response:
    with context.reading() as session:
        return order_page(context, session, get_order(session, number), Answers(), Answers())


def get_order(session: Session, number: str) -> WorkOrder:
    """The work order with this number. Raises MissingError."""
    order = session.exec(select(WorkOrder).where(WorkOrder.number == number.upper())).first()
    if order is None:
        raise MissingError(number)
    return order


def order_page(
    context: RequestContext, session: Session, order: WorkOrder, typed: Answers, errors: Answers, status: int = 200
) -> Response:
    """The page, with what was typed and what was wrong with it after a deed that could not be done."""
    (line,) = orders_by_id(session, [order.key], context.today)
    open_now = deeds_open_to(order.state, ActorKind.STAFF)
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    replaced_by = session.exec(select(WorkOrder.number).where(WorkOrder.replaces_id == order.key)).first()
    return staff_page(
        context,
        session,
        "orders/order.html",
        title=order.title,
        here="orders",
        status=status,
        order=order,
        ticket=ticket,
        slip=slip_shown(
            context,
            slip_of(session, order, for_party=True, now=context.now),
            files=[file_shown(context, file) for file in order_files(session, order.key, for_party=True)],
        ),
        age=age_of(context, line),
        seen=_seen(session, order),
        lacks_photo=lacks_photo(session, order),
        responsible=session.get_one(Staff, order.responsible_id).name,
        warnings=advice_on(context, session, order) if order.state is OrderState.DRAFT else [],
        private=private_in(context, order.title, order.description) if order.state is OrderState.DRAFT else [],
        own=[deed.value for deed in OWN if deed in open_now],
        for_party=[deed.value for deed in FOR_PARTY if deed in open_now],
        words={deed.value: context.word(deed) for deed in Deed},
        is_live=order.state in LIVE,
        is_draft=order.state is OrderState.DRAFT,
        may_undo=order.state in (OrderState.ACCEPTED, OrderState.SCHEDULED, OrderState.REFUSED, OrderState.COMPLETED),
        replaced_by=replaced_by or "",
        story=tell_story(context, session, order_id=order.key),
        choices={
            "reasons": [(key, context.say(words)) for key, words in WORDS[RefusalReason].items()],
            "held_for": [(key, context.say(words)) for key, words in HELD_FOR.items()],
            "parties": party_choices(session),
            "files": _theirs(session, order),
            "contacts": contact_choices(session, order.company_id) if order.company_id else [],
        },
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def _seen(session: Session, order: WorkOrder) -> Any:
    """When the party's page was first opened; None while it was not."""
    seen = select(Link.first_seen_at).where(Link.order_id == order.key, col(Link.first_seen_at).is_not(None))
    return session.exec(seen.order_by(col(Link.first_seen_at))).first()


def _theirs(session: Session, order: WorkOrder) -> list[tuple[int, str]]:
    """The party's own files, where there are people who might see them."""
    files = order_files(session, order.key, for_party=True) if order.ticket_id else []
    return [(file.key, file.filename) for file in files if file.by_kind is ActorKind.PARTY]
