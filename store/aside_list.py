"""What was set aside, paged; nothing is thrown away."""

from __future__ import annotations

from sqlalchemy import select as choose
from sqlmodel import Session, col

from store.mail import Message
from store.paging import Among, Page, Sorting, count_each, take_page
from store.words import Aside, MessagePlace

_LIES_ASIDE = col(Message.place) == MessagePlace.ASIDE


def list_aside(session: Session, kind: Aside | None = None, *, after: str = "", limit: int = 50) -> Page[Message]:
    """Messages that lie aside, newest first; of one kind or of all."""
    page = take_page(
        session,
        choose(Message),
        Sorting(col(Message.id), col(Message.id)),
        where=[_LIES_ASIDE],
        among=Among(col(Message.aside), (kind,) if kind else tuple(Aside)),
        after=after,
        limit=limit,
    )
    return Page([row[0] for row in page.items], page.next)


def count_aside(session: Session) -> dict[Aside, int]:
    """How many lie aside, for each reason, as store.paging counts."""
    return count_each(session, col(Message.id), Among(col(Message.aside), tuple(Aside)), _LIES_ASIDE)
