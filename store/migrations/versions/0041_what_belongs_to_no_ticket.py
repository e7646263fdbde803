"""letters and work orders that belong to no ticket, by age: what is forgotten of them is asked for each hour"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

# SQLite takes the index that binds most columns, however alike they are: of letters it would take the one by state.
INDEXES = {
    "ix_letter_loose": ("letter", ("ticket_id", "order_id", "created_at"), "ticket_id IS NULL AND order_id IS NULL"),
    "ix_work_order_loose": ("work_order", ("forgotten_at", "changed_at"), "ticket_id IS NULL"),
}


def upgrade() -> None:
    for name, (table, columns, loose) in INDEXES.items():
        op.create_index(name, table, list(columns), sqlite_where=sa.text(loose), postgresql_where=sa.text(loose))


def downgrade() -> None:
    for name, (table, *_) in INDEXES.items():
        op.drop_index(name, table)
