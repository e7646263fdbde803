"""A store of the last release keeps all it has when it is brought up to date."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, event, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import col
from sqlmodel import select as select_letters

from config.settings import Database
from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.tickets.tasks import add_task
from outbound.post import post_letters
from store import search
from store.engines import open_engine
from store.letter_table import Cause, Letter
from store.migrations import alembic_config, is_current, migrate, newest
from store.opening import open_store
from store.orders import WorkOrder
from store.tickets import TimelineEntry
from store.words import CauseKind, Deed, OrderState
from tests.cast import MONDAY, Desk
from tests.convert.leak import the_leak
from tests.outbound.outbox import settings_to
from tests.servers.sink import Sink

MIGRATE = "import sys; from store.engines import open_engine; from store.migrations import migrate; "
LAST_RELEASE = "0002"
Rows = dict[str, list[dict[str, Any]]]


def test_a_desk_with_content_loses_only_what_nothing_read(desk: Desk):
    ticket_id, order_id = the_leak(desk)
    ingrid, bram = desk.staff_named("Ingrid").key, desk.staff_named("Bram").key
    with desk.work(desk.staff("Ingrid")) as work:
        perform(work, order_id, Deed.ACCEPT, DeedDetails())
        add_task(work, ticket_id, "Bel de buren", bram)
    engine = desk.store.engine
    try:
        with engine.begin() as connection:
            command.downgrade(alembic_config(connection), LAST_RELEASE)
            tables = tables_of(connection)
            fill(connection, tables["ticket"], tags=["spoed"], cost_bearer="owner", submitted_by="Johan")
            fill(connection, tables["task"], created_by=ingrid)
            fill(connection, tables["link"], last_seen_at=tables["link"].c.created_at)
            before = rows(connection, tables)
    finally:
        migrate(engine)

    with engine.connect() as connection:
        after = rows(connection, tables_of(connection))
        pointing = {key.parent.name for key in tables_of(connection)["task"].foreign_keys}

    assert shared_part(after, before) == shared_part(before, after)
    assert before["ticket"][0].keys() - after["ticket"][0].keys() == {"tags", "cost_bearer", "submitted_by"}
    assert before["ticket"][0]["tags"] == ["spoed"]
    assert pointing == {"ticket_id", "assignee_id", "person_id"}


def test_a_desk_of_the_last_release_is_worked_on_as_soon_as_it_is_opened(desk: Desk, sink: Sink, tmp_path: Path):
    _, order_id = the_leak(desk)
    engine = desk.store.engine
    settings = settings_to(sink).model_copy(
        update={
            "database": Database(url=engine.url.render_as_string(hide_password=False)),
            "desk": desk.settings.desk.model_copy(update={"data_dir": tmp_path}),
        }
    )
    try:
        with engine.begin() as connection:
            command.downgrade(alembic_config(connection), LAST_RELEASE)

        with open_store(settings) as store:
            opened = Desk(store, settings)
            with store.reading() as session:
                whole = search.find(session, "lekkage badkamer")
                misspelt = search.find_groups(session, search.misspelt(session, "lekakge"))
            posted = post_letters(store, settings, MONDAY + timedelta(hours=1))
            with opened.work(opened.party("Johan")) as work:
                perform(work, order_id, Deed.ACCEPT, DeedDetails())
                state = work.session.get_one(WorkOrder, order_id).state
    finally:
        migrate(engine)

    assert {hit.kind for hit in whole} == {"ticket", "order"}
    assert misspelt == whole
    assert posted
    assert {mail.rcpt_tos for mail in sink.wait_for(posted)} >= {("johan@dekraan.example.nl",)}
    assert state is OrderState.ACCEPTED


OLD_KEYS = {
    "entry:12:person:3": Cause(CauseKind.ENTRY, 12, reader="person:3"),
    "entry:12:staff:3": Cause(CauseKind.ENTRY, 12, reader="staff:3"),
    "entry:12:step:2:staff:3": Cause(CauseKind.ENTRY, 12, step=2, reader="staff:3"),
    "remind/7/2/1": Cause(CauseKind.REMINDER, 7, 2, 1),
    "remind/7/2/escalation": Cause(CauseKind.ESCALATION, 7, 2),
    "remind/7/2/delay:person:3": Cause(CauseKind.DELAY, 7, 2, reader="person:3"),
    "visit/7/20261124T1300/contact:4": Cause(CauseKind.VISIT, 7, at="2026-11-24T13:00", reader="contact:4"),
    "undeliverable/a/b@mail.example.nl/ticket:5": Cause(CauseKind.RETURN_ON_TICKET, 5, reader="a/b@mail.example.nl"),
    "undeliverable/johan@dekraan.example.nl/order:7": Cause(
        CauseKind.RETURN_ON_ORDER, 7, reader="johan@dekraan.example.nl"
    ),
    "account/9": Cause(CauseKind.ACCOUNT_CHANGE, 9),
    "trouble/mailbox/desk/2026-11-24": Cause(CauseKind.TROUBLE, at="2026-11-24", reader="mailbox/desk"),
    "remind/7/2": Cause(CauseKind.OTHER, reader="remind/7/2"),
    "remind/07/2/1": Cause(CauseKind.OTHER, reader="remind/07/2/1"),
    "entry:99999999999:person:3": Cause(CauseKind.OTHER, reader="entry:99999999999:person:3"),
    "by hand": Cause(CauseKind.OTHER, reader="by hand"),
}


def test_what_caused_a_letter_is_read_from_the_key_of_the_last_release(desk: Desk):
    the_leak(desk)
    engine = desk.store.engine
    try:
        with engine.begin() as connection:
            command.downgrade(alembic_config(connection), "0004")
            letters = tables_of(connection)["letter"]
            first = dict(connection.execute(select(letters).order_by(letters.c.id)).mappings().first() or {})
            ours = {row.occasion for row in connection.execute(select(letters.c.occasion))}
            for number, key in enumerate(OLD_KEYS, start=1000):
                unique = {"id": number, "occasion": key, "mail_id": f"{number}@example.nl", "return_token": f"{number}"}
                connection.execute(insert(letters).values(first | unique | {"folded_into_id": first["id"]}))
            fill(connection, tables_of(connection)["timeline_entry"], letter_id=1000)
    finally:
        migrate(engine)
    with desk.store.reading() as session:
        found = session.exec(select_letters(Letter).order_by(col(Letter.id))).all()
        copied = [letter for letter in found if letter.key >= 1000]
        assert [cause_of(letter) for letter in copied] == list(OLD_KEYS.values())
        assert {letter.folded_into_id for letter in copied} == {first["id"]}
        assert {letter.cause for letter in found if letter.key < 1000} == {CauseKind.ENTRY}
        assert set(session.exec(select_letters(TimelineEntry.letter_id))) == {1000}

    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0004")
        keys = {row.occasion for row in connection.execute(select(tables_of(connection)["letter"].c.occasion))}
    migrate(engine)

    assert keys == ours | set(OLD_KEYS)


def test_two_letters_of_one_cause_are_kept_out_after_the_migration(desk: Desk):
    the_leak(desk)
    engine = desk.store.engine
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0004")
    migrate(engine)

    with engine.begin() as connection, pytest.raises(IntegrityError):
        letters = tables_of(connection)["letter"]
        first = dict(connection.execute(select(letters).order_by(letters.c.id)).mappings().first() or {})
        again = {"id": 1000, "mail_id": "again@example.nl", "return_token": "again"}
        connection.execute(insert(letters).values(first | again))


def cause_of(letter: Letter) -> Cause:
    return Cause(
        letter.cause,
        letter.cause_id,
        letter.cause_round,
        letter.cause_step,
        letter.cause_at,
        letter.cause_reader,
    )


def shared_part(rows: Rows, others: Rows) -> Rows:
    """These rows with the tables and columns that the others have too."""
    shared = {table: others[table][0].keys() if others[table] else () for table in others if table in rows}
    return {
        table: [{name: row[name] for name in row if name in columns} for row in rows[table]]
        for table, columns in shared.items()
    }


def fill(connection: Connection, table: Table, **values: Any) -> None:
    connection.execute(update(table).values(**values))


def tables_of(connection: Connection) -> dict[str, Table]:
    found = MetaData()
    found.reflect(connection, only=_is_ours)
    return dict(found.tables)


def _is_ours(name: str, _: object) -> bool:
    return not name.startswith(("search_entry", "alembic"))


def rows(connection: Connection, tables: dict[str, Table]) -> Rows:
    return {
        name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
        for name, table in tables.items()
    }


def test_the_migrations_are_one_chain_in_the_order_of_their_numbers():
    script = ScriptDirectory.from_config(alembic_config(None))
    chain = [revision.revision for revision in script.walk_revisions()]

    assert script.get_heads() == chain[:1] == [newest()]
    assert chain == sorted(chain, reverse=True)
    assert len(chain) == len(list(Path(script.versions).glob("0*.py")))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_programs_that_start_at_once_migrate_once(tmp_path: Path, kind: str, request: pytest.FixtureRequest):
    """The pages, the worker and a command, after an upgrade."""
    is_sqlite = kind == "sqlite"
    url: str = f"sqlite:///{tmp_path}/postbon.sqlite" if is_sqlite else request.getfixturevalue("postgres_url")
    started = [
        subprocess.Popen([sys.executable, "-c", f"{MIGRATE} migrate(open_engine(sys.argv[1]))", url], stderr=-1)
        for _ in range(3)
    ]

    said = [(program.communicate()[1].decode()[-300:], program.returncode) for program in started]

    engine = open_engine(url)
    assert said == [("", 0)] * 3
    assert is_current(engine)
    engine.dispose()


def test_a_migration_that_breaks_off_leaves_the_schema_as_it_was_and_is_done_at_the_next_start(tmp_path: Path):
    """SQLite's disk is full in the midst of it."""
    url = f"sqlite:///{tmp_path}/postbon.sqlite"
    narrow = open_engine(url)
    event.listen(narrow, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=60"))

    with pytest.raises(OperationalError, match="full"):
        migrate(narrow)

    assert inspect(narrow).get_table_names() == []
    narrow.dispose()
    engine = open_engine(url)
    migrate(engine)
    with engine.connect() as connection:
        kept = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "busy_timeout")]
    assert kept == [1, 5000] and is_current(engine)
    engine.dispose()
