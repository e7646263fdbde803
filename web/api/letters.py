"""Outgoing letters, and what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from convert.errors import MissingError
from store.letter_lists import list_letters
from store.letter_table import Letter
from store.words import LetterState
from web.api.call import AnyCall
from web.api.listed import Cursor, Limit, Listed, ListRoute

router = APIRouter(prefix="/letters", route_class=ListRoute, tags=["letters"])


class LetterOut(BaseModel):
    id: int
    kind: str = Field(examples=["order_sent"])
    to: str
    subject: str = Field(description="empty until it was composed")
    state: LetterState
    attempts: int
    code: int | None = Field(description="the server's last reply code")
    answer: str = Field(description="the server's last answer, or why we hold it")
    created_at: datetime
    not_before: datetime
    sent_at: datetime | None


@router.get("", response_model=Listed[LetterOut])
def get_letters(
    call: AnyCall,
    state: Annotated[list[LetterState], Query()] = [],  # noqa: B006  FastAPI copies it
    to: str = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Letters, newest first."""
    with call.reading() as session:
        page = list_letters(session, tuple(state), to=to.strip().lower(), after=cursor, limit=limit)
    return Listed(items=[_letter(row) for row in page.items], next=page.next or None)


@router.get("/{letter_id}", response_model=LetterOut)
def get_letter(call: AnyCall, letter_id: int) -> Any:
    with call.reading() as session:
        row = session.get(Letter, letter_id)
    if row is None:
        raise MissingError
    return _letter(row)


def _letter(row: Letter) -> LetterOut:
    return LetterOut(
        id=row.key,
        kind=row.kind,
        to=row.to_address,
        subject=row.subject,
        state=row.state,
        attempts=row.attempts,
        code=row.last_code,
        answer=row.last_answer,
        created_at=row.created_at,
        not_before=row.not_before,
        sent_at=row.sent_at,
    )
