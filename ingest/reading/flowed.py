"""Plain text whose lines were wrapped for the wire (RFC 3676)."""

from __future__ import annotations

import re


def unwrap(text: str, *, delete_space: bool) -> str:
    """Lines of format=flowed joined into paragraphs (RFC 3676 §4); with DelSp the trailing blank goes (§4.1).

    A line is joined to the next of the same quote depth; the signature line "-- " never is (§4.3).
    """
    done: list[str] = []
    depth, paragraph, flowing = 0, "", False
    for line in text.split("\n"):
        marks = _QUOTE.match(line)
        quoted = marks.end() if marks else 0
        words = line[quoted:].removeprefix(" ")  # space-stuffed (§4.4)
        flows = words.endswith(" ") and words != "-- "
        if flowing and quoted == depth and words != "-- ":
            paragraph += words
        else:
            if flowing:
                done.append(_margin(depth) + paragraph)
            depth, paragraph = quoted, words
        flowing = flows
        if flows:
            paragraph = paragraph[:-1] if delete_space else paragraph
        else:
            done.append(_margin(depth) + paragraph)
    if flowing:
        done.append(_margin(depth) + paragraph)
    return "\n".join(done)


_QUOTE = re.compile(r">+")


def _margin(depth: int) -> str:
    return ">" * depth + " " if depth else ""
