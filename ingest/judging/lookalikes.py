"""Sender domains that resemble one we know, and are another: de1inde for delinde, dekraan-administratie for dekraan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.language.spelling import one_slip

MIN_NAME = 5  # letters; shorter names resemble each other by chance


@dataclass(frozen=True, slots=True)
class LookAlike:
    domain: str
    resembles: str


def find_look_alike(domain: str, known: Iterable[str]) -> LookAlike | None:
    """The known domain this one resembles; None for a known domain, its subdomains, and all that resemble nothing."""
    known = sorted(known)
    if not domain or any(domain == one or domain.endswith(f".{one}") for one in known):
        return None
    for one in known:
        name = one.partition(".")[0]
        if len(name) >= MIN_NAME and any(_resembles(label, name) for label in _own_labels(domain, one)):
            return LookAlike(domain, one)
    return None


def _own_labels(domain: str, other: str) -> list[str]:
    """The labels of the domain that are not the other's ending: [dekraan-administratie] of …example.nl."""
    labels, others = domain.split("."), other.split(".")
    while labels and others and labels[-1] == others[-1]:
        labels.pop()
        others.pop()
    return [label for label in labels if len(label) >= MIN_NAME]


def _resembles(label: str, name: str) -> bool:
    """Drawn alike, one letter apart, or the name with something joined to it. The very name under another ending is
    common among firms (.nl and .com), and is left alone."""
    if label == name:
        return False
    drawn, as_name = _drawn(label), _drawn(name)
    return as_name in (drawn, *drawn.split("-")) or name in label.split("-") or _is_misspelt(drawn, as_name)


def _is_misspelt(label: str, name: str) -> bool:
    """One slip apart, of names long enough that it is no chance."""
    return min(len(label), len(name)) >= MIN_NAME + 2 and one_slip(label, name)


def _drawn(label: str) -> str:
    """How it looks: 1, i and l are one stroke, 0 is o, rn is m; Cyrillic twins of Latin letters."""
    if label.startswith("xn--"):
        try:
            label = label.encode("ascii").decode("idna")
        except UnicodeError:
            return label
    for shape, letter in _SHAPES:
        label = label.replace(shape, letter)
    return label.translate(_TWINS)


_SHAPES = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_TWINS = str.maketrans("1i0|5аеорсухіѕɡ", "llol" + "saeopcyxlsg")
