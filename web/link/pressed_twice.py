"""A button that was pressed twice says a thing once."""

from __future__ import annotations

from datetime import timedelta

from convert.unit_of_work import UnitOfWork
from store.tickets import TimelineEntry
from store.timeline import comments_since
from web.typed import Typed

A_MOMENT = timedelta(minutes=2)


def said_just_now(
    work: UnitOfWork, typed: Typed, *, ticket_id: int | None = None, order_id: int | None = None
) -> TimelineEntry | None:
    """The comment in which the same person said the same words, with as many files, a moment ago."""
    recent = comments_since(work.session, work.actor, work.now - A_MOMENT, ticket_id=ticket_id, order_id=order_id)
    same = (entry for entry in recent if entry.text == typed.text("text"))
    return next((entry for entry in same if len(entry.data.get("files", [])) == len(typed.uploads)), None)
