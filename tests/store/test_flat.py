"""Nothing costs more as the desk grows old: what pages, API and rounds ask of the store is found by an index."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from starlette.testclient import TestClient

import cli
from bench.addresses import every_address, following, staff_and_program
from bench.grow import NOW, grow, settings_of
from config.settings import Settings
from store.blobs import FileBlobs
from store.intake import Arrival, keep_all
from store.store import Store, open_engine
from web.app import create_app

TICKETS = 120  # the statistics make a thousand times as many of them
# They have a handful of rows, or as many as there are colleagues, firms and things that are wrong.
SMALL = {
    "alembic_version", "api_key", "calendar_feed", "certificate", "chosen_setting", "company", "contact",
    "desk_logo", "desk_process", "mailbox", "mailbox_grant", "password_reset", "property", "recovery_code",
    "report_choice", "route", "safety_text", "saved_view", "second_factor", "series", "staff", "staff_session",
    "text_block", "trouble",
}  # fmt: skip
# Part of a statement, and why it may read what it reads.
ALLOWED = {
    "FROM idempotent_answer": "a desk that was grown has none, and PostgreSQL asks no index of an empty table",
    "FROM person WHERE person.anonymised_at IS NULL": "hardly anybody is anonymised: it stops at its limit",
    "person.anonymised_at IS NULL ORDER BY person.name": "the same, with addresses",
    "search_entry MATCH": "the index of words is asked for words, and stops at its limit",
    "search_entry WHERE rowid = ": "the key of an FTS5 table, which plans call a scan of it",
}

STEPS, LITTLE = 50, 12_000  # of SQLite's machine: how exactly they are counted; what counts and lists that fill up take

# A scan that its limit ends early, since most rows are what is asked for: its cost, and that of the whole table.
_LIMITED = re.compile(r"Limit  \(cost=\S+\.\.([\d.]+) .*\n *->  Seq Scan on \w+.*cost=\S+\.\.([\d.]+) ")

Statements = dict[str, Any]  # statement -> the values it was once asked with


@pytest.mark.timeout(240)  # seconds; a desk is grown first
def test_every_statement_of_pages_api_and_rounds_is_found_by_an_index_of_postgresql(
    postgres_database: str, tmp_path: Path
):
    settings = settings_of(tmp_path, postgres_database)
    with closing(Store(open_engine(postgres_database), FileBlobs(tmp_path / "blobs"))) as store:
        grow(store, settings, TICKETS, under_way=20)
        with recorded(store) as statements:
            for _ in chain(every_page(store, settings), every_round(store, settings)):
                pass
        with store.engine.connect() as connection:
            connection.execute(text("UPDATE pg_class SET reltuples = reltuples * 1000 WHERE relkind IN ('r', 'i')"))
            assert_found_by_index(connection, statements)


@pytest.mark.long
@pytest.mark.timeout(240)  # seconds; two desks are grown first
def test_on_sqlite_it_is_too_and_takes_no_more_steps_on_a_desk_three_times_as_old(
    sqlite_template: Path, tmp_path: Path
):
    small, large = (tmp_path / str(tickets) for tickets in (200, 600))
    for folder in (small, large):
        folder.mkdir()
        shutil.copy(sqlite_template, folder)
    before, after = steps_of_pages(small, 200), steps_of_pages(large, 600)

    grown = {route: (before[route], steps) for route, steps in after.items() if is_bounded(route) and route in before}
    assert {route: steps for route, steps in grown.items() if steps[1] > 1.3 * steps[0] + LITTLE} == {}
    assert len(grown) > 80


def assert_found_by_index(connection: Connection, statements: Statements) -> None:
    plans = {asked: scans(connection, asked, values) for asked, values in statements.items()}
    costly = {asked: found for asked, found in plans.items() if found}
    assert len(statements) > 150
    assert not costly, "\n\n".join(f"{asked}\n  {found}" for asked, found in costly.items())


def is_bounded(route: str) -> bool:
    """A list that leaves for a spreadsheet leaves whole."""
    return not route.endswith(".csv")


def steps_of_pages(folder: Path, tickets: int) -> dict[str, int]:
    """How many steps SQLite's machine takes for each page: the same on every computer, however busy. Each of its
    statements is found by an index."""
    settings = settings_of(folder)
    store, taken = Store.open(settings), [0]

    def count() -> None:
        taken[0] += STEPS

    @event.listens_for(store.engine, "connect")
    def watch(connection: Any, _record: Any) -> None:
        connection.set_progress_handler(count, STEPS)

    grow(store, settings, tickets, under_way=30)
    steps, before = {}, taken[0]
    with recorded(store) as statements:
        for route in chain(every_page(store, settings), every_round(store, settings)):
            steps[route], before = taken[0] - before, taken[0]
    with store.engine.connect() as connection:
        assert_found_by_index(connection, statements)
    store.close()
    return steps


@contextmanager
def recorded(store: Store) -> Iterator[Statements]:
    statements: Statements = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        statements.setdefault(statement, values[0] if many and isinstance(values, list) else values)

    event.listen(store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(store.engine, "before_cursor_execute", note)


def every_page(store: Store, settings: Settings) -> Iterator[str]:
    """Open each page and each list of the API, and what follows on its first page; its route once it is open."""
    headers = staff_and_program(store, NOW)
    with store.reading() as session:
        addresses = list(every_address(session, settings.secret))
    yield "the addresses"
    with TestClient(
        create_app(store, settings, lambda: NOW), settings.desk.base_url, follow_redirects=False, headers=headers
    ) as client:
        for route, address in addresses:
            answer = client.get(address)
            assert answer.status_code in (200, 303, 404, 410), address
            yield route
            if more := following(answer.text):
                after = f"{'cursor' if '/api/' in address else 'after'}={more}"
                assert client.get(f"{address}{'&' if '?' in address else '?'}{after}").status_code < 400
                yield f"{route} …"
        assert client.get("/metrics").status_code == 200
        yield "/metrics"


REPORT = (
    b"From: Huurder <huurder7@mail.example.nl>\r\nMessage-ID: <%s@mail.example.nl>\r\nSubject: Lekkage Lindelaan 14\r\n"
    b"In-Reply-To: <grown-7@mail.example.nl>\r\n\r\nLekkage bij Lindelaan 14 in Complex 1, CV-8, als T-2001-00001.\r\n"
)


def every_round(store: Store, settings: Settings) -> Iterator[str]:
    """Do each round while there is work (mails to file, letters to post, orders to remind of) and once more; its name
    once it is done."""
    with store.writing() as session:
        arrivals = [Arrival(REPORT % word, word.decode(), "", "smtp", NOW) for word in (b"first", b"second")]
        keep_all(session, [(each, store.blobs.put(each.raw)) for each in arrivals])
    for each, _ in cli.all_rounds():
        while each(store, settings, NOW):
            pass
        yield f"{each.__name__}: all"
        each(store, settings, NOW)
        yield each.__name__


def scans(connection: Connection, statement: str, values: Any) -> str:
    """What of a table that grows would be read from end to end; "" where nothing is."""
    asked = " ".join(statement.split())
    if not re.match(r"SELECT|WITH|UPDATE|DELETE", asked) or any(words in asked for words in ALLOWED):
        return ""
    if connection.dialect.name == "postgresql":
        plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))
        plan = _LIMITED.sub(lambda limited: "" if 10 * float(limited[1]) <= float(limited[2]) else limited[0], plan)
        found = [table for table in re.findall(r"Seq Scan on (\w+)", plan) if grows(table)]
    else:
        plan = "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
        found = [table for table in re.findall(r"SCAN (\w+)", plan) if grows(table)]
    stops = "LIMIT" in asked and "WHERE" not in asked and "TEMP B-TREE" not in plan and "Sort" not in plan
    return "" if not found or stops else f"{found}: {plan}"


def grows(table: str) -> bool:
    name = re.sub(r"_\d+$", "", table)
    made = ("anon", "free", "CONSTANT", "json_each", "pg_", "sqlite_")  # json_each: the statement's own values
    return name not in SMALL and not name.startswith(made)
