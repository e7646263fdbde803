"""No thread of the desk dies unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import update

from store.checks import check_processes
from store.life_signs import LifeSigns, guard
from store.processes import DeskProcess
from store.store import Store, database_time
from store.troubles import troubles
from store.watchman import look_around
from store.workers import follow_clock
from tests.running_app import RunningDesk


class Seconds:
    """A clock that is wound by hand."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def told(store: Store) -> dict[str, str]:
    with store.reading() as session:
        return {trouble.name: trouble.text for trouble in troubles(session)}


def test_work_that_breaks_off_is_taken_up_again_and_told():
    signs, stop = LifeSigns(), Event()
    turns: list[int] = []

    def work() -> None:
        turns.append(len(turns))
        if len(turns) < 3:
            raise ValueError("no such thing was foreseen")
        assert signs.failed() == {"intake": "ValueError: no such thing was foreseen"}

    guard(signs, "intake", work, stop, pause=0)

    assert turns == [0, 1, 2]
    assert signs.failed() == {}  # it ended as it should


def test_a_thread_that_stands_still_is_told_to_staff_and_to_the_doctor_until_it_goes_on(store: Store):
    seconds = Seconds()
    store.signs = LifeSigns(seconds)
    store.signs.give("intake", quiet=60)
    seconds.passed = 90

    look_around(store, "desk/1", ("smtp",))
    standing = told(store)
    with store.reading() as session:
        found = check_processes(session)
    store.signs.give("intake", quiet=60)
    look_around(store, "desk/1", ("smtp",))

    assert standing == {"thread:desk/1:intake": "staat al 90 s stil / has stood still for 90 s"}
    assert not found.well and "intake" in found.seen
    assert told(store) == {}


def test_a_process_that_ended_without_a_word_is_a_trouble_until_another_fills_its_roles(store: Store):
    look_around(store, "desk/1", ("smtp", "worker"))
    with store.writing() as session:
        session.execute(update(DeskProcess).values(seen_at=database_time(session) - timedelta(minutes=5)))

    look_around(store, "desk/2", ("worker",))
    alone = told(store)
    look_around(store, "desk/3", ("smtp",))

    assert list(alone) == ["role:smtp"] and "desk/1" in alone["role:smtp"]
    assert told(store) == {}


def test_a_monitor_hears_which_thread_stands_still(running_desk: RunningDesk):
    seconds = Seconds()
    running_desk.store.signs = LifeSigns(seconds)
    running_desk.store.signs.give("intake", quiet=60)
    monitor = running_desk.stranger()

    well = monitor.get("/healthz")
    seconds.passed = 90
    still = [monitor.get(where) for where in ("/healthz", "/healthz/live", "/healthz/ready")]

    assert well.status_code == 200
    assert [answer.status_code for answer in still] == [503, 503, 200]
    assert still[0].text == "intake: no sign for 90 s\n"


def test_what_is_done_by_the_clock_is_done_at_once_when_the_clock_was_put_back():
    now, stop = datetime.now(UTC), Event()
    clock = chain(repeat(now, 3), repeat(now - timedelta(hours=1)))
    timetable = BackgroundScheduler(timezone="UTC")
    timetable.add_job(stop.set, "interval", hours=1, misfire_grace_time=None)
    timetable.start()

    follow_clock(timetable, LifeSigns(), stop, lambda: next(clock), look=0.01)  # until the job ends it

    timetable.shutdown()
