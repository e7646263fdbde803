"""what a virus scanner said of mails and files"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("message", sa.Column("viruses", _JSON, nullable=False, server_default="{}"))
    op.add_column("file", sa.Column("virus", sa.String(), nullable=False, server_default=""))
    for table in ("message", "file"):
        op.add_column(table, sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
        op.create_index(f"ix_{table}_scanned_at", table, ["scanned_at"])


def downgrade() -> None:
    for table in ("message", "file"):
        op.drop_index(f"ix_{table}_scanned_at", table)
        op.drop_column(table, "scanned_at")
    op.drop_column("file", "virus")
    op.drop_column("message", "viruses")
