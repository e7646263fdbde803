"""Who works at the desk, and whose a report becomes when nobody was asked."""

from __future__ import annotations

from typing import Any

from convert.records import filled, get, known, mailbox, put, unused
from convert.unit_of_work import Turn
from store.people import (
    Route,
    Staff,
)


def add_staff(turn: Turn, name: str, email: str, **details: Any) -> Staff:
    address = mailbox(email)
    unused(turn, Staff, email=address)
    details.setdefault("language", turn.settings.desk.language)
    return put(turn, Staff(name=filled("name", name), email=address, created_at=turn.now, **known(Staff, details)))


def add_route(turn: Turn, staff_id: int, property_id: int | None = None, trade: str = "") -> Route:
    """Who becomes responsible for reports of this property and trade when nobody was asked."""
    get(turn, Staff, staff_id)
    return put(turn, Route(staff_id=staff_id, property_id=property_id, trade=trade))
