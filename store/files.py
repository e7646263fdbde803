"""The files on a ticket or a work order, as far as a reader may see them."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from store.tickets import File
from store.words import Visibility


def ticket_files(session: Session, ticket_id: int, seen_by: Visibility = Visibility.STAFF) -> list[File]:
    """Those that were not removed, oldest first."""
    return _files(session, File.ticket_id == ticket_id, seen_by)


def order_files(session: Session, order_id: int, seen_by: Visibility = Visibility.STAFF) -> list[File]:
    """Those that were not removed, oldest first."""
    return _files(session, File.order_id == order_id, seen_by)


def _files(session: Session, which: ColumnElement[bool] | bool, seen_by: Visibility) -> list[File]:
    rows = session.exec(select(File).where(which, col(File.removed_at).is_(None)).order_by(col(File.id)))
    return [row for row in rows if seen_by is Visibility.STAFF or seen_by in row.visible_to]
