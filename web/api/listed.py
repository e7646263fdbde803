"""Lists: one page at a time, gone on with by the cursor of the page before."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from store.paging import Page, Sorting, take_page
from store.rows import Row

T = TypeVar("T")
R = TypeVar("R", bound=Row)

Limit = Annotated[int, Query(ge=1, le=100, description="how many at most")]
Cursor = Annotated[str, Query(description="`next` of the page before; leave it out for the first")]


class Listed(BaseModel, Generic[T]):
    items: list[T]
    next: str | None = Field(description="the cursor of the following page, null at the end")


def take_rows(session: Session, table: type[R], cursor: str, limit: int, *conditions: Any) -> Page[R]:
    """Rows of one table, newest first."""
    key = col(table.id)
    page = take_page(session, select(table).where(*conditions), Sorting(key, key), after=cursor, limit=limit)
    return Page([row[0] for row in page.items], page.next)
