"""What comes with a deed on a work order, and what each deed must come with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from config.words import Text
from convert.errors import InvalidError, RefusedError
from convert.orders.advice import warnings_for
from convert.orders.agreeing import COST_DEEDS, check_cost
from convert.records import NEEDED
from convert.unit_of_work import UnitOfWork
from store.costs import CostOption
from store.orders import NO_APPOINTMENT, WorkOrder
from store.people import Company, Installation
from store.recipients import linked_people
from store.words import (
    ActorKind,
    Deed,
    RefusalReason,
)


@dataclass(frozen=True, slots=True)
class DeedDetails:
    """What comes with a deed; each deed takes what is its own.

    text            the actor's words, for staff and the service party
    reason          of a refusal: a RefusalReason
    appointment_*   when (aware), or in words where no time is known yet; with an acceptance: it plans at once
    slots           times to choose from, each (from, to), where several are offered; with a confirmation `slot` is
                    the one that was chosen, from 1
    costs           the amounts to choose from that are asked for; option: the one that is agreed to, from 1;
                    asked_at: of the request that was looked at
    agreed          the occupant agreed already; None: staff who plan say so by it, a party never does
    """

    text: str = ""
    reason: str = ""
    appointment_from: datetime | None = None
    appointment_to: datetime | None = None
    appointment_text: str = ""
    slots: tuple[tuple[datetime, datetime | None], ...] = ()
    slot: int = 0
    agreed: bool | None = None
    held_until: date | None = None
    held_for: str = ""
    work_done: str = ""
    completed_on: date | None = None
    message_id: int | None = None
    without_address: bool = False
    costs: tuple[CostOption, ...] = ()
    option: int = 0
    asked_at: str = ""


def check(work: UnitOfWork, order: WorkOrder, deed: Deed, details: DeedDetails) -> None:
    """What this deed needs beside the state. Raises InvalidError, RefusedError."""
    if deed is Deed.SEND:
        _check_sending(work, order, details)
    if deed is Deed.PLAN:
        if not (details.appointment_from or details.appointment_text.strip() or details.slots):
            raise InvalidError(appointment_from=NEEDED)
        if details.appointment_from and details.appointment_to and details.appointment_to < details.appointment_from:
            raise InvalidError(appointment_to=Text("Ends before it begins."))
    if deed in (Deed.CONFIRM, Deed.DECLINE) and not order.appointment_state:
        raise RefusedError("no_appointment", Text("Nothing was proposed yet."))
    if deed is Deed.CALL_OFF and order.appointment_state in ("", *NO_APPOINTMENT):
        raise RefusedError("no_appointment", Text("Nothing was proposed yet."))
    if deed is Deed.MISSED and order.appointment_from and order.appointment_from > work.now:
        raise RefusedError("not_yet", Text("The appointment is still to come."))
    if deed is Deed.CONFIRM and order.slots and not 1 <= details.slot <= len(order.slots):
        raise InvalidError(slot=Text("Choose one of these times."))
    if deed is Deed.REFUSE and details.reason and details.reason not in list(RefusalReason):
        raise InvalidError(reason=Text("Unknown reason."))
    if deed in COST_DEEDS:
        check_cost(work, order, deed, details.costs, details.option, details.asked_at)
    if deed is Deed.COMPLETE and details.completed_on and details.completed_on > work.today:
        raise InvalidError(completed_on=Text("Lies in the future."))


def _check_sending(work: UnitOfWork, order: WorkOrder, details: DeedDetails) -> None:
    company = work.session.get(Company, order.company_id) if order.company_id else None
    if company is None:
        raise InvalidError(company_id=Text("Choose a service party."))
    if not order.contact_id:
        raise InvalidError(contact_id=Text("%(company)s has no contact with a mail address.", company=company.name))
    if not order.address.get("line") and not details.without_address:
        raise RefusedError(
            "no_address", Text("There is no address on the work order. Fill it in, or confirm that there is none.")
        )
    installation = work.session.get(Installation, order.installation_id) if order.installation_id else None
    for warning in warnings_for(work.session, company, installation, work.today):
        if warning.blocking:
            raise RefusedError(warning.code, warning.words)


def must_ask(work: UnitOfWork, order: WorkOrder, details: DeedDetails) -> bool:
    """Whether somebody lives there who has still to agree to the time."""
    agreed = details.agreed if details.agreed is not None else work.actor.kind is ActorKind.STAFF
    return not agreed and order.unit_id is not None and bool(linked_people(work.session, order.ticket_id))
