"""until when an installation has its warranty and its maintenance contract"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("warranty_until", "contract_until"):
        op.add_column("installation", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in ("warranty_until", "contract_until"):
        op.drop_column("installation", name)
