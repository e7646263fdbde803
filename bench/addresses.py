"""Every address of pages and API that a grown desk can be asked for, and whom they are asked as."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from fastapi.routing import APIRoute
from sqlmodel import Session, col, select

from store.access import Link
from store.keys import make_key
from store.letter_table import Letter
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.people import Staff
from store.staff import begin_session
from store.store import Store
from store.tickets import File, Ticket
from store.tokens import page_token
from store.words import Aside, DraftState, LetterState, OrderState, Phase
from web.api.app import ROUTERS
from web.app import FOR_STAFF, OPEN
from web.request import COOKIE

# What else a list is asked for, beside all of it.
QUERIES: dict[str, tuple[str, ...]] = {
    "/drafts": tuple(f"state={state}" for state in DraftState),
    "/tickets": (
        *("view=board", "view=board&responsible=2", "responsible=2"),
        *(f"phase={phase}" for phase in Phase),
        *(f"sort={way}{sort}" for sort in ("number", "received", "priority", "phase", "place") for way in ("", "-")),
        *(
            "phase=all&sort=-changed",
            "property=5",
            "trade=plumbing",
            "phase=all&trade=gas",
            "phase=closed&priority=low",
        ),
        "property=5&trade=plumbing&priority=urgent&responsible=2&sort=place",
    ),
    "/orders": (
        *(f"state={state}" for state in (OrderState.SENT, OrderState.APPROVED, OrderState.REFUSED)),
        *(f"sort={sort}" for sort in ("changed", "sent", "due", "party", "state", "number", "-due")),
        *("state=all&sort=-changed", "late=1"),
        "responsible=2",
        "party=5",
        "property=5",
        "unit=60",
    ),
    "/counts": tuple(
        f"since=2001-01-01T00:00:00%2B00:00&shown=1,2,3&{view}" for view in ("q=", "q=lekkage", "whose=mine")
    ),
    "/orders/new": ("ticket={ticket}", "ticket={ticket}&party=5"),
    **{f"/{kind}": ("sort=-name",) for kind in ("people", "properties", "parties")},
    "/units": ("sort=-code", "property=5", "property=5&sort=-address"),
    "/installations": ("sort=-code", "property=5&sort=-code"),
    "/aside": tuple(f"kind={kind}" for kind in Aside),
    "/outbox": ("sort=-time", *(f"state={state}" for state in LetterState), "state=sent&sort=-time"),
    "/search": ("q=lekkage", "q=lekkage%20badkamer%20huurder60", "q={ticket}", "q=zeldzaam", "q=lekakge%20badkamer"),
    "/api/v1/tickets": ("phase=closed", "responsible=2", "person=60", "unit=60", "installation=5"),
    "/api/v1/orders": ("state=approved", "party=5", "responsible=2", "unit=60", "overdue=true"),
    "/api/v1/messages": ("sender=huurder60@mail.example.nl", "message_id=grown-7@mail.example.nl"),
    "/api/v1/letters": ("state=sent", "to=huurder60@mail.example.nl"),
}
_BLANK = re.compile(r"(\{(\w+)(?::\w+)?\})")


def staff_and_program(store: Store, now: datetime) -> dict[str, str]:
    """Headers by which Ingrid's browser is logged in and a program may call; in the one unit of work it needs."""
    with store.writing() as session:
        ingrid = session.exec(select(Staff).order_by(col(Staff.id))).first()
        assert ingrid is not None
        cookie = begin_session(session, ingrid.key, now, timedelta(hours=24))
        _, words = make_key(session, "bench", ingrid.key, now)
    return {"cookie": f"{COOKIE}={cookie}", "authorization": f"Bearer {words}"}


def every_address(session: Session, secret: bytes) -> Iterator[tuple[str, str]]:
    """Each with its route: ("/tickets/{number}", "/tickets/T-2001-00001")."""
    order = _newest(session, WorkOrder, WorkOrder.state == OrderState.SCHEDULED)
    ticket = session.get_one(Ticket, order.ticket_id)
    blanks = _blanks(session, ticket)
    links = (_newest(session, Link, Link.ticket_id == ticket.id), _newest(session, Link, Link.order_id == order.id))
    for routers, before in (((*OPEN, *FOR_STAFF), ""), (ROUTERS, "/api/v1")):
        for route in (route for router in routers for route in router.routes):
            if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()):
                continue
            path = before + route.path
            ours = blanks | {"key": next((blanks[word] for word in path.split("/") if word in blanks), 0)}
            if "/orders/" in path or "/l/" in path:
                ours["number"] = order.number
            # A private link first as its reporter opens it, then as its service party.
            for nonce in [link.nonce for link in links] if "{token}" in path else [""]:
                address = path
                for blank, name in _BLANK.findall(path):
                    value = page_token(secret, nonce) if name == "token" else ours.get(name, 1)
                    address = address.replace(blank, str(value))
                yield path, address
                for query in QUERIES.get(path, ()):
                    yield f"{path}?{query}", f"{address}?{query.format(ticket=ticket.number)}"


def following(page: str) -> str:
    """The cursor of the next page, as a page or an answer of the API names it; "" where none does."""
    found = re.search(r"after=([^\"&]+)|\"next\":\"((?:[^\"\\]|\\.)+)\"", page)
    if not found:
        return ""
    return found[1] or quote(found[2].replace('\\"', '"'))


def _blanks(session: Session, ticket: Ticket) -> dict[str, Any]:
    """What stands for the blanks of a path: by their name, or for {key} by a word of the path; 1 for others."""
    message = _newest(session, Message, Message.ticket_id == ticket.id).key
    draft = _newest(session, Draft, Draft.state == DraftState.OPEN).key
    letter = _newest(session, Letter, Letter.ticket_id == ticket.id).key
    file = _newest(session, File, col(File.id) > 0).key
    return {
        "number": ticket.number,
        "nonce": "0" * 22,
        "file_id": file,
        "draft_id": draft,
        "message_key": message,
        "letter_id": letter,
        "drafts": draft,
        "messages": message,
        "files": file,
        "outbox": letter,
        "people": 60,
        "units": 60,
        "properties": 5,
        "installations": 5,
        "parties": 5,
    }


def _newest(session: Session, table: Any, condition: Any) -> Any:
    return session.exec(select(table).where(condition).order_by(table.id.desc())).first()
