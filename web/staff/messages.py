"""Where is my mail: one message with its verdict, its octets as received, its HTML behind glass, its files."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from convert.errors import MissingError
from convert.files import keep_decoration
from store.mail import Draft, Message
from store.message_sheet import arrivals_of, draft_of
from store.orders import WorkOrder
from store.people import Staff
from store.tickets import Ticket
from store.words import DraftState
from web.done import Done, go_on
from web.downloads import download, picture
from web.photos import THUMB_SIDE, redraw
from web.rendering import staff_page
from web.request import StaffContext
from web.staff.files import large, photo_page
from web.staff.mailed import (
    GLASS,
    behind_glass,
    files_of,
    is_locked,
    left_out_of,
    mail_shown,
    part_of,
    raw_of,
    verdict_of,
)

router = APIRouter(prefix="/messages", include_in_schema=False)
glass = APIRouter(prefix="/glass/messages", include_in_schema=False)


@router.get("/{key:int}")
def show(context: StaffContext, key: int) -> Response:
    with context.reading() as session:
        message = _message(session, key)
        draft = draft_of(session, key)
        return staff_page(
            context,
            session,
            "messages/message.html",
            title=context.say("Mail %(number)s", number=f"M-{key}"),
            message=message,
            mail=mail_shown(context, session, message),
            verdict=verdict_of(context, message),
            locked=is_locked(message),
            left_out=left_out_of(context, message),
            deliveries=arrivals_of(session, key),
            draft=draft,
            dismissed_by=_dismissed_by(session, draft),
            ticket=session.get(Ticket, message.ticket_id) if message.ticket_id else None,
            order=session.get(WorkOrder, message.order_id) if message.order_id else None,
        )


@router.post("/{key:int}/parts/{part}/keep")
def keep_part(context: StaffContext, key: int, part: str) -> Response:
    """A picture that was taken for a logo is a file of the mail, and of its ticket, after all."""
    with context.work() as work:
        keep_decoration(work, key, part)
    return go_on(f"/messages/{key}", Done(context.say("It is one of the files now.")))


@router.get("/{key:int}/raw")
def give_raw(context: StaffContext, key: int) -> Response:
    with context.reading() as session:
        raw = raw_of(context.store, _message(session, key))
    if raw is None:
        raise MissingError
    return download(raw, f"message-{key}.eml", "message/rfc822")


@glass.get("/{key:int}")
def show_page(context: StaffContext, key: int) -> Response:
    """For the sandboxed frame. Its policy lets it fetch nothing and run nothing, wherever it is opened."""
    with context.reading() as session:
        raw = raw_of(context.store, _unlocked(session, key))
    if raw is None:
        raise MissingError
    return HTMLResponse(behind_glass(raw), headers={"content-security-policy": GLASS, "x-frame-options": "SAMEORIGIN"})


@router.get("/{key:int}/parts/{part}")
def give_part(context: StaffContext, key: int, part: str) -> Response:
    with context.reading() as session:
        found = part_of(context.store, _unlocked(session, key), part)
    if found is None:
        raise MissingError
    file, octets = found
    return download(octets, file.get("filename") or f"part-{part}")


@router.get("/{key:int}/parts/{part}/thumb")
def show_thumbnail(context: StaffContext, key: int, part: str) -> Response:
    with context.reading() as session:
        found = part_of(context.store, _unlocked(session, key), part)
    small = redraw(found[1], THUMB_SIDE) if found else None
    if small is None:
        raise MissingError
    return picture(small)


@router.get("/{key:int}/parts/{part}/large")
def show_large(context: StaffContext, key: int, part: str, turn: int = 0) -> Response:
    with context.reading() as session:
        found = part_of(context.store, _unlocked(session, key), part)
    if found is None:
        raise MissingError
    return large(found[1], turn)


@router.get("/{key:int}/parts/{part}/view")
def view(context: StaffContext, key: int, part: str, turn: int = 0) -> Response:
    """A picture among those that came with the mail; back leads to where the mail is decided on."""
    with context.reading() as session:
        message = _unlocked(session, key)
        files = [*files_of(context, message), *left_out_of(context, message)]
        pictures = [(file["href"], file["name"]) for file in files if "view" in file]
        draft = draft_of(session, key)
        back = f"/drafts/{draft.key}" if draft and draft.state is DraftState.OPEN else f"/messages/{key}"
        return photo_page(context, session, pictures, f"/messages/{key}/parts/{part}", turn, back)


def _dismissed_by(session: Session, draft: Draft | None) -> str:
    """Who of the staff dismissed it; empty where nobody did."""
    if draft is None or draft.state is not DraftState.DISMISSED or draft.decided_by is None:
        return ""
    return session.get_one(Staff, draft.decided_by).name


def _message(session: Session, key: int) -> Message:
    message = session.get(Message, key)
    if message is None:
        raise MissingError
    return message


def _unlocked(session: Session, key: int) -> Message:
    message = _message(session, key)
    if is_locked(message):
        raise MissingError
    return message
