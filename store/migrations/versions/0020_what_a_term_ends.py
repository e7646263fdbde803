"""when a ticket's mails, files and people were forgotten, and a work order's"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("ticket", "work_order"):
        op.add_column(table, sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
        op.create_index(f"ix_{table}_forgotten", table, ["forgotten_at", "changed_at"])


def downgrade() -> None:
    for table in ("ticket", "work_order"):
        op.drop_index(f"ix_{table}_forgotten", table)
        op.drop_column(table, "forgotten_at")
