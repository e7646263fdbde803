"""a letter's thread, an automatic answer and a house's number are found by an index that no other outdoes"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_letter_thread": ("letter", ["thread", "to_address", "state"]),
    "ix_message_aside_taken": ("message", ["aside", "place", "taken_at"]),
    "ix_unit_number": ("unit", ["number"]),
}


def upgrade() -> None:
    op.drop_index("ix_letter_thread", "letter")
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    op.create_index("ix_letter_thread", "letter", ["thread"])
