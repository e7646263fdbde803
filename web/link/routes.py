"""The page of a private link. A GET shows and changes nothing but "seen"; every deed is a visible button that posts."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import InvalidError, MissingError, RefusedError
from outbound.visits import visit as calendar_of
from store.slips import appointment_of
from store.words import Deed, Visibility
from web.done import Done, go_on
from web.downloads import download
from web.link.link_access import HeldLink, LinkAccess, note_seen
from web.link.party_deeds import DONE as OF_PARTIES
from web.link.party_deeds import do_comment, do_deed
from web.link.party_page import party_page
from web.link.reporter_deeds import say_solved, say_something, say_suits
from web.link.reporter_page import order_of, reporter_page
from web.typed import Form, Typed

router = APIRouter(prefix="/l/{token}", include_in_schema=False)
UPLOADS = {"complete": "photos"}  # the field of a form that takes files, where it is not "files"


@router.get("")
def show(held: HeldLink) -> Response:
    note_seen(held)
    with held.context.reading() as session:
        return _page(held, session)


@router.get("/appointments/{number}.ics")
def get_appointment(held: HeldLink, number: str) -> Response:
    with held.context.reading() as session:
        order = order_of(held, session, number)
        said = {"appointment": appointment_of(order), "order": {"number": number, "address": order.address.get("line")}}
        title = f"{number} {order.title}"
    octets = calendar_of(said, title, held.context.settings.desk, held.context.now)
    if octets is None:
        raise MissingError
    return download(octets, f"{number}.ics", "text/calendar")


@router.post("/comment")
def comment(held: HeldLink, typed: Form) -> Response:
    by_party = held.reader is Visibility.PARTY
    return _act(held, typed, "comment", lambda: (do_comment if by_party else say_something)(held, typed))


@router.post("/solved")
def solved(held: HeldLink, typed: Form) -> Response:
    _only_for(held, Visibility.REPORTER)
    return _act(held, typed, "solved", lambda: say_solved(held, typed))


@router.post("/suits")
def suits(held: HeldLink, typed: Form) -> Response:
    _only_for(held, Visibility.REPORTER)
    return _act(held, typed, "suits", lambda: say_suits(held, typed))


@router.post("/{deed}")
def press(held: HeldLink, typed: Form, deed: Deed) -> Response:
    _only_for(held, Visibility.PARTY)
    if deed not in OF_PARTIES:
        raise MissingError
    return _act(held, typed, deed.value, lambda: do_deed(held, deed, typed))


def _act(held: LinkAccess, typed: Typed, at: str, act: Callable[[], Done]) -> Response:
    """Do it and show the page again; what was filled in wrongly is shown at its field, with what was typed."""
    try:
        return go_on(held.path(), act())
    except InvalidError as error:
        wrong = error
    except RefusedError as error:
        if not error.code.startswith("file_"):
            raise
        wrong = InvalidError(**{UPLOADS.get(at, "files"): error.words})
    with held.context.reading() as session:
        return _page(held, session, typed, at, wrong)


def _page(
    held: LinkAccess, session: Session, typed: Typed | None = None, at: str = "", error: InvalidError | None = None
) -> Response:
    if held.reader is Visibility.PARTY:
        return party_page(held, session, typed=typed, at=at, error=error)
    return reporter_page(held, session, typed=typed, at=at, error=error)


def _only_for(held: LinkAccess, reader: Visibility) -> None:
    if held.reader is not reader:
        raise MissingError
