"""The colour of a desk, kept readable: whoever chooses yellow gets a yellow that white can be read on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

ENOUGH = 4.5  # WCAG 2.2 AA, of text on what lies below it
WHITE, PAPER, DESK = "#fffdf8", "#faf7ef", "#f1ecdf"  # by day, as static/postbon.css has them
NIGHT, NIGHT_SHEET, NIGHT_INK = "#181b17", "#20241f", "#10210f"
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


@dataclass(frozen=True, slots=True)
class HouseColours:
    """day: under white, and as text on paper · night: under dark ink, and as text on the paper of the night ·
    deep, night_deep: the same, pressed."""

    day: str
    deep: str
    night: str
    night_deep: str


GREEN = HouseColours("#2b5a38", "#1f4529", "#a3d09a", "#bfe3b6")


def read_colour(words: str) -> str:
    """ "#abc" or "AABBCC" as "#aabbcc". Raises ValueError."""
    if not (found := _HEX.fullmatch(words.strip())):
        raise ValueError(words)
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


@cache
def house_colours(colour: str) -> HouseColours:
    """Those of the desk that chose this colour (as read_colour has it), Postbon's green where it chose none. What
    cannot be read is made darker for the day and lighter for the night, no more than is needed."""
    if not colour:
        return GREEN
    day = _towards(colour, "#000000", (WHITE, PAPER, DESK))
    night = _towards(colour, "#ffffff", (NIGHT, NIGHT_SHEET, NIGHT_INK))
    return HouseColours(day, _mix(day, "#000000", 0.25), night, _mix(night, "#ffffff", 0.3))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _towards(colour: str, end: str, below: tuple[str, ...]) -> str:
    steps = (_mix(colour, end, step / 50) for step in range(51))
    return next(mixed for mixed in steps if all(contrast(mixed, ground) >= ENOUGH for ground in below))


def _mix(colour: str, other: str, part: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(here + (there - here) * part):02x}" for here, there in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
