"""The opdrachtbon as plain values, in the order it is printed, less what may not be shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NotRequired, TypedDict, cast

from sqlmodel import Session

from store.files import order_files
from store.orders import WorkOrder
from store.people import Company, Contact, Staff
from store.tickets import File, Ticket
from store.words import ACCEPTED_STATES, Visibility

# The number of the person on site is shown to who needs it: from acceptance until this long after completion.
PHONE_AFTER_COMPLETION = timedelta(days=14)


class WorkAddress(TypedDict, total=False):
    """Where the work is: the frozen copy on the order."""

    line: str  # "Lindelaan 14B"
    postcode: str
    town: str
    property: str
    floor: str
    remarks: str  # parking, gate: what every visitor may know


class OnSite(TypedDict):
    """Whom to find there. `phone` is "" as long as it may not be shown."""

    name: str
    phone: str
    call_first: bool
    availability: str


class Slot(TypedDict):
    """A time that is offered: ISO times."""

    starts: str
    ends: str | None


class Appointment(TypedDict):
    """starts, ends: ISO times or None · text: as it was written, an ISO date where only the day is known ·
    state: proposed, confirmed, declined, missed, called_off or empty · slots: to choose from where several are."""

    starts: str | None
    ends: str | None
    text: str
    state: str
    slots: NotRequired[list[Slot]]


class SlipFile(TypedDict):
    id: int
    filename: str
    content_type: str
    size: int


class Responsible(TypedDict):
    name: str
    phone: str


class Slip(TypedDict):
    """Dates are ISO strings; money is euro excluding VAT; what is not known is empty or None.

    withheld   what is shown only after acceptance: "phone", "access"
    installation  {code, kind, make, year, serial, location} or empty
    """

    number: str
    version: int
    ticket_number: str
    sent_at: str | None
    state: str
    priority: str
    company: str
    contact: str
    address: WorkAddress
    spot: str
    access: str
    on_site: OnSite
    title: str
    description: str
    installation: dict[str, Any]
    files: list[SlipFile]
    accept_before: str | None
    do_before: str | None
    cost_limit: int | None
    quote_wanted: bool
    evidence_wanted: list[str]
    appointment: Appointment
    invoice_instruction: str
    responsible: Responsible
    withheld: list[str]


def slip_of(session: Session, order: WorkOrder, *, for_party: bool, now: datetime) -> Slip:
    """The slip as staff see it, or (`for_party`) as the service party may see it now."""
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    company = session.get(Company, order.company_id) if order.company_id else None
    company_name, contact_name = parties_of(session, order)
    responsible = session.get_one(Staff, order.responsible_id)
    phone, access = order.on_site.get("phone", ""), order.access
    reader = Visibility.PARTY if for_party else Visibility.STAFF
    withheld = []
    if for_party and phone and not _phone_is_shown(order, now):
        phone = ""
        if order.on_site.get("may_call") and order.completed_at is None:
            withheld.append("phone")
    if for_party and access and order.state not in ACCEPTED_STATES:
        access = ""
        withheld.append("access")
    return Slip(
        number=order.number,
        version=order.version,
        ticket_number=ticket.number if ticket else "",
        sent_at=iso(order.sent_at),
        state=order.state.value,
        priority=order.priority.value,
        company=company_name,
        contact=contact_name,
        address=address_of(order),
        spot=order.spot,
        access=access,
        on_site=OnSite(
            name=order.on_site.get("name", ""),
            phone=phone,
            call_first=bool(order.on_site.get("may_call")),
            availability=order.on_site.get("availability", ""),
        ),
        title=order.title,
        description=order.description,
        installation=order.installation,
        files=[_file(row) for row in order_files(session, order.key, reader)],
        accept_before=iso(order.accept_before),
        do_before=iso(order.do_before),
        cost_limit=order.cost_limit,
        quote_wanted=order.quote_wanted,
        evidence_wanted=order.evidence_wanted,
        appointment=appointment_of(order),
        invoice_instruction=company.invoice_instruction if company else "",
        responsible=Responsible(name=responsible.name, phone=responsible.phone),
        withheld=withheld,
    )


def parties_of(session: Session, order: WorkOrder) -> tuple[str, str]:
    """The company and its contact: as they were called when it was sent, before that as they are called now."""
    if order.company_name:
        return order.company_name, order.contact_name
    company = session.get(Company, order.company_id) if order.company_id else None
    contact = session.get(Contact, order.contact_id) if order.contact_id else None
    return (company.name if company else "", contact.name if contact else "")


def address_of(order: WorkOrder) -> WorkAddress:
    return cast(WorkAddress, order.address)


def appointment_of(order: WorkOrder) -> Appointment:
    slots = cast(list[Slot], order.slots)
    return Appointment(
        slots=slots,
        starts=iso(order.appointment_from),
        ends=iso(order.appointment_to),
        text=order.appointment_text,
        state=order.appointment_state,
    )


def iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _phone_is_shown(order: WorkOrder, now: datetime) -> bool:
    if not order.on_site.get("may_call") or order.state not in ACCEPTED_STATES:
        return False
    return order.completed_at is None or now < order.completed_at + PHONE_AFTER_COMPLETION


def _file(row: File) -> SlipFile:
    return SlipFile(id=row.key, filename=row.filename, content_type=row.content_type, size=row.size)
