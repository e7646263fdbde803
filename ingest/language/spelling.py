"""Words as they were meant: without capitals and accents, and though one letter is wrong, missing or swapped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator


def fold(text: str) -> str:
    """Lower case without accents: "Één" and "een" are one word."""
    lowered = text.lower()
    return lowered if lowered.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", lowered))


def nearest(word: str, known: Iterable[str]) -> str:
    """The first known word at most one slip away from `word`, "" where there is none."""
    return next(all_near(word, known), "")


def all_near(word: str, known: Iterable[str]) -> Iterator[str]:
    """The known words at most one slip away from `word`."""
    return (other for other in known if abs(len(other) - len(word)) <= 1 and one_slip(word, other))


def one_slip(word: str, other: str) -> bool:
    """Whether one letter changed, added, left out or swapped with its neighbour makes one word the other."""
    if len(word) > len(other):
        word, other = other, word
    if len(other) - len(word) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(word))
    if len(word) < len(other):
        return word[same:] == other[same + 1 :]
    swapped = word[same : same + 2] == other[same : same + 2][::-1] and word[same + 2 :] == other[same + 2 :]
    return swapped or word[same + 1 :] == other[same + 1 :]


_ACCENT = re.compile("[\u0300-\u036f]+")
