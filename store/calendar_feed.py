"""Appointments, and the secret address under which a member of staff has their own in another calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlmodel import Field, Session, col, select

from store.orders import NO_APPOINTMENT, WorkOrder
from store.people import Company, Staff
from store.rows import Row
from store.tickets import Ticket
from store.tokens import new_token, token_hash
from store.words import OrderState

OFF = (OrderState.REFUSED, OrderState.HANDED_BACK, OrderState.WITHDRAWN, OrderState.LAPSED)
MOST = 500  # appointments shown at once


class CalendarFeed(Row, table=True):
    """One address for each member of staff; of the token only the hash is kept. A new one ends the old."""

    __tablename__ = "calendar_feed"

    staff_id: int = Field(foreign_key="staff.id", unique=True)
    token_hash: str = Field(unique=True)
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of a service party. state: proposed or confirmed. ends: None where the party named no end."""

    number: str
    title: str
    place: str
    party: str
    ticket_number: str
    responsible: str
    starts: datetime
    ends: datetime | None
    state: str


def list_appointments(
    session: Session, start: datetime, end: datetime, *, company_id: int | None = None, staff_id: int | None = None
) -> list[PlannedVisit]:
    """What begins between these moments and goes on, the first first."""
    where: list[ColumnElement[bool]] = [col(WorkOrder.appointment_from) >= start, col(WorkOrder.appointment_from) < end]
    where += [col(WorkOrder.appointment_state).not_in(NO_APPOINTMENT), col(WorkOrder.state).not_in(OFF)]
    where += [col(WorkOrder.company_id) == company_id] if company_id else []
    where += [col(WorkOrder.responsible_id) == staff_id] if staff_id else []
    asking = (
        select(WorkOrder, Company.name, Ticket.number, Staff.name)
        .join(Staff, col(Staff.id) == WorkOrder.responsible_id)
        .outerjoin(Company, col(Company.id) == WorkOrder.company_id)
        .outerjoin(Ticket, col(Ticket.id) == WorkOrder.ticket_id)
        .where(*where)
        .order_by(col(WorkOrder.appointment_from), col(WorkOrder.id))
        .limit(MOST)
    )
    return [_appointment(*row) for row in session.execute(asking).all()]


def make_feed(session: Session, staff_id: int, now: datetime) -> str:
    """The token of a new address, shown once."""
    end_feed(session, staff_id)
    token = new_token()
    session.add(CalendarFeed(staff_id=staff_id, token_hash=token_hash(token), created_at=now))
    return token


def end_feed(session: Session, staff_id: int) -> None:
    session.execute(delete(CalendarFeed).where(col(CalendarFeed.staff_id) == staff_id))


def feed_since(session: Session, staff_id: int) -> datetime | None:
    """When their address was made; None where they have none."""
    return session.exec(select(CalendarFeed.created_at).where(CalendarFeed.staff_id == staff_id)).first()


def staff_of_feed(session: Session, token: str) -> Staff | None:
    """Whose calendar this is; None where there is none such, or they work here no longer."""
    held_by = select(Staff).join(CalendarFeed, col(CalendarFeed.staff_id) == Staff.id)
    return session.exec(held_by.where(CalendarFeed.token_hash == token_hash(token), col(Staff.active))).first()


def _appointment(order: WorkOrder, party: str | None, ticket: str | None, responsible: str) -> PlannedVisit:
    assert order.appointment_from is not None
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
    )
