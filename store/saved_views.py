"""Lists as somebody wants to see them again: which list, and by which filters."""

from __future__ import annotations

from sqlmodel import Field, Session, col, or_, select

from store.rows import Row

MOST = 30  # of one list, shown to one member of staff


class SavedView(Row, table=True):
    """query: of the list's address, as web/staff/saved_views.py keeps it. is_shared: all of the staff see it."""

    __tablename__ = "saved_view"

    staff_id: int = Field(foreign_key="staff.id", index=True)
    of_list: str
    name: str
    query: str
    is_shared: bool = False


def views_for(session: Session, of_list: str, staff_id: int) -> list[SavedView]:
    """Their own, and what others share, by name."""
    theirs = or_(col(SavedView.staff_id) == staff_id, col(SavedView.is_shared))
    asked = select(SavedView).where(SavedView.of_list == of_list, theirs)
    return list(session.exec(asked.order_by(col(SavedView.name), col(SavedView.id)).limit(MOST)))


def save_view(session: Session, view: SavedView) -> None:
    """A name that they gave before is given anew."""
    for older in session.exec(
        select(SavedView).where(
            SavedView.staff_id == view.staff_id, SavedView.of_list == view.of_list, SavedView.name == view.name
        )
    ):
        session.delete(older)
    session.add(view)


def forget_view(session: Session, key: int, staff_id: int) -> None:
    """Of their own; another's stays."""
    view = session.get(SavedView, key)
    if view and view.staff_id == staff_id:
        session.delete(view)
