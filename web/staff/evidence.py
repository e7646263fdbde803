"""The evidence file of a ticket: all that is kept of it in one archive, for Huurcommissie, insurer or owner.

dossier.html   the timeline as a page that prints, and each letter with what the other server answered to it
mails/         the mails as they came, octet for octet; without notes none of a colleague, for one may hold a note
letters/       ours as they were posted, private links masked
files/         photos and other files, the originals
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import MissingError
from store.blobs import BlobMissingError
from store.files import order_files, ticket_files
from store.letter_lists import letters_about
from store.letter_table import Letter
from store.mail import Message
from store.order_lists import orders_of_ticket
from store.rows import rows_by_id
from store.ticket_sheet import people_of, place_of
from store.tickets import File, Ticket, TimelineEntry
from store.timeline import timeline_of
from store.words import ActorKind, Entry
from web.downloads import download
from web.link.shared_files import octets_of
from web.numbered import numbered_ticket
from web.rendering import page_alone
from web.request import LOOKED_AT, RequestContext, StaffContext
from web.staff.mailed import is_locked, raw_of
from web.staff.timeline import letter_shown, tell_story

router = APIRouter(prefix="/tickets", include_in_schema=False)

MOST = 200 * 1024 * 1024  # octets in all; what does not fit is named
_STRANGE = re.compile(r"[^\w.-]+|\.{2,}")

Kept = tuple[str, bytes | None]  # where it lies in the archive; None where it is not to be had


@router.get("/{number}/file", dependencies=LOOKED_AT)
@router.get("/{number}/evidence.zip", dependencies=LOOKED_AT)  # as it was called; such addresses may lie about
def give_evidence(context: StaffContext, number: str, notes: str = "") -> Response:
    """notes: anything for what only colleagues read, too."""
    with context.reading() as session:
        ticket = numbered_ticket(session, number)
        letters = _letters(session, ticket, with_notes=bool(notes))
        kept, left_out = _within(_octets(context, session, ticket, letters, with_notes=bool(notes)))
        story = [line for line in tell_story(context, session, ticket) if notes or line["kind"] != "note"]
        page = page_alone(
            context,
            "tickets/evidence.html",
            title=f"{ticket.number} {ticket.title}",
            ticket=ticket,
            place=place_of(session, ticket).line,
            people=people_of(session, ticket.key),
            story=story,
            letters=[_letter_shown(context, session, letter) for letter in letters],
            files=sorted(kept),
            left_out=left_out,
            clerk=context.clerk.name,
        )
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        packed.writestr("dossier.html", page)
        for name, octets in kept.items():
            packed.writestr(name, octets)
    return download(archive.getvalue(), f"dossier-{ticket.number}.zip", "application/zip")


def _letters(session: Session, ticket: Ticket, *, with_notes: bool) -> list[Letter]:
    """Those about the ticket and its orders, oldest first; what colleagues were told is for colleagues."""
    found = letters_about(session, ticket_id=ticket.key)
    for order in orders_of_ticket(session, ticket.key):
        found += letters_about(session, order_id=order.key)
    each = {letter.key: letter for letter in found if with_notes or letter.staff_id is None}
    return [each[key] for key in sorted(each)]


def _octets(
    context: RequestContext, session: Session, ticket: Ticket, letters: list[Letter], *, with_notes: bool
) -> Iterator[Kept]:
    """Mails, letters and files, each with the name it gets."""
    lines = [line for line in timeline_of(session, ticket_id=ticket.key) if with_notes or not _is_colleagues(line)]
    for key, message in sorted(rows_by_id(session, Message, {line.message_id for line in lines}).items()):
        raw = None if is_locked(message) else raw_of(context.store, message)
        yield f"mails/M-{key}-{_name(message.subject)}.eml", raw
    for letter in letters:
        if letter.octets_key:
            yield f"letters/{letter.key}-{_name(letter.subject)}.eml", _blob(context, letter.octets_key)
    files = ticket_files(session, ticket.key)
    for order in orders_of_ticket(session, ticket.key):
        files += order_files(session, order.key)
    for file in files:
        if with_notes or file.visible_to:
            yield f"files/{file.key}-{_name(file.filename)}", _file(context, file)


def _is_colleagues(line: TimelineEntry) -> bool:
    """Whether a colleague wrote it: a note, or an answer by mail below which one may stand."""
    return line.kind in (Entry.NOTE, Entry.COMMENT) and line.actor_kind is ActorKind.STAFF


def _within(octets: Iterable[Kept]) -> tuple[dict[str, bytes], list[str]]:
    """What is taken along, and the names of what is not to be had or does not fit."""
    kept: dict[str, bytes] = {}
    left_out = []
    for name, content in octets:
        if content is None or len(content) + sum(map(len, kept.values())) > MOST:
            left_out.append(name)
        else:
            kept[name] = content
    return kept, left_out


def _blob(context: RequestContext, key: str) -> bytes | None:
    try:
        return context.store.blobs.get(key)
    except BlobMissingError:
        return None


def _file(context: RequestContext, file: File) -> bytes | None:
    try:
        return octets_of(context.store, file)
    except (BlobMissingError, MissingError):
        return None


def _letter_shown(context: RequestContext, session: Session, letter: Letter) -> dict[str, Any]:
    """With the proof of its delivery: when it left, under which Message-ID, and what the other server answered; of one
    that was gathered into another, of the other."""
    shown = letter_shown(context, session, letter)
    left = session.get(Letter, letter.folded_into_id) if letter.folded_into_id else None
    posted = left or letter
    proof = "" if posted.last_code is None else f"{posted.last_code} {context.say(posted.last_answer)}".strip()
    about = {"subject": letter.subject, "address": letter.to_address, "at": posted.sent_at, "mail": posted.mail_id}
    return shown | about | {"proof": proof, "note": shown["note"] if left or not proof else ""}


def _name(words: str) -> str:
    """As part of a name in an archive that is opened anywhere: no folder, nothing strange."""
    return _STRANGE.sub("-", words).strip("-.")[:60] or "x"
