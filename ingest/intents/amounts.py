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


# What asks us to agree to an amount, and what tells that it was spent, billed or refused already.
_ASKS = re.compile(
    r"\b(?:akkoord|mag|mogen|goedkeuring|toestemming|fiat|meerwerk|meerkosten|meerprijs|offerte|prijsopgave|kost|kosten|bedraagt|kom(?:t|en) "
    r"(?:het |dit |dat |we |wij )?(?:uit )?op|may (?:i|we)|can (?:i|we)|approv\w*|agree\w*|go-?ahead|quot(?:e|ation)|extra work|extra cost\w*|costs?|"
    r"freigabe|angebot|kostet|devis|cout\w*|accord)\b"
)
_SPENT = re.compile(
    r"\b(?:factu\w*|betaa?l\w*|rekening\w*|iban|klaar|gereed|voltooid|verholpen|opgelost|uitgevoerd|gekost|kostte|was|waren|niet akkoord|invoice\w*|bill(?:ed)?|paid|pay(?:ment)?|"
    r"done|fixed|finished|completed|were|not agree\w*|rechnung|bezahlt|facture)\b"
)


def asks_agreement(plain: str) -> bool:
    """Whether somebody wants us to agree to the amounts in this text. It is never more than asked: people decide."""
    return bool(_ASKS.search(plain)) and not _SPENT.search(plain)


def read_amounts(plain: str) -> tuple[Amount, ...]:
    """Every amount in the text, in its order. What one is for stands behind it, else before it; VAT that is told once, as
    included, is included in all."""
    if not ("€" in plain or ",-" in plain or _EURO.search(plain)):
        return ()
    amounts = []
    all_incl = _INCLUDED.search(plain) and not _EXCLUDED.search(plain)
    for match in _AMOUNT.finditer(plain):
        number = match["after"] or match["before"] or match["dash"]
        after = plain[match.end() :]
        vat = _VAT.match(after)
        kind = "incl" if all_incl else "" if not vat else "incl" if vat["kind"].startswith("incl") else "excl"
        purpose = _FOR.match(after[vat.end() :] if vat else after)
        words = purpose[1] if purpose else _before(plain[: match.start()])
        amounts.append(Amount(_cents(number), vat=kind, purpose=words.strip()))
    return tuple(amounts)


_EURO = re.compile(r"eur(?<![a-z]eur)")
_INCLUDED = re.compile(r"\bincl\w*\.? (?:de )?(?:btw|vat|mwst|tva)\b")
_EXCLUDED = re.compile(r"\bex(?:cl\w*)?\.? (?:de )?(?:btw|vat|mwst|tva)\b")
_BREAK = re.compile(r"[.;:\n,?!]|(?<!\w)(?:of|or|oder|ou|en|and|und|et)(?!\w)")
_LEADS = re.compile(
    r"^(?:(?:optie|option|variante?|keuze|choice) ?(?:\d|[a-d])? ?|de |het |een |the |a )+|"
    r"(?: ?(?:is|wordt|kost|kosten|costs?|kom(?:t|en)(?: uit)? op|voor|for|at|op|a|van|of|[-–—=(]))+$"
)


def _before(text: str) -> str:
    """What the words before an amount say that it is for; "" where they name no thing: "optie 2: pomp reviseren € 210"."""
    words = _BREAK.split(text)[-1].strip()
    while (shorter := _LEADS.sub("", words).strip()) != words:
        words = shorter
    is_thing = 3 < len(words) <= 60 and len(words.split()) <= 6 and not _SAYS.search(words)
    return words if is_thing else ""


# Words of a sentence about the amount, and none of a thing that it is for.
_SAYS = re.compile(
    r"\b(?:ik|wij|we|i|u|you|het|dit|dat|it|akkoord|totaal|total|samen|bedrag|prijs|price|graag|mag|kan|kunt|met|with)\b"
)


def _cents(number: str) -> int:
    number = number.replace(",-", "").replace(" ", "")
    whole, sign, part = number.rpartition(",") if "," in number else number.rpartition(".")
    if sign and len(part) == 2:
        return int(re.sub(r"\D", "", whole) or "0") * 100 + int(part)
    return int(re.sub(r"\D", "", number)) * 100
