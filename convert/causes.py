"""What stands on the timeline because of an earlier line, so that both can be taken back together."""

from __future__ import annotations

from sqlmodel import col, select

from convert.unit_of_work import UnitOfWork
from store.tickets import TimelineEntry
from store.words import Entry


def caused_lines(work: UnitOfWork, kind: Entry, entry: TimelineEntry) -> list[TimelineEntry]:
    """The lines of this kind on the ticket that are there because of this one, and still stand."""
    later = select(TimelineEntry).where(TimelineEntry.ticket_id == entry.ticket_id, TimelineEntry.kind == kind)
    later = later.where(col(TimelineEntry.id) > entry.key, col(TimelineEntry.undone_at).is_(None))
    rows = work.session.exec(later.order_by(col(TimelineEntry.id)))
    return [line for line in rows if line.data.get("cause") == entry.key]
