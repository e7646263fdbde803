"""homes are found by their owner"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_unit_owner_id"), "unit", ["owner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_unit_owner_id"), "unit")
