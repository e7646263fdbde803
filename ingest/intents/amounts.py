"""Amounts of money in an answer: read so that a person can decide, never acted on."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

_NUMBER = r"\d{1,3}(?:[. ]\d{3})+(?:,\d{2}|,-)?|\d{1,6}(?:[.,]\d{2}|,-)?(?!\d)"
_AMOUNT = re.compile(
    rf"(?=[€e\d])(?:(?:€|\beur(?:o)?\b) ?(?P<after>{_NUMBER})|(?P<before>{_NUMBER}) ?(?:€|euro?s?\b)|(?<![\w])(?P<dash>\d{{2,5}},-))"
)
_VAT = re.compile(r"^\W{0,3}(?P<kind>incl\w*\.?|excl\w*\.?|ex\.?)(?: (?:btw|vat|mwst|tva))?")
_FOR = re.compile(r"^[ ]?(?:voor|for|fur|pour) ([^.;,\n]{2,60})")


@dataclass(frozen=True, slots=True)
class Amount:
    """vat  incl, excl, or "" where not stated; purpose  what it is for, in the sender's words"""

    cents: int
    currency: str = "EUR"
    vat: str = ""
    purpose: str = ""

    def as_json(self) -> dict[str, Any]:
        plain_amount = asdict(self)
        plain_amount["for"] = plain_amount.pop("purpose")
        return plain_amount


def read_amounts(plain: str) -> tuple[Amount, ...]:
    """Every amount in the text, in its order."""
    amounts = []
    for match in _AMOUNT.finditer(plain):
        number = match["after"] or match["before"] or match["dash"]
        after = plain[match.end() :]
        vat = _VAT.match(after)
        kind = "" if not vat else ("incl" if vat["kind"].startswith("incl") else "excl")
        purpose = _FOR.match(after[vat.end() :] if vat else after)
        amounts.append(Amount(_cents(number), vat=kind, purpose=purpose[1].strip() if purpose else ""))
    return tuple(amounts)


def _cents(number: str) -> int:
    number = number.replace(",-", "").replace(" ", "")
    whole, sign, part = number.rpartition(",") if "," in number else number.rpartition(".")
    if sign and len(part) == 2:
        return int(re.sub(r"\D", "", whole) or "0") * 100 + int(part)
    return int(re.sub(r"\D", "", number)) * 100
