"""in which region a firm has its builders' holiday"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("company", sa.Column("region", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("company", "region")
