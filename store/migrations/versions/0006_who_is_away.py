"""a contact may be away"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("contact", sa.Column("absence", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("contact", "absence")
