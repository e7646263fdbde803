"""agreeing on cost"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("work_order", sa.Column("cost_request", JSON, nullable=False, server_default="{}"))
    op.add_column("staff", sa.Column("cost_mandate", sa.Integer()))


def downgrade() -> None:
    op.drop_column("staff", "cost_mandate")
    op.drop_column("work_order", "cost_request")
