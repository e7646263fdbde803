"""What a message says: its words, and whether photos came along."""

from __future__ import annotations

from store.mail import Message


def words_of(message: Message) -> str:
    """What its sender says: newly written, else passed on. A signature alone ("Sent from my iPhone") says nothing."""
    words = message.new_text.strip() or message.quoted.strip()
    return words or ("" if message.signature.strip() else message.text.strip())


def has_photos(message: Message) -> bool:
    return any(str(part.get("content_type", "")).startswith("image/") for part in message.attachments)
