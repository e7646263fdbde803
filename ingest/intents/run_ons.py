"""A clause that is several: sentences with nothing between them, with "and", or with "but" after a visit."""

from __future__ import annotations

import re

from ingest.intents import party_phrases, reporter_phrases
from ingest.intents.intent import Speaker
from ingest.intents.lexicon import strange_words
from ingest.intents.phrases import HARMLESS, Phrases
from ingest.intents.reasons import goes_with
from ingest.intents.sentences import read_dated, read_state
from ingest.intents.sparing import SparingPattern, any_of

GOES_WELL = SparingPattern(r"(?:dat |het )?komt (?:allemaal |helemaal |wel )*goed(?: hoor)?(?: ingrid| joh)?")
YES = any_of(
    r"(?:ja|yes|yep|oui)(?: (?:prima|graag|is goed|please|fine|of course|natuurlijk))?|"
    r"jazeker|jawel|tuurlijk|geregeld|sure(?: thing)?|of course|met plezier"
)  # beside a deed


def joined(clause: str, table: Phrases) -> list[str]:
    """Clauses joined by "and", where each says something of its own: "ontvangen en akkoord"."""
    parts = [part for part in _AND.pattern.split(clause) if part] if _AND.search(clause) else []
    if len(parts) < 2 or _BETWEEN.search(clause) or strange_words(clause) > _STRANGE or table.whole(clause):
        return [clause]
    understood = (
        HARMLESS.fullmatch(part)
        or (table is party_phrases.TABLE and party_phrases.BEGUN.fullmatch(part))
        or (read_dated(part, None) if table is party_phrases.TABLE else read_state(part))
        or table.whole(part)
        or table.take(part)[0] == ""
        or any(goes_with(part, speaker) for speaker in Speaker)
        for part in parts
    )
    return parts if all(understood) else [clause]


def after_visit(clause: str) -> str:
    """What is told after "the fitter came but ..."."""
    before, but, after = clause.partition(" maar " if " maar " in clause else " but ")
    return after if but and reporter_phrases.CAME.fullmatch(before) else clause


def run_on(clause: str) -> list[str]:
    """Sentences with nothing between them, where each is one of ours as it stands: "is goed we komen vrijdag"."""
    if len(clause) > _LONGEST_RUN or not (begins := list(_BEGINS.finditer(clause))) or _is_whole(clause):
        return [clause]
    for begin in begins:
        first, rest = clause[: begin.start()], clause[begin.end() :]
        if (
            not _OPEN_ENDED.fullmatch(first)
            and _is_whole(first)
            and ((parts := run_on(rest)) != [rest] or _is_whole(rest))
        ):
            return [first, *parts]
    return [clause]


def _is_whole(part: str) -> bool:
    return bool(
        read_dated(part, None) or party_phrases.TABLE.whole(part) or party_phrases.TABLE.take(part)[0] == "" or HARMLESS.fullmatch(part)
        or goes_with(part, Speaker.PARTY) or GOES_WELL.fullmatch(part) or YES.fullmatch(part)
    )  # fmt: skip


_LONGEST_RUN = 100
_STRANGE = 8  # words: a story, of which no part is understood
_OPEN_ENDED = re.compile(
    r"(?:.* )?(?:ben|zijn|ga|gaan|zit|zitten|am|are|i'm|we're|is|was|heb|hebben|kan|kunnen)(?: (?:ik|wij|we))?"
)
_BEGINS = re.compile(
    r" (?=(?:ik|k|wij|we|i|i'll|we'll|i'm|we're|(?:de |onze |our )?(?:monteur|collega|engineer)|kom|komt|komen|ben|staan?|zitten|zijn|doen|gaan|zullen|"
    r"alles|werkt|brandt|draait|loopt|sluit|lekt|doet|spoelt|works|working|zit|te|too|see|sorry|helaas|bedankt|thanks|geen|no|nee|took)(?![\w'-]))"
    r"(?<! en )(?<! and )"
)
_BETWEEN = SparingPattern(r"\b(?:tussen|between) [\d:.]+ ?(?:uur )?(?:en|and) \d")
_AND = any_of(r" (?:en|and|und|et) | (?=(?:bedankt|dank u|dank je|dankje|thx|thanks|thank you|merci)$)")
