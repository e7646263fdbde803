"""a log of who came in, saw personal data, changed who may what"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "security_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id")),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("staff.id")),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
    )
    op.create_index("ix_security_entry_at", "security_entry", ["at"])
    op.create_index("ix_security_entry_by", "security_entry", ["staff_id", "at"])
    op.create_index("ix_security_entry_event", "security_entry", ["event", "id"])
    op.create_index("ix_security_entry_account_id", "security_entry", ["account_id"])


def downgrade() -> None:
    op.drop_table("security_entry")
