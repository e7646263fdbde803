"""every list stands in an index in its own order, and no index stands unused"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MADE = {
    "ix_letter_listed": ("letter", ["state", "created_at"]),
    "ix_letter_listed_to": ("letter", ["to_address", "state", "created_at"]),
    "ix_letter_capped": ("letter", ["to_address", "sent_at"]),
    "ix_message_taken": ("message", ["place", "taken_at"]),
    "ix_message_aside": ("message", ["aside", "place", "id"]),
    "ix_message_from": ("message", ["from_address", "received_at"]),
    "ix_ticket_of_staff": ("ticket", ["responsible_id", "phase", "changed_at"]),
    "ix_ticket_of_property": ("ticket", ["property_id", "phase", "changed_at"]),
    "ix_ticket_earlier": ("ticket", ["property_id", "received_at"]),
    "ix_work_order_listed": ("work_order", ["state", "changed_at"]),
    "ix_work_order_of_staff": ("work_order", ["responsible_id", "state", "changed_at"]),
    "ix_work_order_of_company": ("work_order", ["company_id", "state", "changed_at"]),
    "ix_work_order_of_property": ("work_order", ["property_id", "state", "changed_at"]),
}
GONE = {
    "letter": ("kind", "to_address", "state", "not_before"),
    "message": ("received_at", "place", "aside", "from_address", "in_reply_to", "taken_at"),
    "draft": ("created_at", "state"),
    "ticket": ("phase", "priority", "received_at", "responsible_id", "property_id", "solved_at", "closed_at"),
    "timeline_entry": ("at",),
    "work_order": ("state", "company_id", "responsible_id", "property_id", "do_before", "sent_at", "ended_at"),
}


def upgrade() -> None:
    for table, columns in GONE.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
    for name, (table, of) in MADE.items():
        op.create_index(name, table, of)


def downgrade() -> None:
    for name, (table, _) in MADE.items():
        op.drop_index(name, table)
    for table, columns in GONE.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
