"""The page of a private link. A GET shows and changes nothing but "seen"; every deed is a visible button that posts."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from convert.errors import InvalidError, MissingError, RefusedError
from convert.renewing import renew_link
from outbound.visits import visit as calendar_of
from store.attempts import EVERYBODY, admit
from store.facts import is_order_of
from store.slips import appointment_of
from store.timeline import CLOCK
from store.tokens import token_hash
from store.words import Deed, Visibility
from web.done import Done, go_on
from web.downloads import download
from web.link.link_access import AnyLink, LinkAccess, note_seen
from web.link.owner_page import decide_cost, owner_page
from web.link.party_deeds import DONE as OF_PARTIES
from web.link.party_deeds import do_comment, do_deed
from web.link.party_page import party_page, slip_to_party
from web.link.reporter_deeds import choose, say_solved, say_something, say_suits
from web.link.reporter_page import order_of, reporter_page
from web.rendering import public_page
from web.request import AnyContext
from web.slips.slip_pdf import pdf_download
from web.typed import Form, Typed

router = APIRouter(prefix="/l/{token}", include_in_schema=False)
UPLOADS = {"complete": "photos"}  # the field of a form that takes files, where it is not "files"


@router.get("")
def show(access: AnyLink, do: str = "") -> Response:
    """do: the deed whose form is open, as the bar of a phone asks for it."""
    note_seen(access)
    with access.context.reading() as session:
        return _page(access, session, at=do)


@router.post("")
def renew(context: AnyContext, token: str) -> Response:
    """Whoever holds a link that opens nothing asks for a new one. Right and wrong ones are told the same."""
    most = {f"renew:{token_hash(token)}": _RENEWALS, EVERYBODY: context.settings.limits.deeds_by_link_hour}
    with context.work(CLOCK) as work:
        if admit(work.session, "renew", most, context.now):
            renew_link(work, token)
    return public_page(context, "link/renewed.html", title=context.say("Check your e-mail"))


_RENEWALS = 3  # of one link in an hour


@router.get("/appointments/{number}.ics")
def get_appointment(access: AnyLink, number: str) -> Response:
    _only_for(access, Visibility.PARTY, Visibility.REPORTER)
    with access.context.reading() as session:
        order = order_of(access, session, number)
        is_own = access.reader is Visibility.PARTY or is_order_of(session, order, access.circles)
        facts = {
            "appointment": appointment_of(order),
            "order": {"number": number, "address": order.address.get("line") if is_own else ""},
        }
        title = f"{number} {order.title}" if is_own else number
    octets = calendar_of(facts, title, access.context.settings.desk, access.context.now)
    if octets is None:
        raise MissingError
    return download(octets, f"{number}.ics", "text/calendar")


@router.get("/slips/{number}.pdf")
def get_pdf(access: AnyLink, number: str) -> Response:
    _only_for(access, Visibility.PARTY)
    with access.context.reading() as session:
        order, slip = slip_to_party(access, session)
        if order.number != number:
            raise MissingError
        return pdf_download(access.context, slip, order.number)


@router.post("/comment")
def comment(access: AnyLink, typed: Form) -> Response:
    _only_for(access, Visibility.PARTY, Visibility.REPORTER)
    by_party = access.reader is Visibility.PARTY
    return _act(access, typed, "comment", lambda: (do_comment if by_party else say_something)(access, typed))


@router.post("/solved")
def solved(access: AnyLink, typed: Form) -> Response:
    _only_for(access, Visibility.REPORTER)
    return _act(access, typed, "solved", lambda: say_solved(access, typed))


@router.post("/letters")
def letters(access: AnyLink, typed: Form) -> Response:
    _only_for(access, Visibility.REPORTER)
    return _act(access, typed, "letters", lambda: choose(access, typed))


@router.post("/suits")
def suits(access: AnyLink, typed: Form) -> Response:
    _only_for(access, Visibility.REPORTER)
    return _act(access, typed, "suits", lambda: say_suits(access, typed))


@router.post("/cost")
def cost(access: AnyLink, typed: Form) -> Response:
    _only_for(access, Visibility.OWNER)
    return _act(access, typed, "cost", lambda: decide_cost(access, typed))


@router.post("/{deed}")
def press(access: AnyLink, typed: Form, deed: Deed) -> Response:
    _only_for(access, Visibility.PARTY)
    if deed not in OF_PARTIES:
        raise MissingError
    return _act(access, typed, deed.value, lambda: do_deed(access, deed, typed))


def _act(access: LinkAccess, typed: Typed, at: str, act: Callable[[], Done]) -> Response:
    """Do it and show the page again; what was filled in wrongly is shown at its field, with what was typed."""
    _admit(access)
    try:
        return go_on(access.path(), act())
    except InvalidError as error:
        wrong = error
    except RefusedError as error:
        if not error.code.startswith("file_"):
            raise
        wrong = InvalidError(**{UPLOADS.get(at, "files"): error.words})
    with access.context.reading() as session:
        return _page(access, session, typed, at, wrong)


def _admit(access: LinkAccess) -> None:
    context, limits = access.context, access.context.settings.limits
    most = {f"link:{access.link.key}": limits.deeds_per_link_hour, EVERYBODY: limits.deeds_by_link_hour}
    with context.store.writing() as session:
        if not admit(session, "link", most, context.now):
            raise RefusedError("too_often", Text("A lot was sent in a short time. Please call us."))


def _page(
    access: LinkAccess,
    session: Session,
    typed: Typed | None = None,
    at: str = "",
    error: InvalidError | None = None,
) -> Response:
    if access.reader is Visibility.OWNER:
        return owner_page(access, session, typed=typed, error=error)
    if access.reader is Visibility.PARTY:
        return party_page(access, session, typed=typed, at=at, error=error)
    return reporter_page(access, session, typed=typed, at=at, error=error)


def _only_for(access: LinkAccess, *readers: Visibility) -> None:
    if access.reader not in readers:
        raise MissingError
