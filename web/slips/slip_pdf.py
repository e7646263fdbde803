"""The opdrachtbon as a PDF, where the extra `pdf` is installed: what web.slips.slip_on_page gives, set by typst. The
printable page is there without it."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from fastapi.responses import Response

from config.language import PACKAGES, say_day, say_money
from config.settings import Language
from convert.errors import MissingError
from store.words import Priority
from web.downloads import download
from web.request import RequestContext


@cache
def can_make_pdf() -> bool:
    return find_spec("typst") is not None


def pdf_download(context: RequestContext, slip: dict[str, Any], number: str) -> Response:
    """Raises MissingError where typst is not installed."""
    if not can_make_pdf():
        raise MissingError
    return download(pdf_of(context, slip), f"{number}.pdf", "application/pdf")


def pdf_of(context: RequestContext, slip: dict[str, Any]) -> bytes:
    """A4, with title, language and tags, for who may read this slip. Where typst is not installed: ModuleNotFoundError.

    Nothing anybody wrote is laid into the source: it is data there, so that no title is ever markup.
    """
    typst = import_module("typst")
    source = (PACKAGES / "web" / "templates" / "parts" / "slip.typ").read_bytes()
    words = json.dumps(_sheet(context, slip), ensure_ascii=False)
    octets: bytes = typst.compile(source, sys_inputs={"slip": words}, ignore_system_fonts=True)
    return octets


def _sheet(context: RequestContext, slip: dict[str, Any]) -> dict[str, Any]:
    """title, lang, colour, sender, facts, urgent ("" or the word), parts (label, large and small lines), foot, page."""
    say, sender, place, to = context.say, slip["sender"], slip["place"], slip["to"]
    contact, billing, who = slip["contact"], slip["billing"], slip["responsible"]
    urgent = slip["priority"] in (Priority.EMERGENCY, Priority.URGENT)
    parts = [
        (say("To"), [], [", ".join(filter(None, (to["party"], to["contact"])))]),
        (say("Where"), place["lines"], [place["spot"], place["access"]]),
        (say("On site"), [], [", ".join(filter(None, (contact["name"], contact["note"]))), contact["phone"]])
        if contact
        else ("", [], []),
        (say("What"), [slip["title"]], [*slip["text"].splitlines(), slip["installation"]]),
        (say("Expected"), [], _expected(context, slip["expected"])),
        (say("Your answer"), [], [slip["answer"]]),
        (say("Invoice"), [], [f"{billing['name']}, {billing['email']}", f"{say('mention')} {billing['mention']}"]),
        (say("Earlier here"), [], [slip["earlier"]]),
    ]
    shown = [{"label": label, "large": large, "lines": [*filter(None, lines)]} for label, large, lines in parts]
    kept = ", ".join(filter(None, (who["name"], who["phone"])))
    return {
        "title": f"{say('Work order')} {slip['number']}",
        "lang": context.language,
        "colour": context.settings.desk.house.day,
        "sender": [*filter(None, (sender["name"], sender["address"], sender["phone"], sender["email"]))],
        "facts": [say("version %(n)s", n=slip["version"]), say_day(slip["date"], context.language)],
        "urgent": context.word(Priority(slip["priority"])).upper() if urgent else "",
        "parts": [part for part in shown if part["large"] or part["lines"]],
        "foot": f"{kept} · {say('Use the contact details for this job only.')}",
        "page": say("page"),
    }


def _expected(context: RequestContext, expected: dict[str, Any]) -> list[str]:
    say, language = context.say, context.language
    limit = say_money(expected["limit"], language) if expected["limit"] is not None else ""
    return [
        f"{words} {value}"
        for words, value in (
            (say("accept by"), _day(expected["accept_before"], language)),
            (say("carry out by"), _day(expected["done_before"], language)),
            (say("at most"), limit and f"{limit} {say('excl. VAT; above it, ask first')}"),
            (say("please send"), expected["evidence"]),
        )
        if value
    ]


def _day(day: Any, language: Language) -> str:
    return say_day(day, language) if day else ""
