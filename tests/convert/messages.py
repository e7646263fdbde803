"""Mail that ingest has read: an answer for convert to take, a draft for staff to decide on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlmodel import select

from ingest.author import Author
from ingest.intents.answer import read_intent
from ingest.intents.intent import Speaker
from ingest.mail import Address, Attachment, InboundMail, Reply
from ingest.suggesting.relations import everybody_at
from ingest.suggesting.suggestions import propose, words_of
from store import search
from store.access import Link
from store.mail import Draft, Message
from store.words import MessagePlace, MessageState, Trust
from tests.cast import MONDAY, SETTINGS, Desk
from tests.ingest.mails import a_mail


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
        if message.new_text and "evidence" not in told:
            role = Speaker.PARTY if message.order_id else Speaker.REPORTER
            message.evidence = {"intent": read_intent(message.new_text, as_=role, date=MONDAY).as_json()}
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
        message = work.session.get_one(Message, message_id)
        draft = Draft(message_id=message_id, created_at=MONDAY)
        work.session.add(draft)
        author = Author(message.from_name, message.from_address)
        everybody = everybody_at(work.session, {author.address})
        propose(work.session, [(draft, message, as_read(message), author)], SETTINGS, everybody)
        work.session.flush()
        search.index_all(work.session, {("draft", draft.key): words_of(draft, message)})
        draft.urgency = urgency
        return draft.key


def as_read(message: Message) -> InboundMail:
    """The mail this message may have been read from."""
    photos = [Attachment("", "", str(file.get("content_type", "")), 0, False, "") for file in message.attachments]
    bare = a_mail(subject=message.subject, new=message.new_text)
    return replace(
        bare,
        sender=Address(message.from_name, message.from_address),
        reply=Reply(message.new_text, message.quoted, message.signature),
        attachments=tuple(photos),
    )
