"""One work order: the slip as the service party sees it, what can be done with it, and what happened."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.orders.evidence import lacks_photo
from convert.orders.work_order import deeds_open_to
from outbound.names import suggestion
from outbound.suggestions import firms_for
from store.choices import contact_choices
from store.costs import waits_for_cost
from store.files import order_files
from store.letter_lists import letters_caused_by
from store.links import first_seen
from store.order_lists import named_appointment, orders_by_id, replacement_of, versions_of
from store.orders import WorkOrder
from store.people import Staff
from store.readers import contacts_of
from store.slips import slip_of
from store.tickets import Ticket
from store.wording import WORDS
from store.words import ActorKind, CauseKind, Deed, OrderState, RefusalReason, Visibility
from web.faults import Answers, wrongs_of
from web.numbered import numbered_order
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.slips.slip_on_page import slip_on_page
from web.slips.slip_pdf import can_make_pdf, pdf_download
from web.staff.orders.firm_table import firms_shown
from web.staff.orders.order_advice import advice_on, private_in
from web.staff.orders.order_cost import cost_asked
from web.staff.orders.orders import HELD_FOR, age_of
from web.staff.sharing import Sharing
from web.staff.text_blocks import blocks_for, quote_for
from web.staff.timeline import file_shown, tell_story

router = APIRouter(prefix="/orders", include_in_schema=False)

# What staff do themselves, and what they write down for a party that telephoned.
OWN = (Deed.SEND, Deed.APPROVE, Deed.REWORK, Deed.HAND_BACK, Deed.WITHDRAW)
FOR_PARTY = (
    *(Deed.ACCEPT, Deed.PLAN, Deed.CONFIRM, Deed.DECLINE, Deed.MISSED, Deed.CALL_OFF, Deed.START),
    *(Deed.HOLD, Deed.RESUME, Deed.ASK_COST, Deed.COMPLETE, Deed.REFUSE),
)
_FREE = (OrderState.REFUSED, OrderState.HANDED_BACK, OrderState.LAPSED, OrderState.WITHDRAWN)
LIVE = (OrderState.SENT, OrderState.ACCEPTED, OrderState.SCHEDULED, OrderState.ON_SITE, OrderState.ON_HOLD)


@router.get("/{number}/slip.pdf")
def get_pdf(context: StaffContext, number: str) -> Response:
    """As its service party may see it now."""
    with context.reading() as session:
        slip = slip_of(session, numbered_order(session, number), for_party=True, now=context.now)
        return pdf_download(context, slip_on_page(context, slip, files=[]), number)


@router.get("/{number}")
def show(context: StaffContext, number: str) -> Response:
    with context.reading() as session:
        return order_page(context, session, numbered_order(session, number), Answers(), Answers())


def order_page(
    context: RequestContext, session: Session, order: WorkOrder, typed: Answers, errors: Answers, status: int = 200
) -> Response:
    """The page, with what was typed and what was wrong with it after a deed that could not be done."""
    (line,) = orders_by_id(session, [order.key], context.today)
    open_now = deeds_open_to(order.state, ActorKind.STAFF)
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    sharing = Sharing(context, session, order)
    may_reassign = order.state in (*LIVE, *_FREE)
    firms = firms_shown(context, session, order) if may_reassign else {"groups": []}
    contacts = contacts_of(session, order.company_id or 0).get(order.company_id or 0)
    return staff_page(
        context,
        session,
        "orders/order.html",
        title=order.title,
        here="orders",
        status=status,
        order=order,
        appointment=named_appointment(order),
        appointment_stands=order.appointment_state in ("proposed", "confirmed"),
        appointment_past=order.appointment_from is None or order.appointment_from <= context.now,
        ticket=ticket,
        earlier=[kept.version for kept in versions_of(session, order.key) if kept.version != order.version],
        slip=slip_on_page(
            context,
            slip_of(session, order, for_party=True, now=context.now),
            files=[file_shown(context, file, sharing) for file in order_files(session, order.key, Visibility.PARTY)],
        ),
        pdf=f"/orders/{order.number}/slip.pdf" if can_make_pdf() else "",
        age=age_of(context, line),
        seen=first_seen(session, order.key),
        cost=cost_asked(context, session, order),
        lacks_photo=lacks_photo(session, order),
        responsible=session.get_one(Staff, order.responsible_id).name,
        warnings=advice_on(context, session, order),
        private=private_in(context, order.title, order.description) if order.state is OrderState.DRAFT else [],
        own=[deed.value for deed in OWN if deed in open_now],
        for_party=[deed.value for deed in FOR_PARTY if deed in open_now],
        words={deed.value: context.word(deed) for deed in Deed},
        is_live=order.state in LIVE,
        may_reassign=may_reassign,
        is_draft=order.state is OrderState.DRAFT,
        may_undo=order.state in (OrderState.ACCEPTED, OrderState.SCHEDULED, OrderState.REFUSED, OrderState.COMPLETED)
        or waits_for_cost(order),
        replaced_by=replacement_of(session, order.key),
        contacts=contacts.words if contacts else "",
        blocks=blocks_for(context, session, order),
        quote=quote_for(context, session, order),
        story=tell_story(context, session, order),
        files=[file_shown(context, file, sharing) for file in order_files(session, order.key)],
        others=_others(context, session, order),
        firms=firms,
        contacts_of_firms=contacts_of(session, *(int(key) for _, some in firms["groups"] for key, _ in some)),
        choices={
            "reasons": [(key, context.say(words)) for key, words in WORDS[RefusalReason].items()],
            "held_for": [(key, context.say(words)) for key, words in HELD_FOR.items()],
            "contacts": contact_choices(session, order.company_id) if order.company_id else [],
        },
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def _others(context: RequestContext, session: Session, order: WorkOrder) -> list[dict[str, Any]]:
    """Firms that did the like here, once nobody is to be expected of this one: id, company, words."""
    silent = order.state is OrderState.SENT and letters_caused_by(
        session, CauseKind.ESCALATION, CauseKind.UNREACHED, cause_id=order.key, cause_round=order.round
    )
    if not silent and order.state not in (OrderState.REFUSED, OrderState.HANDED_BACK, OrderState.LAPSED):
        return []
    return [firm | {"words": suggestion(firm, context.language)} for firm in firms_for(session, order)]
