"""Who works at the desk, and whose a report becomes when nobody was asked."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from config.words import Text
from convert.errors import InvalidError
from convert.records import NEEDED, filled, get, known, mailbox, put, unused
from convert.unit_of_work import UnitOfWork
from store.people import Property, Route, Staff
from store.routing import Rule, rules_for
from store.rows import lock_word
from store.words import Role, Trade


def add_staff(work: UnitOfWork, name: str, email: str, **details: Any) -> Staff:
    address = mailbox(email)
    unused(work, Staff, email=address)
    details.setdefault("language", work.settings.desk.language)
    return put(work, Staff(name=filled("name", name), email=address, created_at=work.now, **known(Staff, details)))


def set_rule(work: UnitOfWork, staff_id: int | None, property_id: int | None = None, trade: str = "") -> Rule | None:
    """Who becomes responsible for reports of this property and trade (None, "": of any) when nobody was asked; None
    takes the rule away. Returns the rule before. Raises InvalidError at the field, MissingError."""
    if trade and trade not in set(Trade):
        raise InvalidError(trade=NEEDED)
    if staff_id and not can_answer(get(work, Staff, staff_id)):
        raise InvalidError(staff=Text("This colleague cannot take on reports."))
    lock_word(work.session, "routing")  # of every complex and every trade the database would keep two
    building = get(work, Property, property_id) if property_id else None
    before = next((rule for rule in rules_for(work.session, property_id) if _is(rule, property_id, trade)), None)
    if building and not trade:
        building.responsible_id = staff_id
        return before
    route = work.session.exec(select(Route).where(Route.property_id == property_id, Route.trade == trade)).first()
    if route and staff_id:
        route.staff_id = staff_id
    elif route:
        work.session.delete(route)
    elif staff_id:
        put(work, Route(staff_id=staff_id, property_id=property_id, trade=trade))
    work.session.flush()
    return before


def can_answer(staff: Staff) -> bool:
    return staff.active and staff.role is not Role.READ_ONLY


def _is(rule: Rule, property_id: int | None, trade: str) -> bool:
    return (rule.property_id, rule.trade) == (property_id, trade)
