"""what staff shared by a press, and with whom"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    for table in ("timeline_entry", "file"):
        op.add_column(table, sa.Column("shared_with", _JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    for table in ("timeline_entry", "file"):
        op.drop_column(table, "shared_with")
