"""How the desk does: what is open, how long things took, which firms and complexes, which installations fail again.

Bounded: of a time the newest MOST tickets and work orders are looked at, however old the desk is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import BigInteger, func
from sqlalchemy import select as choose
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import Label
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, col

from config.settings import Targets
from store.orders import WorkOrder
from store.people import Company, Installation, Property
from store.rows import Row, rows_by_id
from store.ticket_lists import LIVE
from store.tickets import Ticket
from store.words import ELSEWHERE, OrderState, Phase

MOST = 2500  # rows of each that are looked at
AGES = (2, 7, 30)  # days up to which a ticket is counted together with others
TOP = 15  # firms, complexes and installations that are named
A_YEAR = timedelta(days=365)
MANY = 100  # reports of one installation that are counted
A_DAY = 86_400  # seconds
_DONE = (OrderState.COMPLETED, OrderState.APPROVED)


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took: the median, and how many of them were within the target. None, 0 of 0 without any."""

    typical: timedelta | None
    within: int
    counted: int


@dataclass(frozen=True, slots=True)
class FirmFigures:
    """accepted: since the order was sent; done_in: from then until the firm reported it done, the median."""

    name: str
    orders: int
    accepted: Took
    done_in: timedelta | None
    refused: int
    done: int
    again: int


@dataclass(frozen=True, slots=True)
class ComplexFigures:
    name: str
    tickets: int
    still_open: int
    solved: Took


@dataclass(frozen=True, slots=True)
class Failing:
    """An installation of which several reports came within a year."""

    id: int
    name: str
    where: str
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """ages: open tickets by the days they are up to, 0 for older ones · looked: opened by its responsible
    reacted: its people were written more than that it was received · is_cut: not all of the time was looked at."""

    phases: dict[Phase, int]
    ages: dict[int, int]
    looked: Took
    reacted: Took
    accepted: Took
    solved: Took
    firms: list[FirmFigures]
    complexes: list[ComplexFigures]
    failing: list[Failing]
    is_cut: bool


def figures_of(session: Session, now: datetime, since: datetime, targets: Targets) -> Figures:
    """Of what came in since then."""
    solved_in, accepted_in = timedelta(days=targets.solved_days), timedelta(hours=targets.accepted_hours)
    at = now.timestamp()
    live = choose(col(Ticket.phase), _seconds(Ticket.received_at), col(Ticket.property_id))
    is_open = session.execute(live.where(col(Ticket.phase).in_(LIVE)).limit(MOST)).all()
    times = (Ticket.received_at, Ticket.opened_at, Ticket.reacted_at, Ticket.solved_at)
    newest = _newest(session, Ticket, since, times, (Ticket.property_id, Ticket.installation_id, Ticket.phase))
    tickets = [row for row in newest if row.phase not in ELSEWHERE]
    times = (WorkOrder.created_at, WorkOrder.sent_at, WorkOrder.accepted_at, WorkOrder.completed_at)
    orders = _newest(session, WorkOrder, since, times, (WorkOrder.company_id, WorkOrder.state, WorkOrder.rework))
    return Figures(
        phases=dict(Counter(row.phase for row in is_open)),
        ages=dict(Counter(_age(at - row.received_at) for row in is_open)),
        looked=_took(((row.received_at, row.opened_at) for row in tickets), timedelta(hours=targets.looked_at_hours)),
        reacted=_took(((row.received_at, row.reacted_at) for row in tickets), timedelta(hours=targets.reacted_hours)),
        accepted=_took(((row.sent_at, row.accepted_at) for row in orders), accepted_in),
        solved=_took(((row.received_at, row.solved_at) for row in tickets), solved_in),
        firms=_firms(session, orders, accepted_in),
        complexes=_complexes(session, tickets, Counter(row.property_id for row in is_open), solved_in),
        failing=_failing(session, {row.installation_id for row in tickets if row.installation_id}, now - A_YEAR),
        is_cut=MOST in (len(is_open), len(newest), len(orders)),
    )


def times_failed(session: Session, installation_id: int, now: datetime) -> int:
    """How many reports of it came within a year, MANY at most."""
    asked = choose(col(Ticket.id)).where(col(Ticket.installation_id) == installation_id, *_lately(now - A_YEAR))
    return len(session.execute(asked.limit(MANY)).all())


def _newest(
    session: Session, table: type[Row], since: datetime, times: Sequence[Any], others: Sequence[Any]
) -> list[Any]:
    """By their key, for that is the order they came in; the first of the times says when."""
    columns = [*map(_seconds, times), *others]
    newest = session.execute(choose(*columns).order_by(col(table.id).desc()).limit(MOST)).all()
    return [row for row in newest if row[0] >= int(since.timestamp())]


def _seconds(time: Any) -> Label[int]:
    """Since 1970, by the database: a datetime for each of thirty thousand fields is a third of the page's work."""
    return _Epoch(time).label(time.key)


class _Epoch(FunctionElement[int]):
    """Whole seconds since 1970, in the words of each database: a second cast is a fifth of the steps SQLite takes."""

    inherit_cache = True
    type = BigInteger()


@compiles(_Epoch)
def _epoch(element: _Epoch, compiler: Any, **options: Any) -> str:
    return f"CAST(EXTRACT(epoch FROM {compiler.process(element.clauses, **options)}) AS BIGINT)"


@compiles(_Epoch, "sqlite")
def _epoch_on_sqlite(element: _Epoch, compiler: Any, **options: Any) -> str:
    return f"CAST(STRFTIME('%s', {compiler.process(element.clauses, **options)}) AS INTEGER)"


def _age(old: float) -> int:
    return next((days for days in AGES if old <= days * A_DAY), 0)


def _took(spans: Iterable[tuple[int | None, int | None]], target: timedelta) -> Took:
    times = _times(spans)
    return Took(_typical(times), sum(time <= target.total_seconds() for time in times), len(times))


def _times(spans: Iterable[tuple[int | None, int | None]]) -> list[int]:
    return [end - start for start, end in spans if start and end and end >= start]


def _typical(times: list[int]) -> timedelta | None:
    return timedelta(seconds=median(times)) if times else None


def _firms(session: Session, orders: list[Any], target: timedelta) -> list[FirmFigures]:
    by_firm: dict[int, list[Any]] = defaultdict(list)
    for order in orders:
        if order.company_id and order.sent_at:
            by_firm[order.company_id].append(order)
    names = rows_by_id(session, Company, by_firm)
    return [
        FirmFigures(
            names[key].name,
            len(theirs),
            _took(((row.sent_at, row.accepted_at) for row in theirs), target),
            _typical(_times((row.sent_at, row.completed_at) for row in theirs)),
            sum(row.state is OrderState.REFUSED for row in theirs),
            sum(row.state in _DONE for row in theirs),
            sum(bool(row.rework) for row in theirs),
        )
        for key, theirs in sorted(by_firm.items(), key=lambda item: -len(item[1]))[:TOP]
    ]


def _complexes(
    session: Session, tickets: list[Any], still_open: Counter[int | None], target: timedelta
) -> list[ComplexFigures]:
    here: dict[int, list[Any]] = defaultdict(list)
    for ticket in tickets:
        if ticket.property_id:
            here[ticket.property_id].append(ticket)
    keys = sorted({*here, *filter(None, still_open)}, key=lambda key: (-still_open[key], -len(here[key])))[:TOP]
    names = rows_by_id(session, Property, keys)
    return [
        ComplexFigures(
            names[key].name,
            len(here[key]),
            still_open[key],
            _took(((row.received_at, row.solved_at) for row in here[key]), target),
        )
        for key in keys
    ]


def _failing(session: Session, keys: set[int], since: datetime) -> list[Failing]:
    """Of the installations that failed lately those that failed before, the most often first."""
    counted = choose(col(Ticket.installation_id), func.count(), func.max(col(Ticket.received_at)))
    asked = counted.where(col(Ticket.installation_id).in_(keys), *_lately(since))
    rows = session.execute(asked.group_by(col(Ticket.installation_id))).all() if keys else []
    often = sorted(((times, last, key) for key, times, last in rows if times > 1), reverse=True)[:TOP]
    machines = rows_by_id(session, Installation, [key for *_, key in often])
    return [
        Failing(key, f"{machines[key].kind} {machines[key].make}".strip(), machines[key].code, times, last)
        for times, last, key in often
    ]


def _lately(since: datetime) -> tuple[Any, ...]:
    return col(Ticket.received_at) >= since, col(Ticket.phase).not_in(ELSEWHERE)
