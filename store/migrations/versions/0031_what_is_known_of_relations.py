"""notes, numbers, associations and owners of single homes"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

OWNERS = (("property", "association_id"), ("unit", "owner_id"))


def upgrade() -> None:
    for table in ("person", "unit", "company"):
        op.add_column(table, sa.Column("notes", sa.Text(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("code", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_person_code"), "person", ["code"])
    for table, column in OWNERS:  # in words: the toolkit would copy the whole table on SQLite, which others point at
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER REFERENCES company (id)")


def downgrade() -> None:
    for table, column in OWNERS:
        op.drop_column(table, column)
    op.drop_index(op.f("ix_person_code"), "person")
    op.drop_column("person", "code")
    for table in ("company", "unit", "person"):
        op.drop_column(table, "notes")
