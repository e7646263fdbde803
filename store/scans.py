"""What a virus scanner said of a file, and who may have it: nobody what holds a virus; where a scanner is set, none but
staff what it did not look at yet."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from config.settings import Settings
from config.words import Text
from store.mail import Message
from store.tickets import File

UNREADABLE = "?"  # what the scanner looked at and could not judge: too large, broken


def virus_in(session: Session, file: File) -> str | None:
    """The virus in it, "" for none, UNREADABLE; None where no scanner looked at it yet."""
    message = session.get(Message, file.message_id) if file.message_id else None
    if message:
        return virus_in_part(message, file.part)
    return file.virus if file.scanned_at else None


def virus_in_part(message: Message, part: Any) -> str | None:
    return str(message.viruses.get(str(part), "")) if message.scanned_at else None


def is_kept_apart(virus: str | None) -> bool:
    """Whether nobody gets it."""
    return bool(virus) and virus != UNREADABLE


def may_leave(settings: Settings, virus: str | None) -> bool:
    """Whether those outside may have it."""
    return virus == "" if settings.scanner.clamd else not is_kept_apart(virus)


def scan_words(settings: Settings, virus: str | None) -> Text | None:
    """What staff read at the file; None where there is nothing to say."""
    if virus and is_kept_apart(virus):
        return Text("virus found: %(name)s", name=virus)
    return None if may_leave(settings, virus) else Text("not checked for viruses")
