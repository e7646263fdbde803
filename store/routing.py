"""Who is responsible: whom somebody chose, and where nobody did or they have left, whom the rules name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from store.orders import WorkOrder
from store.people import Property, Route, Staff
from store.tickets import Ticket
from store.words import Role


@dataclass(frozen=True, slots=True)
class Rule:
    """property_id  None: of every complex · trade  "": every trade · staff_id  whom it names"""

    property_id: int | None
    trade: str
    staff_id: int


@dataclass(frozen=True, slots=True)
class Decision:
    """staff   None without any staff
    rule    which named them; None where none did, so that it is whoever came first
    passed  rules that would have come before, whose own has left"""

    staff: Staff | None
    rule: Rule | None
    passed: tuple[Rule, ...]


def decide_route(session: Session, property_id: int | None, trade: str) -> Decision:
    """By property, then by trade, then the desk's own; the first rule that names somebody at work wins. Without any
    rule the first active member of staff answers, so that a report never lies with nobody."""
    rules = {(rule.property_id, rule.trade): rule for rule in rules_for(session, property_id)}
    fitting = dict.fromkeys([(property_id, trade), (property_id, ""), (None, trade), (None, "")])
    passed: list[Rule] = []
    for rule in filter(None, map(rules.get, fitting)):
        staff = session.get_one(Staff, rule.staff_id)
        if staff.active:
            return Decision(staff, rule, tuple(passed))
        passed.append(rule)
    first = session.exec(
        select(Staff)
        .where(col(Staff.active), col(Staff.role).not_in((Role.ON_CALL, Role.READ_ONLY)))
        .order_by(col(Staff.id))
    ).first()
    return Decision(first, None, tuple(passed))


def rules_for(session: Session, property_id: int | None) -> list[Rule]:
    """Those of one complex, whose own responsible is its rule for every trade, and those of every complex."""
    routes = select(Route).where((col(Route.property_id) == property_id) | col(Route.property_id).is_(None))
    building = session.get(Property, property_id) if property_id else None
    return [*_of_routes(session.exec(routes).all()), *_of_properties([building])]


def all_rules(session: Session) -> list[Rule]:
    owned = select(Property).where(col(Property.responsible_id).is_not(None))
    return [*_of_routes(session.exec(select(Route)).all()), *_of_properties(session.exec(owned).all())]


def named_by_rules(session: Session, property_id: int | None, trade: str) -> Staff | None:
    return decide_route(session, property_id, trade).staff


def who_answers_for(session: Session, about: Ticket | WorkOrder) -> Staff | None:
    """Its responsible; who has left reads no mail, so what was theirs is told to whom the rules name."""
    chosen = session.get(Staff, about.responsible_id)
    if chosen and chosen.active:
        return chosen
    return named_by_rules(session, about.property_id, about.trade if isinstance(about, Ticket) else "")


def _of_routes(routes: Sequence[Route]) -> list[Rule]:
    return [Rule(route.property_id, route.trade, route.staff_id) for route in routes]


def _of_properties(owned: Sequence[Property | None]) -> list[Rule]:
    return [Rule(each.key, "", each.responsible_id) for each in owned if each and each.responsible_id]
