"""Reading our tables of words: they are written as text, one language a line where it can be."""

from __future__ import annotations

import re


def words(table: str) -> frozenset[str]:
    """The words of a table, parted by white space, case folded."""
    return frozenset(table.casefold().split())


def phrases(table: str) -> frozenset[str]:
    """The phrases of a table, parted by "·" and line ends, case folded."""
    return frozenset(phrase for piece in re.split(r"[·\n]", table.casefold()) if (phrase := piece.strip()))


def alternatives(table: str, flags: int = re.IGNORECASE | re.MULTILINE) -> re.Pattern[str]:
    """One pattern that matches any line of a table of patterns."""
    return re.compile("|".join(line.strip() for line in table.splitlines() if line.strip()), flags)
