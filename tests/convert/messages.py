"""Mail that ingest has read: an answer for convert to take, a draft for staff to decide on."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from store.access import Link
from store.mail import Draft, Message
from store.words import MessagePlace, MessageState, Trust
from tests.cast import MONDAY, Desk


def a_message(desk: Desk, **told: Any) -> int:
    with desk.work() as work:
        n = len(work.session.exec(select(Message)).all())
        message = Message(
            **{
                "received_at": MONDAY,
                "raw_key": "raw",
                "size": 1,
                "fingerprint": f"print-{n}",
                "message_id": f"{n}@mail.example.nl",
                "state": MessageState.READ,
                "language": "nl",
                **told,
            }
        )
        work.session.add(message)
        work.session.flush()
        return message.key


def an_answer(desk: Desk, order_id: int, text: str, trust: Trust = Trust.V3, **told: Any) -> int:
    with desk.store.reading() as session:
        link = session.exec(select(Link).where(Link.order_id == order_id)).first()
    told = {"from_address": "johan@dekraan.example.nl", "from_name": "Johan", **told}
    return a_message(
        desk,
        place=MessagePlace.JOINED,
        order_id=order_id,
        link_id=link.key if link else None,
        new_text=text,
        trust=trust,
        **told,
    )


def a_draft(desk: Desk, **told: Any) -> int:
    urgency = told.pop("urgency", "")
    message_id = a_message(
        desk,
        **{
            "place": MessagePlace.DRAFT,
            "from_address": "fatima.elamrani@mail.example.nl",
            "from_name": "Fatima el Amrani",
            "subject": "Fwd: RE: Lekkage badkamer",
            "new_text": "Er komt water door het plafond.",
            **told,
        },
    )
    with desk.work() as work:
        draft = Draft(message_id=message_id, created_at=MONDAY, urgency=urgency)
        work.session.add(draft)
        work.session.flush()
        return draft.key
