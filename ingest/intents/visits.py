"""What a firm writes after a visit at which nobody was home (docs/answers.md)."""

from __future__ import annotations

import re

from ingest.intents.clauses import clauses_of, plain_text
from ingest.intents.phrases import HARMLESS, SORRY

_LONGEST = 400
_WHEN = r"(?: ?(?:vandaag|vanmorgen|vanochtend|vanmiddag|net|zojuist|helaas|weer|gisteren|today|this morning|this afternoon|just now|again))*"
_WHO = r"(?:(?:de |the )?(?:bewoners?|huurders?|mevrouw|meneer|tenants?|occupants?)|er|there|we|wij|ik)"
_NOBODY = re.compile(
    rf"(?:{_WHEN} ?{_WHO}?{_WHEN} ?(?:was|waren|is|were)?{_WHEN} ?(?:niet|niemand|nobody|no one|no-one|not)(?: was)? "
    rf"(?:thuis|aanwezig|home|at home|in)(?: geweest| getroffen)?{_WHEN}|"
    rf"{_WHEN} ?(?:(?:er )?(?:deed|doet) niemand open|niemand (?:deed|doet) open|{_WHO} (?:deed|deden|doet) niet open|geen gehoor(?: aan de deur)?|"
    rf"(?:{_WHO} )?(?:stond|stonden|sta|staan){_WHEN} voor (?:een |de )?(?:dichte|gesloten) deur|no answer at the door){_WHEN})"
)
_BESIDE = re.compile(
    r"(?:(?:wij|we|ik) )?(?:hebben |heb )?(?:een |het )?(?:kaart(?:je)?|briefje) (?:achtergelaten|in de (?:brieven)?bus(?: gedaan| gegooid)?)|"
    r"(?:graag |svp )?(?:een )?nieuwe afspraak(?: graag| maken| aub| svp)?|(?:we |i )?left a card|"
    r"(?:please )?(?:make |arrange )?(?:a )?new appointment(?: please)?"
)


def found_nobody(text: str) -> bool:
    """Whether it says that a visit was in vain, and nothing that is not understood beside it."""
    plain = plain_text(text[: 10 * _LONGEST])
    clauses, closing_is_plain = clauses_of(plain)
    if not closing_is_plain or sum(map(len, clauses)) > _LONGEST:
        return False
    clauses = [part for clause in clauses for part in re.split(r" (?:en|and) ", clause)]
    rest = [clause for clause in clauses if not (HARMLESS.fullmatch(clause) or SORRY.fullmatch(clause))]
    nobody = [clause for clause in rest if _NOBODY.fullmatch(clause)]
    return bool(nobody) and all(_NOBODY.fullmatch(clause) or _BESIDE.fullmatch(clause) for clause in rest)
