"""Words staff should see before a text goes to a service party: free text is where privacy leaks (constraints 5.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS: dict[str, tuple[str, ...]] = {
    "health": (
        *("ziek", "ziekte", "ziekenhuis", "kanker", "zwanger", "depressi\\w*", "dement\\w*", "rolstoel", "astma"),
        *(
            "longziekte",
            "medicijn\\w*",
            "arts",
            "huisarts",
            "psych\\w*",
            "verslaa?f\\w*",
            "gehandicapt\\w*",
            "chemo\\w*",
        ),
        *("ill", "illness", "hospital", "cancer", "pregnan\\w*", "wheelchair", "asthma", "medication", "disab\\w+"),
    ),
    "religion": (
        *("moskee", "kerk", "synagoge", "moslim\\w*", "islam\\w*", "joods\\w*", "christen\\w*", "ramadan", "bidden"),
        *("mosque", "church", "synagogue", "muslim\\w*", "jewish", "christian", "prayer"),
    ),
    "police": (
        *(
            "politie",
            "aangifte",
            "huiselijk geweld",
            "mishandel\\w*",
            "bedreig\\w*",
            "stalk\\w*",
            "contactverbod",
            "drugs",
        ),
        *("police", "domestic violence", "abus\\w+", "threaten\\w*", "restraining order", "arrest\\w*"),
    ),
    "absence": (
        *("vakantie", "op reis", "niet thuis", "afwezig", "weken weg", "weekje weg", "huis is leeg", "huis staat leeg"),
        *("on holiday", "on vacation", "away for", "not at home", "house is empty", "out of the country"),
    ),
    "codes": (
        *("alarmcode", "sleutelcode", "toegangscode", "deurcode", "pincode", "code\\W{0,3}(?:is\\W{0,2})?\\d{3,}"),
        *(
            "alarm code",
            "key code",
            "access code",
            "door code",
            "pin code",
            "sleutel (?:ligt|zit|onder)",
            "key is (?:under|in)",
        ),
    ),
}
_PATTERNS = {kind: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) for kind, words in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Sensitive:
    """kind: health, religion, police, absence or codes · start, end: where in the text."""

    kind: str
    word: str
    start: int
    end: int


def sensitive_words(text: str) -> list[Sensitive]:
    """What in this text may be private, in the order it stands there. A hint for staff, never a decision."""
    found = [
        Sensitive(kind, match.group(), match.start(), match.end())
        for kind, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda one: (one.start, one.end))
