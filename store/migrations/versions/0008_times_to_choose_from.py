"""times to choose from"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("work_order", sa.Column("slots", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("work_order", "slots")
