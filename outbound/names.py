"""What our English keys are called in a letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal

from config.language import locale_of
from config.settings import Language
from config.words import Text
from store.wording import words_of
from store.words import Phase, Priority, Region

WORDS: dict[str, Text] = {
    **words_of(Phase),
    **words_of(Priority),
    **words_of(Region),
    # reasons to refuse
    "no_time": Text("no time"),
    "not_our_trade": Text("not our trade"),
    "outside_region": Text("outside our region"),
    "warranty": Text("somebody else's warranty"),
    "too_expensive": Text("too expensive"),
    "wrong_details": Text("address or details are wrong"),
    "other": Text("another reason"),
    # evidence that is asked for
    "photo": Text("photos before and after"),
    "report": Text("measurement report"),
    "signature": Text("signature", context="evidence"),
}


def word_for(key: str, language: Language) -> str:
    """The word of a phase, a priority, a reason or a piece of evidence; what staff set up under other names is kept."""
    return WORDS[key].in_(language) if key in WORDS else key


def suggestion(firm: Mapping[str, Any], language: Language) -> str:
    """One firm that could do it instead: {company, solved, median_hours or None}."""
    times, hours = firm["solved"], firm["median_hours"]
    words = Text("%(company)s: once", plural="%(company)s: %(count)s times", company=firm["company"], count=times)
    if hours is None:
        return words.in_(language)
    number = format_decimal(hours, "0.#", locale=locale_of(language))
    accepts = Text(
        "%(firm)s, mostly accepts within an hour",
        plural="%(firm)s, mostly accepts within %(hours)s hours",
        count=1 if hours == 1 else 2,  # one and a half is more than one
    )
    return accepts.filled(firm=words, hours=number).in_(language)
