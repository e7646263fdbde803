"""What a message says: its words, its subject, and the files that came along."""

from __future__ import annotations

import re
from typing import Any

from store.mail import Message

_AGAIN = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|wg|antw|betr|doorst|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


def words_of(message: Message) -> str:
    """What its sender says: newly written, else passed on. A signature alone ("Sent from my iPhone") says nothing."""
    said = message.new_text.strip() or message.quoted.strip()
    return said or ("" if message.signature.strip() else message.text.strip())


def files_in(message: Message) -> list[dict[str, Any]]:
    """What came along, as Message.attachments has it, less the logos that the mail's own page shows."""
    return [part for part in message.attachments if not part.get("decoration")]


def has_photos(message: Message) -> bool:
    return any(str(part.get("content_type", "")).startswith("image/") for part in files_in(message))


def plain_subject(subject: str) -> str:
    """The subject less its Re:, Fwd:, Antw: …"""
    return " ".join(_AGAIN.sub("", subject).split())
