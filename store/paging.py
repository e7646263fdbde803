"""Lists by pages: each page goes on after the last row of the one before, by key, however old the desk has grown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import TypeDecorator, and_, or_
from sqlmodel import Session, col, select

from store.rows import Row

T = TypeVar("T")
R = TypeVar("R", bound=Row)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """next: the cursor of the following page, "" at the end."""

    items: list[T]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a list is sorted by, never null, and then by id; both the same way."""

    by: Any  # a column or an expression of columns
    key: Any
    descending: bool = True


def take_page(session: Session, asking: Any, sorting: Sorting, *, after: str = "", limit: int = PAGE) -> Page[Any]:
    """One page of a select, of which the rows are given without the two columns that are added here to go on from."""
    if position := _position(after, sorting):
        value, key = position
        by, own = (
            (sorting.by < value, sorting.key < key) if sorting.descending else (sorting.by > value, sorting.key > key)
        )
        asking = asking.where(or_(by, and_(sorting.by == value, own)))
    order = [sorting.by, sorting.key]
    order = [column.desc() for column in order] if sorting.descending else [column.asc() for column in order]
    asked = asking.add_columns(sorting.by, sorting.key).order_by(*order).limit(limit + 1)
    rows = session.execute(asked).all()
    shown, more = rows[:limit], len(rows) > limit
    return Page([tuple(row[:-2]) for row in shown], cursor(shown[-1][-2], shown[-1][-1]) if more else "")


def take_rows(session: Session, table: type[R], conditions: Iterable[Any], *, after: str, limit: int) -> Page[R]:
    """Rows of one table, newest first."""
    key = col(table.id)
    page = take_page(session, select(table).where(*conditions), Sorting(key, key), after=after, limit=limit)
    return Page([row[0] for row in page.items], page.next)


def cursor(value: Any, key: int) -> str:
    """Where a list goes on after the row with this value and key."""
    return json.dumps([value.isoformat() if isinstance(value, date) else value, key], separators=(",", ":"))


def _position(text: str, sorting: Sorting) -> tuple[Any, int] | None:
    """Where to go on; None for the first page, and for a cursor that is not ours."""
    try:
        value, key = json.loads(text)
        sort_of = sorting.by.type
        # A type that wraps another (sqlmodel's UTC datetime) knows only of the wrapped one what it is in Python.
        kind = (sort_of.impl_instance if isinstance(sort_of, TypeDecorator) else sort_of).python_type
        return (kind.fromisoformat(value) if kind in (date, datetime) else kind(value)), int(key)
    except (ValueError, TypeError):
        return None
