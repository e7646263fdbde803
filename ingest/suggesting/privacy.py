"""Hearing that somebody asks for their rights over their data (GDPR art. 15 and 17), in Dutch and English.

It starts a clock of a month and decides nothing. What is about one mail, photo or number of theirs is no such request.
"""

from __future__ import annotations

import re

from ingest.language.phrases import alternatives


def find_privacy_request(text: str) -> str:
    """erase, access, or "" where neither is asked for. Reads the first 5,000 characters."""
    words = re.sub(r"\s+", " ", text[:5_000]).casefold()
    return "erase" if _ERASE.search(words) else "access" if _ACCESS.search(words) else ""


_MY_DATA = (
    r"(?:al |alle |all |van )*(?:mijn|m'n|my|mij|me|ons|onze|our) (?:[a-zé]+ ){0,2}"
    r"(?:persoons?|klant|account)?(?:gegevens|data|informatie|information|account)\b"
)
_GO = r"(?:verwijder(?:en|t|d)?|(?:ge)?wis(?:sen|t)?|vernietig(?:en|t|d)?|deleted?|erased?|removed?)"
_ALL, _OF_ME = r"(?:alles|all|everything)", r"(?:van|over|about|of|on) (?:mij|me)"
_NEAR = r"[^.!?]{0,40}"
_ERASE = alternatives(rf"""
    \b{_GO}\b{_NEAR}\b{_MY_DATA}
    \b{_MY_DATA}{_NEAR}\b{_GO}\b
    \b{_ALL}\b{_NEAR}\b{_OF_ME}\b{_NEAR}\b{_GO}\b
    \b{_GO}\b{_NEAR}\b{_ALL}\b{_NEAR}\b{_OF_ME}\b
    \b(?:recht op (?:vergetelheid|gegevenswissing)|vergeten (?:te )?worden|right to (?:be forgotten|erasure))\b
    \b(?:artikel|art\.?|article) 17\b{_NEAR}\b(?:avg|gdpr)\b
    \b(?:avg|gdpr)[- ]?(?:verwijder(?:ings)?|erasure|deletion)[- ]?(?:verzoek|request)\b
""")
_ACCESS = alternatives(rf"""
    \b(?:inzage|inzien|access|kopie|copy)\b{_NEAR}\b{_MY_DATA}
    \b(?:inzageverzoek|recht op inzage|subject access request|right of access)\b
    \bwelke (?:persoons)?gegevens\b{_NEAR}\bvan (?:mij|ons)\b
    \b(?:what|which) (?:personal )?(?:data|information)\b{_NEAR}\b(?:about|on|of) (?:me|us)\b
    \b(?:artikel|art\.?|article) 15\b{_NEAR}\b(?:avg|gdpr)\b
    \b(?:avg|gdpr)[- ]?(?:verzoek|request)\b
""")
