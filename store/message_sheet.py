"""What lies beside a message: how it arrived, and the draft it proposes."""

from __future__ import annotations

from sqlmodel import Session, col, select

from store.mail import Delivery, Draft


def arrivals_of(session: Session, message_id: int) -> list[Delivery]:
    """Its arrivals at our doors, the first one first."""
    rows = select(Delivery).where(Delivery.message_id == message_id).order_by(col(Delivery.id))
    return list(session.exec(rows))


def draft_of(session: Session, message_id: int) -> Draft | None:
    return session.exec(select(Draft).where(Draft.message_id == message_id)).first()
