"""What is kept of the mails, files and letters of somebody who is erased: the words of the case, no octet of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, or_, select

from config.plain_text import one_line
from convert.relations.erasure import Erasure, ErasureCase, OpenPart
from store.blobs import BlobMissingError
from store.letter_table import Letter
from store.mail import Message
from store.octets import forget_octets
from store.store import Store
from store.tickets import File, TimelineEntry
from store.words import ActorKind

BATCH = 500  # rows looked at in one go


def erase_files(store: Store, case: ErasureCase, now: datetime, done: Erasure, *, dry_run: bool) -> None:
    """The files the person handed in, with every copy of them."""
    with store.reading() as session:
        lines = select(TimelineEntry).where(
            TimelineEntry.actor_kind == ActorKind.PERSON, TimelineEntry.actor_id == case.traces.number
        )
        handed = {key for line in session.exec(lines) for key in [line.file_id, *line.data.get("files", [])] if key}
        theirs = or_(col(File.id).in_(handed), col(File.message_id).in_(case.own))
        files = session.exec(select(File).where(theirs, col(File.removed_at).is_(None))).all()
        keys = {file.blob_key for file in files if file.blob_key}
        copies = session.exec(select(File).where(col(File.blob_key).in_(keys), col(File.removed_at).is_(None))).all()
    wanted = {file.key: file for file in (*files, *copies)}
    done.files += len(wanted)
    if dry_run or not wanted:
        return
    with store.writing() as session:
        gone = {"removed_at": now, "filename": "…", "blob_key": "", "shared_key": "", "message_id": None}
        session.execute(update(File).where(col(File.id).in_(wanted)).values(gone))
    forget_octets(store, (key for file in wanted.values() for key in (file.blob_key, file.shared_key) if key))


def erase_mails(store: Store, case: ErasureCase, open_part: OpenPart, done: Erasure, *, dry_run: bool) -> None:
    """Keep of a mail that names the person a record only: octets made of its row, without what came with it. What
    another sent along is a file of its own from then on."""
    for message_id, raw_key in _raw_mails(store):
        try:
            raw = store.blobs.get(raw_key)
        except BlobMissingError:
            raw = b""
        near = message_id in case.near["message"]
        named = message_id in case.own or any(case.traces.are_in(text, near=near) for text in texts_of(raw, whole=near))
        if not named:
            continue
        done.mails += 1
        if not dry_run:
            _keep_record(store, case, message_id, raw, open_part)
            forget_octets(store, [raw_key])


def erase_letters(store: Store, case: ErasureCase, touched: set[int], done: Erasure, *, dry_run: bool) -> None:
    """The octets of letters to the person or about them: what is left is composed anew from the row."""
    with store.reading() as session:
        about = or_(col(Letter.person_id) == case.traces.number, col(Letter.id).in_(touched))
        letters = session.exec(select(Letter.id, Letter.octets_key).where(about, Letter.octets_key != "")).all()
    done.letters += len(letters)
    if dry_run:
        return
    with store.writing() as session:
        session.execute(update(Letter).where(col(Letter.id).in_([key for key, _ in letters])).values(octets_key=""))
    forget_octets(store, (octets for _, octets in letters))


def _raw_mails(store: Store) -> Iterator[tuple[int, str]]:
    last = 0
    while True:
        with store.reading() as session:
            asking = select(Message.id, Message.raw_key).where(col(Message.id) > last)
            rows = session.exec(asking.order_by(col(Message.id)).limit(BATCH)).all()
        if not rows:
            return
        last = rows[-1][0] or 0
        yield from ((key or 0, raw_key) for key, raw_key in rows)


def texts_of(raw: bytes, *, whole: bool) -> Iterator[str]:
    """The texts of a mail where a person may stand: as it is, and decoded where it is theirs (whole) or anything in it
    is encoded."""
    yield raw.decode("utf-8", "replace")
    if not whole and not any(sign in raw[:20_000].lower() for sign in (b"base64", b"quoted-printable", b"=?")):
        return
    mail: Any = message_from_bytes(raw, policy=policy.compat32)
    for part in mail.walk():
        for name, value in part.raw_items():
            yield f"{name}: {_decoded(str(value))}"
        if part.get_content_maintype() == "text":
            octets = part.get_payload(decode=True) or b""
            yield octets.decode("utf-8", "replace")
            yield octets.decode("cp1252", "replace")


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):  # a strange charset, or encoded words that are none
        return value


def _keep_record(store: Store, case: ErasureCase, message_id: int, raw: bytes, open_part: OpenPart) -> None:
    with store.writing() as session:
        message = session.get_one(Message, message_id)
        files = select(File).where(File.message_id == message_id, col(File.removed_at).is_(None))
        for file in session.exec(files).all():
            file.blob_key = file.blob_key or store.blobs.put(open_part(raw, str(file.part)))
            file.message_id = file.part = file.scanned_at = None
        message.attachments, message.has_html = [], False
        octets = _record(message, case, near=message_id in case.near["message"])
        message.raw_key, message.size = store.blobs.put(octets), len(octets)


def _record(message: Message, case: ErasureCase, *, near: bool) -> bytes:
    """What is left of a mail: who wrote it, when, on what thread, and its words, without the person."""
    mail = EmailMessage(policy=policy.SMTP)
    subject, text = (case.traces.scrub(words, near=near) for words in (message.subject, message.text))
    mail["From"] = case.traces.scrub(message.from_address)
    mail["Subject"] = one_line(subject)
    mail["Date"] = format_datetime(message.sent_at or message.received_at)
    for name, mark in (("Message-ID", message.message_id), ("In-Reply-To", message.in_reply_to)):
        if mark:
            mail[name] = f"<{one_line(mark)}>"
    mail["Comments"] = f"A record; erased for {case.traces.number}"
    mail.set_content(text, cte="quoted-printable")
    return mail.as_bytes()
