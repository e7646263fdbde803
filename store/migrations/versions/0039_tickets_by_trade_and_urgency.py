"""tickets by trade and by urgency, as a list asks for them"""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

INDEXES = {"ix_ticket_of_trade": "trade", "ix_ticket_of_priority": "priority"}


def upgrade() -> None:
    for name, column in INDEXES.items():
        op.create_index(name, "ticket", [column, "phase", "changed_at"])


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "ticket")
