"""Marks that turn the direction of text (UAX #9 §2): with one of them an .exe looks like a .pdf."""

from __future__ import annotations

_MARKS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def without_direction_marks(name: str) -> str:
    """A name its sender chose, less what makes it look like another. Letters of right-to-left scripts stay: they turn
    by themselves."""
    return name.translate(_MARKS)
