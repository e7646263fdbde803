"""Hearing that somebody asks for their rights over their data (GDPR art. 15 and 17), in Dutch and English.

It starts a clock of a month and decides nothing. What is about one mail, photo or number of theirs is no such request.
"""

from __future__ import annotations

import re

from ingest.language.phrases import alternatives


def find_privacy_request(text: str) -> str:
    """erase, access, or "" where neither is asked for. Reads the first 5,000 characters."""
    words = text[:5_000].casefold()
    if not any(cue in words for cue in _CUES) and not _EVERYTHING.search(words):
        return ""  # as nearly all mails: the patterns below take longer
    words = _DONE.sub(" ", re.sub(r"\s+", " ", words))
    return "erase" if _ERASE.search(words) else "access" if _ACCESS.search(words) else ""


# One of these stands in whatever the patterns find.
_CUES = (
    *("gegevens", "data", "informati", "account", "my details", "systeem", "systemen", "bestand", "administratie"),
    *("record", "system", "files", "avg", "gdpr", "vergete", "right ", "inzage", "subject access"),
)
_EVERYTHING = re.compile(r"\b(?:alles|all|everything)\b")
_MY_DATA = (
    r"(?:al |alle |all |van )*(?:mijn|m'n|my|mij|me|ons|onze|our) (?:[a-zé]+ ){0,2}"
    r"(?:persoons?|klant|account)?(?:gegevens|data|informatie|information|account)\b"
)
_GO = (
    r"(?:verwijder(?:en|t|d|ing)?|(?:ge)?wis(?:sen|sing|t)?|vernietig(?:en|t|d|ing)?"
    r"|delete[nd]?|deletion|erased?|erasure|removed?|removal)"
)
_OUT = rf"(?:{_GO}|haal|halen|gehaald|schrap(?:pen)?|geschrapt|take)"
_FILES = r"(?:systeem|systemen|bestand(?:en)?|administratie|database|records?|systems?|files)\b"
_ALL, _OF_ME = r"(?:alles|all|everything)", r"(?:van|over|about|of|on) (?:mij|me)"
_NEAR = r"[^.!?]{0,40}"
_OUT_OF = rf"(?:uit|from|out of) (?:al |all )?(?:uw|jullie|je|het|de|your|the) {_FILES}"
_FROM = rf"(?:mij|me|ons|us|{_MY_DATA}|my details)\b{_NEAR}\b{_OUT_OF}"
# What somebody tells that was done: a thermostat's data, after a repair.
_DONE = re.compile(
    rf"""\b(?:heeft|hebben|hebt|heb|has|had)\b{_NEAR}
    \b(?:verwijderd|gewist|vernietigd|deleted|erased|removed)\b(?!\ (?:te\ )?worden)""",
    re.VERBOSE,
)
_ERASE = alternatives(rf"""
    \b{_GO}\b{_NEAR}\b{_MY_DATA}
    \b{_MY_DATA}{_NEAR}\b{_GO}\b
    \b{_OUT}\b{_NEAR}\b{_FROM}
    \b{_FROM}{_NEAR}\b{_OUT}\b
    \bmy details\b{_NEAR}\b{_GO}\b{_NEAR}\b{_OUT_OF}
    \b{_ALL}\b{_NEAR}\b{_OF_ME}\b{_NEAR}\b{_GO}\b
    \b{_GO}\b{_NEAR}\b{_ALL}\b{_NEAR}\b{_OF_ME}\b
    \b(?:recht op (?:vergetelheid|gegevenswissing)|vergeten (?:te )?worden|right to (?:be forgotten|erasure))\b
    \b(?:artikel|art\.?|article) 17\b{_NEAR}\b(?:avg|gdpr)\b
    \b(?:avg|gdpr)[- ]?(?:verwijder(?:ings)?|erasure|deletion)[- ]?(?:verzoek|request)\b
""")
_ACCESS = alternatives(rf"""
    \b(?:inzage|inzien|access|kopie|copy)\b{_NEAR}\b{_MY_DATA}
    \b(?:inzageverzoek|recht op inzage|subject access request|right of access)\b
    \b(?:inzage|kopie|copy|overzicht|overview)\b{_NEAR}\b(?:gegevens|data|information|informatie)\b{_NEAR}{_OF_ME}\b
    \bwelke (?:persoons)?gegevens\b{_NEAR}\bvan (?:mij|ons)\b
    \b(?:what|which) (?:personal )?(?:data|information)\b{_NEAR}\b(?:about|on|of) (?:me|us)\b
    \b(?:artikel|art\.?|article) 15\b{_NEAR}\b(?:avg|gdpr)\b
    \b(?:avg|gdpr)[- ]?(?:verzoek|request)\b
""")
