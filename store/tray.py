"""The tray: what came in and waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from config.language import MOST
from store.mail import Draft, Message
from store.paging import Page, Sorting, cursor, take_page
from store.people import Staff
from store.words import DraftState

GLIMPSE = 160  # characters of a mail that the list shows
RANKS = {"emergency": 2, "possible": 1}  # of a draft's urgency; any other: 0


@dataclass(frozen=True, slots=True)
class TrayView:
    """Which drafts are looked at, and in which order.

    words    found in the sender, the subject or the text, "" for all
    is_urgent_first  else the newest first
    staff_id whose they are, None for everybody's
    """

    state: DraftState = DraftState.OPEN
    words: str = ""
    is_urgent_first: bool = False
    staff_id: int | None = None

    def sorting(self) -> Sorting:
        rank = case(RANKS, value=col(Draft.urgency), else_=0)
        return Sorting(rank if self.is_urgent_first else col(Draft.created_at), col(Draft.id))

    def cursor(self, draft: Draft, *, including: bool = False) -> str:
        """Where the list goes on below this draft, or at it."""
        by = RANKS.get(draft.urgency, 0) if self.is_urgent_first else draft.created_at
        return cursor(by, draft.key + including)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list. urgency: emergency, possible or "". files: how many came along. staff: whose it is."""

    id: int
    state: DraftState
    sender: str
    address: str
    subject: str
    text: str
    received_at: datetime
    language: str
    urgency: str
    files: int
    staff: str


def list_drafts(session: Session, view: TrayView, *, after: str = "", limit: int = 50) -> Page[DraftLine]:
    columns: tuple[Any, ...] = (
        Draft.id,
        Draft.state,
        Message.from_name,
        Message.from_address,
        Message.subject,
        func.substr(Message.new_text, 1, GLIMPSE),
        Message.received_at,
        Message.language,
        Draft.urgency,
        Message.attachments,
        func.coalesce(Staff.name, ""),
    )
    asking = (
        choose(*columns)
        .join(Message, col(Message.id) == Draft.message_id)
        .join(Staff, col(Staff.id) == Draft.staff_id, isouter=True)
        .where(*_wanted(view))
    )
    page = take_page(session, asking, view.sorting(), after=after, limit=limit)
    return Page([_line(row) for row in page.items], page.next)


def _wanted(view: TrayView) -> Iterator[ColumnElement[bool]]:
    """Which drafts, of those with their message."""
    yield col(Draft.state) == view.state
    if view.staff_id:
        yield col(Draft.staff_id) == view.staff_id
    for word in view.words.split()[:8]:
        places = (Message.from_name, Message.from_address, Message.subject, Message.new_text)
        yield or_(*(col(place).icontains(word, autoescape=True) for place in places))


def newest_open(session: Session) -> datetime | None:
    """When the newest draft that waits came; None where none does."""
    newest = select(Draft.created_at).where(Draft.state == DraftState.OPEN).order_by(col(Draft.created_at).desc())
    return session.exec(newest.limit(1)).first()


def count_newer(session: Session, view: TrayView, since: datetime, most: int = MOST) -> int:
    """How many drafts came into this view after that moment; `most` + 1 where there are more."""
    newer: Any = select(Draft.id).join(Message, col(Message.id) == Draft.message_id)
    newer = newer.where(*_wanted(view), col(Draft.created_at) > since).limit(most + 1)
    return session.execute(choose(func.count()).select_from(newer.subquery())).scalar() or 0


def decisions_on(session: Session, draft_ids: Sequence[int]) -> dict[int, tuple[DraftState, str]]:
    """Of those of these drafts that wait no longer: what became of them, and who decided it, "" where nobody did."""
    rows = session.execute(
        select(col(Draft.id), Draft.state, func.coalesce(Staff.name, ""))
        .join(Staff, col(Staff.id) == Draft.decided_by, isouter=True)
        .where(col(Draft.id).in_(draft_ids), col(Draft.state) != DraftState.OPEN)
    )
    return {key: (state, name) for key, state, name in rows}


def next_draft(session: Session, draft: Draft, view: TrayView) -> int | None:
    """The open draft below this one in the list, else its first."""
    for after in (view.cursor(draft), ""):
        if lines := list_drafts(session, view, after=after, limit=1).items:
            return lines[0].id
    return None


def follow_ups(session: Session, draft_id: int) -> list[Message]:
    """What the sender wrote later about the same draft."""
    return list(session.exec(select(Message).where(Message.draft_id == draft_id).order_by(col(Message.received_at))))


def _line(row: tuple[Any, ...]) -> DraftLine:
    key, state, name, address, subject, text, received, language, urgency, attachments, staff = row
    files = len([file for file in attachments if not file.get("decoration")])
    return DraftLine(
        key, state, name or address, address, subject, text, received, language, urgency, files, staff or ""
    )
