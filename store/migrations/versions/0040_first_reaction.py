"""the first reaction to a ticket"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_REACTIONS = (
    *("ticket_phase", "ticket_comment", "ticket_question", "ticket_rejected", "ticket_merged", "ticket_closed"),
    *("party_engaged", "party_accepted", "appointment", "on_hold", "solved_question"),
)


def upgrade() -> None:
    op.add_column("ticket", sa.Column("reacted_at", sa.DateTime(timezone=True), nullable=True))
    kinds = ", ".join(f"'{kind}'" for kind in _REACTIONS)
    # What was posted, or travelled in another letter.
    first = (
        f"SELECT min(created_at) FROM letter WHERE letter.ticket_id = ticket.id AND kind IN ({kinds})"  # noqa: S608
        " AND person_id IS NOT NULL AND (sent_at IS NOT NULL OR folded_into_id IS NOT NULL)"
    )
    op.execute(f"UPDATE ticket SET reacted_at = ({first})")  # noqa: S608


def downgrade() -> None:
    op.drop_column("ticket", "reacted_at")
