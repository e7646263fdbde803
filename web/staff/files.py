"""Files on tickets and orders, as staff get them: the originals, to be saved."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import MissingError
from store.tickets import File
from web.downloads import download, picture
from web.link.shared_files import octets_of
from web.photos import THUMB_SIDE, redraw
from web.request import StaffContext

router = APIRouter(prefix="/files", include_in_schema=False)


@router.get("/{key:int}")
def give(context: StaffContext, key: int) -> Response:
    with context.reading() as session:
        file = _file(session, key)
    return download(octets_of(context.store, file), file.filename)


@router.get("/{key:int}/thumb")
def show_thumbnail(context: StaffContext, key: int) -> Response:
    with context.reading() as session:
        file = _file(session, key)
    small = redraw(octets_of(context.store, file), THUMB_SIDE)
    if small is None:
        raise MissingError
    return picture(small)


def _file(session: Session, key: int) -> File:
    file = session.get(File, key)
    if file is None or file.removed_at:
        raise MissingError
    return file
