"""the desk knows who runs it, and whoever holds a lease can prove it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("troubles", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("node"),
    )
    op.create_index("ix_desk_process_seen_at", "desk_process", ["seen_at"])
    op.add_column("message", sa.Column("lease_token", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("lease_token", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("letter", "lease_token")
    op.drop_column("message", "lease_token")
    op.drop_table("desk_process")
