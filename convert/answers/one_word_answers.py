"""The words we ask for: three of a service party, yes or no of a reporter.

Only a whole text that is just such a word acts; more is a comment. Dots behind it are doubt.
"""

from __future__ import annotations

import re

from config.plain_text import normalised
from store.words import Deed

MAX_ANSWER = 300  # characters
_WORDS = {
    "akkoord": Deed.ACCEPT,
    "accept": Deed.ACCEPT,
    "accepted": Deed.ACCEPT,
    "weigeren": Deed.REFUSE,
    "refuse": Deed.REFUSE,
    "refused": Deed.REFUSE,
    "voltooid": Deed.COMPLETE,
    "complete": Deed.COMPLETE,
    "completed": Deed.COMPLETE,
}
_ANSWERS = {"ja": True, "yes": True, "nee": False, "no": False}
# A greeting says nothing, before the word or after it; with a name it is a line of its own.
_GREETING = re.compile(
    r"^(?:beste|geachte|dag|hallo|hoi|hi|hello|dear|goede?n?(?:morgen|middag|avond|dag)|good (?:morning|afternoon|day))"
    r"\b[^,\n]{0,40}(?:,|\n|$)\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,.!]*\n?\s*\b(?:met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|groet(?:en|jes)?|gr|mvg|bedankt|dank"
    r"|(?:kind |best )?regards|thanks|cheers)\b[\s,.!]*(?:\n[^\n]{0,60}){0,2}\s*$",
    re.IGNORECASE,
)
# A greeting or a closing that takes something back is more than that.
_TAKES_BACK = re.compile(
    r"\b(?:niet|geen|nee|nooit|nog|pas|maar|mits|als|indien|zodra|tenzij|behalve|alleen|zonder|eerst|weiger\w*|wij|we|ik"
    r"|not|no|never|but|if|unless|only|when|once|without|first|provided|refuse\w*|i)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"\.\s*\.|…|[:;][-^o]?[()|/\\]")  # "akkoord...", "akkoord :("
_AROUND = " \t\r\n.,;:!-–—*_\"'«»“”‘’()"


def asked_word(text: str) -> Deed | None:
    """The deed when the text is just the asked word, punctuation and greeting apart; None for anything more.

    A question mark makes it a question, so it is no punctuation here.
    """
    return _WORDS.get(_bare(text))


def asked_answer(text: str) -> bool | None:
    """ "Is het opgelost?": yes, no, or None where the text says anything more."""
    return _ANSWERS.get(_bare(text))


def _bare(text: str) -> str:
    """The text less greeting and closing; "" where it is too long, or where those say something of their own."""
    words = text.strip()
    if len(words) > MAX_ANSWER or _DOUBT.search(words):
        return ""
    words = normalised(words, "NFKC")
    greeting = _GREETING.match(words)
    words = words[greeting.end() :] if greeting else words
    closing = _CLOSING.search(words)
    words = words[: closing.start()] if closing else words
    if any(found and _TAKES_BACK.search(found.group()) for found in (greeting, closing)):
        return ""
    return words.strip(_AROUND).casefold()
