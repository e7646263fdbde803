"""Files behind a private link: only those its reader may see, photos without position and device."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import MissingError
from ingest.reading.attachments import open_part
from store.audience import tickets_on
from store.blobs import BlobMissingError
from store.files import order_files, ticket_files
from store.mail import Message
from store.scans import is_kept_apart, may_leave, virus_in
from store.store import Store
from store.tickets import File
from web.downloads import download, picture
from web.link.link_access import AnyLink, LinkAccess
from web.photos import SHARED_SIDE, THUMB_SIDE, is_photo, redraw

router = APIRouter(prefix="/l/{token}/files", include_in_schema=False)


@router.get("/{file_id}")
def get_file(access: AnyLink, file_id: int) -> Response:
    file = _file_of(access, file_id)
    if not is_photo(file.content_type):
        return download(octets_of(access.context.store, file), file.filename)
    return download(_shared_photo(access.context.store, file), _as_jpeg(file.filename))


@router.get("/{file_id}/thumb")
def get_thumb(access: AnyLink, file_id: int) -> Response:
    file = _file_of(access, file_id)
    small = redraw(_shared_photo(access.context.store, file), THUMB_SIDE) if is_photo(file.content_type) else None
    if small is None:
        raise MissingError
    return picture(small)


def files_seen(access: LinkAccess, session: Session) -> list[File]:
    """The files on the link's order, or on its ticket, that its reader may see, oldest first."""
    link = access.link
    if link.order_id:
        return order_files(session, link.order_id, access.reader)
    keys = tickets_on(session, link.ticket_id, access.actor.id or 0) if link.ticket_id else []
    return [file for key in keys for file in ticket_files(session, key, access.reader, access.circles)]


def files_shown(access: LinkAccess, files: list[File]) -> list[dict[str, Any]]:
    """What parts/files.html asks. What is not scanned yet is named and not given; of a virus nobody hears."""
    say = access.context.say
    with access.context.reading() as session:
        viruses = {file.key: virus_in(session, file) for file in files}
    return [
        {
            "name": file.filename,
            "href": access.path(f"/files/{file.key}"),
            "size": file.size,
            "thumb": access.path(f"/files/{file.key}/thumb") if is_photo(file.content_type) else "",
            "alt": say("photo %(number)s", number=number) if is_photo(file.content_type) else "",
            "note": "",
        }
        if may_leave(access.context.settings, viruses[file.key])
        else {"name": file.filename, "href": "", "size": file.size, "note": say("is still being checked")}
        for number, file in enumerate(files, start=1)
        if not is_kept_apart(viruses[file.key])
    ]


def _file_of(access: LinkAccess, file_id: int) -> File:
    with access.context.reading() as session:
        for file in files_seen(access, session):
            if file.key == file_id and may_leave(access.context.settings, virus_in(session, file)):
                return file
    raise MissingError


def _shared_photo(store: Store, file: File) -> bytes:
    """The copy for others, made when it is first asked for. A photo that cannot be drawn anew is not given out: nobody
    knows what is in it. Raises MissingError."""
    if file.shared_key:
        return store.blobs.get(file.shared_key)
    drawn = redraw(octets_of(store, file), SHARED_SIDE)
    if drawn is None:
        raise MissingError
    key = store.blobs.put(drawn)
    with store.writing() as session:
        session.get_one(File, file.key).shared_key = key
    return drawn


def octets_of(store: Store, file: File) -> bytes:
    """Raises MissingError where they were erased, or hold a virus."""
    with store.reading() as session:
        if is_kept_apart(virus_in(session, file)):
            raise MissingError
        raw_key = session.get_one(Message, file.message_id).raw_key if not file.blob_key else ""
    try:
        if file.blob_key:
            return store.blobs.get(file.blob_key)
        return open_part(store.blobs.get(raw_key), str(file.part))
    except (BlobMissingError, KeyError):
        raise MissingError from None


def _as_jpeg(filename: str) -> str:
    return str(PurePath(filename).with_suffix(".jpg"))
