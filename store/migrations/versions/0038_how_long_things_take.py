"""how long things take, by process"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    took = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("desk_process", sa.Column("took", took, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("desk_process", "took")
