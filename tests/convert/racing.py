"""Two connections that do something to the same rows at the same time, in an order the test can tell."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, TypeAlias

from sqlalchemy import text

from convert.errors import DeskError
from convert.unit_of_work import UnitOfWork
from store.store import Store, open_engine
from store.timeline import Actor
from tests.cast import MONDAY, Desk

Deed: TypeAlias = Callable[[UnitOfWork], Any]


def race(desk: Desk, first: tuple[Actor, Deed], second: tuple[Actor, Deed]) -> tuple[Any, Any]:
    """Do both at once, each on its own connection; what each returned, or the DeskError it met.

    The first has done its deed and not yet committed when the second begins, and commits once the second waits for
    it (or has got through without waiting).
    """
    done, begun = Event(), Event()
    other = Store(open_engine(desk.store.engine.url.render_as_string(hide_password=False)), desk.store.blobs)
    try:
        with ThreadPoolExecutor(2) as threads:
            follower: Future[Any] = Future()

            def hold() -> None:
                done.set()
                _await_the_other(other, begun, follower)

            def lead() -> Any:
                try:
                    return _act(desk, desk.store, first, hold)
                finally:
                    done.set()

            def follow() -> Any:
                done.wait()
                begun.set()
                return _act(desk, other, second, lambda: None)

            leading = threads.submit(lead)
            running = threads.submit(follow)
            running.add_done_callback(lambda ended: follower.set_result(ended))
            return leading.result(), running.result()
    finally:
        other.close()


def _act(desk: Desk, store: Store, told: tuple[Actor, Deed], before_commit: Callable[[], None]) -> Any:
    actor, deed = told
    try:
        with store.writing() as session:
            answer = deed(UnitOfWork(session, desk.settings, actor, MONDAY))
            before_commit()
            return answer
    except DeskError as refusal:
        return refusal


def _await_the_other(store: Store, begun: Event, follower: Future[Any]) -> None:
    begun.wait()
    while store.engine.dialect.name == "postgresql" and not follower.done() and not _somebody_waits(store):
        pass


def _somebody_waits(store: Store) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with store.engine.connect() as connection:
        return bool(connection.execute(text(waiting)).scalar_one())
