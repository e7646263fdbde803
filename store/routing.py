"""Who is responsible: whom somebody chose, and where nobody did or they have left, whom the rules name."""

from __future__ import annotations

from sqlmodel import Session, col, select

from store.orders import WorkOrder
from store.people import Property, Route, Staff
from store.tickets import Ticket
from store.words import Role


def named_by_rules(session: Session, property_id: int | None, trade: str) -> Staff | None:
    """By property, then by trade, then the desk's own; the first rule that names somebody at work wins. Without any
    rule the first active member of staff answers, so that a report never lies with nobody. None without any staff."""
    building = session.get(Property, property_id) if property_id else None
    routes = {(route.property_id, route.trade): route.staff_id for route in session.exec(select(Route))}
    named = (
        routes.get((property_id, trade)) if property_id else None,
        building.responsible_id if building else None,
        routes.get((property_id, "")) if property_id else None,
        routes.get((None, trade)),
        routes.get((None, "")),
    )
    for staff_id in named:
        staff = session.get(Staff, staff_id) if staff_id else None
        if staff and staff.active:
            return staff
    return session.exec(
        select(Staff)
        .where(col(Staff.active), col(Staff.role).not_in((Role.ON_CALL, Role.READ_ONLY)))
        .order_by(col(Staff.id))
    ).first()


def who_answers_for(session: Session, about: Ticket | WorkOrder) -> Staff | None:
    """Its responsible; who has left reads no mail, so what was theirs is told to whom the rules name."""
    chosen = session.get(Staff, about.responsible_id)
    if chosen and chosen.active:
        return chosen
    return named_by_rules(session, about.property_id, about.trade if isinstance(about, Ticket) else "")
