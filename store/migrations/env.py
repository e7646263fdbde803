"""How alembic meets our tables. Run by `store.migrations.migrate`; a new version is made with `make migration`."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import store.tables  # noqa: F401  all tables, so that none is taken for a stranger


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    # The search index is made by hand: FTS5 on SQLite, tsvector on PostgreSQL.
    return not (kind == "table" and (name or "").startswith("search_entry"))


def _render(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Plain types in the versions: a migration must not change when a library or one of our words does."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    if isinstance(item, sa.JSON):
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    if type(item).__name__ == "AutoString":
        return "sa.String()"
    if type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    include_object=_ours,
    render_item=_render,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
