"""what the public form offers, and what it tells in danger, as a desk chose it"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_choice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("nl", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("trade", "name"),
    )
    op.create_table(
        "safety_text",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("danger", sa.String(32), nullable=False),
        sa.Column("nl", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_safety_text_danger", "safety_text", ["danger"])


def downgrade() -> None:
    op.drop_table("safety_text")
    op.drop_table("report_choice")
