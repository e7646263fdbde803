"""a log-in remembers when it was last used and where it began"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("staff_session", sa.Column("seen_at", WHEN, nullable=True))
    op.add_column("staff_session", sa.Column("client", sa.String(), nullable=False, server_default=""))
    op.add_column("staff_session", sa.Column("program", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE staff_session SET seen_at = created_at")
    with op.batch_alter_table("staff_session") as table:
        table.alter_column("seen_at", existing_type=WHEN, nullable=False)


def downgrade() -> None:
    for name in ("seen_at", "client", "program"):
        op.drop_column("staff_session", name)
