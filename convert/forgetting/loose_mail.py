"""Mail that was set aside and led nowhere, with its octets. What our program could not read is not among it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists
from sqlmodel import Session, col, select

from config.settings import Settings
from convert.forgetting.moment import BEFORE
from store import search
from store.mail import Delivery, Draft, Message
from store.tickets import File, TimelineEntry
from store.words import Aside, DraftState, MessagePlace


def due() -> Select[Any]:
    dismissed = (col(Draft.state) == DraftState.DISMISSED) & (col(Draft.decided_at) < BEFORE)
    needed = [  # its own draft, or the one below whose mail it lay
        exists().where(of_it, ~dismissed)
        for of_it in (col(Draft.message_id) == col(Message.id), col(Draft.id) == col(Message.draft_id))
    ]
    shown = [exists().where(col(table.message_id) == col(Message.id)) for table in (File, TimelineEntry)]
    return (
        select(Message.id)
        .where(Message.place == MessagePlace.ASIDE, Message.aside != Aside.BROKEN, col(Message.received_at) < BEFORE)
        .where(col(Message.ticket_id).is_(None), col(Message.order_id).is_(None))
        .where(*(~each for each in (*needed, *shown)))
    )


def forget(session: Session, _settings: Settings, keys: Collection[int], _now: datetime) -> list[str]:
    octets = list(session.exec(select(Message.raw_key).where(col(Message.id).in_(keys))))
    drafts = session.exec(select(Draft.id).where(col(Draft.message_id).in_(keys))).all()
    search.forget(session, "draft", [key for key in drafts if key])
    search.forget(session, "message", keys)
    session.execute(delete(Draft).where(col(Draft.id).in_(drafts)))
    session.execute(delete(Delivery).where(col(Delivery.message_id).in_(keys)))
    session.execute(delete(Message).where(col(Message.id).in_(keys)))
    return octets
