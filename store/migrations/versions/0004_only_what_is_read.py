"""what nothing reads is kept no longer"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

# Table, column, its type, and what every row says when it comes back; None: nothing.
GONE: tuple[tuple[str, str, Any, str | None], ...] = (
    ("company", "registration", sa.String(), ""),
    ("company", "languages", JSON, "[]"),
    ("company", "region", sa.String(), ""),
    ("file", "by_name", sa.String(), ""),
    ("installation", "warranty_until", sa.Date(), None),
    ("installation", "last_inspection", sa.Date(), None),
    ("link", "purpose", sa.String(32), "ticket"),
    ("link", "last_seen_at", MOMENT, None),
    ("mailbox", "last_round_at", MOMENT, None),
    ("message", "cut_is_sure", sa.Boolean(), "1"),
    ("person", "form_of_address", sa.String(), ""),
    ("staff", "mandate", sa.Integer(), "0"),
    ("ticket", "cost_bearer", sa.String(), "unknown"),
    ("ticket", "tags", JSON, "[]"),
    ("ticket", "submitted_by", sa.String(), ""),
    ("work_order", "held_from", sa.String(32), None),
)


def upgrade() -> None:
    for table, column, _, _ in GONE:
        op.drop_column(table, column)
    with op.batch_alter_table("task") as task:  # SQLite drops no column that points to another table
        task.drop_column("created_by")


def downgrade() -> None:
    for table, column, kind, value in GONE:
        op.add_column(table, sa.Column(column, kind, nullable=value is None, server_default=value))
    op.execute("UPDATE link SET purpose = 'order' WHERE order_id IS NOT NULL")
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("created_by", sa.Integer(), nullable=True))
        task.create_foreign_key("task_created_by_fkey", "staff", ["created_by"], ["id"])
