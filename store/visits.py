"""Who comes when: the visits that service parties named, with an hour, or in words alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from config.language import day_named
from store.order_lists import NOT_DONE, OVER
from store.orders import NO_APPOINTMENT, WorkOrder
from store.paging import Among, Page, Sorting, take_page
from store.people import Company, Staff
from store.slips import Appointment, appointment_of
from store.tickets import Ticket
from store.words import OrderState

STANDS = ("proposed", "confirmed")
OFF = tuple(state for state in OVER if state is not OrderState.APPROVED)
MOST = 500  # visits without an hour shown at once

_BY_HOUR = Sorting(col(WorkOrder.appointment_from), col(WorkOrder.id), descending=False)
_BY_CHANGE = Sorting(col(WorkOrder.changed_at), col(WorkOrder.id))


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of a service party. starts: None where it named no hour; ends: None where it named no end."""

    number: str
    title: str
    place: str
    party: str
    ticket_number: str
    responsible: str
    starts: datetime | None
    ends: datetime | None
    state: str
    appointment: Appointment

    def days(self, zone: ZoneInfo) -> frozenset[date]:
        """The days it is known to be on, or may be on where one of several times is still to be chosen."""
        if self.starts:
            return frozenset((self.starts.astimezone(zone).date(),))
        slots = self.appointment.get("slots") or []
        offered = {datetime.fromisoformat(slot["starts"]).astimezone(zone).date() for slot in slots}
        return frozenset(offered | ({self.day} if self.day else set()))

    @property
    def day(self) -> date | None:
        """The day it is on where its hour is not known."""
        return None if self.starts else day_named(self.appointment["text"])


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Whose visits; None asks for nobody in particular."""

    company_id: int | None = None
    staff_id: int | None = None


def list_visits(
    session: Session, start: datetime, end: datetime, wanted: VisitFilter, *, after: str = "", limit: int = MOST
) -> Page[PlannedVisit]:
    """What begins between these moments and goes on, the first first."""
    between = [col(WorkOrder.appointment_from) >= start, col(WorkOrder.appointment_from) < end]
    stands = [col(WorkOrder.appointment_state).not_in(NO_APPOINTMENT), col(WorkOrder.state).not_in(OFF)]
    where = [*between, *stands, *_conditions(wanted)]
    page = take_page(session, _asking(), _BY_HOUR, where=where, after=after, limit=limit)
    return Page([_visit(*row) for row in page.items], page.next)


def list_hourless(session: Session, wanted: VisitFilter, *, after: str = "", limit: int = MOST) -> Page[PlannedVisit]:
    """Visits still to come of which no hour is known: told in words, a day alone, or several times to choose from. The
    one that changed last first: what is not done yet does not grow with the desk."""
    where: list[ColumnElement[bool]] = [
        col(WorkOrder.appointment_from).is_(None),
        col(WorkOrder.appointment_state).in_(STANDS),
    ]
    where += _conditions(wanted)
    among = Among(col(WorkOrder.state), NOT_DONE)
    page = take_page(session, _asking(), _BY_CHANGE, where=where, among=among, after=after, limit=limit)
    return Page([_visit(*row) for row in page.items], page.next)


def _conditions(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [col(WorkOrder.company_id) == wanted.company_id] if wanted.company_id else []
    return where + ([col(WorkOrder.responsible_id) == wanted.staff_id] if wanted.staff_id else [])


def _asking() -> Any:
    return (
        select(WorkOrder, Company.name, Ticket.number, Staff.name)
        .join(Staff, col(Staff.id) == WorkOrder.responsible_id)
        .outerjoin(Company, col(Company.id) == WorkOrder.company_id)
        .outerjoin(Ticket, col(Ticket.id) == WorkOrder.ticket_id)
    )


def _visit(order: WorkOrder, party: str | None, ticket: str | None, responsible: str) -> PlannedVisit:
    return PlannedVisit(
        number=order.number,
        title=order.title,
        place=order.address.get("line", "") or order.address.get("property", ""),
        party=party or "",
        ticket_number=ticket or "",
        responsible=responsible,
        starts=order.appointment_from,
        ends=order.appointment_to,
        state=order.appointment_state,
        appointment=appointment_of(order),
    )
