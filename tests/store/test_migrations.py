"""A store of the last release keeps all it has when it is brought up to date."""

from __future__ import annotations

from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, MetaData, Table, select, update

from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.tickets.tasks import add_task
from store.migrations import alembic_config, migrate
from store.words import Deed
from tests.cast import Desk
from tests.convert.leak import the_leak

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

    assert after == {
        table: [{column: row.get(column) for column in kept} for row in before.get(table, [])]  # what is new is empty
        for table, kept in columns_of(engine).items()
    }
    assert before["ticket"][0]["tags"] == ["spoed"]
    assert pointing == {"ticket_id", "assignee_id", "person_id"}


def fill(connection: Connection, table: Table, **values: Any) -> None:
    connection.execute(update(table).values(**values))


def tables_of(connection: Connection) -> dict[str, Table]:
    found = MetaData()
    found.reflect(connection, only=_is_ours)
    return dict(found.tables)


def _is_ours(name: str, _: object) -> bool:
    return not name.startswith(("search_entry", "alembic"))


def columns_of(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {name: list(table.columns.keys()) for name, table in tables_of(connection).items()}


def rows(connection: Connection, tables: dict[str, Table]) -> Rows:
    return {
        name: [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
        for name, table in tables.items()
    }
