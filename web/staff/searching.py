"""Zoeken: by number, words or address, over everything at once. A number that is whole leads straight there."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from store.mail import Draft, Message
from store.order_lists import orders_by_id
from store.people import Company, Installation, Person, Unit
from store.rows import rows_by_id
from store.search import Hit, find, phone_digits
from store.short_numbers import find_short
from store.ticket_lists import tickets_by_id
from web.rendering import staff_page
from web.request import RequestContext, StaffContext

router = APIRouter(prefix="/search", include_in_schema=False)

SHORT = re.compile(r"\s*#?(\d{1,5})\s*")  # as people call a ticket: "47"
PHONE = re.compile(r"[\d\s+()./-]{6,20}")
POSTCODE = re.compile(r"\b(\d{4})\s?([a-z]{2})\b", re.IGNORECASE)
NUMBER = re.compile(r"\s*(T|OB)-(\d{4})-(\d{1,6})\s*", re.IGNORECASE)


@router.get("")
def look_for(context: StaffContext, q: str = "") -> Response:
    if found := NUMBER.fullmatch(q):
        kind, year, number = found.groups()
        where = "tickets" if kind.upper() == "T" else "orders"
        return RedirectResponse(f"/{where}/{kind.upper()}-{year}-{int(number):05d}", 303)
    with context.reading() as session:
        hits = _hits(session, q[:200], context.today.year) if q.strip() else []
        return staff_page(
            context,
            session,
            "search.html",
            title=context.say("Search"),
            here="search",
            q=q,
            found=_shown(context, session, hits),
        )


def _hits(session: Session, words: str, year: int) -> list[Hit]:
    """What has these words; of a short number first what is called so, of a telephone number or postcode also what was
    written with other spaces."""
    short = SHORT.fullmatch(words)
    hits = find_short(session, int(short[1]), year) if short else []
    ways = [words, POSTCODE.sub(r"\1 \2", words), POSTCODE.sub(r"\1\2", words)]
    ways += [phone_digits(words)] if PHONE.fullmatch(words) else []
    for way in dict.fromkeys(ways):
        hits += find(session, way)
    return list(dict.fromkeys(hits))


def _shown(context: RequestContext, session: Session, hits: list[Hit]) -> list[dict[str, Any]]:
    """Groups in a fixed order, each with its lines (href, title, note); one query for each kind."""
    keys: dict[str, list[int]] = {}
    for hit in hits:
        keys.setdefault(hit.kind, []).append(hit.key)
    groups = {
        context.say("Tickets"): _tickets(context, session, keys.get("ticket", [])),
        context.say("Work orders"): _orders(context, session, keys.get("order", [])),
        context.say("In the tray"): _rows(session, Draft, keys.get("draft", []), "/drafts", _draft),
        context.say("Mail"): _rows(session, Message, keys.get("message", []), "/messages", _mail),
        context.say("People"): _rows(session, Person, keys.get("person", []), "/people", _named),
        context.say("Homes"): _rows(session, Unit, keys.get("unit", []), "/units", _unit),
        context.say("Installations"): _rows(
            session, Installation, keys.get("installation", []), "/installations", _machine
        ),
        context.say("Firms"): _rows(session, Company, keys.get("company", []), "/parties", _named),
    }
    return [{"word": word, "lines": lines} for word, lines in groups.items() if lines]


def _tickets(context: RequestContext, session: Session, keys: list[int]) -> list[dict[str, str]]:
    return [
        {
            "href": f"/tickets/{line.number}",
            "title": line.title,
            "note": f"{line.number} · {context.word(line.phase)} · {line.place}",
        }
        for line in tickets_by_id(session, keys)
    ]


def _orders(context: RequestContext, session: Session, keys: list[int]) -> list[dict[str, str]]:
    return [
        {
            "href": f"/orders/{line.number}",
            "title": line.title,
            "note": f"{line.number} · {context.word(line.state)} · {line.party}",
        }
        for line in orders_by_id(session, keys, context.today)
    ]


def _rows(session: Session, table: Any, keys: list[int], where: str, say: Any) -> list[dict[str, str]]:
    words = {key: say(row) for key, row in rows_by_id(session, table, keys).items()}
    return [{"href": f"{where}/{key}", "title": words[key][0], "note": words[key][1]} for key in keys if key in words]


def _draft(row: Draft) -> tuple[str, str]:
    return row.title, ""


def _mail(row: Message) -> tuple[str, str]:
    return row.subject or f"M-{row.key}", row.from_name or row.from_address


def _named(row: Person | Company) -> tuple[str, str]:
    return row.name, ""


def _unit(row: Unit) -> tuple[str, str]:
    return f"{row.address_line}, {row.town}", row.code


def _machine(row: Installation) -> tuple[str, str]:
    return f"{row.kind} {row.make}".strip(), row.code
