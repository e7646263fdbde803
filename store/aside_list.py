"""What was set aside, paged; nothing is thrown away."""

from __future__ import annotations

from sqlalchemy import select as choose
from sqlmodel import Session, col, func

from store.mail import Message
from store.paging import Page, Sorting, take_page
from store.words import Aside, MessagePlace


def list_aside(session: Session, kind: Aside | None = None, *, after: str = "", limit: int = 50) -> Page[Message]:
    """Messages that lie aside, newest first; of one kind or of all."""
    asking = choose(Message).where(col(Message.place) == MessagePlace.ASIDE)
    if kind:
        asking = asking.where(col(Message.aside) == kind)
    page = take_page(session, asking, Sorting(col(Message.id), col(Message.id)), after=after, limit=limit)
    return Page([row[0] for row in page.items], page.next)


def count_aside(session: Session) -> dict[Aside, int]:
    """How many lie aside, for each reason."""
    counting = choose(col(Message.aside), func.count()).where(col(Message.place) == MessagePlace.ASIDE)
    return {row[0]: row[1] for row in session.execute(counting.group_by(col(Message.aside))) if row[0]}
