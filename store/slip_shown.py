"""The opdrachtbon as pages and letters print it (parts/slip.html, slip.html.jinja), from the values of store.slips."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from config.settings import DeskSettings
from store.people import spaced
from store.slips import Slip
from store.words import OrderState

_OPEN = (OrderState.DRAFT, OrderState.SENT)  # whoever accepted need not read by when
_INSTALLATION = ("kind", "make", "year", "serial", "code", "location")


def slip_shown(
    slip: Slip,
    desk: DeskSettings,
    *,
    floor: str,
    access: str,
    notes: Iterable[str],
    evidence: Callable[[str], str],
    price: str,
) -> dict[str, Any]:
    """What both templates ask. `date` is None before it was sent; who shows it adds its files and how to answer.

    floor     which floor it is on, "" where none is known · access: how to get in, in words
    notes     on the person on site, each "" or a few words
    evidence  the words for a kind of evidence · price: the words for a price that is wanted first
    """
    address, on_site = slip["address"], slip["on_site"]
    wanted = [*(evidence(kind) for kind in slip["evidence_wanted"]), price if slip["quote_wanted"] else ""]
    return {
        "number": slip["number"],
        "version": slip["version"],
        "date": desk.day_of(datetime.fromisoformat(slip["sent_at"])) if slip["sent_at"] else None,
        "state": slip["state"],
        "priority": slip["priority"],
        "to": {"party": slip["company"], "contact": slip["contact"]},
        "place": {
            "lines": address_lines(slip),
            "spot": _list(address.get("property", ""), floor, slip["spot"]),
            "access": access,
            "map": "",
            "web_map": "",
        },
        "contact": {"name": on_site["name"], "phone": on_site["phone"], "note": _list(*notes)}
        if on_site["name"]
        else None,
        "title": slip["title"],
        "text": slip["description"],
        "lang": "",
        "installation": _list(*(str(slip["installation"].get(key) or "") for key in _INSTALLATION)),
        "expected": {
            "accept_before": _day(slip["accept_before"]) if slip["state"] in _OPEN else None,
            "done_before": _day(slip["do_before"]),
            "limit": Decimal(slip["cost_limit"]) if slip["cost_limit"] is not None else None,
            "evidence": _list(*wanted),
        },
        "billing": {
            "name": desk.name,
            "email": desk.invoice_address or desk.address,
            "mention": slip["number"],
            "instruction": slip["invoice_instruction"],
        },
        "earlier": "",
        "responsible": slip["responsible"],
    }


def address_lines(slip: Slip) -> list[str]:
    """Street and number, postcode and town: "Lindelaan 14B", "3512 SA Utrecht"."""
    address = slip["address"]
    town = f"{spaced(address.get('postcode', ''))} {address.get('town', '')}".strip()
    return [line for line in (address.get("line", ""), town) if line]


def _list(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _day(iso_date: str | None) -> date | None:
    return date.fromisoformat(iso_date) if iso_date else None
