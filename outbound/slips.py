"""The opdrachtbon in a letter: from the values of store.slips to what the skins print (templates/slip.html.jinja)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from config.settings import DeskSettings, Language
from config.words import catalogue
from outbound.names import word_for
from store.words import OrderState


def slip_on_paper(slip: Mapping[str, Any], desk: DeskSettings, language: Language, zone: ZoneInfo) -> dict[str, Any]:
    """What the skin prints, from a store.slips.Slip as it lies in a snapshot."""
    _ = catalogue(language).gettext
    address = slip["address"]
    return {
        "number": slip["number"],
        "version": slip["version"],
        "date": datetime.fromisoformat(slip["sent_at"]).astimezone(zone).date() if slip["sent_at"] else None,
        "priority": slip["priority"],
        "to": {"party": slip["company"], "contact": slip["contact"]},
        "place": {
            "lines": _present(
                address.get("line"),
                f"{_postcode(address.get('postcode', ''))} {address.get('town', '')}".strip(),
            ),
            "spot": ", ".join(
                _present(
                    address.get("property"),
                    _("floor %s") % address["floor"] if address.get("floor") else "",
                    slip["spot"][:1].lower() + slip["spot"][1:],
                )
            ),
            "access": ". ".join(
                _present(
                    slip["access"].rstrip("."),
                    address.get("remarks", "").rstrip("."),
                    _("Key and access: on the page, after you accept") if "access" in slip["withheld"] else "",
                )
            ),
            "map": "",
        },
        "contact": _contact(slip, _),
        "title": slip["title"],
        "text": slip["description"],
        "lang": "",
        "installation": ", ".join(
            _present(*(str(slip["installation"].get(key) or "") for key in _INSTALLATION)),
        ),
        "photos": sum(file["content_type"].startswith("image/") for file in slip["files"]),
        "expected": {
            "accept_before": _day(slip["accept_before"]),
            "done_before": _day(slip["do_before"]),
            "limit": Decimal(slip["cost_limit"]) if slip["cost_limit"] is not None else None,
            "evidence": ", ".join(
                [
                    *(word_for(wanted, language) for wanted in slip["evidence_wanted"]),
                    *([_("a price before you begin")] if slip["quote_wanted"] else []),
                ]
            ),
        },
        "answer": _("Reply to this mail with ACCEPT, REFUSE or COMPLETED, or choose on the page.")
        if slip["state"] == OrderState.SENT
        else "",
        "billing": {
            "name": desk.name,
            "email": desk.invoice_address or desk.address,
            "mention": slip["number"],
            "instruction": slip["invoice_instruction"],
        },
        "earlier": "",
        "responsible": slip["responsible"],
    }


_INSTALLATION = ("kind", "make", "year", "serial", "code", "location")


def _contact(slip: Mapping[str, Any], _: Any) -> dict[str, str] | None:
    on_site = slip["on_site"]
    if not on_site["name"]:
        return None
    # A number is never in a mail: mails are passed on and kept. It stands on the page, after acceptance.
    reach = _("telephone on the page") if on_site["phone"] else ""
    if "phone" in slip["withheld"]:
        reach = _("telephone on the page, after you accept")
    call = _("please call first") if on_site["call_first"] else ""
    return {"name": on_site["name"], "note": ", ".join(_present(call, reach, on_site["availability"]))}


def _postcode(code: str) -> str:
    return f"{code[:4]} {code[4:]}" if len(code) == 6 else code


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _present(*said: str | None) -> list[str]:
    return [one for one in said if one]
