"""The words we ask for: three of a service party, yes or no of a reporter.

Only a whole text that is just such a word acts; more is a comment.
"""

from __future__ import annotations

import re
import unicodedata

from store.words import Deed

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
    said = unicodedata.normalize("NFKC", text).strip()
    if len(said) > 300:
        return ""
    return _CLOSING.sub("", _GREETING.sub("", said, count=1), count=1).strip(_AROUND).casefold()
