"""a firm's own number of a work order"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work_order", sa.Column("party_number", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("work_order", "party_number")
