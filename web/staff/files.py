"""Files on tickets and orders, as staff get them: the originals, to be saved."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import MissingError
from store.files import order_files, ticket_files
from store.orders import WorkOrder
from store.tickets import File, Ticket
from web.downloads import download, picture
from web.link.shared_files import octets_of
from web.photos import SHARED_SIDE, THUMB_SIDE, is_photo, redraw
from web.rendering import staff_page
from web.request import RequestContext, StaffContext

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


@router.get("/{key:int}/large")
def show_large(context: StaffContext, key: int, turn: int = 0) -> Response:
    with context.reading() as session:
        file = _file(session, key)
    return large(octets_of(context.store, file), turn)


@router.get("/{key:int}/view")
def view(context: StaffContext, key: int, turn: int = 0) -> Response:
    """A picture among those of the same ticket or order."""
    with context.reading() as session:
        file = _file(session, key)
        files = order_files(session, file.order_id) if file.order_id else ticket_files(session, file.ticket_id or 0)
        pictures = [(f"/files/{each.key}", each.filename) for each in files if is_photo(each.content_type)]
        about = session.get(WorkOrder, file.order_id) if file.order_id else session.get(Ticket, file.ticket_id or 0)
        back = f"/{'orders' if file.order_id else 'tickets'}/{about.number}" if about else "/tickets"
        return photo_page(context, session, pictures, f"/files/{key}", turn, back)


def large(octets: bytes, turn: int) -> Response:
    """Raises MissingError for what is no picture."""
    drawn = redraw(octets, SHARED_SIDE, turn % 360 // 90 * 90)
    if drawn is None:
        raise MissingError
    return picture(drawn)


def photo_page(
    context: RequestContext, session: Session, pictures: list[tuple[str, str]], here: str, turn: int, back: str
) -> Response:
    """One picture large, with what turns it and leads to its neighbours. pictures: address and name of each."""
    addresses = [address for address, _ in pictures]
    if here not in addresses:
        raise MissingError
    at, turn = addresses.index(here), turn % 360 // 90 * 90
    return staff_page(
        context,
        session,
        "photo.html",
        title=pictures[at][1] or context.say("picture"),
        picture=here,
        turn=turn,
        turns=[(-90 + turn) % 360, (90 + turn) % 360],
        place=context.say("%(number)s of %(count)s", number=at + 1, count=len(pictures)),
        before=f"{addresses[at - 1]}/view" if at else "",
        after=f"{addresses[at + 1]}/view" if at + 1 < len(addresses) else "",
        back=back,
    )


def _file(session: Session, key: int) -> File:
    file = session.get(File, key)
    if file is None or file.removed_at:
        raise MissingError
    return file
