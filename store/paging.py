"""Lists by pages, and their sizes: each page goes on after the last row of the one before, by key, and nothing that
grows is read to its end, however old the desk is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, TypeDecorator, func, literal, tuple_, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from config.language import MOST
from store.rows import Row

T = TypeVar("T")
R = TypeVar("R", bound=Row)
PAGE = 50
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """next: the cursor of the following page, "" at the end."""

    items: list[T]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Among:
    """A column that has one of these values: a handful of states, never ids."""

    column: Any
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a list is sorted by, never null, and then by id; both the same way."""

    by: Any  # a column or an expression of columns
    key: Any
    descending: bool = True


def sorting_named(sortings: dict[str, Sorting], name: str) -> Sorting | None:
    """The sorting of this name, with a "-" before it the other way round; None where there is none."""
    known = sortings.get(name.removeprefix("-"))
    return replace(known, descending=not known.descending) if known and name.startswith("-") else known


def take_page(
    session: Session,
    asking: Any,
    sorting: Sorting,
    *,
    where: Sequence[ColumnElement[bool]] = (),
    among: Among | None = None,
    after: str = "",
    limit: int = PAGE,
) -> Page[Any]:
    """One page of a select, of which the rows are given without the two columns that are added here to go on from.

    where   conditions on the table of the key
    among   and one of these values: looked for value by value, each by an index that has its rows in this order
    """
    order = [sorting.by, sorting.key]
    order = [column.desc() for column in order] if sorting.descending else [column.asc() for column in order]
    if position := _position(after, sorting):
        value, key = position
        last, own = tuple_(literal(value, sorting.by.type), literal(key)), tuple_(sorting.by, sorting.key)
        where = (*where, own < last if sorting.descending else own > last)
    if among:
        first = choose(sorting.key.label("id")).where(*where).order_by(*order).limit(limit + 1)
        parts = [first.where(among.column == value).subquery() for value in among.values]
        where = (sorting.key.in_(union_all(*(choose(part.c.id) for part in parts))),)
    asked = asking.where(*where).add_columns(sorting.by, sorting.key).order_by(*order).limit(limit + 1)
    rows = session.execute(asked).all()
    shown, more = rows[:limit], len(rows) > limit
    return Page([tuple(row[:-2]) for row in shown], cursor(shown[-1][-2], shown[-1][-1]) if more else "")


def take_rows(session: Session, table: type[R], conditions: Sequence[Any], *, after: str, limit: int) -> Page[R]:
    """Rows of one table, newest first."""
    key = col(table.id)
    page = take_page(session, select(table), Sorting(key, key), where=conditions, after=after, limit=limit)
    return Page([row[0] for row in page.items], page.next)


def all_of(asking: Callable[..., Page[T]]) -> list[T]:
    """Every page of a list that takes `after` and `limit`, up to as many rows as a spreadsheet is still read with."""
    rows: list[T] = []
    after = ""
    while len(rows) < MOST_ROWS:
        page = asking(after=after, limit=500)
        rows += page.items
        after = page.next
        if not after:
            break
    return rows


def count_each(
    session: Session, key: Any, among: Among, *where: ColumnElement[bool], most: int = MOST
) -> dict[Any, int]:
    """How many rows have each of these values; `most` + 1 where there are more. Values that no row has are left out."""
    counted = [
        choose(literal(place).label("place"), func.count().label("rows")).select_from(
            choose(key).where(among.column == value, *where).limit(most + 1).subquery()
        )
        for place, value in enumerate(among.values)
    ]
    rows = session.execute(union_all(*counted))
    return {among.values[row.place]: row.rows for row in rows if row.rows}


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
