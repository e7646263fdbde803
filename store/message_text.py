"""What a message says: its words, its subject, and whether photos came along."""

from __future__ import annotations

import re

from store.mail import Message

_AGAIN = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|wg|antw|betr|doorst|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


def words_of(message: Message) -> str:
    """What its sender says: newly written, else passed on. A signature alone ("Sent from my iPhone") says nothing."""
    said = message.new_text.strip() or message.quoted.strip()
    return said or ("" if message.signature.strip() else message.text.strip())


def has_photos(message: Message) -> bool:
    return any(str(part.get("content_type", "")).startswith("image/") for part in message.attachments)


def plain_subject(subject: str) -> str:
    """The subject less its Re:, Fwd:, Antw: …"""
    return " ".join(_AGAIN.sub("", subject).split())
