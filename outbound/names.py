"""What our English keys are called in a letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal

from config.language import LOCALES
from config.settings import Language

_DUTCH = {
    # phases
    "new": "Nieuw", "in_progress": "In behandeling", "waiting_reporter": "Wacht op melder",
    "waiting_approval": "Wacht op akkoord", "with_party": "Uitgezet", "scheduled": "Ingepland", "solved": "Opgelost",
    "closed": "Gesloten", "rejected": "Afgewezen", "merged": "Samengevoegd",
    # priorities
    "emergency": "Noodgeval", "urgent": "Spoed", "high": "Hoog", "normal": "Normaal", "low": "Laag",
    # reasons to refuse
    "no_time": "geen tijd", "not_our_trade": "niet ons vak", "outside_region": "buiten de regio",
    "warranty": "garantie van een ander", "too_expensive": "te duur", "wrong_details": "adres of gegevens onjuist",
    "other": "anders",
    # evidence that is asked for
    "photo": "foto's voor en na", "report": "meetrapport", "signature": "handtekening",
}  # fmt: skip
_ENGLISH = {
    "new": "New", "in_progress": "In progress", "waiting_reporter": "Waiting for reporter",
    "waiting_approval": "Waiting for approval", "with_party": "With service party", "scheduled": "Scheduled",
    "solved": "Solved", "closed": "Closed", "rejected": "Rejected", "merged": "Merged",
    "emergency": "Emergency", "urgent": "Urgent", "high": "High", "normal": "Normal", "low": "Low",
    "no_time": "no time", "not_our_trade": "not our trade", "outside_region": "outside our region",
    "warranty": "somebody else's warranty", "too_expensive": "too expensive",
    "wrong_details": "address or details are wrong", "other": "another reason",
    "photo": "photos before and after", "report": "measurement report", "signature": "signature",
}  # fmt: skip
WORDS: dict[Language, dict[str, str]] = {"nl": _DUTCH, "en": _ENGLISH}


def word_for(key: str, language: Language) -> str:
    """The word of a phase, a priority, a reason or a piece of evidence; what staff set up under other names is kept."""
    return WORDS[language].get(key, key)


def suggestion(firm: Mapping[str, Any], language: Language) -> str:
    """One firm that could do it instead: {company, solved, median_hours or None}."""
    times, hours = firm["solved"], firm["median_hours"]
    number = format_decimal(hours, "0.#", locale=LOCALES[language]) if hours is not None else ""
    if language == "nl":
        return f"{firm['company']}: {times} keer" + (f", accepteert meestal binnen {number} uur" if number else "")
    often = "once" if times == 1 else f"{times} times"
    return f"{firm['company']}: {often}" + (f", mostly accepts within {number} hours" if number else "")
