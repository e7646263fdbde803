"""Files on tickets and work orders: uploads of their own, and views into the messages they came with."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from config.plain_text import one_line
from config.words import Text
from convert.errors import MissingError, RefusedError
from convert.file_kinds import kind_of, may_be_kept
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.unit_of_work import UnitOfWork
from store.audience import NOBODY, Words, circle_of, circles_for, circles_of, own_circle
from store.mail import Message
from store.message_text import files_in
from store.orders import WorkOrder
from store.tickets import File, Ticket
from store.timeline import tell
from store.words import ActorKind, Entry, Visibility


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody handed in. content_type is their claim, corrected by what the octets say."""

    filename: str
    content_type: str
    octets: bytes


def add_file(
    work: UnitOfWork,
    upload: Upload,
    ticket_id: int | None = None,
    order_id: int | None = None,
    visible_to: tuple[Visibility, ...] = (),
    circles: list[str] | None = None,
) -> File:
    """Keep a file on a ticket or order. What a reporter or service party hands in, they see themselves, and the
    responsible is told. circles: of the ticket's people, those it is for; None: all.

    Raises RefusedError("file_type", "file_size").
    """
    ticket = get(work, Ticket, ticket_id) if ticket_id else None
    order = get(work, WorkOrder, order_id) if order_id else None
    where = {"ticket_id": ticket_id, "order_id": order_id}
    file = keep_file(work, upload, **where, visible_to=visible_to, circles=circles)
    entry = tell(
        work.session,
        work.actor,
        Entry.FILE,
        work.now,
        ticket_id=ticket_id or (order.ticket_id if order else None),
        order_id=order_id,
        visible_to=tuple(Visibility(who) for who in file.visible_to),
        circles=circles,
        text=file.filename,
        file_id=file.key,
    )
    event = {ActorKind.PERSON: Event.PERSON_WROTE, ActorKind.PARTY: Event.PARTY_WROTE}.get(work.actor.kind)
    if event:
        notify(work, event, Occasion(entry, ticket=ticket, order=order, files=(file,)))
    return file


def keep_file(
    work: UnitOfWork,
    upload: Upload,
    *,
    ticket_id: int | None = None,
    order_id: int | None = None,
    visible_to: tuple[Visibility, ...] = (),
    circles: list[str] | None = None,
) -> File:
    """Keep the octets and their row; telling of it is the caller's."""
    upload = replace(upload, filename=_plain_name(upload.filename))  # judged by the name it will have
    _refuse_what_may_run(upload)
    limit = work.settings.web.max_upload
    if len(upload.octets) > limit:
        raise RefusedError(
            "file_size",
            Text(
                "%(filename)s is too large; at most %(megabytes)s MB.",
                filename=upload.filename,
                megabytes=limit // 2**20,
            ),
        )
    own = {ActorKind.PERSON: (Visibility.REPORTER,), ActorKind.PARTY: (Visibility.PARTY,)}.get(work.actor.kind, ())
    file = File(
        ticket_id=ticket_id,
        order_id=order_id,
        at=work.now,
        filename=upload.filename,
        content_type=kind_of(upload.octets, upload.content_type),
        size=len(upload.octets),
        visible_to=[who.value for who in dict.fromkeys((*own, *visible_to))],
        circles=_circles(work, ticket_id, circles),
        by_kind=work.actor.kind,
        blob_key=work.blobs.put(upload.octets),
    )
    work.session.add(file)
    work.session.flush()
    return file


def files_of_message(
    work: UnitOfWork,
    message: Message,
    *,
    ticket_id: int | None = None,
    order_id: int | None = None,
    visible_to: tuple[Visibility, ...] = (),
    circles: list[str] | None = None,
) -> tuple[File, ...]:
    """The files of a message: views into it, kept once."""
    files = tuple(
        _view(work, message, part, ticket_id=ticket_id, order_id=order_id, visible_to=visible_to, circles=circles)
        for part in files_in(message)
    )
    work.session.add_all(files)
    work.session.flush()
    return files


def keep_decoration(work: UnitOfWork, message_id: int, part: str) -> None:
    """A small picture that was left out is a file after all: with the mail, and where the mail is on a ticket or order
    there too, for staff to share. Twice is once. Raises MissingError."""
    message = get(work, Message, message_id)
    found = next((known for known in message.attachments if str(known["part"]) == part), None)
    if found is None:
        raise MissingError(f"part {part} of message {message_id}")
    if found.get("decoration"):
        kept = {**found, "decoration": False}
        message.attachments = [kept if known is found else known for known in message.attachments]
        if message.ticket_id or message.order_id:
            order_id = None if message.ticket_id else message.order_id
            work.session.add(_view(work, message, kept, ticket_id=message.ticket_id, order_id=order_id))
        work.session.flush()


def _view(
    work: UnitOfWork,
    message: Message,
    part: dict[str, Any],
    *,
    ticket_id: int | None,
    order_id: int | None,
    visible_to: tuple[Visibility, ...] = (),
    circles: list[str] | None = None,
) -> File:
    return File(
        ticket_id=ticket_id,
        order_id=order_id,
        at=work.now,
        filename=_plain_name(part.get("filename") or f"bijlage-{part['part']}"),
        content_type=part.get("content_type", "application/octet-stream"),
        size=part.get("size", 0),
        visible_to=[who.value for who in visible_to],
        circles=_circles(work, ticket_id, circles),
        by_kind=work.actor.kind,
        message_id=message.key,
        part=part["part"],
    )


def _circles(work: UnitOfWork, ticket_id: int | None, chosen: list[str] | None) -> list[str]:
    """Who of a ticket's people may see a file that is theirs to see: those it came from, where that is known or
    there is but one circle; of the desk's own, those chosen, None: all."""
    if ticket_id is None:
        return []
    everybody = circles_of(work.session, ticket_id)
    if work.actor.kind is ActorKind.STAFF:
        allowed = circles_for((Words.TO_PEOPLE,), "", everybody)
        return [circle for circle in allowed if chosen is None or circle in chosen]
    known = circle_of(work.session, ticket_id, work.actor.id or 0) if work.actor.kind is ActorKind.PERSON else ""
    return circles_for((Words.PERSON,), known or (own_circle(ticket_id) if len(everybody) == 1 else NOBODY), everybody)


def copy_to_order(work: UnitOfWork, file_ids: tuple[int, ...], order: WorkOrder) -> None:
    """Give the service party of this one order these files of the ticket."""
    for file_id in file_ids:
        file = get(work, File, file_id)
        copied = file.model_dump(exclude={"id", "ticket_id", "order_id", "visible_to", "circles", "shared_with"})
        work.session.add(File(**copied, order_id=order.key, visible_to=[Visibility.PARTY.value]))
    work.session.flush()


def remove_file(work: UnitOfWork, file_id: int) -> None:
    """Take it from the ticket or order; what it was called stays on the timeline."""
    file = get(work, File, file_id)
    if file.removed_at is None:
        file.removed_at = work.now
        tell(
            work.session,
            work.actor,
            Entry.FILE,
            work.now,
            ticket_id=file.ticket_id,
            order_id=file.order_id,
            text=file.filename,
            file_id=file.key,
            change="removed",
        )


def _refuse_what_may_run(upload: Upload) -> None:
    if not may_be_kept(upload.filename, upload.octets):
        raise RefusedError(
            "file_type",
            Text(
                "%(filename)s is not possible: this kind of file may run. Send a photo, a film, a PDF or a text.",
                filename=upload.filename,
            ),
        )


def _plain_name(filename: str) -> str:
    """The name less its folders and what nobody sees (controls, joiners, tags); spaces and diacritics stay."""
    last = filename[-1000:].replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return one_line(name[-200:], 200).rstrip(". ") or "bestand"
