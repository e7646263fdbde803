"""What the desk forgets by itself, and what it would forget (docs/operate.md, docs/privacy.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, select

from config.settings import Settings
from convert.forgetting.expiring import expire_links
from convert.forgetting.kinds import KINDS, RetentionKind
from convert.forgetting.moment import asked
from store.octets import forget_octets
from store.store import Store

UNTOUCHED = 3600.0  # seconds: octets that came again so lately may be on their way to a row of their own
ROUND = 2000  # of a kind in one round; what is over waits for the next, for other work is waiting too
AHEAD = timedelta(days=30)
_NAMED = 10  # of a kind that a forecast names
_ANY = {kind.name: kind.due.limit(1) for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Forecast:
    """What of a kind goes in the next round, and within the days looked ahead (that of now in it); first: ids."""

    kind: RetentionKind
    days: int | str
    now: int
    soon: int
    first: tuple[int, ...]


def forget_old(store: Store, settings: Settings, now: datetime) -> int:
    """Forget what is older than settings.retention says, and let links to what has ended expire; how many.

    Rows go first: octets too many hurt nobody, a row whose octets are gone does. Broken off, the next round goes on.
    """
    done = expire_links(store, timedelta(days=settings.retention.link_days_after_closing))
    return done + sum(_forget(store, settings, kind, now) for kind in KINDS)


def _forget(store: Store, settings: Settings, kind: RetentionKind, now: datetime) -> int:
    before, done = kind.before(settings.retention, now), 0
    while before and done < ROUND and _is_any_due(store, kind, before):
        with store.writing() as session:
            # What somebody has in hand just now waits for the next round.
            due = kind.due.limit(kind.batch).with_for_update(skip_locked=True)
            keys = list(session.execute(due, asked(before)).scalars())
            octets = kind.forget(session, settings, keys, now) if keys else []
        forget_octets(store, (key for key in octets if key), untouched=UNTOUCHED)
        done += len(keys)
        if len(keys) < kind.batch:
            break
    return done


def _is_any_due(store: Store, kind: RetentionKind, before: datetime) -> bool:
    with store.reading() as session:
        return session.execute(_ANY[kind.name], asked(before)).first() is not None


def forecast(
    session: Session, settings: Settings, now: datetime, ahead: timedelta = AHEAD, most: int | None = None
) -> list[Forecast]:
    """What each kind would lose, if nothing changes until then. Of each is counted up to one more than `most`, for
    whoever waits for a page."""
    return [_foresee(session, settings, kind, now, ahead, most) for kind in KINDS]


def _foresee(
    session: Session, settings: Settings, kind: RetentionKind, now: datetime, ahead: timedelta, most: int | None
) -> Forecast:
    days, before = getattr(settings.retention, kind.term), kind.before(settings.retention, now)
    if before is None:
        return Forecast(kind, days, 0, 0, ())
    soon = asked(before + ahead)
    asking = kind.due.limit(_NAMED if most is None else most + 1)
    keys = tuple(session.execute(asking, soon).scalars())
    if not keys:
        return Forecast(kind, days, 0, 0, ())
    soon_due = _count(session, kind.due, soon, None) if most is None else len(keys)
    return Forecast(kind, days, _count(session, kind.due, asked(before), most), soon_due, keys[:_NAMED])


def _count(session: Session, asking: Select[Any], moment: dict[str, Any], most: int | None) -> int:
    some = asking if most is None else asking.limit(most + 1)
    return int(session.execute(select(func.count()).select_from(some.subquery()), moment).scalar_one())
