"""What a monitor sees of the desk, with a key of its own."""

from __future__ import annotations

from datetime import timedelta

from store.keys import make_key
from store.mail import Message
from store.processes import give_sign
from store.store import database_time
from store.words import Scope
from tests.running_app import RunningDesk


def test_a_monitor_with_a_key_sees_how_much_waits_and_how_long_already(running_desk: RunningDesk):
    now = running_desk.clock()
    with running_desk.work() as work:
        _, key = make_key(work.session, "monitor", running_desk.staff_named("Ingrid").key, now, Scope.READ)
        came = now - timedelta(minutes=10)
        work.session.add(Message(received_at=came, raw_key="", size=1, fingerprint="f", lease_until=now))
        give_sign(work.session, "desk/1", ("smtp",), {}, database_time(work.session) - timedelta(seconds=50))

    answer = running_desk.stranger(authorization=f"Bearer {key}").get("/metrics")
    refused = running_desk.stranger(authorization="Bearer postbon_none").get("/metrics")

    figures = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert (answer.status_code, refused.status_code) == (200, 401)
    assert figures['postbon_oldest_seconds{what="mail"}'] == "600"
    assert figures['postbon_oldest_seconds{what="letter"}'] == "0"
    assert figures['postbon_leases{what="mail"}'] == "1"
    assert 50 <= float(figures['postbon_process_silent_seconds{node="desk/1"}']) < 100
    assert {'postbon_letters{state="unknown"}', 'postbon_waiting{place="tray"}', "postbon_threads_silent"} <= set(
        figures
    )
