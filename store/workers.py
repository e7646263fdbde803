"""A round: one station's work, done again and again, at once when its bell rings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import String, cast, literal_column, null, select, union_all
from sqlmodel import Session

from config.settings import Settings
from config.words import Text
from store.chosen_settings import CHOSEN, laid_under, passed_over
from store.life_signs import LifeSigns
from store.store import Store, StoreUnavailableError
from store.troubles import OPEN_TROUBLE, clear_trouble, is_in_trouble, report_trouble

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

PAUSES = {"spool": 1.0}  # nobody rings for what the pipe laid down
PAUSE = 5.0  # seconds after which a round looks by itself: another process may have left work without ringing here
JUMP = 5.0  # seconds by which a clock is put forward or back; less is its own unevenness
SETTINGS = "settings"  # the trouble that one set on the page is not in force

_log = logging.getLogger(__name__)


class Round(Protocol):
    """A station's work: does what is due now, says how much there was."""

    __name__: str

    def __call__(self, store: Store, settings: Settings, now: datetime) -> int: ...


def keep_doing(
    work: Round, topic: str, store: Store, settings: Settings, stop: Event, clock: Callable[[], datetime]
) -> None:
    """Do the work until `stop` is set: at once when `topic` rings, else by looking now and then."""
    while not stop.is_set():
        store.signs.give(work.__name__)
        seen = store.bell.count(topic)
        if not do_round(work, store, settings, clock()):
            store.bell.wait(topic, seen, PAUSES.get(topic, PAUSE))


def follow_clock(
    timetable: BaseScheduler, signs: LifeSigns, stop: Event, clock: Callable[[], datetime], *, look: float = PAUSE
) -> None:
    """Do all that stands in the timetable at once where the machine's clock was put forward or back, until `stop` is
    set: put back an hour, it would stand still for an hour."""
    ahead = clock().timestamp() - monotonic()
    while not stop.wait(look):
        signs.give("timetable")
        was_ahead, ahead = ahead, clock().timestamp() - monotonic()
        if abs(ahead - was_ahead) > JUMP:
            for job in timetable.get_jobs():
                job.modify(next_run_time=clock())


def do_round(work: Round, store: Store, settings: Settings, now: datetime) -> int:
    """One round, and how much was done in it.

    What fails is a trouble that staff see. The rows it was about wait, and the next round tries them again.
    """
    try:
        with store.reading() as session:
            values, was_in_trouble = _before(session, _name(work))
        in_force = laid_under(settings, values)
        if values:
            _tell_passed_over(store, in_force, passed_over(settings, values), now)
        done = work(store, in_force, now)
        if was_in_trouble:
            _settle(store, _name(work), now)
    except StoreUnavailableError as error:
        _log.error("%s: the store cannot be used just now: %s", work.__name__, error)
        return 0
    except Exception as error:
        _log.exception("%s failed", work.__name__)
        _complain(store, _name(work), error, now)
        return 0
    return done


def _before(session: Session, name: str) -> tuple[dict[str, str], bool]:
    """What was set on the page, and whether this is in trouble."""
    rows = session.connection().execute(_BEFORE, {"name": name}).all()
    values = {row[0]: row[1] for row in rows if row[0] is not None}
    return values, len(values) < len(rows)


# One question, built once: it is asked before each round of each station.
_BEFORE = union_all(CHOSEN, select(cast(null(), String), literal_column("''")).where(OPEN_TROUBLE.exists()))


def _name(work: Round) -> str:
    return f"round:{work.__name__}"


def _tell_passed_over(store: Store, settings: Settings, names: list[str], now: datetime) -> None:
    if not names:
        _settle(store, SETTINGS, now)
        return
    words = Text("Not in force, for it no longer fits: %(names)s. Set it anew under Account.", names=", ".join(names))
    with store.writing() as session:
        if not is_in_trouble(session, SETTINGS):
            report_trouble(session, SETTINGS, words.in_(settings.desk.language), now)


def _complain(store: Store, name: str, error: Exception, now: datetime) -> None:
    # What cannot be written to the store is in the log already.
    with suppress(StoreUnavailableError), store.writing() as session:
        report_trouble(session, name, f"{type(error).__name__}: {error}", now)


def _settle(store: Store, name: str, now: datetime) -> None:
    with store.reading() as session:
        if not is_in_trouble(session, name):
            return
    with store.writing() as session:
        clear_trouble(session, name, now)
