"""Who becomes responsible when nobody was asked: by property, then by trade, then the desk's own."""

from __future__ import annotations

from sqlmodel import Session, col, select

from convert.turn import RefusedError
from store.people import Property, Route, Staff
from store.words import Role


def responsible_for(session: Session, property_id: int | None, trade: str) -> Staff:
    """The staff member the rules name; the first rule that names somebody at work wins. Without any rule the first
    active member of staff answers, so that a report never lies with nobody. Raises RefusedError without any staff."""
    house = session.get(Property, property_id) if property_id else None
    routes = {(route.property_id, route.trade): route.staff_id for route in session.exec(select(Route))}
    named = (
        routes.get((property_id, trade)) if property_id else None,
        house.responsible_id if house else None,
        routes.get((property_id, "")) if property_id else None,
        routes.get((None, trade)),
        routes.get((None, "")),
    )
    for staff_id in named:
        staff = session.get(Staff, staff_id) if staff_id else None
        if staff and staff.active:
            return staff
    first = session.exec(
        select(Staff).where(col(Staff.active), Staff.role != Role.ON_CALL).order_by(col(Staff.id))
    ).first()
    if first is None:
        raise RefusedError(
            "no_staff",
            nl="Er is nog geen medewerker; maak er een met `postbon user add`.",
            en="There is no staff yet; add somebody with `postbon user add`.",
        )
    return first
