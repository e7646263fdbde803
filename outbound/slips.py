"""The opdrachtbon in a letter: what stands on it in words of a mail, which is passed on and kept."""

from __future__ import annotations

from typing import Any

from config.settings import DeskSettings, Language
from config.words import catalogue
from outbound.names import word_for
from store.slip_shown import slip_shown
from store.slips import Slip
from store.words import OrderState


def slip_on_paper(slip: Slip, desk: DeskSettings, language: Language) -> dict[str, Any]:
    """What the layout prints, from a slip as it lies in a snapshot."""
    _ = catalogue(language).gettext
    address, on_site, withheld = slip["address"], slip["on_site"], slip["withheld"]
    access = (
        slip["access"].rstrip("."),
        address.get("remarks", "").rstrip("."),
        _("Key and access: on the page, after you accept") if "access" in withheld else "",
    )
    # A number is never in a mail: mails are passed on and kept. It stands on the page, after acceptance.
    phone = _("telephone on the page") if on_site["phone"] else ""
    if "phone" in withheld:
        phone = _("telephone on the page once you accept")
    shown = slip_shown(
        {**slip, "spot": slip["spot"][:1].lower() + slip["spot"][1:], "on_site": {**on_site, "phone": ""}},
        desk,
        floor=_("floor %s") % address["floor"] if address.get("floor") else "",
        access=". ".join(part for part in access if part),
        notes=(_("please call first") if on_site["call_first"] else "", phone, on_site["availability"]),
        evidence=lambda kind: word_for(kind, language),
        price=_("a price before you begin"),
    )
    return shown | {
        "photos": sum(file["content_type"].startswith("image/") for file in slip["files"]),
        "answer": _("Reply to this e-mail with ACCEPT, REFUSE or COMPLETED, or choose on the page.")
        if slip["state"] == OrderState.SENT
        else "",
    }
