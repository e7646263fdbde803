"""Which firms may do a job, and what is known of each: for whoever chooses one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import func, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from store.order_lists import UNDER_WAY
from store.orders import WorkOrder
from store.people import Certificate, Company, Installation, Property
from store.tickets import Ticket
from store.words import CompanyKind, OrderState, RefusalReason, Trade

SHORT_LIST = 6  # firms of which all is told
_LOOKED_AT = 300  # orders of a complex, the newest of each state
_LATELY = 50  # orders of a firm, or of another complex in the town, the newest of each state
_NEAR = 6  # complexes in the same town that are looked at
_DONE = (OrderState.COMPLETED, OrderState.APPROVED)
_ANSWERED = (*_DONE, OrderState.REFUSED, OrderState.HANDED_BACK)


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done, and where. trade: "" and "other" ask for none in particular."""

    trade: str = ""
    property_id: int | None = None
    unit_id: int | None = None
    installation: Installation | None = None


@dataclass(slots=True)
class FirmFacts:
    """fits: its trades have the job's; None where either is not known. region: of its builders' holiday. here,
    in_complex: jobs it did in this home and in the complex, the last of them on last_on. accepts_in: half of its orders
    were accepted sooner; None where there are none. again, done: of its last jobs that were done, how many were not
    right at once. lapsed: certificates that are valid no more, with their last day."""

    id: int
    name: str
    fits: bool | None
    is_maintainer: bool
    closed_until: date | None = None
    region: str = ""
    here: int = 0
    in_complex: int = 0
    last_on: datetime | None = None
    in_town: int = 0
    too_far: int = 0
    under_way: int = 0
    accepts_in: timedelta | None = None
    refused: int = 0
    done: int = 0
    again: int = 0
    certificates: list[tuple[str, date]] = field(default_factory=list)
    lapsed: list[tuple[str, date]] = field(default_factory=list)


def firms_for(session: Session, job: Job, today: date) -> list[FirmFacts]:
    """Service parties at work, the likeliest first: who maintains the installation, then whose trade it is, who was in
    this home, in this complex, and has least under way. Only of the first few is told how they worked."""
    firms = {firm.id: firm for firm in _all_firms(session, job, today)}
    _tell_earlier_jobs(session, job, firms)
    _tell_whether_it_comes(session, job, firms)
    _tell_certificates(session, firms, today)
    busy = choose(col(WorkOrder.company_id), func.count()).where(col(WorkOrder.state).in_(UNDER_WAY))
    for company_id, under_way in session.execute(busy.group_by(col(WorkOrder.company_id))):
        if firm := firms.get(company_id or 0):
            firm.under_way = under_way
    found = sorted(firms.values(), key=_likelihood)
    _tell_manners(session, {firm.id: firm for firm in found[:SHORT_LIST]})
    return found


def _likelihood(firm: FirmFacts) -> tuple[bool, bool, bool, int, int, bool, int, int, str]:
    away = firm.closed_until is not None
    return (
        not firm.is_maintainer,
        firm.fits is not True,
        away,
        -firm.here,
        -firm.in_complex,
        firm.too_far > 0,
        -firm.in_town,
        firm.under_way,
        firm.name,
    )


def _all_firms(session: Session, job: Job, today: date) -> list[FirmFacts]:
    firms = select(Company).where(Company.kind == CompanyKind.SERVICE_PARTY, col(Company.active))
    maintainer = job.installation.maintainer_id if job.installation else None
    asks = job.trade not in ("", Trade.OTHER)
    return [
        FirmFacts(
            firm.key,
            firm.name,
            job.trade in firm.trades if asks and firm.trades else None,
            firm.key == maintainer,
            _closed_until(firm, today),
            firm.region,
        )
        for firm in session.exec(firms)
    ]


def _closed_until(firm: Company, today: date) -> date | None:
    spans = [(str(closure.get("from", "")), str(closure.get("to", ""))) for closure in firm.closures]
    return max((date.fromisoformat(last) for first, last in spans if first <= today.isoformat() <= last), default=None)


def _tell_earlier_jobs(session: Session, job: Job, firms: dict[int, FirmFacts]) -> None:
    if not job.property_id:
        return
    columns = choose(col(WorkOrder.company_id), col(WorkOrder.unit_id), col(WorkOrder.completed_at))
    for state in _DONE:
        here = columns.where(col(WorkOrder.property_id) == job.property_id, col(WorkOrder.state) == state)
        for company_id, unit_id, done_at in session.execute(
            here.order_by(col(WorkOrder.changed_at).desc()).limit(_LOOKED_AT)
        ):
            if (firm := firms.get(company_id or 0)) and done_at:
                firm.in_complex += 1
                firm.here += unit_id is not None and unit_id == job.unit_id
                firm.last_on = max(firm.last_on or done_at, done_at)


def _tell_whether_it_comes(session: Session, job: Job, firms: dict[int, FirmFacts]) -> None:
    """No map and no distance: whether a firm comes to a town, its jobs there say (docs/decisions/0026)."""
    place = session.get(Property, job.property_id) if job.property_id else None
    if place is None:
        return
    near = select(Property.id).where(Property.town == place.town, Property.id != place.id).limit(_NEAR)
    complexes = list(session.exec(near)) if place.town else []
    lately = choose(*map(col, (WorkOrder.company_id, WorkOrder.state, WorkOrder.refusal_reason)))
    theirs = [
        lately.where(col(WorkOrder.property_id) == property_id, col(WorkOrder.state) == state)
        for property_id, states in [(place.key, ()), *((key, _DONE) for key in complexes)]
        for state in (*states, OrderState.REFUSED)
    ]
    for company_id, state, reason in _newest_of_each(session, theirs):
        if firm := firms.get(company_id or 0):
            firm.in_town += state in _DONE
            firm.too_far += state is OrderState.REFUSED and reason == RefusalReason.OUTSIDE_REGION


def _tell_certificates(session: Session, firms: dict[int, FirmFacts], today: date) -> None:
    last: dict[tuple[int, str], date] = defaultdict(lambda: date.min)
    for row in session.exec(select(Certificate)):
        last[row.company_id, row.name] = max(last[row.company_id, row.name], row.valid_until)
    for (company_id, name), until in sorted(last.items()):
        if firm := firms.get(company_id):
            (firm.certificates if until >= today else firm.lapsed).append((name, until))


def _tell_manners(session: Session, firms: dict[int, FirmFacts]) -> None:
    columns = (WorkOrder.company_id, WorkOrder.state, WorkOrder.sent_at, WorkOrder.accepted_at, WorkOrder.rework)
    answered = choose(*map(col, (*columns, Ticket.reopened))).outerjoin(Ticket, col(Ticket.id) == WorkOrder.ticket_id)
    theirs = [
        answered.where(col(WorkOrder.company_id) == key, col(WorkOrder.state) == state)
        for key in firms
        for state in _ANSWERED
    ]
    waits: dict[int, list[float]] = defaultdict(list)  # seconds
    for company_id, state, sent_at, accepted_at, rework, reopened in _newest_of_each(session, theirs):
        firm = firms[company_id]
        if sent_at and accepted_at and accepted_at >= sent_at:
            waits[company_id].append((accepted_at - sent_at).total_seconds())
        firm.refused += state is OrderState.REFUSED
        firm.done += state in _DONE
        firm.again += state in _DONE and bool(rework or reopened)
    for key, firm in firms.items():
        firm.accepts_in = timedelta(seconds=median(waits[key])) if key in waits else None


def _newest_of_each(session: Session, askings: Sequence[Any]) -> Iterable[Any]:
    """The newest of each of these lists of orders, asked for at once."""
    each = [choose(one.order_by(col(WorkOrder.changed_at).desc()).limit(_LATELY).subquery()) for one in askings]
    return session.execute(union_all(*each)).all() if each else []
