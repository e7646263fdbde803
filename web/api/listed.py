"""Lists: one page at a time, gone on with by the cursor of the page before."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=100, description="how many at most")]
Cursor = Annotated[str, Query(description="`next` of the page before; leave it out for the first")]


class Listed(BaseModel, Generic[T]):
    items: list[T]
    next: str | None = Field(description="the cursor of the following page, null at the end")
