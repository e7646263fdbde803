"""What a message says: its words, and the files that came along."""

from __future__ import annotations

from typing import Any

from store.mail import Message


def words_of(message: Message) -> str:
    """What its sender says: newly written, else passed on. A signature alone ("Sent from my iPhone") says nothing."""
    words = message.new_text.strip() or message.quoted.strip()
    return words or ("" if message.signature.strip() else message.text.strip())


def files_in(message: Message) -> list[dict[str, Any]]:
    """What came along, as Message.attachments has it, less the logos that the mail's own page shows."""
    return [part for part in message.attachments if not part.get("decoration")]


def has_photos(message: Message) -> bool:
    return any(str(part.get("content_type", "")).startswith("image/") for part in files_in(message))
