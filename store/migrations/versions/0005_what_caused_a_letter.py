"""what caused a letter stands in columns"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LETTER = sa.table(
    "letter",
    sa.column("id", sa.Integer),
    sa.column("occasion", sa.String),
    sa.column("cause", sa.String),
    sa.column("cause_id", sa.Integer),
    sa.column("cause_round", sa.Integer),
    sa.column("cause_step", sa.Integer),
    sa.column("cause_at", sa.String),
    sa.column("cause_reader", sa.String),
)
# Column, its type, and what a row says where its cause has none.
COLUMNS: tuple[tuple[str, Any, str], ...] = (
    ("cause", sa.String(32), "other"),
    ("cause_id", sa.Integer(), "0"),
    ("cause_round", sa.Integer(), "0"),
    ("cause_step", sa.Integer(), "0"),
    ("cause_at", sa.String(), ""),
    ("cause_reader", sa.String(), ""),
)
NAMES = [name for name, _, _ in COLUMNS]
ONCE = "letter_cause_once"

Values = dict[str, Any]  # column -> value
# A kind, the old key of it, and how that key was composed.
SHAPES: tuple[tuple[str, str, Callable[[Values], str]], ...] = (
    (
        "entry",
        r"entry:(?P<id>\d{1,9}):(?:step:(?P<step>\d{1,9}):)?(?P<reader>.+)",
        lambda it: f"entry:{it['cause_id']}:{_step(it)}{it['cause_reader']}",
    ),
    (
        "reminder",
        r"remind/(?P<id>\d{1,9})/(?P<round>\d{1,9})/(?P<step>\d{1,9})",
        lambda it: f"remind/{it['cause_id']}/{it['cause_round']}/{it['cause_step']}",
    ),
    (
        "escalation",
        r"remind/(?P<id>\d{1,9})/(?P<round>\d{1,9})/escalation",
        lambda it: f"remind/{it['cause_id']}/{it['cause_round']}/escalation",
    ),
    (
        "delay",
        r"remind/(?P<id>\d{1,9})/(?P<round>\d{1,9})/delay:(?P<reader>.+)",
        lambda it: f"remind/{it['cause_id']}/{it['cause_round']}/delay:{it['cause_reader']}",
    ),
    (
        "visit",
        r"visit/(?P<id>\d{1,9})/(?P<at>\d{8}T\d{4})/(?P<reader>.+)",
        lambda it: f"visit/{it['cause_id']}/{re.sub('[-:]', '', it['cause_at'])}/{it['cause_reader']}",
    ),
    (
        "return_on_ticket",
        r"undeliverable/(?P<reader>.+)/ticket:(?P<id>\d{1,9})",
        lambda it: f"undeliverable/{it['cause_reader']}/ticket:{it['cause_id']}",
    ),
    (
        "return_on_order",
        r"undeliverable/(?P<reader>.+)/order:(?P<id>\d{1,9})",
        lambda it: f"undeliverable/{it['cause_reader']}/order:{it['cause_id']}",
    ),
    ("account_change", r"account/(?P<id>\d{1,9})", lambda it: f"account/{it['cause_id']}"),
    (
        "trouble",
        r"trouble/(?P<reader>.+)/(?P<at>\d{4}-\d\d-\d\d)",
        lambda it: f"trouble/{it['cause_reader']}/{it['cause_at']}",
    ),
    ("other", r"(?P<reader>.*)", lambda it: str(it["cause_reader"])),
)
COMPOSE = {kind: compose for kind, _, compose in SHAPES}


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        for name, kind, value in COLUMNS:
            letter.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    _fill(["occasion"], lambda row: columns_of(row["occasion"]))
    with _nothing_pointing_to_letters(), op.batch_alter_table("letter") as letter:
        letter.drop_column("occasion")
        letter.create_unique_constraint(ONCE, NAMES)
        for name, kind, value in COLUMNS:
            letter.alter_column(name, existing_type=kind, existing_server_default=value, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("occasion", sa.String(), nullable=False, server_default=""))
    _fill(NAMES, lambda row: {"occasion": COMPOSE[row["cause"]](row)})
    with _nothing_pointing_to_letters(), op.batch_alter_table("letter") as letter:
        letter.drop_constraint(ONCE, type_="unique")
        for name in NAMES:
            letter.drop_column(name)
        letter.create_unique_constraint("letter_occasion_key", ["occasion"])
        letter.alter_column("occasion", existing_type=sa.String(), existing_server_default="", server_default=None)


def columns_of(key: str) -> Values:
    """The columns for a key of the last release: each key its own, since what cannot be composed again stays whole."""
    for kind, shape, compose in SHAPES:
        if found := re.fullmatch(shape, key, re.DOTALL):
            values = _values(kind, found.groupdict())
            if compose(values) == key:
                return values
    raise AssertionError(key)  # the last shape fits every key


def _values(kind: str, parts: dict[str, str | None]) -> Values:
    at = parts.get("at") or ""
    return {
        "cause": kind,
        **{f"cause_{name}": int(parts.get(name) or 0) for name in ("id", "round", "step")},
        "cause_at": f"{at[:4]}-{at[4:6]}-{at[6:11]}:{at[11:]}" if kind == "visit" else at,
        "cause_reader": parts.get("reader") or "",
    }


def _step(values: Values) -> str:
    return f"step:{values['cause_step']}:" if values["cause_step"] else ""


def _fill(names: list[str], change: Callable[[Values], Values]) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(LETTER.c.id, *(LETTER.c[name] for name in names))).mappings().all()
    if rows:
        changes = [{f"new_{name}": value for name, value in change({**row}).items()} for row in rows]
        setting: Values = {name.removeprefix("new_"): sa.bindparam(name) for name in changes[0]}
        filling = sa.update(LETTER).where(LETTER.c.id == sa.bindparam("row")).values(setting)
        connection.execute(filling, [{**new, "row": row["id"]} for row, new in zip(rows, changes, strict=True)])


@contextmanager
def _nothing_pointing_to_letters() -> Iterator[None]:
    """SQLite drops a unique column by making the table anew, and lets no table go that rows point to."""
    connection = op.get_bind()
    pointing: list[tuple[sa.TableClause, str, list[Values]]] = []
    for table_name, column in (("letter", "folded_into_id"), ("timeline_entry", "letter_id")):
        table = sa.table(table_name, sa.column("id", sa.Integer), sa.column(column, sa.Integer))
        found = connection.execute(sa.select(table.c.id, table.c[column]).where(table.c[column].is_not(None)))
        pointing.append((table, column, [{"row": key, "to": letter_id} for key, letter_id in found]))
        connection.execute(sa.update(table).values({column: None}))
    yield
    for table, column, rows in pointing:
        if rows:
            pointing_again = sa.update(table).where(table.c.id == sa.bindparam("row"))
            connection.execute(pointing_again.values({column: sa.bindparam("to")}), rows)
