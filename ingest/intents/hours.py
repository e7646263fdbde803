"""Hours worked, as stated: "2 uur gewerkt", "1,5 hours", "half uurtje", "1u30", "uren: 4"."""

from __future__ import annotations

import re

from ingest.intents.sparing import SparingPattern, any_of

_UNIT = r"(?:(?<=[.,]\d )u|(?<=[.,]\d)u|uur|uren|uurtjes?|min(?:uten|utes|uut)?|hours?|hrs?|stunden?|heures?|kwartier(?:tjes?)?)"
_SPOKEN = r"een|twee|drie|vier|vijf|zes|anderhalf|one|two|three|four|five|six|half an|a half|een half|half|an|a"
_LABEL = r"(?:(?:bestede|gewerkte|totale|total|aantal|time|in totaal|ca) )*(?:tijdsbesteding|besteed|tijd|uren|arbeid|duur|tijdsduur|time|hours|labour|spent|took|duurde|gewerkt|worked)(?: was| is)?:? ?"
_HOURS = SparingPattern(
    r"(?<![\w:.,-])(?<!om )(?<!voor )(?<!rond )(?<!over )(?<!binnen )(?<!tot )(?<!vanaf )(?<!in )(?<!na )(?<!half )(?<!nog een )"
    rf"(?:{_LABEL})?(?:([1-6]) ?[uh] ?([0-5]\d)(?![\w:])|"
    rf"(\d{{1,2}}(?:[.,]\d{{1,2}})?|{_SPOKEN}) ?{_UNIT}(?: (?:en|and) (?:(\d{{1,2}}) ?min\w*|een half|a half|een kwartier))?"
    r"(?: (?:gewerkt|werk|arbeid|bezig|bezig geweest|work|labour|worked|besteed|on site|(?:inclusief|incl|exclusief|excl|including|including the) (?:reistijd|voorrijden|reis|rijtijd|travel(?: time)?)|met (?:twee|drie|\d) (?:man|monteurs|personen)|in totaal|in total))*\b"
    r"(?! (?:later|geleden|ago|eerder|vertraging|te laat|late))"
    r"|kwartier(?:tje)?(?: werk)?(?![\w:])|halfuur(?:tje)?(?: werk)?(?![\w:])|(?:uren|hours)(?: gewerkt| worked)?:? (\d{1,2}(?:[.,]\d{1,2})?)(?![\w:.,-]))"
)
_UNITS = any_of("uur|uren|min|hour|hr|stunde|heure|kwartier")  # none without one of these, or its letter after a digit
_LETTER = re.compile(r"\d ?[uh]")
_WINDOW = re.compile(r"(?:\b(?:tussen|van|between|from|om)|\d ?(?:en|tot|and|to|-|–)) ?$")
_NUMBERS = {
    **dict.fromkeys(("een", "one", "an", "a"), 1.0),
    **dict.fromkeys(("half an", "half", "een half", "a half"), 0.5),
    **dict.fromkeys(("anderhalf",), 1.5),
    **{name: float(at) for names in ("twee drie vier vijf zes", "two three four five six") for at, name in enumerate(names.split(), 2)},
}  # fmt: skip


def read_hours(clause: str) -> tuple[float | None, str]:
    """The hours, and the clause without them; None where none are stated."""
    match = _HOURS.search(clause) if _UNITS.search(clause) or _LETTER.search(clause) else None
    if not match or _WINDOW.search(clause[: match.start()]):
        return None, clause
    without = (clause[: match.start()] + " " + clause[match.end() :]).strip()
    whole, minutes, number, more, labelled = match.groups()
    if whole:
        return round(int(whole) + int(minutes) / 60, 2), without
    if number is None:
        return _number(labelled) if labelled else 0.25 if "kwartier" in match.group() else 0.5, without
    unit = "min" if "min" in match.group().replace(f"{more} min", "") else match.group()
    if unit == "min" and not number[0].isdigit():
        return None, without
    hours = _number(number) / (60 if unit == "min" else 4 if "kwartier" in unit.split(" en ")[0] else 1)
    beside = int(more) / 60 if more else 0.5 if " half" in match.group()[len(number) :] else 0
    return round(hours + beside + ("en een kwartier" in unit) / 4, 2), without


def _number(words: str) -> float:
    return _NUMBERS.get(words) or float(words.replace(",", "."))
