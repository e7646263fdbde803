"""The life of a work order as one table: pure, total, drawn in the docs from itself.

What the table does not list cannot happen. What a step leaves on the order: effects.py; who hears of it: MATRIX in
convert/notices/matrix.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store.words import ActorKind, Deed, OrderState

DRAFT, SENT, ACCEPTED, SCHEDULED, ON_SITE, ON_HOLD = (
    OrderState.DRAFT,
    OrderState.SENT,
    OrderState.ACCEPTED,
    OrderState.SCHEDULED,
    OrderState.ON_SITE,
    OrderState.ON_HOLD,
)
COMPLETED, APPROVED, REFUSED, HANDED_BACK, WITHDRAWN, LAPSED = (
    OrderState.COMPLETED,
    OrderState.APPROVED,
    OrderState.REFUSED,
    OrderState.HANDED_BACK,
    OrderState.WITHDRAWN,
    OrderState.LAPSED,
)
STAFF, PARTY, PERSON, SYSTEM = ActorKind.STAFF, ActorKind.PARTY, ActorKind.PERSON, ActorKind.SYSTEM
OWNER = ActorKind.OWNER


@dataclass(frozen=True, slots=True)
class Step:
    """Where a deed leads, and who may do it.

    implies  a deed that is recorded first: completing at once also accepts
    asks     where it leads while the occupant has still to agree: entering a home needs consent (Regeling goed
             verhuurderschap, art. 1 b)
    """

    to: OrderState
    by: tuple[ActorKind, ...]
    implies: Deed | None = None
    asks: OrderState | None = None


_BOTH = (PARTY, STAFF)
_TENANT = (PERSON, STAFF)
_MANDATED = (STAFF, OWNER)

STEPS: dict[tuple[OrderState, Deed], Step] = {
    # from           deed                  to            by
    (DRAFT, Deed.SEND): Step(SENT, (STAFF,)),
    (DRAFT, Deed.WITHDRAW): Step(WITHDRAWN, (STAFF,)),
    (SENT, Deed.ACCEPT): Step(ACCEPTED, _BOTH),
    (SENT, Deed.REFUSE): Step(REFUSED, _BOTH),
    (SENT, Deed.PLAN): Step(SCHEDULED, _BOTH, implies=Deed.ACCEPT, asks=ACCEPTED),
    (SENT, Deed.COMPLETE): Step(COMPLETED, _BOTH, implies=Deed.ACCEPT),
    (SENT, Deed.WITHDRAW): Step(WITHDRAWN, (STAFF,)),
    (SENT, Deed.LAPSE): Step(LAPSED, (SYSTEM,)),
    (ACCEPTED, Deed.PLAN): Step(SCHEDULED, _BOTH, asks=ACCEPTED),
    (ACCEPTED, Deed.CONFIRM): Step(SCHEDULED, _TENANT),
    (ACCEPTED, Deed.DECLINE): Step(ACCEPTED, _TENANT),
    (ACCEPTED, Deed.START): Step(ON_SITE, _BOTH),
    (ACCEPTED, Deed.HOLD): Step(ON_HOLD, _BOTH),
    (ACCEPTED, Deed.COMPLETE): Step(COMPLETED, _BOTH),
    (ACCEPTED, Deed.ASK_HAND_BACK): Step(ACCEPTED, (PARTY,)),
    (ACCEPTED, Deed.HAND_BACK): Step(HANDED_BACK, (STAFF,)),
    (ACCEPTED, Deed.WITHDRAW): Step(WITHDRAWN, (STAFF,)),
    (ACCEPTED, Deed.MISSED): Step(ACCEPTED, _BOTH),
    (ACCEPTED, Deed.CALL_OFF): Step(ACCEPTED, _BOTH),
    (SCHEDULED, Deed.MISSED): Step(ACCEPTED, _BOTH),
    (SCHEDULED, Deed.CALL_OFF): Step(ACCEPTED, _BOTH),
    (ON_SITE, Deed.MISSED): Step(ACCEPTED, _BOTH),
    (SCHEDULED, Deed.PLAN): Step(SCHEDULED, _BOTH, asks=ACCEPTED),
    (SCHEDULED, Deed.DECLINE): Step(ACCEPTED, _TENANT),
    (SCHEDULED, Deed.START): Step(ON_SITE, _BOTH),
    (SCHEDULED, Deed.HOLD): Step(ON_HOLD, _BOTH),
    (SCHEDULED, Deed.COMPLETE): Step(COMPLETED, _BOTH),
    (SCHEDULED, Deed.ASK_HAND_BACK): Step(SCHEDULED, (PARTY,)),
    (SCHEDULED, Deed.HAND_BACK): Step(HANDED_BACK, (STAFF,)),
    (SCHEDULED, Deed.WITHDRAW): Step(WITHDRAWN, (STAFF,)),
    (ON_SITE, Deed.PLAN): Step(SCHEDULED, _BOTH, asks=ACCEPTED),
    (ON_SITE, Deed.HOLD): Step(ON_HOLD, _BOTH),
    (ON_SITE, Deed.COMPLETE): Step(COMPLETED, _BOTH),
    (ON_SITE, Deed.ASK_HAND_BACK): Step(ON_SITE, (PARTY,)),
    (ON_SITE, Deed.HAND_BACK): Step(HANDED_BACK, (STAFF,)),
    (ON_HOLD, Deed.RESUME): Step(ACCEPTED, _BOTH),
    (ON_HOLD, Deed.PLAN): Step(SCHEDULED, _BOTH, asks=ACCEPTED),
    (ON_HOLD, Deed.COMPLETE): Step(COMPLETED, _BOTH),
    (ON_HOLD, Deed.ASK_HAND_BACK): Step(ON_HOLD, (PARTY,)),
    (ON_HOLD, Deed.HAND_BACK): Step(HANDED_BACK, (STAFF,)),
    (ON_HOLD, Deed.WITHDRAW): Step(WITHDRAWN, (STAFF,)),
    (COMPLETED, Deed.APPROVE): Step(APPROVED, (STAFF, SYSTEM)),
    (COMPLETED, Deed.REWORK): Step(ACCEPTED, (STAFF, SYSTEM)),
    (LAPSED, Deed.ACCEPT): Step(ACCEPTED, (STAFF,)),
    # What it may cost. Whoever asks waits, but for who has not accepted yet: that an order is open is no promise.
    (SENT, Deed.ASK_COST): Step(SENT, _BOTH),
    (SENT, Deed.ASK_OWNER): Step(SENT, (STAFF,)),
    (SENT, Deed.GRANT_COST): Step(SENT, _MANDATED),
    (SENT, Deed.DENY_COST): Step(SENT, _MANDATED),
    (ACCEPTED, Deed.ASK_COST): Step(ON_HOLD, _BOTH),
    (ACCEPTED, Deed.ASK_OWNER): Step(ACCEPTED, (STAFF,)),
    (ACCEPTED, Deed.GRANT_COST): Step(ACCEPTED, _MANDATED),
    (ACCEPTED, Deed.DENY_COST): Step(ACCEPTED, _MANDATED),
    (SCHEDULED, Deed.ASK_COST): Step(ON_HOLD, _BOTH),
    (SCHEDULED, Deed.ASK_OWNER): Step(SCHEDULED, (STAFF,)),
    (SCHEDULED, Deed.GRANT_COST): Step(SCHEDULED, _MANDATED),
    (SCHEDULED, Deed.DENY_COST): Step(SCHEDULED, _MANDATED),
    (ON_SITE, Deed.ASK_COST): Step(ON_HOLD, _BOTH),
    (ON_SITE, Deed.ASK_OWNER): Step(ON_SITE, (STAFF,)),
    (ON_SITE, Deed.GRANT_COST): Step(ON_SITE, _MANDATED),
    (ON_SITE, Deed.DENY_COST): Step(ON_SITE, _MANDATED),
    (ON_HOLD, Deed.ASK_COST): Step(ON_HOLD, _BOTH),
    (ON_HOLD, Deed.ASK_OWNER): Step(ON_HOLD, (STAFF,)),
    (ON_HOLD, Deed.GRANT_COST): Step(ACCEPTED, _MANDATED),
    (ON_HOLD, Deed.DENY_COST): Step(ACCEPTED, _MANDATED),
}  # fmt: skip

# Doing again what is already so is harmless: it changes nothing and tells nobody.
ALREADY: dict[Deed, tuple[OrderState, ...]] = {
    Deed.SEND: (SENT,),
    Deed.ACCEPT: (ACCEPTED, SCHEDULED, ON_SITE),
    Deed.REFUSE: (REFUSED,),
    Deed.CONFIRM: (SCHEDULED,),
    Deed.START: (ON_SITE,),
    Deed.HOLD: (ON_HOLD,),
    Deed.COMPLETE: (COMPLETED, APPROVED),
    Deed.APPROVE: (APPROVED,),
    Deed.HAND_BACK: (HANDED_BACK,),
    Deed.WITHDRAW: (WITHDRAWN,),
    Deed.LAPSE: (LAPSED,),
}

# A party that refuses what it accepted before asks to hand it back: the responsible decides (R38).
_TOO_LATE_TO_REFUSE = (ACCEPTED, SCHEDULED, ON_SITE, ON_HOLD)


class Again(StrEnum):
    """It is so already."""

    AGAIN = "again"


def meant(state: OrderState, deed: Deed, by: ActorKind) -> Deed:
    """The deed that is meant, where the same word means another deed by now."""
    if deed is Deed.REFUSE and by is PARTY and state in _TOO_LATE_TO_REFUSE:
        return Deed.ASK_HAND_BACK
    return deed


def step(state: OrderState, deed: Deed, by: ActorKind) -> Step | Again | None:
    """What this deed does in this state: a step, AGAIN where it is so already, None where it cannot be done."""
    if state in ALREADY.get(deed, ()):
        return Again.AGAIN
    found = STEPS.get((state, deed))
    return found if found and by in found.by else None


def deeds_open_to(state: OrderState, by: ActorKind) -> tuple[Deed, ...]:
    """What this kind of actor can do now, in the order of the deeds."""
    return tuple(deed for deed in Deed if isinstance(step(state, deed, by), Step))
