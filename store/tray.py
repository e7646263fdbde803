"""The tray: what came in and waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from store.mail import Draft, Message
from store.paging import Page, Sorting, take_page
from store.words import DraftState

GLIMPSE = 160  # characters of a mail that the list shows


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list. urgency: emergency, possible or "". files: how many came along."""

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


def list_drafts(
    session: Session, state: DraftState = DraftState.OPEN, *, after: str = "", limit: int = 50
) -> Page[DraftLine]:
    """Drafts in this state, newest first."""
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
    )
    asking = choose(*columns).join(Message, col(Message.id) == Draft.message_id)
    page = take_page(
        session,
        asking,
        Sorting(col(Draft.created_at), col(Draft.id)),
        where=[col(Draft.state) == state],
        after=after,
        limit=limit,
    )
    return Page([_line(row) for row in page.items], page.next)


def next_draft(session: Session, after: Draft) -> int | None:
    """The open draft below this one in the list, else the newest."""
    open_ones = (
        select(Draft.id)
        .where(Draft.state == DraftState.OPEN)
        .order_by(col(Draft.created_at).desc(), col(Draft.id).desc())
    )
    below = open_ones.where(
        col(Draft.created_at) <= after.created_at,
        (col(Draft.created_at) < after.created_at) | (col(Draft.id) < after.key),
    )
    return session.exec(below.limit(1)).first() or session.exec(open_ones.limit(1)).first()


def follow_ups(session: Session, draft_id: int) -> list[Message]:
    """What the sender wrote later about the same draft."""
    return list(session.exec(select(Message).where(Message.draft_id == draft_id).order_by(col(Message.received_at))))


def _line(row: tuple[Any, ...]) -> DraftLine:
    key, state, name, address, subject, text, received, language, urgency, attachments = row
    files = len([file for file in attachments if not file.get("decoration")])
    return DraftLine(key, state, name or address, address, subject, text, received, language, urgency, files)
