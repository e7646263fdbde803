"""What a monitor sees of the desk, with a key of its own."""

from __future__ import annotations

from datetime import timedelta

from store.keys import make_key
from store.latencies import Latencies, Latency
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


def test_a_monitor_draws_how_long_mail_letters_pages_and_calls_take_in_each_process(running_desk: RunningDesk):
    now, ingrid = running_desk.clock(), running_desk.staff_named("Ingrid").key
    first, second = Latencies(), Latencies()
    for seconds in (0.05, 0.06, 5000.0):
        first.note(Latency.FILED, seconds)
    second.note(Latency.FILED, 2.0)
    second.note(Latency.PAGE, 0.3)
    with running_desk.work() as work:
        _, key = make_key(work.session, "monitor", ingrid, now, Scope.READ)
        for node, latencies in (("desk/1", first), ("desk/2", second)):
            give_sign(work.session, node, ("smtp",), {}, database_time(work.session), latencies.as_plain())

    lines = running_desk.stranger(authorization=f"Bearer {key}").get("/metrics").text.splitlines()

    figures = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert figures['postbon_filed_seconds_bucket{node="desk/1",le="0.05"}'] == "1"
    assert figures['postbon_filed_seconds_bucket{node="desk/1",le="0.1"}'] == "2"
    assert figures['postbon_filed_seconds_bucket{node="desk/1",le="3600"}'] == "2"
    assert figures['postbon_filed_seconds_bucket{node="desk/1",le="+Inf"}'] == "3"
    assert figures['postbon_filed_seconds_sum{node="desk/1"}'] == "5000.110"
    assert figures['postbon_filed_seconds_count{node="desk/2"}'] == "1"
    assert figures['postbon_page_seconds_count{node="desk/2"}'] == "1"
    assert lines.count("# TYPE postbon_filed_seconds histogram") == 1
    assert not any(line.startswith("postbon_call_seconds") for line in lines)


def test_each_page_and_each_call_is_timed_and_what_machines_ask_for_all_day_is_not(running_desk: RunningDesk):
    before = counts_of(running_desk)
    stranger = running_desk.stranger()

    for path in ("/login", "/api/v1/tickets", "/healthz", "/static/logo/none"):
        stranger.get(path)

    after = counts_of(running_desk)
    assert {name: after[name] - before.get(name, 0) for name in after} == {"page": 1, "call": 1}


def counts_of(running_desk: RunningDesk) -> dict[str, int]:
    return {name: sum(took["counts"]) for name, took in running_desk.store.latencies.as_plain().items()}
