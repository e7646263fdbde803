"""Whether a try to log in, or to be mailed a way in, is judged at all. It is counted first, so that many at once are no
more tries than many in turn; after too many the next must wait, ever longer, but never for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from store.attempts import count_attempts, forgive_attempts, last_attempt, record_attempt
from store.rows import lock_word
from store.staff import knows_client
from web.request import RequestContext

LOG_IN, RESET, CODE = "login", "reset", "code"
WINDOW = timedelta(hours=1)
LONGEST = timedelta(minutes=15)
OFFICE = 5  # times as many from one address, which an office shares, and for one name from everywhere


@dataclass(frozen=True, slots=True)
class Admission:
    """wait: until the next try is judged, none where this one is. pair, keys: what is forgiven when it succeeds.
    kind: LOG_IN, RESET, CODE"""

    wait: timedelta = timedelta(0)
    kind: str = LOG_IN
    pair: str = ""
    keys: tuple[int, ...] = ()

    @property
    def minutes(self) -> int:
        return -(-self.wait // timedelta(minutes=1))


def admit(context: RequestContext, session: Session, email: str, staff_id: int | None, kind: str = LOG_IN) -> Admission:
    """Count a try for this address and say whether it is judged. People type passwords where the address goes: it is
    kept as a hash. Where somebody else guesses, its owner still comes in from where they came in before."""
    lock_word(session, kind)
    limit, client = context.settings.limits.login_per_quarter, context.client
    account = hashlib.sha256(email.encode()).hexdigest()
    budgets = {f"{account} from {client}": limit, f"from {client}": limit * OFFICE, account: limit * OFFICE}
    if staff_id and knows_client(session, staff_id, client):
        del budgets[account]
    wait = max(_wait(session, kind, who, most, context.now) for who, most in budgets.items())
    if wait:
        return Admission(wait)
    rows = [record_attempt(session, kind, who, context.now) for who in budgets]
    session.flush()
    return Admission(kind=kind, pair=next(iter(budgets)), keys=tuple(row.key for row in rows))


def forgive(session: Session, admission: Admission) -> None:
    """It was the right password: the tries before it were its owner's."""
    forgive_attempts(session, admission.kind, admission.pair, admission.keys)


def pause_after(tries: int, free: int) -> timedelta:
    """How long after the last of so many tries the next is judged."""
    return timedelta(0) if tries < free else min(timedelta(minutes=2 ** min(tries - free, 4)), LONGEST)


def _wait(session: Session, kind: str, who: str, most: int, now: datetime) -> timedelta:
    last = last_attempt(session, kind, who)
    if last is None:
        return timedelta(0)
    pause = pause_after(count_attempts(session, kind, who, now - WINDOW), most)
    return max(last + pause - now, timedelta(0))
