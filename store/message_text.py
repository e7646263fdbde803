"""What a message says: its words, and the files that came along."""

from __future__ import annotations

import re
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


def report_in(words: str) -> str:
    """What a report says to whoever does the work: without the greeting above it, and with its paragraphs as one line
    each where a mail program broke them at its 72 columns. A list, and lines that are short on purpose, stay."""
    lines = words.strip().splitlines()
    if len(lines) > 1 and _GREETING.fullmatch(lines[0].strip()):
        lines = lines[1:]
    paragraphs: list[str] = []
    above = ""  # as the mail has it: what was joined to it says nothing about its length
    for line in lines:
        if paragraphs and _goes_on(above, line):
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line.rstrip())
        above = line.rstrip()
    return "\n".join(paragraphs).strip()


_GREETING = re.compile(
    r"(?:hoi|hallo|hi|hello|hey|dag|beste|geachte|dear|l\.?s\.?|goede(?:morgen|middag|navond|ndag)|good \w+)"
    r"(?: [\w./'’-]+){0,5} ?[,!.:]?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*•–>|]|\d{1,2}[.)])|\s{2,}")
_SHORTEST, _FULL = (
    45,
    68,
)  # columns: a line that a mail program broke is at least so long, and was full with the next word


def _goes_on(above: str, below: str) -> bool:
    first = below.split(maxsplit=1)[0] if below.strip() else ""
    is_full = len(above) >= _SHORTEST and len(above) + 1 + len(first) >= _FULL
    return bool(first) and is_full and not _ITEM.match(below)
