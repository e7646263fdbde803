"""octets in the database, where that is PostgreSQL"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        'CREATE TABLE octets (key text COLLATE "C" PRIMARY KEY, octets bytea NOT NULL, '
        "put_at timestamptz NOT NULL DEFAULT clock_timestamp())"
    )
    # Mail is mostly base64, and photos are packed already: packing anew costs more time than it saves room.
    op.execute("ALTER TABLE octets ALTER octets SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS octets")
