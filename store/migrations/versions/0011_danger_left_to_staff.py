"""mail with words of danger that is left to staff"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("left_at", "retry_at"):
        op.add_column("draft", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_draft_urgency", "draft")
    op.create_index("ix_draft_urgency", "draft", ["urgency", "state", "left_at"])


def downgrade() -> None:
    op.drop_index("ix_draft_urgency", "draft")
    op.create_index("ix_draft_urgency", "draft", ["urgency", "state"])
    for name in ("retry_at", "left_at"):
        op.drop_column("draft", name)
