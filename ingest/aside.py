"""What was set aside, to be looked into: nothing is thrown away."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from config.words import stored_words
from store.mail import Message
from store.store import Store
from store.words import MessagePlace


def aside_rows(store: Store, language: str, limit: int = 50, before: int | None = None) -> list[dict[str, Any]]:
    """The messages that lie aside, newest first; `before` is the id to go on from."""
    lying = select(Message).where(Message.place == MessagePlace.ASIDE).order_by(col(Message.id).desc()).limit(limit)
    if before:
        lying = lying.where(col(Message.id) < before)
    with store.reading() as session:
        return [aside_row(message, language) for message in session.exec(lying)]


def aside_row(message: Message, language: str) -> dict[str, Any]:
    return {
        "id": message.id,
        "received_at": message.received_at.isoformat(),
        "from": message.from_address,
        "subject": message.subject,
        "aside": message.aside,
        "rule": message.rule,
        "why": stored_words(message.evidence.get("why"), language),
    }


def aside_whole(store: Store, message_id: int, language: str) -> dict[str, Any] | None:
    """All there is to say about one message; None where it is not there."""
    with store.reading() as session:
        message = session.get(Message, message_id)
    if message is None:
        return None
    more = {
        "place": message.place,
        "message_id": message.message_id,
        "evidence": {name: value for name, value in message.evidence.items() if name != "why"},
        "defects": message.defects,
        "trouble": message.trouble,
        "text": message.text,
    }
    return aside_row(message, language) | more
