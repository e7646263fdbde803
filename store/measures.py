"""What a monitor asks: how much waits, how long already, and whether all who should work give signs of life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from sqlmodel import Session, col, func, select

from store.counts import count_work
from store.latencies import BOUNDS, Latency
from store.letter_table import Letter
from store.mail import Draft, Message
from store.processes import DeskProcess
from store.store import database_time
from store.troubles import troubles
from store.words import DraftState, LetterState, MessageState

COUNTED = 100_000  # up to here: a page stops sooner, a monitor draws a line
OUTBOX = (LetterState.WAITING, LetterState.POSTING, LetterState.HELD, LetterState.UNKNOWN, LetterState.RETURNED)


@dataclass(frozen=True, slots=True)
class Measure:
    """One gauge: its name without ours before it, what it tells, and its value by the value of its one label ("")."""

    name: str
    about: str
    label: str
    values: Mapping[str, float]


def measure_desk(session: Session, now: datetime) -> Iterator[Measure]:
    """Each found by an index, and counted no further than COUNTED."""
    yield Measure("waiting", "Things that need a hand.", "place", {**count_work(session, most=COUNTED)})
    yield Measure("troubles", "Troubles that are not over.", "", {"": len(troubles(session))})
    outbox = {state.value: _count(session, state) for state in OUTBOX}
    yield Measure("letters", "Letters that are not done with.", "state", outbox)
    oldest = {
        "mail": select(func.min(Message.received_at)).where(Message.state == MessageState.WAITING),
        "draft": select(func.min(Draft.created_at)).where(Draft.state == DraftState.OPEN),
        "letter": select(func.min(Letter.not_before)).where(Letter.state == LetterState.WAITING),
    }
    since = {what: session.exec(asking).one() for what, asking in oldest.items()}
    ages = {what: max((now - at).total_seconds(), 0) if at else 0 for what, at in since.items()}
    yield Measure("oldest_seconds", "How long the oldest has waited: mail to be read, draft, letter due.", "what", ages)
    leases = select(func.count()).where(Message.state == MessageState.WAITING, col(Message.lease_until).is_not(None))
    held = {"mail": session.exec(leases).one(), "letter": _count(session, LetterState.POSTING)}
    yield Measure("leases", "What somebody is working on just now.", "what", held)
    there = database_time(session)
    signs = {row.node: (there - row.seen_at).total_seconds() for row in session.exec(select(DeskProcess))}
    yield Measure("process_silent_seconds", "Since each process gave a sign of life.", "node", signs)


@dataclass(frozen=True, slots=True)
class Histogram:
    """How long one thing took in one process, since that began: how many took up to each of so many seconds, how many
    there were, and their seconds together."""

    name: str
    about: str
    node: str
    up_to: Mapping[float, int]
    count: int
    total: float


def measure_latencies(session: Session) -> Iterator[Histogram]:
    """By what is timed, then by process, as each told when it last gave a sign of life."""
    nodes = session.exec(select(DeskProcess).order_by(col(DeskProcess.node))).all()
    for latency, about in _TIMED.items():
        for row in nodes:
            if took := row.took.get(latency):
                sums = list(accumulate(took["counts"]))
                up_to = dict(zip(BOUNDS, sums, strict=False))
                yield Histogram(f"{latency.value}_seconds", about, row.node, up_to, sums[-1], took["sum"])


_TIMED = {
    Latency.FILED: "From a mail's receipt until it lay in its place.",
    Latency.POSTED: "From the time a letter was due until a server took it.",
    Latency.PAGE: "How long whoever asked for a page waited.",
    Latency.CALL: "How long a program waited for the API.",
}


def _count(session: Session, state: LetterState) -> int:
    some = select(Letter.id).where(Letter.state == state).limit(COUNTED).subquery()
    return session.exec(select(func.count()).select_from(some)).one()
