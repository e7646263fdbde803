"""a key of a program has a scope and an end"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_key", sa.Column("scope", sa.String(32), nullable=False, server_default="all"))
    op.add_column("api_key", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("scope", "expires_at"):
        op.drop_column("api_key", name)
