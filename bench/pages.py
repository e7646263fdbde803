"""What each page, each call of the API and each round costs on a desk of 1,000 tickets and on one of N.

python -m bench pages 300000. The desks are grown where they are not there (POSTBON_BENCH_FOLDER); on PostgreSQL
POSTBON_BENCH_DATABASE is a server's URL without a database: desks are its databases postbon_bench_N, made beforehand.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from sqlalchemy import inspect
from starlette.testclient import TestClient

import cli
from bench.addresses import every_address, following, staff_and_program
from bench.grow import MAIL, NOW, grow, settings_of
from config.settings import Settings
from store.access import StaffSession
from store.intake import Arrival, keep_all
from store.store import Store
from web.app import create_app

SMALL = 1000
TIMES = 5
PAGE_LIMIT, GROWTH_LIMIT = 100.0, 1.3  # ms, and times the small desk's
LONG_ENOUGH = 20.0  # seconds of one round's work
NOISE = 2.0  # ms by which two runs of the same page differ


def main() -> None:
    number = int(next(iter(sys.argv[2:]), "20000"))
    small, large = (measured(each) for each in (SMALL, number))
    print(f"{'work in ms':62} {SMALL:>9,} {number:>9,}  ratio")
    for name in sorted(large, key=lambda name: -large[name]):
        before, after = small.get(name, 0.0), large[name]
        ratio = after / before if before else 0.0
        flat = after <= PAGE_LIMIT and after <= before * GROWTH_LIMIT + NOISE
        print(f"{name[:62]:62} {before:9.1f} {after:9.1f} {ratio:6.2f} {'' if flat else '  <- grows'}")


def measured(number: int) -> dict[str, float]:
    """Milliseconds of work for each: of CPU on SQLite, which works in our process; passed, on PostgreSQL."""
    folder = Path(os.environ.get("POSTBON_BENCH_FOLDER", "var/bench")) / str(number)
    server = os.environ.get("POSTBON_BENCH_DATABASE", "")
    settings = settings_of(folder, f"{server}/postbon_bench_{number}" if server else "")
    store = Store.open(settings)
    try:
        if not inspect(store.engine).has_table(StaffSession.__tablename__):
            grow(store, settings, number)
        costs = dict[str, float]()
        for name, cost in chain(pages(store, settings), rounds(store, settings)):
            costs[name] = cost
            print(f"{number:>9,} {cost:9.1f} {name}", file=sys.stderr, flush=True)  # it takes its time
        return costs
    finally:
        store.close()


def pages(store: Store, settings: Settings) -> Iterator[tuple[str, float]]:
    headers = staff_and_program(store, NOW)
    with store.reading() as session:
        addresses = list(every_address(session, settings.secret))
    with TestClient(
        create_app(store, settings, lambda: NOW), settings.desk.base_url, follow_redirects=False, headers=headers
    ) as client:
        for name, address in addresses:
            answer = client.get(address)
            assert answer.status_code in (200, 303, 404, 410), (address, answer.text[:500])
            yield name, least(store, lambda address=address: client.get(address))  # type: ignore[misc]
            if more := following(answer.text):
                after = f"{'cursor' if '/api/' in address else 'after'}={more}"
                joined = f"{address}{'&' if '?' in address else '?'}{after}"
                yield f"{name} …", least(store, lambda joined=joined: client.get(joined))  # type: ignore[misc]


def rounds(store: Store, settings: Settings) -> Iterator[tuple[str, float]]:
    """Each round while it has work (per item), and when it has none."""
    with store.writing() as session:
        mails = [MAIL + b"%d %d" % (time.time_ns(), n) for n in range(20)]
        fingerprint = f"bench-{time.time_ns()}-"
        arrivals = [Arrival(raw, f"{fingerprint}{n}", "", "smtp", NOW, "a@b.example.nl") for n, raw in enumerate(mails)]
        keep_all(session, [(each, store.blobs.put(each.raw)) for each in arrivals])
    for each, _ in cli.all_rounds():
        began, done = time.perf_counter(), 0
        while (more := each(store, settings, NOW)) and time.perf_counter() - began < LONG_ENOUGH:
            done += more
        took = (time.perf_counter() - began) * 1000
        if done:
            yield f"{each.__name__}: an item", took / done
        if more:  # ten years of what is over: it goes bit by bit, and here it would take the night
            continue
        yield f"{each.__name__}: nothing to do", least(store, lambda each=each: each(store, settings, NOW))  # type: ignore[misc]


def least(store: Store, work: Callable[[], object]) -> float:
    """Of some runs the one that was disturbed least."""
    clock = time.process_time if store.engine.dialect.name == "sqlite" else time.perf_counter
    spent = []
    for _ in range(TIMES):
        began = clock()
        work()
        spent.append((clock() - began) * 1000)
    return min(spent)
