"""Where a letter ends and its signature begins: greeting, name, "Verstuurd vanaf mijn iPhone", disclaimer."""

from __future__ import annotations

import re

from ingest.language.phrases import words
from ingest.replies.banners import is_banner
from ingest.replies.signature_phrases import (
    DISCLAIMER,
    GREETING_SHAPE,
    GREETINGS,
    MACHINE,
    NO_NAMES,
    SHORT_GREETINGS,
    THANKS,
    WISHES,
)


def part_signature(lines: list[str], *, letter_above: bool = False) -> tuple[list[str], list[str]]:
    """The lines of the letter and the lines under it. Together they are all of them; the letter may be empty.

    It is empty only where nothing but a machine's line was there ("Verzonden vanuit Outlook voor iOS"), or where these
    lines stand below a quote with the letter above it.
    """
    end = _letter_end(lines, letter_above)
    return lines[:end], lines[end:]


def _letter_end(lines: list[str], letter_above: bool) -> int:
    first = -1 if letter_above else next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    end = _above_disclaimer(lines, first, len(lines))
    end = _above_delimiter(lines, first, end)
    end = _above_machine_lines(lines, end)
    if end <= max(first, 0):
        return 0
    end = _above_closing(lines, first, end)
    named = _above_name(lines, first, end)
    return named if named == end else max(_above_machine_lines(lines, named), first + 1)


def _above_disclaimer(lines: list[str], first: int, end: int) -> int:
    for index in range(max(first + 1, end - _REACH * 2), end):
        if len(lines[index]) > 10 and DISCLAIMER.match(lines[index]):
            return _trimmed(lines, index)
    return end


def _above_delimiter(lines: list[str], first: int, end: int) -> int:
    """RFC 3676 §4.3 wants "-- "; people and programs also draw "--", "---", "____" and "—"."""
    for index in range(max(first + 1, end - _REACH), end):
        mark = lines[index].strip()
        if not mark or mark.strip("-_—–―*=") or mark[0] == "*":
            continue
        below = [line for line in lines[index + 1 : end] if line.strip()]
        if mark in ("--", "—", "–") or (len(below) <= _SHORT and _signs_below_rule(below)):
            return _trimmed(lines, index)
    return end


def _signs_below_rule(below: list[str]) -> bool:
    """What stands under a long rule: a way to reach somebody, a name, or nothing; readings and sentences are text."""
    if not all(map(_may_stand_below, below)) or _goes_on(below):
        return False
    return not below or any(map(_CONTACT.search, below)) or _is_name(below[0], last=False)


def _above_machine_lines(lines: list[str], end: int) -> int:
    """Machines' own lines at the end are left out however many there are; one with text under it is text."""
    end = _above_banner(lines, _trimmed(lines, end))
    while end and is_machine_line(lines[end - 1]):
        end = _trimmed(lines, end - 1)
    return end


def _above_banner(lines: list[str], end: int) -> int:
    """Some gateways write at the foot that a mail is from outside."""
    top = end
    while top and lines[top - 1].strip() and end - top < _SHORT:
        top -= 1
    return _trimmed(lines, top) if top and is_banner(" ".join(lines[top:end])) else end


def is_machine_line(line: str) -> bool:
    """A line some mail program adds of its own accord."""
    text = line.strip(" \t<>()*_[]-–—\u00a0\u200b\u2060\u2063\ufeff")
    return 4 < len(text) < 200 and bool(MACHINE.match(text))


def _above_closing(lines: list[str], first: int, end: int) -> int:
    """The highest greeting line near the end under which nothing but a name, a title or a number stands."""
    for index in range(max(first + 1, end - _REACH), end):
        closing = read_closing(lines[index])
        if closing is None:
            continue
        below = [line for line in lines[index + 1 : end] if line.strip()]
        if len(below) > _SHORT or not all(map(_may_stand_below, below)) or _goes_on(below):
            continue
        if closing == "thanks" and not (below and (_is_name(below[0]) or _is_lone_name(below))):
            continue  # "Bedankt" alone is an answer
        return _trimmed(lines, index)
    return end


def read_closing(line: str) -> str | None:
    """ "greeting" for "Met vriendelijke groet,", "thanks" for "Bedankt,"; None for text."""
    if len(line) > _NARROW:
        return None
    text = " ".join(line.casefold().strip(_ROUND).split())
    if any(_is_greeting(part.strip(_ROUND)) for part in text.split(" / ")):
        return "greeting"
    return "thanks" if text in THANKS else None


def _is_greeting(text: str) -> bool:
    first, _, rest = text.partition(" ")
    known = SHORT_GREETINGS | GREETINGS if first.endswith(",") else SHORT_GREETINGS
    signed = first.strip(",.") in known and rest.count(" ") < 3
    return text in GREETINGS or signed or GREETING_SHAPE.match(text) is not None


def _above_name(lines: list[str], first: int, end: int) -> int:
    """A bare name at the end, with or without lines on how to reach it, under a letter that is more than a greeting."""
    top = end
    for index in range(end - 1, max(first, end - 1 - _SHORT), -1):
        line = lines[index].strip()
        if line and not _may_sign(line):
            break
        if line:
            top = index
    while top < end and not (lines[top].strip() and _is_name(lines[top], last=top == end - 1)):
        top += 1
    above = next((line.strip() for line in reversed(lines[: min(top, end)]) if line.strip()), "")
    if top >= end or not above or not _may_be_signed(lines[max(first, 0) : top], above, lines[top:end]):
        return end
    return _trimmed(lines, top)


def _may_be_signed(letter: list[str], above: str, signed: list[str]) -> bool:
    if signed[0].lstrip()[0] in _DASHES:
        return sum(line.lstrip()[:1] in _DASHES for line in signed if line.strip()) == 1 and above[0] not in _DASHES
    if above[-1] == "," and sum(bool(line.strip()) for line in letter) == 1:
        return False  # "Hallo," and then the one word that was meant
    if above[-1] == ":" or _is_list(above, signed):
        return False  # "U kunt haar bereiken:" and then her name and number
    if above[-1] in _SENTENCE_ENDS or above.casefold() in WISHES:
        return True
    if above.rsplit(" ", 1)[-1].lower() in _OPEN_ENDS:
        return False  # "Het kenteken was" and then "VW Caddy"
    reaches = len(signed) > 1 and any(map(_CONTACT.search, signed))
    return len(above) > _SENTENCE and (reaches or not letter[-1].strip())


def _is_list(above: str, signed: list[str]) -> bool:
    """Whether lines that look like a name and titles are what the letter is about: people at a meeting, an agenda."""
    lines = [line.strip() for line in signed if line.strip()]
    if len(lines) > 1 and _ANNOUNCES.search(above):
        return True
    if any(map(_CONTACT.search, lines)):
        return False
    return len(lines) > _TITLES or (len(lines) > 2 and all(" " not in line for line in lines))


def _trimmed(lines: list[str], end: int) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _may_stand_below(line: str) -> bool:
    return len(line) <= _NARROW or _CONTACT.search(line) is not None


def _goes_on(below: list[str]) -> bool:
    """Whether people wrote on under their greeting: "P.S. ook de lamp is kapot". Beside a way to reach them, slogans
    stand as well; there only who speaks of himself goes on."""
    reached = any(map(_CONTACT.search, below))
    return any(map(_POSTSCRIPT.match, below)) or any(
        sum(word.islower() for word in line.split()) >= _SPOKEN and (not reached or bool(_PERSONAL.search(line)))
        for line in below
    )


def _may_sign(line: str) -> bool:
    """A name, a title, a street, a number: short, and no sentence."""
    if len(line) > _NARROW or ("\t" in line.strip() and not _CONTACT.search(line)):
        return False
    if _is_name(line) or _CONTACT.search(line):
        return len(line.split()) <= _TITLE_WORDS
    return len(line.split()) <= _TITLE_WORDS and not line[0].islower() and line[-1] not in ".!?:;,"


def _is_name(line: str, *, last: bool = True) -> bool:
    """ "Johan", "-johan", "Fatima el Amrani"; on the last line also "Barry Tycholiz - 713-853-1587."."""
    text = line.strip()
    dashed = text[0] in _DASHES
    text = (_NUMBER_AFTER.sub("", text) if last else text).lstrip("-–—~/* ").rstrip(" ,*_-")
    if _INITIALS.fullmatch(text) and text.casefold() not in NO_NAMES:
        return True
    two = _AND.split(text)
    if len(two) == 2 and all(two):
        return any(" " in one for one in two) and all(_is_name(one, last=False) for one in two)
    parts = text.split()
    if not 1 <= len(parts) <= 4 or not 2 < len(text) < 40 or _NO_NAME_SIGNS.search(text) or text.casefold() in NO_NAMES:
        return False
    if dashed:
        return len(parts) <= 2
    capital = all(word[0].isupper() or word in _PARTICLES for word in parts)
    return capital and parts[-1][0].isupper() and (text[-1] != "." or 1 < len(parts[-1]) <= _ABBREVIATED < len(text))


def _is_lone_name(below: list[str]) -> bool:
    """ "johan" without a capital, as the last word under "bedankt"."""
    word = below[-1].strip(" \t.,!-")
    return len(below) == 1 and word.isalpha() and 2 < len(word) < 12 and word.casefold() not in NO_NAMES


_REACH = 24  # lines from the end in which a signature may begin
_SHORT = 9  # lines a signature may have under its first
_NARROW = 72  # characters of such a line
_SENTENCE = 24  # characters from which a line is taken for a sentence
_SENTENCE_ENDS = ".!?,;)…\"'"
_TITLE_WORDS = 7
_DASHES = "-–—~"
_TITLES = 4  # lines of a signature without a way to reach its writer
_ABBREVIATED = 4  # characters of a last part with a full stop: "Karen W.", "Piet Vos jr."
_SPOKEN = 4  # words in lower case that make a line a sentence
_POSTSCRIPT = re.compile(r"\s*(?:p\.?\s?s\b|nb\b|n\.b\.)", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]{2,3}|(?:[A-Z]\.){2,3}")
_AND = re.compile(r"\s(?:&|and|en|und)\s")
_PERSONAL = re.compile(r"\b(?:ik|mijn|mij|i|my|me|ich|mein\w?)\b", re.IGNORECASE)
_ANNOUNCES = re.compile(
    r"\b(?:following|below|as follows|these|volgende|onderstaande|hieronder|als volgt|folgende[nrs]?|suivante?s?)\b",
    re.IGNORECASE,
)
_OPEN_ENDS = words(
    "is was een de het en of van op in met voor naar bij zijn heet the a an and or of on at for are by to der"
)
_ROUND = " \t,.!*_~-–—\u00a0:)/🎉😊🙂👍☺️"
_PARTICLES = words("van de der den het ter von zu el al la le du da di y")
_NO_NAME_SIGNS = re.compile(r"[\d@/\\<>()\[\]{}=+:;!?#%&\"“”_|€$*]")
_NUMBER_AFTER = re.compile(r"\s[-–—|,]?\s*(?:tel\.?\s*)?\(?\+?\d[\d\s().-]{5,}$|\s+[x#]?\d{3,}$", re.IGNORECASE)
_CONTACT = re.compile(
    r"\d{3}[\s.)-]{1,2}\d{2}|\b0\d[\d\s-]{7,}|\+\d{2}|@|\bwww\.|https?:|^[x#] ?\d[\d-]{2,}$|^\d-\d{4}$"
    r"|\b(?:tel|tél|fax|mob|mobile|mobiel|phone|ext|e-?mail|kvk|btw|vat|iban)\b",
    re.IGNORECASE,
)
