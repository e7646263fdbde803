"""the people of one report are a circle, and what is written names the circles that read it"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PEOPLE = sa.table(
    "ticket_person",
    sa.column("id", sa.Integer),
    sa.column("ticket_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("circle", sa.String),
)
TICKETS = sa.table("ticket", sa.column("id", sa.Integer), sa.column("merged_into_id", sa.Integer))
ENTRIES = sa.table(
    "timeline_entry",
    sa.column("id", sa.Integer),
    sa.column("ticket_id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("actor_kind", sa.String),
    sa.column("visible_to", _JSON),
    sa.column("circles", _JSON),
    sa.column("data", _JSON),
)
FILES = sa.table(
    "file",
    sa.column("id", sa.Integer),
    sa.column("ticket_id", sa.Integer),
    sa.column("visible_to", _JSON),
    sa.column("circles", _JSON),
)


def upgrade() -> None:
    for table, column in (("ticket_person", "circle"), ("timeline_entry", "circles"), ("file", "circles")):
        kind = sa.String() if column == "circle" else _JSON
        op.add_column(table, sa.Column(column, kind, nullable=False, server_default="" if column == "circle" else "[]"))
    op.execute(PEOPLE.update().values(circle=sa.literal("ticket:") + sa.cast(PEOPLE.c.ticket_id, sa.String)))
    bind = op.get_bind()
    later = _keep_merged_apart(bind)
    for row in bind.execute(sa.select(FILES).where(FILES.c.ticket_id.is_not(None))).all():
        if "reporter" in row.visible_to:
            _name(bind, FILES, row.id, [f"ticket:{row.ticket_id}"])
    since: dict[int, list[str]] = defaultdict(list)  # the circles that came to a ticket by a merge so far
    for row in bind.execute(sa.select(ENTRIES).where(ENTRIES.c.ticket_id.is_not(None)).order_by(ENTRIES.c.id)).all():
        if row.kind == "merged":
            since[row.ticket_id] += [name for name in later[row.ticket_id] if name not in since[row.ticket_id]]
        if "reporter" in row.visible_to:
            others = [] if row.kind == "created" or row.actor_kind == "person" else since[row.ticket_id]
            _name(bind, ENTRIES, row.id, [f"ticket:{row.ticket_id}", *others])


def downgrade() -> None:
    for table, column in (("ticket_person", "circle"), ("timeline_entry", "circles"), ("file", "circles")):
        op.drop_column(table, column)


def _keep_merged_apart(bind: sa.Connection) -> dict[int, list[str]]:
    """Who came with a ticket that was merged reads with its own people; the circles that came so to each ticket."""
    later: dict[int, list[str]] = defaultdict(list)
    merged = sa.select(TICKETS).where(TICKETS.c.merged_into_id.is_not(None)).order_by(TICKETS.c.id)
    for ticket in bind.execute(merged).all():
        circle = f"ticket:{ticket.id}"
        later[ticket.merged_into_id].append(circle)
        came = sa.select(PEOPLE.c.person_id).where(PEOPLE.c.ticket_id == ticket.id)
        here = PEOPLE.update().where(PEOPLE.c.ticket_id == ticket.merged_into_id, PEOPLE.c.person_id.in_(came))
        bind.execute(here.values(circle=circle))
    return later


def _name(bind: sa.Connection, table: sa.TableClause, key: int, circles: list[str]) -> None:
    bind.execute(table.update().where(table.c.id == key).values(circles=circles))
