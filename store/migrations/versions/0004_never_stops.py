"""the desk knows who runs it, and whoever holds a lease can prove it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_letter_due": ("letter", ["state", "not_before"]),
    "ix_letter_folded_into_id": ("letter", ["folded_into_id"]),
    "ix_work_order_replaces_id": ("work_order", ["replaces_id"]),
    "ix_draft_listed": ("draft", ["state", "created_at"]),
    "ix_ticket_board": ("ticket", ["phase", "changed_at"]),
}


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
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    op.add_column("message", sa.Column("lease_token", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("lease_token", sa.String(), nullable=True))


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_column("letter", "lease_token")
    op.drop_column("message", "lease_token")
    op.drop_table("desk_process")
