"""A message as pages show it: as text with its files, its verdict in words, and its own HTML behind glass."""

from __future__ import annotations

import base64
from typing import Any

from sqlmodel import Session

from config.words import Text, stored_words
from convert.relations.people import author_at
from ingest.mail import Attachment, Envelope
from ingest.reading.attachments import open_part, open_parts
from ingest.reading.html_sanitiser import show_pictures
from ingest.reading.message import read_mail
from store.blobs import BlobMissingError
from store.mail import Message
from store.message_text import files_in
from store.scans import is_kept_apart, scan_words, virus_in_part
from store.store import Store
from store.wording import TRUST
from store.words import Aside, AuthorBy, MessagePlace, MessageState
from web.request import RequestContext
from web.staff.verdict_words import asked_shown, defect_shown, evidence_shown

PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
MOST_PICTURES = 3_000_000  # octets of pictures shown inside one mail's HTML
GLASS = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"


def mail_shown(context: RequestContext, session: Session, message: Message) -> dict[str, Any]:
    """What parts/mail.html asks."""
    rest = "\n\n".join(text for text in (message.quoted, message.signature) if text)
    return {
        "sender": message.from_name,
        "address": message.from_address,
        "author": _author_shown(context, message),
        "passed_on": _passed_on_shown(context, message),
        "subject": message.subject,
        "received": message.received_at,
        "text": message.new_text,
        "rest": rest,
        "lang": message.language,
        "trust": _trust_shown(context, session, message),
        "automatic": str(message.evidence.get("looks_automatic", "")),
        "resembles": str(message.evidence.get("resembles", "")),
        "files": files_of(context, message),
        "original": f"/messages/{message.key}",
    }


def _author_shown(context: RequestContext, message: Message) -> str:
    """How the author is known, where From does not say so; "" where it does."""
    if message.author_by is AuthorBy.FROM:
        return ""
    return context.word(message.author_by, header=message.header_from)


def _passed_on_shown(context: RequestContext, message: Message) -> dict[str, str]:
    """Who first wrote what was passed on, and their words where they stand nowhere in the mail itself."""
    kept = message.passed_on
    if not kept:
        return {"line": "", "text": ""}
    people = {"first": _named(kept["name"], kept["address"]), "by": message.from_name or message.from_address}
    line = context.say("First written by %(first)s; passed on by %(by)s.", **people)
    return {"line": line, "text": kept["text"]}


def _named(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address or "?"


def _trust_shown(context: RequestContext, session: Session, message: Message) -> dict[str, str]:
    """How far an answer is trusted. Mail that answers nothing of ours has nothing to prove;
    of it we say whether we know the sender."""
    level = message.trust.value
    if message.place is not MessagePlace.JOINED:
        level = "known" if author_at(session, message) else "new"
    return {"level": level, "reason": context.say(TRUST[level])}


def is_locked(message: Message) -> bool:
    """Whether it is shown as text only, nothing in it to press or open: until staff bring it into the tray."""
    return message.place is MessagePlace.ASIDE and message.aside is Aside.QUARANTINE


def files_of(context: RequestContext, message: Message) -> list[dict[str, Any]]:
    """What parts/files.html asks, for what came along with a mail."""
    shown = files_in(message)
    if is_locked(message):
        return [_only_named(context, file, number) for number, file in enumerate(shown, start=1)]
    return [_file_shown(context, message, file, number) for number, file in enumerate(shown, start=1)]


def left_out_of(context: RequestContext, message: Message) -> list[dict[str, Any]]:
    """The small pictures that were taken for decoration, each with what keeps it as a file; none while it is locked."""
    if is_locked(message):
        return []
    logos = [file for file in message.attachments if file.get("decoration")]
    return [
        {**_file_shown(context, message, file, number), "keep": f"/messages/{message.key}/parts/{file['part']}/keep"}
        for number, file in enumerate(logos, start=1)
    ]


def _file_shown(context: RequestContext, message: Message, file: dict[str, Any], number: int) -> dict[str, Any]:
    address = f"/messages/{message.key}/parts/{file['part']}"
    virus = virus_in_part(message, file["part"])
    words = scan_words(context.settings, virus)
    if is_kept_apart(virus):
        return _only_named(context, file, number, words)
    return {
        "name": file.get("filename") or context.say("file %(number)s", number=number),
        "href": address,
        "size": file.get("size", 0),
        "thumb": f"{address}/thumb" if _may_be_picture(file) else "",
        **({"view": f"{address}/view"} if _may_be_picture(file) else {}),
        "alt": context.say("picture %(number)s with the mail", number=number),
        "note": context.say(words) if words else "",
    }


def _only_named(context: RequestContext, file: dict[str, Any], number: int, note: Text | None = None) -> dict[str, Any]:
    name = file.get("filename") or context.say("file %(number)s", number=number)
    return {
        "name": name,
        "href": "",
        "size": file.get("size", 0),
        "thumb": "",
        "alt": "",
        "note": context.say(note or Text("locked")),
    }


def verdict_of(context: RequestContext, message: Message) -> dict[str, Any]:
    """rule, why (a sentence), evidence (pairs), door and place as words."""
    why = stored_words(message.evidence.get("why"), context.language)
    if message.state is MessageState.BROKEN:
        why = context.say("our own program failed on it; the mail itself is undamaged")
    return {
        "rule": message.rule,
        "why": why,
        "evidence": [*evidence_shown(context, message.evidence), *_intent_shown(context, message)],
        "aside": context.word(message.aside) if message.aside else "",
        "defects": [defect_shown(context, defect) for defect in message.defects],
        "trouble": message.trouble,
    }


def _intent_shown(context: RequestContext, message: Message) -> list[tuple[str, str]]:
    """What an answer was read as, and why that is sure or not."""
    intent = message.evidence.get("intent")
    if not intent:
        return []
    asked, why = asked_shown(context, intent["deed"]), stored_words(intent.get("words"), context.language)
    return [(context.say("what it asks for"), f"{asked}. {why}")]


def raw_of(store: Store, message: Message) -> bytes | None:
    """The octets as received; None where they were erased (retention), or a virus is in them."""
    if any(map(is_kept_apart, message.viruses.values())):
        return None
    try:
        return store.blobs.get(message.raw_key)
    except BlobMissingError:
        return None


def part_of(store: Store, message: Message, part: str) -> tuple[dict[str, Any], bytes] | None:
    """One attachment with its octets; None where there is none."""
    known = next((file for file in message.attachments if str(file["part"]) == part), None)
    if known is None or is_kept_apart(virus_in_part(message, part)):
        return None
    try:
        return known, open_part(store.blobs.get(message.raw_key), part)
    except (BlobMissingError, KeyError):
        return None


def behind_glass(raw: bytes) -> str:
    """The mail's own HTML, sanitised, its pictures inside it: the frame it stands in can fetch nothing."""
    mail = read_mail(raw, Envelope(None, ()))
    room = MOST_PICTURES
    shown: list[Attachment] = []
    for file in mail.attachments:
        if file.content_id and file.content_type in PICTURES and file.size <= room:
            room -= file.size
            shown.append(file)
    urls = {
        file.content_id: f"data:{file.content_type};base64,{base64.b64encode(octets).decode()}"
        for file, octets in zip(shown, open_parts(raw, [file.part for file in shown]), strict=True)
    }
    return f'<!doctype html><meta charset="utf-8"><base target="_blank">{show_pictures(mail.html, urls.get)}'


def _may_be_picture(file: dict[str, Any]) -> bool:
    return str(file.get("content_type", "")).startswith("image/") and "svg" not in str(file.get("content_type"))
