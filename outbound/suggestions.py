"""Who could do a job instead: firms that solved the like here, and how soon they say yes."""

from __future__ import annotations

from statistics import median
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from store.orders import WorkOrder
from store.people import Company
from store.tickets import Ticket
from store.words import OrderState

_DONE = (OrderState.COMPLETED, OrderState.APPROVED)
_LOOKED_AT = 500  # orders


def firms_for(session: Session, order: WorkOrder, limit: int = 3) -> list[dict[str, Any]]:
    """[{id, company, solved, median_hours}], the most experienced first; median_hours None where nobody measured it.

    The like: the same trade, at this installation, in this unit or in this property.
    """
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    places = [
        col(place) == value
        for place, value in (
            (WorkOrder.installation_id, order.installation_id),
            (WorkOrder.unit_id, order.unit_id),
            (WorkOrder.property_id, order.property_id),
        )
        if value
    ]
    if not places:
        return []
    done = (
        select(WorkOrder, Company, Ticket.trade)
        .join(Company, col(Company.id) == WorkOrder.company_id)
        .join(Ticket, col(Ticket.id) == WorkOrder.ticket_id, isouter=True)
        .where(col(WorkOrder.state).in_(_DONE), or_(*places))
        .where(col(Company.active).is_(True), WorkOrder.company_id != order.company_id)
        .order_by(col(WorkOrder.id).desc())
        .limit(_LOOKED_AT)
    )
    trade = ticket.trade if ticket else ""
    jobs: dict[tuple[str, int], list[WorkOrder]] = {}
    for job, company, its_trade in session.exec(done):
        if not trade or its_trade == trade or trade in company.trades:
            jobs.setdefault((company.name, company.key), []).append(job)
    firms = sorted(jobs.items(), key=lambda firm: (-len(firm[1]), firm[0]))
    return [
        {"id": key, "company": name, "solved": len(done), "median_hours": _median_hours(done)}
        for (name, key), done in firms[:limit]
    ]


def _median_hours(jobs: list[WorkOrder]) -> float | None:
    hours = [(job.accepted_at - job.sent_at).total_seconds() / 3600 for job in jobs if job.accepted_at and job.sent_at]
    return round(median(hours), 1) if hours else None
