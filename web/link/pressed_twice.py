"""A button that was pressed twice says a thing once."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from convert.unit_of_work import UnitOfWork
from store.tickets import TimelineEntry
from store.words import Entry
from web.typed import Typed

A_MOMENT = timedelta(minutes=2)


def said_just_now(
    work: UnitOfWork, typed: Typed, *, ticket_id: int | None = None, order_id: int | None = None
) -> TimelineEntry | None:
    """The comment in which the same person said the same words, with as many files, a moment ago."""
    which = TimelineEntry.order_id == order_id if order_id else TimelineEntry.ticket_id == ticket_id
    recent = work.session.exec(
        select(TimelineEntry)
        .where(which, TimelineEntry.kind == Entry.COMMENT, col(TimelineEntry.at) > work.now - A_MOMENT)
        .where(TimelineEntry.actor_kind == work.actor.kind, TimelineEntry.actor_id == work.actor.id)
        .order_by(col(TimelineEntry.id).desc())
    )
    same = (entry for entry in recent if entry.text == typed.text("text"))
    return next((entry for entry in same if len(entry.data.get("files", [])) == len(typed.uploads)), None)
