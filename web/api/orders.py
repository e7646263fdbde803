"""Work orders: lists, the slip of one, and every deed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, Field
from sqlmodel import Session

from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import perform
from convert.unit_of_work import UnitOfWork
from store.costs import CostOption
from store.order_lists import OrderFilter, list_orders
from store.orders import WorkOrder
from store.slips import slip_of
from store.timeline import timeline_of
from store.words import Deed, OrderState, Priority, RefusalReason
from web.api.body import RequestBody
from web.api.call import AnyCall, Call
from web.api.listed import Cursor, Limit, Listed, ListRoute
from web.api.tickets import TimelineLine, line_out
from web.numbered import numbered_order, numbered_ticket

router = APIRouter(route_class=ListRoute, tags=["work orders"])


class OpenDeed(StrEnum):
    """What a program may do to a work order, on behalf of staff or (by telephone, by their own system) of the party."""

    SEND = "send"
    ACCEPT = "accept"
    REFUSE = "refuse"
    PLAN = "plan"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    HAND_BACK = "hand-back"
    ASK_COST = "ask-cost"
    ASK_OWNER = "ask-owner"
    GRANT_COST = "grant-cost"
    DENY_COST = "deny-cost"


class OrderSummary(BaseModel):
    number: str = Field(examples=["OB-2026-00031"])
    title: str
    state: OrderState
    priority: Priority
    party: str
    place: str
    responsible: str
    ticket_number: str
    since: datetime = Field(description="when it came to stand where it stands")
    sent_at: datetime | None
    appointment_from: datetime | None
    do_before: date | None
    reminders: bool
    overdue: bool


class OrderOut(BaseModel):
    number: str = Field(examples=["OB-2026-00031"])
    version: int
    state: OrderState
    reminders: bool
    refusal_reason: str
    refusal_text: str
    work_done: str
    completed_at: datetime | None
    held_until: date | None
    held_for: str
    rework: bool = Field(description="the reporter says that it is not solved")
    cost_request: dict[str, Any] = Field(description="amounts that are asked for, and what became of it")
    slip: dict[str, Any] = Field(description="the opdrachtbon as staff see it")
    timeline: list[TimelineLine]


class OrderIn(RequestBody):
    """party: a company's id; contact: one of its people, left out: the first that gets orders. What is left out is
    copied from the ticket, where there is one. cost_limit: euro excluding VAT."""

    party: int
    contact: int | None = None
    title: str = ""
    description: str = ""
    unit: int | None = None
    installation: int | None = None
    address: str = Field(default="", description="for a place the desk does not know")
    postcode: str = ""
    town: str = ""
    priority: Priority | None = None
    spot: str = ""
    access: str = Field(default="", description="keys and codes: the party sees them after acceptance")
    may_call: bool | None = None
    reminders: bool = True
    send: bool = Field(default=True, description="false: keep it as a concept")
    accept_before: date | None = None
    do_before: date | None = None
    cost_limit: int | None = Field(default=None, ge=0)
    files: list[int] = Field(default=[], description="files of the ticket the party may see")


class OrderWithTicket(OrderIn):
    ticket: str | None = Field(default=None, examples=["T-2026-00042"])


class CostIn(RequestBody):
    cents: int = Field(gt=0)
    vat: Literal["excl", "incl"] = "excl"
    what: str = ""


class DeedIn(RequestBody):
    """What comes with a deed; each takes what is its own."""

    text: str = ""
    reason: RefusalReason | None = Field(default=None, description="of a refusal")
    starts: AwareDatetime | None = Field(default=None, description="of an appointment")
    ends: AwareDatetime | None = None
    agreed: bool | None = Field(default=None, description="false: the occupant has still to agree to the time")
    held_until: date | None = None
    held_for: str = Field(default="", description="parts, approval or occupant")
    work_done: str = ""
    completed_on: date | None = None
    costs: list[CostIn] = Field(default=[], description="amounts to choose from, one to three, each for the whole job")
    option: int = Field(default=0, description="which of the amounts is agreed to, from 1")


@router.get("/orders", response_model=Listed[OrderSummary])
def get_orders(
    call: AnyCall,
    state: Annotated[list[OrderState], Query()] = [],  # noqa: B006  FastAPI copies it
    party: int | None = None,
    responsible: int | None = None,
    unit: int | None = None,
    overdue: bool = False,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Work orders, the one that changed last first."""
    wanted = OrderFilter(
        states=tuple(state), company_id=party, responsible_id=responsible, unit_id=unit, overdue=overdue
    )
    with call.reading() as session:
        page = list_orders(session, wanted, call.today, after=cursor, limit=limit)
    fields = OrderSummary.model_fields
    items = [OrderSummary(**{name: getattr(line, name) for name in fields}) for line in page.items]
    return Listed(items=items, next=page.next or None)


@router.post("/orders", response_model=OrderOut, status_code=201)
def post_order(call: AnyCall, new: OrderWithTicket) -> JSONResponse:
    """A work order, with a ticket or alone; it is sent unless `send` is false."""
    with call.work() as work:
        ticket = numbered_ticket(work.session, new.ticket) if new.ticket else None
        return _create(call, work, new, ticket.key if ticket else None)


@router.post("/tickets/{number}/orders", response_model=OrderOut, status_code=201)
def post_order_of_ticket(call: AnyCall, number: str, new: OrderIn) -> JSONResponse:
    """A work order of this ticket, which copies what it says."""
    with call.work() as work:
        return _create(call, work, new, numbered_ticket(work.session, number).key)


@router.get("/orders/{number}", response_model=OrderOut)
def get_order(call: AnyCall, number: str) -> Any:
    with call.reading() as session:
        return order_out(call, session, numbered_order(session, number))


@router.post("/orders/{number}/{deed}", response_model=OrderOut)
def post_deed(call: AnyCall, number: str, deed: OpenDeed, details: DeedIn | None = None) -> JSONResponse:
    """Do it; the answer is the order after it. Again is harmless; 409 `state` where its state forbids it."""
    details_in = details or DeedIn()
    with call.work() as work:
        order = numbered_order(work.session, number)
        done = perform(work, order.key, Deed(deed.value), _details(details_in))
        return call.answer(work, order_out(call, work.session, done.order))


def order_out(call: Call, session: Session, order: WorkOrder) -> OrderOut:
    return OrderOut(
        number=order.number,
        version=order.version,
        state=order.state,
        reminders=order.reminders,
        refusal_reason=order.refusal_reason,
        refusal_text=order.refusal_text,
        work_done=order.work_done,
        completed_at=order.completed_at,
        held_until=order.held_until,
        held_for=order.held_for,
        rework=order.rework,
        cost_request=order.cost_request,
        slip=dict(slip_of(session, order, for_party=False, now=call.context.now)),
        timeline=[line_out(entry) for entry in timeline_of(session, order_id=order.key)],
    )


def _create(call: Call, work: UnitOfWork, new: OrderIn, ticket_id: int | None) -> JSONResponse:
    order = create_order(
        work,
        NewOrder(
            ticket_id=ticket_id,
            company_id=new.party,
            contact_id=new.contact,
            title=new.title,
            description=new.description,
            priority=new.priority,
            unit_id=new.unit,
            installation_id=new.installation,
            address_line=new.address,
            postcode=new.postcode,
            town=new.town,
            spot=new.spot,
            access=new.access,
            may_call=new.may_call,
            reminders=new.reminders,
            accept_before=new.accept_before,
            do_before=new.do_before,
            cost_limit=new.cost_limit,
            file_ids=tuple(new.files),
        ),
        send=new.send,
    )
    return call.answer(work, order_out(call, work.session, order), 201)


def _details(details_in: DeedIn) -> DeedDetails:
    return DeedDetails(
        text=details_in.text,
        reason=details_in.reason.value if details_in.reason else "",
        appointment_from=details_in.starts,
        appointment_to=details_in.ends,
        agreed=details_in.agreed,
        held_until=details_in.held_until,
        held_for=details_in.held_for,
        work_done=details_in.work_done,
        completed_on=details_in.completed_on,
        costs=tuple(CostOption(cents=cost.cents, vat=cost.vat, what=cost.what) for cost in details_in.costs),
        option=details_in.option,
    )
