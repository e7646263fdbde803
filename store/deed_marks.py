"""Addresses that mean one deed of one recipient: `melding+token-a…@`. Whoever sends anything to one has said that word.

A mark is derived from the desk's secret, the recipient's reference token and what the word is about, so that it needs
no row, and nobody makes one from another. It says what is meant; who may do it is judged as for any answer.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

# The word, and its letter in the address.
WORDS = {
    "accept": "a", "refuse": "r", "complete": "c",
    "solved": "s", "not_solved": "u",
    "suits": "y", "unsuited": "n", "slot_1": "1", "slot_2": "2", "slot_3": "3",
}  # fmt: skip
_LETTERS = {letter: word for word, letter in WORDS.items()}
MARK = re.compile(r"(?P<token>[a-z2-7]{26})-(?P<letter>[a-z1-9])(?P<proof>[a-z2-7]{13})")
LONGEST_LOCAL_PART = 64  # RFC 5321 §4.5.3.1.1


def deed_mark(secret: bytes, token: str, word: str, about: str = "") -> str:
    """What stands behind the plus. about: what the word answers, where it may change (`time_of`)."""
    letter = WORDS[word]
    proof = hmac.digest(secret, f"deed:{token}:{letter}:{about}".encode(), "sha256")[:8]
    return f"{token}-{letter}{base64.b32encode(proof).decode().rstrip('=').lower()}"


def word_of_mark(secret: bytes, token: str, marks: Iterable[str], about: str = "") -> str:
    """The one word these marks mean for the holder of the token; "" where none is ours, or two say different things."""
    found = [match for mark in marks if (match := MARK.fullmatch(mark)) and match["token"] == token]
    words = {_LETTERS[match["letter"]] for match in found if match["letter"] in _LETTERS}
    proven = {word for word in words if deed_mark(secret, token, word, about) in {match[0] for match in found}}
    return proven.pop() if len(proven) == len(words) == 1 else ""


def word_claimed(mark: str) -> str:
    """The word a mark says it means, proven or not; "" where it is none."""
    match = MARK.fullmatch(mark)
    return _LETTERS.get(match["letter"], "") if match else ""


def time_of(appointment: Mapping[str, Any]) -> str:
    """Which proposal a yes or no is about: another time is another question."""
    slots = appointment.get("slots") or [{"starts": appointment["starts"] or appointment["text"]}]
    return " ".join(_plain(slot["starts"]) for slot in slots)


def _plain(starts: str) -> str:
    return datetime.fromisoformat(starts).astimezone(UTC).isoformat() if "T" in starts else starts
