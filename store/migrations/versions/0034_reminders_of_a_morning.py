"""whether a firm gets the reminders of a morning in one letter"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("company", sa.Column("digest", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("company", "digest")
