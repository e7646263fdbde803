"""What a note of absence says: from when, back when, and whom to ring meanwhile. Dutch and English.

Only what stands beside a word that says so is believed: a day alone is no day of return.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.language.days import NamedDay, find_days
from ingest.language.phrases import alternatives


@dataclass(frozen=True, slots=True)
class Absence:
    """first: the first day away · back: the first day back; None where the note does not say. urgent: whom to ask
    meanwhile, as it is written there, "" where nobody is named."""

    first: date | None
    back: date | None
    urgent: str

    def as_json(self) -> dict[str, str]:
        first, back = (day.isoformat() if day else "" for day in (self.first, self.back))
        return {"first": first, "back": back, "urgent": self.urgent}


def read_absence(text: str, written: date) -> Absence | None:
    """What the note says, None where it is no note of absence (a confirmation, say) or speaks of one that is over
    by the day it was written. Only the first 3,000 characters are read."""
    text = re.sub(r"[^\S\n]+", " ", text[:_LONGEST])
    if not _AWAY.search(text):
        return None
    days = find_days(text, written)
    marked = _marked(text, days)
    last = _named(_LAST, marked, days)
    back = _named(_BACK, marked, days) or (last + timedelta(days=1) if last else None) or _named(_UNTIL, marked, days)
    first = _named(_FIRST, marked, days)
    if back and back <= written:
        return None
    return Absence(first if back and first and first < back else None, back, _urgent(text))


_LONGEST = 3_000
_AWAY = alternatives(r"""
    \b(?:afwezig|afwezigheid|vakantie|verlof|ziek|buiten (?:de )?dienst)\b
    \bniet (?:aanwezig|bereikbaar|beschikbaar|op kantoor|in (?:de gelegenheid|dienst))\b
    \bout of (?:the |my )?office\b
    \b(?:away|absent|absence|holidays?|vacation|unavailable|off work|off sick)\b
    \b(?:annual|parental|sick|maternity|paternity) leave\b
    \bon leave\b
    \b(?:gesloten|closed)\b[^.\n]{0,60}\d
    \b(?:not|no longer) (?:available|in the office|reachable)\b
""")

# Days are marked ⟦0⟧, ⟦1⟧ …; between a word and its day no sentence ends.
_NEAR = r"[^.!?\n⟦⟧]{0,40}?"
_RETURNS = "terug(?:komst|keer)?|retour|weer|bereikbaar|aanwezig|beschikbaar|back|return(?:ing|s)?|available again"
_LAST = alternatives(r"""
    (?:t/m|t\.?e\.?m\.?|tot en met|tot & met|thru|through|up to and including|until and including|inclusive of) ⟦(\d+)⟧
    \b(?:from|between|tussen) ⟦\d+⟧ (?:and|en|to) ⟦(\d+)⟧
    ⟦\d+⟧ ?[-–—] ?⟦(\d+)⟧
""")
_BACK = alternatives(rf"""
    \b(?:{_RETURNS})\b{_NEAR}⟦(\d+)⟧
    \b(?:vanaf|per|op|from|as of|on){_NEAR}⟦(\d+)⟧{_NEAR}\b(?:weer|terug|back|again|return)\b
    ⟦(\d+)⟧ (?:ben ik|zijn wij|zijn we|i am|i will be|we are|i'm|i'll be){_NEAR}\b(?:weer|terug|back|again)\b
""")
_UNTIL = alternatives(r"""
    \b(?:tot|until|till|til) ⟦(\d+)⟧
""")
_FIRST = alternatives(r"""
    \b(?:van|vanaf|from|between|tussen|since|sinds|starting) ⟦(\d+)⟧
    ⟦(\d+)⟧ ?[-–—] ?⟦\d+⟧
""")
_URGENT = alternatives(r"""
    \b(?:spoed|spoedgeval(?:len)?|noodgeval(?:len)?|nood|calamiteit(?:en)?|dringend(?:e)?|urgente?)\b
    \b(?:urgent|urgency|emergency|emergencies|immediate(?:ly)?)\b
    \b(?:waarneming|waargenomen|vervang(?:er|t|en)|tijdens mijn afwezigheid|in my absence|my colleague|mijn collega)\b
""")
_REACHED = re.compile(r"(?<![\w])(?:\+|0)\d(?:[ ().-]{0,3}\d){7,13}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ENDS = re.compile(r"\n\s*\n|[!?]|\.(?=\s+[A-Z])")


def _marked(text: str, days: list[NamedDay]) -> str:
    """The text in small letters, each day in it as its mark."""
    parts, at = [], 0
    for number, day in enumerate(days):
        parts += [text[at : day.start], f"⟦{number}⟧"]
        at = day.end
    return re.sub(r"\s+(?=⟦)", " ", "".join([*parts, text[at:]]).lower())


def _named(words: re.Pattern[str], marked: str, days: list[NamedDay]) -> date | None:
    found = words.search(marked)
    number = next((group for group in found.groups() if group), None) if found else None
    return days[int(number)].day if number else None


def _urgent(text: str) -> str:
    """The sentence that names somebody for what cannot wait, where it tells how to reach them; the next line too."""
    for match in _URGENT.finditer(text):
        begins = max(text.rfind(mark, 0, match.start()) + 1 for mark in ("\n", ". ", "! "))
        ends = next((end.start() for end in _ENDS.finditer(text, match.end())), len(text))
        sentence = text[begins : min(ends, begins + _SENTENCE)]
        reached = list(_REACHED.finditer(sentence))
        if reached:
            return " ".join(sentence[: reached[-1].end()].split())
    return ""


_SENTENCE = 240
