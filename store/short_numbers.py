"""A ticket and a work order as people call them: "47"."""

from __future__ import annotations

from sqlmodel import Session, col, select

from store.orders import WorkOrder
from store.search import Hit
from store.tickets import Ticket

YEARS = 3  # back from this one, in which a short number is looked for


def find_short(session: Session, number: int, year: int) -> list[Hit]:
    """Tickets, then work orders, with this number, the newest first."""
    hits: list[Hit] = []
    for kind, letters, table in (("ticket", "T", Ticket), ("order", "OB", WorkOrder)):
        numbers = [f"{letters}-{back}-{number:05d}" for back in range(year, year - YEARS, -1)]
        found = select(table.id).where(col(table.number).in_(numbers)).order_by(col(table.id).desc())
        hits += [Hit(kind, key) for key in session.exec(found) if key]
    return hits
