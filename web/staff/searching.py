"""Zoeken: by number, words, name or address, over everything at once. A number that is whole leads straight there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from config.words import Text
from store.found_words import excerpt, marked, texts_of
from store.mail import Draft, Message
from store.order_lists import UNDER_WAY, orders_by_id
from store.people import Company, Installation, Person, Unit, spaced
from store.rows import Row, rows_by_id
from store.search import Groups, begun, find_groups, misspelt, phone_digits
from store.short_numbers import find_short
from store.slips import Appointment
from store.ticket_lists import LIVE, tickets_by_id
from web.rendering import staff_page
from web.request import RequestContext, StaffContext

router = APIRouter(prefix="/search", include_in_schema=False)

SHORT = re.compile(r"\s*#?(\d{1,5})\s*")  # as people call a ticket: "47"
PHONE = re.compile(r"[\d\s+()./-]{6,20}")
POSTCODE = re.compile(r"\b(\d{4})\s?([a-z]{2})\b", re.IGNORECASE)
NUMBER = re.compile(r"\s*(T|OB)-(\d{4})-(\d{1,6})\s*", re.IGNORECASE)

KINDS = {
    "ticket": Text("Tickets"),
    "order": Text("Work orders"),
    "draft": Text("In the tray"),
    "message": Text("Mail"),
    "person": Text("People"),
    "unit": Text("Homes"),
    "installation": Text("Installations"),
    "company": Text("Firms"),
}
PERIODS = {"30": Text("the last 30 days"), "365": Text("the last year")}  # days
OF_EACH, OF_ONE = 8, 50  # lines of a kind where all kinds are shown, and where only that one is
AT_ONCE = OF_EACH * OF_ONE  # of all kinds together
LOOKED_THROUGH = {"ticket": 300, "order": 300, "draft": 100, "message": 100}  # the newest, where a filter leaves some
FEW = 5  # hits below which a word is perhaps misspelt


@dataclass(frozen=True, slots=True)
class Asked:
    """kind: "" for all. is_open: only tickets and work orders that are not ended. days: how old at most, 0 for any."""

    words: str
    kind: str = ""
    is_open: bool = False
    days: int = 0

    def most(self, kind: str) -> int:
        """How many of a kind are shown."""
        return OF_ONE if kind == self.kind else OF_EACH

    def reach(self, kind: str) -> int:
        """How many of a kind are looked for: one more than is shown, or enough for the filters to leave some."""
        return LOOKED_THROUGH.get(kind, 0) if self.is_open or self.days else self.most(kind) + 1

    def address(self, kind: str) -> str:
        query = {"q": self.words, "kind": kind, "open": "yes" * self.is_open, "since": str(self.days or "")}
        return f"/search?{urlencode({name: value for name, value in query.items() if value})}"


@dataclass(frozen=True, slots=True)
class Line:
    """A thing that was found. at: its date, None where it has none; is_open: None where that is no question;
    appointments: when somebody comes for it."""

    key: int
    href: str
    title: str
    note: str
    at: datetime | None = None
    is_open: bool | None = None
    appointments: Sequence[Appointment] = ()


@router.get("")
def look_for(context: StaffContext, q: str = "", kind: str = "", open: str = "", since: str = "") -> Response:  # noqa: A002  a word of the address
    if found := NUMBER.fullmatch(q):
        letters, year, number = found.groups()
        where = "tickets" if letters.upper() == "T" else "orders"
        return RedirectResponse(f"/{where}/{letters.upper()}-{year}-{int(number):05d}", 303)
    days = int(since) if since in PERIODS else 0
    asked = Asked(q[:200].strip(), kind if kind in KINDS else "", bool(open), days)
    with context.reading() as session:
        groups, keys = _found(session, asked, context.today.year) if asked.words else ([], {})
        lines = {kind: _lines(context, session, kind, some, asked) for kind, some in keys.items()}
        return staff_page(
            context,
            session,
            "search.html",
            title=context.say("Search"),
            here="search",
            q=q,
            asked=asked,
            kinds=[("any", context.say("Everything")), *((kind, context.say(words)) for kind, words in KINDS.items())],
            periods=[("any", context.say("Any time")), *((key, context.say(words)) for key, words in PERIODS.items())],
            chips=_chips(context, asked, lines),
            meant=[word for group in groups for word in group[1:]],
            found=[
                {
                    "word": context.say(KINDS[kind]),
                    "lines": _with_words(session, kind, some[: asked.most(kind)], groups),
                    "more": asked.address(kind) if len(some) > asked.most(kind) else "",
                    "is_all": kind == asked.kind,
                }
                for kind, some in lines.items()
                if some and kind in (asked.kind or kind)
            ],
        )


def _found(session: Session, asked: Asked, year: int) -> tuple[Groups, dict[str, list[int]]]:
    """The newest of each kind, and by which words. Of a short number first what is called so; of a telephone number or
    postcode also what was written with other spaces; where there is hardly anything, what may have been meant."""
    keys: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for hit in find_short(session, int(short[1]), year) if (short := SHORT.fullmatch(asked.words)) else ():
        keys[hit.kind].append(hit.key)
    ways = [asked.words, POSTCODE.sub(r"\1 \2", asked.words), POSTCODE.sub(r"\1\2", asked.words)]
    ways += [phone_digits(asked.words)] if PHONE.fullmatch(asked.words) else []
    by: list[Sequence[str]] = []
    for way in dict.fromkeys(ways):
        by += begun(way)
        _add(session, keys, begun(way), asked)
    if sum(map(len, keys.values())) < FEW and (near := misspelt(session, asked.words)):
        by += near
        _add(session, keys, near, asked)
    return by, {kind: list(dict.fromkeys(some)) for kind, some in keys.items()}


def _add(session: Session, keys: dict[str, list[int]], groups: Groups, asked: Asked) -> None:
    """Of each kind what has these words whole; where that is too little, once for all kinds what begins so, which is
    read to its end, however much it is."""
    words = [[word.rstrip("*") for word in group] for group in groups]
    if not _add_all(session, keys, words):
        for kind, some in keys.items():
            if reach := asked.reach(kind):
                some += [hit.key for hit in find_groups(session, words, kind=kind, limit=reach)]
    if words != groups and any(len(some) < asked.reach(kind) for kind, some in keys.items()):
        for hit in find_groups(session, groups, kind=asked.kind, limit=AT_ONCE):
            keys[hit.kind].append(hit.key)


def _add_all(session: Session, keys: dict[str, list[int]], words: Groups) -> bool:
    """Whether these words, several together, are so rare that one look gave all that has them, of every kind."""
    hits = find_groups(session, words, limit=AT_ONCE) if len(words) > 1 else []
    if len(words) == 1 or len(hits) == AT_ONCE:
        return False
    for hit in hits:
        keys[hit.kind].append(hit.key)
    return True


def _lines(context: RequestContext, session: Session, kind: str, keys: list[int], asked: Asked) -> list[Line]:
    """Those that the filters leave, the newest first."""
    lines = _LINES[kind](context, session, keys[: asked.reach(kind)])
    if asked.is_open:
        lines = [line for line in lines if line.is_open]
    since = context.now - timedelta(days=asked.days)
    return [line for line in lines if line.at and line.at >= since] if asked.days else lines


def _with_words(session: Session, kind: str, lines: list[Line], groups: Groups) -> list[dict[str, Any]]:
    """Each with the words it was found by, marked in its title and in some of its text."""
    texts = texts_of(session, kind, [line.key for line in lines])
    return [
        {"line": line, "title": marked(line.title, groups), "excerpt": excerpt(texts[line.key], groups)}
        for line in lines
    ]


def _chips(context: RequestContext, asked: Asked, lines: dict[str, list[Line]]) -> list[dict[str, Any]]:
    """The kinds in which something was found, each with how many; "8+" where there are more."""
    chips = [{"word": context.say("Everything"), "href": asked.address(""), "count": "", "current": not asked.kind}]
    for kind, some in lines.items():
        if some or kind == asked.kind:
            count = f"{asked.most(kind)}+" if len(some) > asked.most(kind) else str(len(some))
            chip = {"word": context.say(KINDS[kind]), "href": asked.address(kind), "count": count}
            chips.append(chip | {"current": kind == asked.kind})
    return chips if asked.words else []


def _tickets(context: RequestContext, session: Session, keys: list[int]) -> list[Line]:
    return [
        Line(
            line.id,
            f"/tickets/{line.number}",
            line.title,
            _joined(line.number, context.word(line.phase), line.place),
            line.received_at,
            line.phase in LIVE,
            line.appointments,
        )
        for line in tickets_by_id(session, keys)
    ]


def _orders(context: RequestContext, session: Session, keys: list[int]) -> list[Line]:
    return [
        Line(
            line.id,
            f"/orders/{line.number}",
            line.title,
            _joined(line.number, context.word(line.state), line.party, line.place),
            line.since,
            line.state in UNDER_WAY,
            [line.appointment] if line.appointment else [],
        )
        for line in orders_by_id(session, keys, context.today)
    ]


def _rows(table: type[Row], where: str, line: Callable[[Any], tuple[str, str, datetime | None]]) -> Any:
    def lines(_context: RequestContext, session: Session, keys: list[int]) -> list[Line]:
        rows = rows_by_id(session, table, keys)
        return [Line(key, f"/{where}/{key}", *line(rows[key])) for key in keys if key in rows]

    return lines


def _mail(row: Message) -> tuple[str, str, datetime | None]:
    return row.subject or f"M-{row.key}", row.from_name or row.from_address, row.received_at


def _unit(row: Unit) -> tuple[str, str, None]:
    return f"{row.address_line}, {spaced(row.postcode)} {row.town}", row.code, None


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)


_LINES: dict[str, Callable[[RequestContext, Session, list[int]], list[Line]]] = {
    "ticket": _tickets,
    "order": _orders,
    "draft": _rows(Draft, "drafts", lambda row: (row.title, "", row.created_at)),
    "message": _rows(Message, "messages", _mail),
    "person": _rows(Person, "people", lambda row: (row.name, "", None)),
    "unit": _rows(Unit, "units", _unit),
    "installation": _rows(
        Installation, "installations", lambda row: (f"{row.kind} {row.make}".strip(), row.code, None)
    ),
    "company": _rows(Company, "parties", lambda row: (row.name, "", None)),
}
