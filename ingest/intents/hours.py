"""Hours worked, as stated: "2 uur gewerkt", "1,5 hours", "anderhalf uur"."""

from __future__ import annotations

import re

from ingest.intents.sparing import SparingPattern

_HOURS = SparingPattern(
    r"(?<![\w:.,-])(?<!om )(?<!voor )(?<!rond )(?<!over )(?<!binnen )(?<!tot )(?<!vanaf )(?<!in )(?<!na )"
    r"(?:took |duurde )?(\d{1,2}(?:[.,]\d{1,2})?|een|twee|drie|vier|anderhalf|one|two|three|four|half an|an)"
    r" ?(?:(?<=[.,]\d )u|(?<=[.,]\d)u|uur|uren|uurtjes?|min(?:uten|utes|uut)?|hours?|hrs?|stunden?|heures?)(?: (?:gewerkt|werk|arbeid|bezig|bezig geweest|work|labour|worked|besteed|on site))?\b(?! (?:later|geleden|ago))"
)
_WINDOW = re.compile(r"(?:\b(?:tussen|van|between|from|om)|\d ?(?:en|tot|and|to|-|–)) ?$")
_NUMBERS = {
    "een": 1.0,
    "one": 1.0,
    "an": 1.0,
    "half an": 0.5,
    "anderhalf": 1.5,
    "twee": 2.0,
    "two": 2.0,
    "drie": 3.0,
    "three": 3.0,
    "vier": 4.0,
    "four": 4.0,
}


def read_hours(clause: str) -> tuple[float | None, str]:
    """The hours, and the clause without them; None where none are stated."""
    match = _HOURS.search(clause)
    if not match or _WINDOW.search(clause[: match.start()]):
        return None, clause
    if "min" in match.group():
        return round(float(match[1].replace(",", ".")) / 60, 2) if match[1][0].isdigit() else None, _cut(clause, match)
    hours = _NUMBERS.get(match[1]) or float(match[1].replace(",", "."))
    return hours, _cut(clause, match)


def _cut(clause: str, match: re.Match[str]) -> str:
    return (clause[: match.start()] + " " + clause[match.end() :]).strip()
