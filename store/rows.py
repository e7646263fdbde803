"""What every table shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import JSON, Column, Enum, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel._compat import SQLModelConfig

_JSON = JSON().with_variant(JSONB(), "postgresql")


class Row(SQLModel):
    """A table's row. `key` is its id once it has been written."""

    # What checks and dumps a row is made when it is first asked for: no command needs that of all tables.
    model_config = SQLModelConfig(defer_build=True, protected_namespaces=())

    id: int | None = Field(default=None, primary_key=True)

    def __init__(self, **values: Any) -> None:
        # The library looks at a signature for each default it has to find, and copies all that it set.
        for name, value in row_values(type(self), **values).items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        # A column is set once, as SQLAlchemy does it: the library sets each again, where nothing looks.
        object.__setattr__(self, name, value)

    @property
    def key(self) -> int:
        if self.id is None:
            raise ValueError(f"{type(self).__name__} has not been written yet")
        return self.id


R = TypeVar("R", bound=Row)


def json_list() -> Any:
    return Field(default_factory=list, sa_column=Column(_JSON, nullable=False))


def json_dict(column: str | None = None) -> Any:
    """A JSON object. column: its name in the table where that is not the attribute's."""
    return Field(default_factory=dict, sa_column=Column(column, _JSON, nullable=False))


def word(kind: type[StrEnum]) -> Any:
    """The column type of one of our words: kept as the word itself, so that a table read by hand makes sense and a
    new word needs no migration."""
    values = [member.value for member in kind]
    return Enum(kind, native_enum=False, create_constraint=False, length=32, values_callable=lambda _: values)


def rows_by_id(session: Session, table: type[R], keys: Iterable[int | None]) -> dict[int, R]:
    """These rows of a table, by their ids."""
    wanted = {key for key in keys if key}
    return {row.key: row for row in session.exec(select(table).where(col(table.id).in_(wanted)))} if wanted else {}


def row_values(table: type[Row], **values: Any) -> dict[str, Any]:
    """The columns of a new row, for a core statement: `values`, and the table's own defaults for the rest. A model
    object costs ten times that."""
    fixed, made = _defaults(table)
    return fixed | {name: make() for name, make in made if name not in values} | values


@cache
def _defaults(table: type[Row]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    fields = {name: field for name, field in table.model_fields.items() if name != "id" and not field.is_required()}
    factories: dict[str, Any] = {name: field.default_factory for name, field in fields.items() if field.default_factory}
    fixed = {name: field.default for name, field in fields.items() if name not in factories}
    return fixed, tuple(factories.items())


def insert_new(session: Session, table: type[Row]) -> Any:
    """An INSERT that passes over rows which are there already (by any unique constraint)."""
    return _insert_new(session.get_bind().dialect.name, table)


@cache
def _insert_new(dialect: str, table: type[Row]) -> Any:
    # Into the table, not the model: rows go in as they are given, for a third of the work.
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    return insert(table.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]


def lock_word(session: Session, words: str) -> None:
    """Whoever else says the same words waits until this unit of work ends: for what has no row yet that could be
    locked. SQLite has one writer at a time and needs none of this."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(words, 0))))
