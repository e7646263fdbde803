"""Files are shown to a virus scanner, where one is set: what came by mail part by part, what was handed in whole. The
mail itself is read meanwhile; store.scans says who gets a file before and after."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlmodel import Session, col, select

from config.settings import Settings
from config.words import Text
from ingest.clamd import ScannerError, scan
from ingest.reading.attachments import open_parts
from store.blobs import BlobMissingError
from store.mail import Message
from store.scans import UNREADABLE
from store.store import Store
from store.tickets import File
from store.troubles import clear_trouble, is_in_trouble, report_trouble
from store.words import MessageState

TROUBLE = "scanner"


def scan_files(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """Scan what was not scanned yet, the newest first; how much. A scanner that is away is a trouble that staff see;
    the next round tries again."""
    address = settings.scanner.clamd
    if not address:
        return 0
    with store.reading() as session:
        messages, files = _unscanned(session, limit)
        in_trouble = is_in_trouble(session, TROUBLE)
    found: list[tuple[Message | File, dict[str, str]]] = []
    trouble = ""
    try:
        for message in messages:
            store.signs.give(scan_files.__name__)
            found.append((message, _scan_parts(store, address, message)))
        for file in files:
            store.signs.give(scan_files.__name__)
            found.append((file, {"": scan(address, _octets(store, file.blob_key)) if file.blob_key else ""}))
    except ScannerError as error:
        trouble = str(error)
    if found or bool(trouble) != in_trouble:
        with store.writing() as session:
            _keep(session, found, now)
            if trouble:
                words = Text("The virus scanner does not answer: %(error)s. Files wait for it.", error=trouble)
                report_trouble(session, TROUBLE, words.in_(settings.desk.language), now)
            elif in_trouble and found:
                clear_trouble(session, TROUBLE, now)
    return 0 if trouble else len(found)


def _unscanned(session: Session, limit: int) -> tuple[list[Message], list[File]]:
    read = select(Message).where(col(Message.scanned_at).is_(None), Message.state == MessageState.READ)
    handed_in = select(File).where(col(File.scanned_at).is_(None))
    messages = session.exec(read.order_by(col(Message.id).desc()).limit(limit))
    return list(messages), list(session.exec(handed_in.order_by(col(File.id).desc()).limit(limit)))


def _keep(session: Session, found: list[tuple[Message | File, dict[str, str]]], now: datetime) -> None:
    """A file that is a view into a mail has no octets of its own: what was found in the mail counts."""
    for row, names in found:
        kept = session.get(type(row), row.key)
        if isinstance(kept, Message):
            kept.scanned_at, kept.viruses = now, {part: name for part, name in names.items() if name}
        elif isinstance(kept, File):
            kept.scanned_at, kept.virus = now, names[""]


def _scan_parts(store: Store, address: str, message: Message) -> dict[str, str]:
    """What was found in each of its files; nothing where the mail was forgotten. It is searched once for all: one mail
    may hold thousands."""
    parts = [str(file["part"]) for file in message.attachments]
    raw = _octets(store, message.raw_key) if parts else b""
    found = dict.fromkeys(parts if raw else (), UNREADABLE)
    with suppress(KeyError):
        for part, octets in zip(parts, open_parts(raw, parts), strict=False):
            found[part] = scan(address, octets)
    return found


def _octets(store: Store, key: str) -> bytes:
    """Nothing where they were forgotten."""
    try:
        return store.blobs.get(key)
    except BlobMissingError:
        return b""
