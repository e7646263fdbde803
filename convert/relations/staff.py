"""Who works at the desk, and whose a report becomes when nobody was asked."""

from __future__ import annotations

from typing import Any

from convert.records import filled, get, known, mailbox, put, unused
from convert.unit_of_work import UnitOfWork
from store.people import (
    Route,
    Staff,
)


def add_staff(work: UnitOfWork, name: str, email: str, **details: Any) -> Staff:
    address = mailbox(email)
    unused(work, Staff, email=address)
    details.setdefault("language", work.settings.desk.language)
    return put(work, Staff(name=filled("name", name), email=address, created_at=work.now, **known(Staff, details)))


def add_route(work: UnitOfWork, staff_id: int, property_id: int | None = None, trade: str = "") -> Route:
    """Who becomes responsible for reports of this property and trade when nobody was asked."""
    get(work, Staff, staff_id)
    return put(work, Route(staff_id=staff_id, property_id=property_id, trade=trade))
