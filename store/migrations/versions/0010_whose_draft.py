"""a draft may be somebody's, and others see who looks at it"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE draft ADD COLUMN staff_id INTEGER REFERENCES staff (id)")
    op.create_index("ix_draft_of_staff", "draft", ["staff_id", "state", "created_at"])
    op.create_table(
        "draft_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("staff_id"),
    )
    op.create_index("ix_draft_look_draft_id", "draft_look", ["draft_id"])


def downgrade() -> None:
    op.drop_table("draft_look")
    op.drop_index("ix_draft_of_staff", "draft")
    op.drop_column("draft", "staff_id")
