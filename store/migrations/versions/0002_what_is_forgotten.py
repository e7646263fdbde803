"""what is forgotten, and what is dangerous, is found by an index"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_message_lies_aside": ("message", ["place", "ticket_id", "order_id", "received_at"]),
    "ix_message_raw_key": ("message", ["raw_key"]),
    "ix_file_blob_key": ("file", ["blob_key"]),
    "ix_file_shared_key": ("file", ["shared_key"]),
    "ix_letter_octets_key": ("letter", ["octets_key"]),
    "ix_draft_urgency": ("draft", ["urgency", "state"]),
    "ix_link_expires_at": ("link", ["expires_at"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
