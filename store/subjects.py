"""What programs put before a subject: "Re:", "Doorst:", "[T-2026-00042]". Reading may use it: it names no table."""

from __future__ import annotations

import re


def plain_subject(subject: str) -> str:
    """The subject less its Re:, Fwd:, Antw: …"""
    return " ".join(_ANSWERS.sub("", subject).split())


def bare_subject(subject: str) -> str:
    """The subject less all that was put before it, [marks in brackets] too, and a gateway's mark behind it."""
    return " ".join(_MARKED.sub("", subject[len(prefixes_of(subject)) :]).split()).strip(" -–:.,")


def prefixes_of(subject: str) -> str:
    """All that was put before a subject, as it stands there: "Re: [OB-2026-00033] "."""
    found = _PREFIXES.match(subject)
    return found[0] if found else ""


def is_answer(subject: str) -> bool:
    """Whether it answers or passes on another mail's subject."""
    return bool(_ANSWERED.match(subject))


def is_forward(subject: str) -> bool:
    """Whether it passes on another mail's subject: "FW:", "Doorst:", "[list] WG:", "TR:"."""
    return bool(_FORWARDED.match(subject))


_ANSWER = "re|aw|antw|antwoord|sv|vs|odp|r|rif"
_FORWARD = "fwd?|doorst|wg|tr|rv"
_ABOUT = "ref|betreft|betr"
_ONE = rf"(?:{_ANSWER}|{_FORWARD}|{_ABOUT})\s*(?:\[\d+\])?\s*:"
_ANSWERS = re.compile(rf"^\s*(?:{_ONE}\s*)+", re.IGNORECASE)
# What a gateway puts there: "[EXTERN]", "*EXTERNAL*", "(ext)", "EXTERN:", "***SPAM***".
_GATEWAY = r"(?:ext|extern(?:al|e)?|spam\??)(?: (?:e-?mail|mail|sender|afzender|bericht|message))?"
_TAG = rf"\*{{1,4}}\s*{_GATEWAY}\s*\*{{1,4}}|\(\s*{_GATEWAY}\s*\)|{_GATEWAY}\s*:"
_PREFIXES = re.compile(rf"^(?:\s*(?:{_ONE}|\[[^\]]{{0,60}}\]|{_TAG}))+\s*", re.IGNORECASE)
_MARKED = re.compile(rf"\s*[\[(*]\s*{_GATEWAY}\s*[\])*]\s*$", re.IGNORECASE)
_ANSWERED = re.compile(rf"\s*(?:{_ANSWER}|{_FORWARD})\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
# Below, letters that mean "passed on" in one language and nothing in most; a header block must stand in the text too.
_FORWARDED = re.compile(
    rf"\s*(?:\[[^\]]*\]\s*)*(?:{_FORWARD}|i|enc|vb|vs|pd|fs|továbbítás|轉寄|转发)\s*:", re.IGNORECASE
)


def number_of_theirs(subject: str) -> str:
    """The number that another program put into a subject beside ours: "LM-88213" of "[LM-88213] Re: [OB-2026-00031] …";
    "" where there is none, or several."""
    found = {number for number in _BRACKETED.findall(subject) if not _OURS.fullmatch(number)}
    return found.pop() if len(found) == 1 else ""


_BRACKETED = re.compile(r"\[((?:[A-Za-z]{1,8}[-#]?)?\d[\dA-Za-z-]{2,15})\]")
_OURS = re.compile(r"(?:T|OB)-\d{4}-\d{5}|M-\d+")
