"""The photos a work order asks for when the work is done: whether they came."""

from __future__ import annotations

from sqlmodel import Session, col, select

from store.mail import Message
from store.message_text import has_photos
from store.orders import WorkOrder
from store.tickets import File
from store.words import ActorKind, OrderState

PHOTO = "photo"
_DONE = (OrderState.COMPLETED, OrderState.APPROVED)


def lacks_photo(session: Session, order: WorkOrder, message_id: int | None = None) -> bool:
    """Whether it is reported complete and the photo that was asked for has not come.

    message_id  the mail that reports it, whose files are not on the order yet
    """
    if PHOTO not in order.evidence_wanted or order.state not in _DONE:
        return False
    if message_id and has_photos(session.get_one(Message, message_id)):
        return False
    theirs = select(File.id).where(File.order_id == order.key, File.by_kind == ActorKind.PARTY)
    photos = theirs.where(col(File.content_type).startswith("image/"), col(File.removed_at).is_(None))
    return session.exec(photos).first() is None
