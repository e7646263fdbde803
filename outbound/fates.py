"""What becomes of a letter, from the server's answer (RFC 5321 §4.2.1). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from store.words import LetterState

# Growing pauses between attempts, two days of them in all (RFC 5321 §4.5.4.1 asks for days, not hours). A server that
# is not there at all is no attempt.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, *[180] * 15))


class Stage(StrEnum):
    """How far the conversation with the server came."""

    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # the letter itself went over the wire, or may have


@dataclass(frozen=True, slots=True)
class Fate:
    """state   SENT, WAITING, RETURNED or UNKNOWN
    pause   before the next attempt, where it waits
    """

    state: LetterState
    pause: timedelta = timedelta()


def fate(code: int | None, stage: Stage, *, attempts: int) -> Fate:
    """Read the server's answer to a letter.

    code      None where the connection ended without one
    attempts  with this one
    """
    if stage is Stage.DATA:
        if code is None:
            return Fate(LetterState.UNKNOWN)  # it may have arrived: only a person decides to send it again
        if 200 <= code < 300:
            return Fate(LetterState.SENT)
    # What is refused before a recipient is named is about us (a log-in, our sender address), not about the recipient:
    # it can be mended here, and then the letter should still go out.
    if code is not None and code >= 500 and stage in (Stage.RCPT, Stage.DATA):
        return Fate(LetterState.RETURNED)
    if attempts > len(PAUSES):
        return Fate(LetterState.RETURNED)
    return Fate(LetterState.WAITING, PAUSES[attempts - 1])


def blames_address(stage: Stage, text: str) -> bool:
    """Whether a refusal is about the address and not about this letter, as when it is too large (RFC 3463 §3)."""
    status = re.search(r"\b5\.(\d{1,3})\.\d{1,3}\b", text)
    return status[1] in ("1", "2") if status else stage is Stage.RCPT
