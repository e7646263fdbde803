"""Files behind a private link: only those its reader may see, photos without position and device."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import MissingError
from ingest.reading.attachments import open_part
from store.blobs import BlobMissingError
from store.files import order_files, ticket_files
from store.mail import Message
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
    return ticket_files(session, link.ticket_id, access.reader) if link.ticket_id else []


def files_shown(access: LinkAccess, files: list[File]) -> list[dict[str, Any]]:
    """What parts/files.html asks."""
    say = access.context.say
    return [
        {
            "name": file.filename,
            "href": access.path(f"/files/{file.key}"),
            "size": file.size,
            "thumb": access.path(f"/files/{file.key}/thumb") if is_photo(file.content_type) else "",
            "alt": say("photo %(number)s", number=number) if is_photo(file.content_type) else "",
            "note": "",
        }
        for number, file in enumerate(files, start=1)
    ]


def _file_of(access: LinkAccess, file_id: int) -> File:
    with access.context.reading() as session:
        for file in files_seen(access, session):
            if file.key == file_id:
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
    """Raises MissingError where they were erased."""
    try:
        if file.blob_key:
            return store.blobs.get(file.blob_key)
        with store.reading() as session:
            raw_key = session.get_one(Message, file.message_id).raw_key
        return open_part(store.blobs.get(raw_key), str(file.part))
    except (BlobMissingError, KeyError):
        raise MissingError from None


def _as_jpeg(filename: str) -> str:
    return str(PurePath(filename).with_suffix(".jpg"))
