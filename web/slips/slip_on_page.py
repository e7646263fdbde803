"""The opdrachtbon on a page: what stands on it in words of the page, with its map, its files and its answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from config.words import Text
from store.slip_shown import address_lines, slip_shown
from store.slips import Slip
from store.words import OrderState
from web.rendering import desk_of
from web.request import RequestContext

EVIDENCE = {
    "photo": Text("photos before and after"),
    "report": Text("a measurement report"),
    "signature": Text("the occupant's signature"),
}


def slip_on_page(
    context: RequestContext, slip: Slip, *, files: list[dict[str, Any]], answer: str = ""
) -> dict[str, Any]:
    """What parts/slip.html asks. files: as parts/files.html; answer: "" where nobody is asked to answer."""
    say, address, on_site = context.say, slip["address"], slip["on_site"]
    withheld = slip["withheld"] if slip["state"] == OrderState.SENT else []
    access = (
        slip["access"],
        say("Key and access: you see them once you have accepted.") if "access" in withheld else "",
        address.get("remarks", ""),
    )
    phone = say("you see the telephone number once you have accepted") if "phone" in withheld else ""
    shown = slip_shown(
        slip,
        context.settings.desk,
        floor=say("floor %(floor)s", floor=address["floor"]) if address.get("floor") else "",
        access=" ".join(part for part in access if part),
        notes=(say("please call first") if on_site["call_first"] else "", phone, on_site["availability"]),
        evidence=lambda kind: say(EVIDENCE[kind]) if kind in EVIDENCE else kind,
        price=say("a price before you begin"),
    )
    mention = ", ".join(part for part in (slip["number"], slip["invoice_instruction"]) if part)
    return shown | {
        "date": shown["date"] or context.today,
        "sender": desk_of(context.settings),
        "place": shown["place"] | _maps(one_line(slip)),
        "billing": shown["billing"] | {"mention": mention},
        "files": files,
        "answer": answer,
    }


def _maps(place: str) -> dict[str, str]:
    """A telephone opens its own map with the first (RFC 5870), and no other site hears of it; what knows no such
    address has the second, which is asked only when somebody opens it."""
    return {"map": f"geo:0,0?q={quote(place)}", "web_map": f"https://www.openstreetmap.org/search?query={quote(place)}"}


def one_line(slip: Slip) -> str:
    """Where it is, on one line: "Lindelaan 14B, 3512 SA Utrecht"."""
    return ", ".join(address_lines(slip))
