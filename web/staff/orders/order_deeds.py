"""What staff do to a work order, for themselves or for a service party that telephoned (R39: the timeline says so)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response

from config.words import Text
from convert.errors import InvalidError, MissingError, RefusedError
from convert.files import add_file
from convert.orders.correcting import set_reminders
from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.orders.reassigning import reassign_order
from convert.orders.undoing import undo_deed
from convert.tickets.comments import add_note
from convert.unit_of_work import UnitOfWork
from store.orders import WorkOrder
from store.words import Channel, Visibility
from store.words import Deed as OrderDeed
from web.done import Done, go_on
from web.faults import faults_of, typed_answers
from web.numbered import numbered_order
from web.request import RequestContext, StaffContext
from web.staff.orders.order import FOR_PARTY, order_page
from web.staff.sharing import press_share
from web.staff.text_blocks import check_filled, filled_box
from web.typed import Form, Typed

router = APIRouter(prefix="/orders/{number}", include_in_schema=False)

Deed = Callable[[UnitOfWork, WorkOrder], Done]


def act(context: RequestContext, number: str, form: Typed, deed: Deed) -> Response:
    """Do it in one unit of work, then show the order; what cannot be done is said on its page."""
    with context.reading() as session:
        if filled := filled_box(context, session, form, order := numbered_order(session, number)):
            return order_page(context, session, order, *filled)
    try:
        with context.work() as work:
            done = deed(work, numbered_order(work.session, number))
    except (InvalidError, RefusedError) as error:
        status = 422 if isinstance(error, InvalidError) else 409
        with context.reading() as session:
            order = numbered_order(session, number)
            return order_page(context, session, order, typed_answers(form), faults_of(context, error), status)
    return go_on(f"/orders/{number}", done)


@router.post("/do/{deed}")
def do_deed(context: StaffContext, number: str, deed: str, form: Form) -> Response:
    """Any deed of the life of an order. What a party told by telephone is noted as such: staff did it, by telephone."""
    chosen = next((one for one in OrderDeed if one == deed), None)
    if chosen is None:
        raise MissingError(deed)

    def done(work: UnitOfWork, order: WorkOrder) -> Done:
        if chosen in FOR_PARTY:
            work = work.by(replace(work.actor, channel=Channel.PHONE))
        perform(work, order.key, chosen, read_details(context, form))
        state = context.word(order.state)
        undo = f"/orders/{number}/undo" if chosen in FOR_PARTY else ""
        return Done(context.say("%(number)s: %(state)s.", number=number, state=state), undo)

    return act(context, number, form, done)


@router.post("/undo")
def take_back(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, order: WorkOrder) -> Done:
        undo_deed(work, order.key)
        return Done(context.say("Undone; the service party is told."))

    return act(context, number, form, deed)


@router.post("/reminders")
def switch_reminders(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, order: WorkOrder) -> Done:
        on = form.ticked("on")
        set_reminders(work, order.key, on)
        return Done(context.say("Reminders are on.") if on else context.say("Reminders are off."))

    return act(context, number, form, deed)


@router.post("/reassign")
def reassign(context: StaffContext, number: str, form: Form) -> Response:
    """A new order for another party, which says the same; the old one is withdrawn and its link ends."""
    try:
        with context.work() as work:
            old = numbered_order(work.session, number)
            company_id = form.number("company")
            if company_id is None:
                raise InvalidError(company=Text("Choose a service party."))
            new = reassign_order(work, old.key, company_id, None)
    except (InvalidError, RefusedError) as error:
        with context.reading() as session:
            order = numbered_order(session, number)
            return order_page(context, session, order, typed_answers(form), faults_of(context, error), 409)
    return go_on(f"/orders/{new.number}", Done(context.say("Given to another party as %(number)s.", number=new.number)))


@router.post("/share")
def share(context: StaffContext, number: str, form: Form) -> Response:
    return act(context, number, form, lambda work, _order: press_share(context, work, form))


@router.post("/write")
def write(context: StaffContext, number: str, form: Form) -> Response:
    for_party = form.text("visibility") == Visibility.PARTY
    seen_by = (Visibility.PARTY,) if for_party else ()

    def deed(work: UnitOfWork, order: WorkOrder) -> Done:
        if for_party:
            check_filled(text=form.text("text"))
        if form.text("text") or not form.uploads:
            add_note(work, order_id=order.key, text=form.text("text"), visible_to=seen_by)
        for upload in form.uploads:
            add_file(work, upload, order_id=order.key, visible_to=seen_by)
        return Done(context.say("Sent to the service party.") if for_party else context.say("Noted."))

    return act(context, number, form, deed)


def read_details(context: RequestContext, form: Typed) -> DeedDetails:
    """What was typed with a deed; each deed takes what is its own."""
    zone = context.settings.desk.zone
    starts = form.moment("on", "from", zone)
    return DeedDetails(
        text=form.text("text"),
        reason=form.text("reason"),
        appointment_from=starts,
        appointment_to=form.moment("on", "until", zone) if starts else None,
        appointment_text=form.text("when"),
        agreed=form.ticked("agreed"),
        held_until=form.day("held_until"),
        held_for=form.text("held_for"),
        work_done=form.text("work_done"),
        completed_on=form.day("completed_on"),
        costs=form.costs(),
        option=form.number("option") or 0,
        asked_at=form.text("asked"),
        without_address=form.ticked("without_address"),
    )
