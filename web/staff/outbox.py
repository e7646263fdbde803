"""Uit-bak: every letter of ours, where it stands, and what staff can do about it."""

from __future__ import annotations

from base64 import b64encode
from email import policy
from email.parser import BytesParser
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from config.words import Text
from convert.errors import MissingError
from outbound.compose import compose
from outbound.outbox_actions import hold, release_held, retry
from store.access import Link
from store.blobs import BlobMissingError
from store.desk_logo import logo_in_force
from store.letter_lists import count_letters, list_letters
from store.letter_table import Letter
from store.orders import WorkOrder
from store.paging import all_of
from store.tickets import Ticket
from store.tokens import page_token
from store.wording import words_of_answer
from store.words import LetterKind, LetterState
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.rendering import staff_page
from web.request import LOOKED_AT, RequestContext, StaffContext
from web.staff.mailed import GLASS

router = APIRouter(prefix="/outbox", include_in_schema=False)
glass = APIRouter(prefix="/glass/letters", include_in_schema=False)

MEANING = {
    LetterState.WAITING: Text("It leaves in a few minutes; until then news can be added to it, or undone."),
    LetterState.HELD: Text("It is held, by staff or because too much went out at once, until somebody sends it."),
    LetterState.POSTING: Text("It is on its way to the mail server just now."),
    LetterState.SENT: Text("The mail server took it."),
    LetterState.UNKNOWN: Text(
        "It was handed over, and no answer came: it may have arrived or not. The desk never sends such a "
        "letter again automatically; ask the recipient, or send it again and risk a second copy."
    ),
    LetterState.RETURNED: Text("It came back. Look at the address, then send it again."),
    LetterState.CANCELLED: Text("It was overtaken, undone, or gathered into another letter."),
}
KEPT_HERE = Text("No outgoing server was set: the letter was kept here, and nobody else got it.")
MAY_SEND = (LetterState.WAITING, LetterState.HELD, LetterState.UNKNOWN, LetterState.RETURNED)


COLUMNS = (Text("Letter"), Text("To"), Text("E-mail"), Text("Delivery"), Text("The server's answer"), Text("When"))


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext, state: str = "") -> Response:
    """The same list, whole, for a spreadsheet."""
    wanted, zone = tuple(one for one in LetterState if one == state), context.settings.desk.zone
    with context.reading() as session:
        letters = all_of(partial(list_letters, session, wanted))
    rows = [
        [
            letter.subject or context.word(LetterKind(letter.kind)),
            letter.to_name,
            letter.to_address,
            context.word(letter.state),
            letter.last_code or "",
            (letter.sent_at or letter.created_at).astimezone(zone).replace(tzinfo=None),
        ]
        for letter in letters
    ]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "uit-bak.csv")


@router.get("")
def show_list(context: StaffContext, state: str = "", after: str = "") -> Response:
    wanted = tuple(one for one in LetterState if one == state)
    with context.reading() as session:
        page = list_letters(session, wanted, after=after)
        counts = count_letters(session)
        everything = {
            "word": context.say("All"),
            "href": "/outbox",
            "count": sum(counts.values()),
            "current": not wanted,
        }
        each = [
            {"word": context.word(one), "href": f"/outbox?state={one}", "count": counts[one], "current": one in wanted}
            for one in LetterState
            if one in counts
        ]
        return staff_page(
            context,
            session,
            "outbox/list.html",
            title=context.say("Outbox"),
            here="outbox",
            rows=[
                {
                    "letter": letter,
                    "kind": context.word(LetterKind(letter.kind)),
                    "answer": context.say(words_of_answer(letter.last_answer)),
                }
                for letter in page.items
            ],
            chips=[everything, *each],
            held=counts.get(LetterState.HELD, 0),
            older=f"/outbox?state={state}&after={quote(page.next)}" if page.next else "",
            sheet=f"/outbox/list.csv?state={''.join(wanted)}",
        )


@router.get("/{key:int}")
def show_letter(context: StaffContext, key: int) -> Response:
    with context.reading() as session:
        letter = _letter(session, key)
        return staff_page(
            context,
            session,
            "outbox/letter.html",
            title=letter.subject or context.word(LetterKind(letter.kind)),
            here="outbox",
            letter=letter,
            answer=context.say(words_of_answer(letter.last_answer)),
            meaning=context.say(KEPT_HERE if letter.kept_here else MEANING[letter.state]),
            private_page=_private_page(context, session, letter),
            text=_part(context, letter, "plain"),
            may_send=letter.state in MAY_SEND or (letter.kept_here and bool(context.settings.smtp_out.host)),
            may_hold=letter.state is LetterState.WAITING,
            ticket=session.get(Ticket, letter.ticket_id) if letter.ticket_id else None,
            order=session.get(WorkOrder, letter.order_id) if letter.order_id else None,
        )


@glass.get("/{key:int}")
def show_page(context: StaffContext, key: int) -> Response:
    """The letter as its recipient sees it, for a sandboxed frame."""
    with context.reading() as session:
        html = _part(context, _letter(session, key), "html")
    return HTMLResponse(html, headers={"content-security-policy": GLASS, "x-frame-options": "SAMEORIGIN"})


@router.post("/{key:int}/retry")
def send_again(context: StaffContext, key: int) -> Response:
    with context.work() as work:
        sent = retry(work.session, [key], context.now)
    words = context.say("It leaves at once.") if sent else context.say("It could not be sent again just now.")
    return go_on(f"/outbox/{key}", Done(words))


@router.post("/{key:int}/hold")
def hold_it(context: StaffContext, key: int) -> Response:
    with context.work() as work:
        held = hold(work.session, [key], context.now)
    words = context.say("It is held.") if held else context.say("It had left already.")
    return go_on(f"/outbox/{key}", Done(words))


@router.post("/release")
def release(context: StaffContext) -> Response:
    with context.work() as work:
        count = release_held(work.session, context.now)
    return go_on(
        "/outbox", Done(context.say(Text("One letter leaves now.", plural="%(count)s letters leave now."), count=count))
    )


def _letter(session: Session, key: int) -> Letter:
    letter = session.get(Letter, key)
    if letter is None:
        raise MissingError
    return letter


def _private_page(context: RequestContext, session: Session, letter: Letter) -> str:
    """Where the link of a letter leads that was kept here, so that one can try the desk out; "" for every other, whose
    private link is its recipient's alone."""
    link = session.get(Link, letter.link_id) if letter.link_id and letter.kept_here else None
    return f"/l/{page_token(context.settings.secret, link.nonce)}" if link else ""


def _part(context: RequestContext, letter: Letter, kind: str) -> str:
    """The letter's text or HTML as it was composed, or as it would be now; its private link stays masked."""
    try:
        octets = context.store.blobs.get(letter.octets_key) if letter.octets_key else None
    except BlobMissingError:
        return context.say("Its words were erased.")
    if octets is None:
        with context.reading() as session:
            octets = compose(letter, context.settings, context.now, logo=logo_in_force(session)).octets
    mail: Any = BytesParser(policy=policy.default).parsebytes(octets)
    body = mail.get_body((kind,))
    words = str(body.get_content()) if body else ""
    for part in mail.walk():  # a picture within the mail is shown as one within the page
        if mark := str(part["content-id"] or "").strip("<> "):
            picture = b64encode(part.get_content()).decode()
            words = words.replace(f"cid:{mark}", f"data:{part.get_content_type()};base64,{picture}")
    return words
