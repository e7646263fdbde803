"""The files on a ticket or a work order, as far as a reader may see them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from store.audience import may_read
from store.orders import WorkOrder
from store.tickets import File
from store.words import Visibility


def ticket_files(
    session: Session,
    ticket_id: int,
    seen_by: Visibility = Visibility.STAFF,
    circles: Collection[str] = (),
) -> list[File]:
    """Those that were not removed, oldest first; for its people with what was shared with them of its orders."""
    which: ColumnElement[bool] = col(File.ticket_id) == ticket_id
    if seen_by is Visibility.REPORTER:
        which |= col(File.order_id).in_(select(WorkOrder.id).where(WorkOrder.ticket_id == ticket_id))
    return _files(session, which, seen_by, circles)


def order_files(session: Session, order_id: int, seen_by: Visibility = Visibility.STAFF) -> list[File]:
    """Those that were not removed, oldest first."""
    return _files(session, File.order_id == order_id, seen_by)


def _files(
    session: Session, which: ColumnElement[bool] | bool, seen_by: Visibility, circles: Collection[str] = ()
) -> list[File]:
    rows = session.exec(select(File).where(which, col(File.removed_at).is_(None)).order_by(col(File.id)))
    return [row for row in rows if may_read(row, seen_by, circles)]
