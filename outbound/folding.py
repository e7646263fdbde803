"""Several events for one person within a few minutes become one letter. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from outbound.delivery_policy import POSTING_RULES
from store.words import LetterKind


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter that waits, as far as folding is concerned."""

    id: int
    kind: LetterKind
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Folded:
    """carrier: the letter that leaves now · carried: whose news travels in it, oldest first."""

    carrier: int
    carried: tuple[int, ...]


def fold(due: WaitingLetter, others: Sequence[WaitingLetter]) -> Folded:
    """Decide what leaves now that `due` may leave, given what else is due for the same person in the same thread.

    What asks for something, or must be found again by itself, always leaves as a letter of its own (its posting rule);
    it may carry news. News travels in the latest such letter, or else in the latest news.
    """
    events = sorted((due, *others), key=lambda event: (event.created_at, event.id))
    news = [event for event in events if POSTING_RULES[event.kind].folds]
    alone = [event for event in events if not POSTING_RULES[event.kind].folds]
    carrier = due if due in alone else (alone or news)[-1]
    return Folded(carrier.id, tuple(event.id for event in news if event is not carrier))
