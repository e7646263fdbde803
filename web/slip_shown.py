"""The opdrachtbon as parts/slip.html prints it, from the plain values of store.slips."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from config.words import Text
from store.slips import Slip
from store.words import OrderState
from web.rendering import desk_of
from web.request import RequestContext

EVIDENCE = {
    "photo": Text("photos before and after"),
    "report": Text("a measurement report"),
    "signature": Text("the occupant's signature"),
}


def slip_shown(context: RequestContext, slip: Slip, *, files: list[dict[str, Any]], answer: str = "") -> dict[str, Any]:
    """What parts/slip.html asks. files: as parts/files.html; answer: "" where nobody is asked to answer."""
    return {
        "number": slip["number"],
        "version": slip["version"],
        "date": _day_of(context, slip["sent_at"]),
        "state": slip["state"],
        "priority": slip["priority"],
        "sender": desk_of(context.settings),
        "to": {"party": slip["company"], "contact": slip["contact"]},
        "place": _place(context, slip),
        "contact": _contact(context, slip),
        "title": slip["title"],
        "text": slip["description"],
        "lang": "",
        "files": files,
        "installation": ", ".join(_installation(slip["installation"])),
        "expected": _expected(context, slip),
        "answer": answer,
        "billing": _billing(context, slip),
        "earlier": "",
        "responsible": slip["responsible"],
    }


def one_line(slip: Slip) -> str:
    """Where it is, on one line: "Lindelaan 14B, 3512 SA Utrecht"."""
    return ", ".join(_lines(slip)[:2])


def _place(context: RequestContext, slip: Slip) -> dict[str, Any]:
    address = slip["address"]
    floor = context.say("floor %(floor)s", floor=address["floor"]) if address.get("floor") else ""
    hidden = context.say("Key and access: you see them once you have accepted.")
    access = [
        slip["access"],
        hidden if "access" in slip["withheld"] and slip["state"] == OrderState.SENT else "",
        address.get("remarks", ""),
    ]
    return {
        "lines": _lines(slip),
        # A telephone opens its own map with this (RFC 5870), and no other site hears of it.
        "map": f"geo:0,0?q={quote(one_line(slip))}",
        "spot": ", ".join(part for part in (address.get("property", ""), floor, slip["spot"]) if part),
        "access": " ".join(part for part in access if part),
    }


def _lines(slip: Slip) -> list[str]:
    address = slip["address"]
    town = f"{spaced(address.get('postcode', ''))} {address.get('town', '')}".strip()
    return [line for line in (address.get("line", ""), town) if line]


def _contact(context: RequestContext, slip: Slip) -> dict[str, str] | None:
    on_site = slip["on_site"]
    if not on_site["name"]:
        return None
    notes = [
        context.say("please call first") if on_site["call_first"] else "",
        context.say("you see the telephone number once you have accepted")
        if "phone" in slip["withheld"] and slip["state"] == OrderState.SENT
        else "",
        on_site["availability"],
    ]
    return {"name": on_site["name"], "phone": on_site["phone"], "note": ", ".join(note for note in notes if note)}


def _installation(known: dict[str, Any]) -> list[str]:
    return [str(known[key]) for key in ("kind", "make", "year", "serial", "code", "location") if known.get(key)]


def _expected(context: RequestContext, slip: Slip) -> dict[str, Any]:
    wanted = [context.say(EVIDENCE[key]) if key in EVIDENCE else key for key in slip["evidence_wanted"]]
    if slip["quote_wanted"]:
        wanted.append(context.say("a price before you begin"))
    return {
        "accept_before": date.fromisoformat(slip["accept_before"]) if slip["accept_before"] else None,
        "done_before": date.fromisoformat(slip["do_before"]) if slip["do_before"] else None,
        "limit": Decimal(slip["cost_limit"]) if slip["cost_limit"] is not None else None,
        "evidence": ", ".join(wanted),
    }


def _billing(context: RequestContext, slip: Slip) -> dict[str, str]:
    desk = context.settings.desk
    mention = ", ".join(part for part in (slip["number"], slip["invoice_instruction"]) if part)
    return {"name": desk.name, "email": desk.invoice_address or desk.address, "mention": mention}


def _day_of(context: RequestContext, moment: str | None) -> date:
    when = datetime.fromisoformat(moment) if moment else context.now
    return when.astimezone(context.settings.desk.zone).date()


def spaced(postcode: str) -> str:
    return f"{postcode[:4]} {postcode[4:]}" if len(postcode) == 6 else postcode
