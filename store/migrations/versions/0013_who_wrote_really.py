"""who wrote a mail, and how that is known"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
# Column, its type, and what the rows say that are there: until they are read anew, From wrote them.
COLUMNS = (
    ("author_by", sa.String(32), "from"),
    ("header_from", sa.Text(), ""),
    ("passed_on", JSON, "{}"),
)


def upgrade() -> None:
    with op.batch_alter_table("message") as message:
        for name, kind, value in COLUMNS:
            message.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table("message") as message:
        for name, kind, value in COLUMNS:
            message.alter_column(name, existing_type=kind, existing_server_default=value, server_default=None)


def downgrade() -> None:
    for name, _, _ in COLUMNS:
        op.drop_column("message", name)
