"""The life of a ticket as one table. What it does not list cannot happen."""

from __future__ import annotations

from dataclasses import dataclass

from store.words import PHASE_CATEGORY, ActorKind, OrderState, Phase, PhaseCategory

STAFF, SYSTEM, PERSON = ActorKind.STAFF, ActorKind.SYSTEM, ActorKind.PERSON
_LIVE = tuple(p for p in Phase if PHASE_CATEGORY[p] in (PhaseCategory.OPEN, PhaseCategory.WAITING))
_NOT_CLOSED = (*_LIVE, Phase.SOLVED)
_ENDED = (Phase.CLOSED, Phase.REJECTED)


@dataclass(frozen=True, slots=True)
class Move:
    """Who may make this move, and whether linked people hear of it.

    reason   a reason must be given, and is told
    reopens  counts as a reopening
    """

    by: tuple[ActorKind, ...]
    heard: bool = True
    reason: bool = False
    reopens: bool = False


def _moves() -> dict[tuple[Phase, Phase], Move]:
    moves: dict[tuple[Phase, Phase], Move] = {}
    for source in _LIVE:
        for target in (*_LIVE, Phase.SOLVED):
            moves[source, target] = Move(by=(STAFF, SYSTEM))
    for source in _NOT_CLOSED:
        moves[source, Phase.REJECTED] = Move(by=(STAFF,), reason=True)
        moves[source, Phase.MERGED] = Move(by=(STAFF,))
    for source in _LIVE:
        moves[source, Phase.TAKEN_BACK] = Move(by=(STAFF,))
    # A reporter who says it is solved, or staff who are sure, may close; silence closes after some days (system).
    moves[Phase.SOLVED, Phase.CLOSED] = Move(by=(STAFF, SYSTEM, PERSON))
    for source in _LIVE:
        moves[source, Phase.CLOSED] = Move(by=(STAFF,))
    for source in (Phase.SOLVED, *_ENDED):
        moves[source, Phase.IN_PROGRESS] = Move(by=(STAFF, SYSTEM, PERSON), reopens=True)
    for phase in Phase:
        moves.pop((phase, phase), None)
        moves.pop((phase, Phase.NEW), None)  # new is where a ticket starts; it never becomes new again
    return moves


MOVES = _moves()


def move(source: Phase, target: Phase, by: ActorKind) -> Move | None:
    """The move from one phase to another by this kind of actor, None where it cannot happen."""
    found = MOVES.get((source, target))
    return found if found and by in found.by else None


def next_phases(source: Phase, by: ActorKind = STAFF) -> tuple[Phase, ...]:
    """Where a ticket can go from here, in the order of the phases."""
    return tuple(target for target in Phase if move(source, target, by))


_OUT = (OrderState.REFUSED, OrderState.HANDED_BACK, OrderState.WITHDRAWN, OrderState.LAPSED)
_PLANNED = (OrderState.SCHEDULED, OrderState.ON_SITE)
_FINISHED = (OrderState.COMPLETED, OrderState.APPROVED)


def phase_by_orders(states: tuple[OrderState, ...], waits: bool = False) -> Phase | None:
    """The phase that a ticket's work orders ask for; None where they have no say (docs/states.md). waits: one of them
    for an agreement on its cost."""
    sent = [state for state in states if state != OrderState.DRAFT]
    active = [state for state in sent if state not in _OUT]
    if not sent:
        return None
    if not active:
        return Phase.IN_PROGRESS  # the last one fell away: the responsible must act
    if all(state in _FINISHED for state in active):
        return Phase.SOLVED
    if waits:
        return Phase.WAITING_APPROVAL
    return Phase.SCHEDULED if any(state in _PLANNED for state in active) else Phase.WITH_PARTY


# From where the work orders may bring a ticket along; elsewhere a person's decision stands.
_FOLLOWS: dict[Phase, tuple[Phase, ...]] = {
    Phase.WITH_PARTY: (Phase.NEW, Phase.IN_PROGRESS, Phase.SCHEDULED),
    Phase.SCHEDULED: (Phase.NEW, Phase.IN_PROGRESS, Phase.WITH_PARTY),
    Phase.IN_PROGRESS: (Phase.WITH_PARTY, Phase.SCHEDULED),
    Phase.WAITING_APPROVAL: (Phase.NEW, Phase.IN_PROGRESS, Phase.WITH_PARTY, Phase.SCHEDULED),
    Phase.SOLVED: _LIVE,
}


def follow(
    phase: Phase, states: tuple[OrderState, ...], *, waits: bool = False, answered: bool = False
) -> Phase | None:
    """Where a ticket's work orders bring it from this phase; None where it stays. answered: what it waited for with
    them was decided just now, or is asked no longer."""
    asked = phase_by_orders(states, waits)
    if asked is None or asked is phase:
        return None
    if phase is Phase.SOLVED:
        return Phase.IN_PROGRESS  # what was done must be done again: somebody has to look
    if phase is Phase.WAITING_APPROVAL and answered:
        return asked
    return asked if phase in _FOLLOWS[asked] else None
