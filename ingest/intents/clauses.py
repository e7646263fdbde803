"""A text as clauses of plain words: greeting, closing and what nobody sees are taken out."""

from __future__ import annotations

import re
import unicodedata

from config.plain_text import normalised
from ingest.intents.guards import doubt_in
from ingest.intents.phrases import CLOSING, GREETING, NEUTRAL


def plain_text(text: str) -> str:
    """Lower case without accents, invisible characters and skin tones; lines stay."""
    decomposed = normalised(text.replace("\xad", ""), "NFKD")
    kept = (sign for sign in decomposed if unicodedata.category(sign) not in ("Cf", "Mn") and sign not in _TONES)
    lines = "".join(kept).casefold().replace("’", "'").replace("‘", "'").replace("`", "'").splitlines()
    lines = [re.sub(r"\ba\.s\.?(?= )", "aanstaande", line) for line in lines]
    return "\n".join(re.sub(r"[ \t\xa0]+", " ", line).strip() for line in lines).strip()


_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def clauses_of(plain: str) -> tuple[list[str], bool]:
    """The clauses, and whether only a name and an address stand below the closing."""
    lines = plain.split("\n")
    body: list[str] = []
    below: list[str] = []
    for number, line in enumerate(lines):
        closing = CLOSING.search(line)
        if closing:
            body.append(line[: closing.start()])
            below = [line[closing.end() :], *lines[number + 1 :]]
            break
        body.append(line)
    text = "\n".join(body).strip()
    text = GREETING.sub("", text, count=1)
    # A line that goes on is one sentence with the next; a short line of its own is a clause.
    parts = re.split(
        r"(?<![\d.])[.!;](?![.\d])|(?<=\D)\.(?=\s|$)|,(?!\d)|\n+|\s[-–—]\s|(?<=\?)|(?<=\d)[.!](?=\s|$)", text
    )
    clauses = [clause for part in parts if (clause := _tidied(part))]
    return clauses, not any(map(_says_more, below))


def _tidied(part: str) -> str:
    return re.sub(r"\s+", " ", part).strip(" \t:\"'*_«»“”()[]-–—•>")


def _says_more(line: str) -> bool:
    """A name, firm, address or number says nothing; a sentence does."""
    words = re.findall(r"[^\W\d_]+", line)
    return len(words) > 7 or bool(re.match(r"p\.?s\b", line)) or doubt_in(line) is not None


def leftover(clause: str, is_work: bool) -> str:
    """What is left of a clause when words that mean nothing here are gone; "" where all is understood."""
    bare = re.sub(r"\[?\b(?:ob|t|wo)-\d{4}-\d{3,}\b\]?", " ", clause)
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*|[^\s\w]", bare)
    strange = [word for word in words if word not in NEUTRAL and word not in _MARKS]
    if is_work:  # what was done is told in words of any trade; its doubts were looked for before
        strange = [word for word in strange if not word[0].isalnum() and word not in "+&/"]
    return clause if strange else ""


_MARKS = frozenset(".,:;!-–—()[]\"'*_#=<>|/&+")
