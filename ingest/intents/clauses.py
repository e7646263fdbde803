"""A text as clauses of plain words: greeting, closing and what nobody sees are taken out."""

from __future__ import annotations

import re
import unicodedata

from config.plain_text import normalised
from ingest.intents.guards import doubt_in
from ingest.intents.lexicon import GIVEN_NAMES, PART_OF
from ingest.intents.phrases import CLOSING, GREETING, HARMLESS, NEUTRAL
from ingest.intents.sparing import any_of, necessary_pieces


def plain_text(text: str) -> str:
    """Lower case without accents, invisible characters and skin tones; lines stay."""
    kept = text
    if not text.isascii():
        kept = _SELDOM.sub(_unless_unseen, normalised(text.replace("\xad", ""), "NFKD"))
    lines = kept.casefold().replace("’", "'").replace("‘", "'").replace("`", "'").splitlines()
    plain = _COMING.sub(lambda match: _SHORT[match[1]], "\n".join(" ".join(line.split()) for line in lines).strip())
    plain = _SPELT.sub(
        lambda match: f"{match[1]} {_HOUR[match[2]]}{f' {match[3]} {_HOUR[match[4]]}' if match[3] else ''}", plain
    )
    digit = _DIGIT.search(plain) is not None
    if digit:
        plain = _AFTER_DAY.sub(" ", plain)
    if " uur of " in plain or (digit and _IN_PLURAL.search(plain)):
        plain = _ABOUT.sub(lambda match: f"{_HOUR.get(match[1] or match[2], match[1] or match[2])} uur", plain)
    if ": " in plain:
        plain = _LABEL.sub(lambda match: f"{match[1] or ''}. ", plain)
    if not _JOINED_DAY.search(plain):
        return plain
    return _PART_OF_DAY.sub(lambda match: f"{match[1]} {'ochtend' if match[2] != 'middag' else 'middag'}", plain)


# As it is written on a phone.
_SHORT = {
    "a.s": "aanstaande", "a.u.b": "aub", "s.v.p": "svp", "z.s.m": "zsm", "tis": "het is", "kheb": "ik heb", "kga": "ik ga",
    "kzal": "ik zal", "kkom": "ik kom", "morge": "morgen", "gister": "gisteren", "goe": "goed", "mn": "mijn", "nie": "niet",
}  # fmt: skip
_COMING = re.compile(rf"\b({'|'.join(map(re.escape, _SHORT))})\b\.?(?=[\s,]|$)")
_DIGIT = re.compile(r"\d")
_IN_PLURAL = re.compile(r"\den\b")
_HOUR = {
    name: number
    for names in (
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, name in enumerate(names.split(), 1)
}
# "rond een uur of 9", "om een uur of tien", "na 4en"
_ABOUT = re.compile(rf"\been uur of (\d{{1,2}}|{'|'.join(_HOUR)})\b|\b(\d{{1,2}})en\b")
# "om negen uur", "tussen tien en twaalf"
_SPELT = re.compile(
    rf"\b(om|rond|omstreeks|vanaf|tegen|tussen|at|around|between|van|from) ({'|'.join(_HOUR)})(?=(?: uur(?! of\b)| o'clock|[ap]m|$|[.,\n])| (?:en|tot|and|to) (?:{'|'.join(_HOUR)})\b)"
    rf"(?: (en|tot|and|to) ({'|'.join(_HOUR)})\b)?"
)
_AFTER_DAY = re.compile(
    r",(?<=[a-z\d],)(?= \d{1,2}(?:[:.]\d{2})? ?[-–] ?\d{1,2}(?:[:.]\d{2})?(?: ?(?:u|uur|am|pm|h))?(?=$|[.,\n]))"
)
_JOINED_DAY = re.compile(r"[gn](?:ochtend|morge|vroeg|middag)")  # none without this
_PART_OF_DAY = re.compile(r"\b(\w{2,6}dag|(?:over)?morgen)(ochtend|morgen?|vroeg|middag)\b")


# A word that says what follows, and no more; of those that are an answer, the word stays one.
_LABEL = re.compile(
    r"(?:\b(?:ter info|ter informatie|fyi|update|status|reden|reason|resultaat|result|bevestiging|(?:hierbij (?:onze|de) )?opdrachtbevestiging|oplossing|grund)|"
    r"\b(afgewezen|geweigerd|declined|refused|helaas|sorry)): (?=\D)"
)


def _unless_unseen(match: re.Match[str]) -> str:
    sign = match.group()
    return "" if unicodedata.category(sign) in ("Cf", "Mn") or sign in _TONES else sign


_SELDOM = re.compile(r"[^\x00-\x7f]")
_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def above_own_name(text: str, name: str) -> str:
    """The text less the sender's own name at its end, with the lines on who and where he is that stand under it. `name`
    is that of the header, which may be a firm's: given names that everybody knows count as well."""
    names = GIVEN_NAMES.union(name.casefold().replace(",", " ").split())
    lines = text.rstrip().split("\n")
    for at in range(max(1, len(lines) - _SIGNED), len(lines)):
        below = [line.strip() for line in lines[at + 1 :] if line.strip()]
        words = set(lines[at].casefold().strip(" .,-").split())
        if words and words <= names and any(map(str.strip, lines[:at])) and (not below or not lines[at - 1].strip()):
            signs = all(
                (line[0].isupper() or _REACHED.search(line)) and not _says_more(line.casefold()) for line in below
            )
            return "\n".join(lines[:at]) if signs else text
    return text


_SIGNED = 6  # lines of a signature
_REACHED = re.compile(r"\d{3}|@|www\.")


def clauses_of(plain: str) -> tuple[list[str], bool]:
    """The clauses, and whether only a name and an address stand below the closing."""
    lines = plain.split("\n")
    body: list[str] = []
    below: list[str] = []
    for number, line in enumerate(lines):
        closing = CLOSING.search(line) if any(map(line.__contains__, _CLOSES)) else None
        if _RULE.fullmatch(line):
            below = lines[number + 1 :]
            break
        if closing:
            body.append(line[: closing.start()])
            below = [line[closing.end() :], *lines[number + 1 :]]
            break
        body.append(line)
    text = "\n".join(body).strip()
    for _ in range(2):  # "Goedemorgen," and "Beste Ingrid,"
        if greeting := GREETING.match(text):
            words = greeting.group().split()
            names = doubt_in(greeting.group()) is None and not any(
                PART_OF.get(word.strip(",.!:")) in _DEEDS for word in words
            )
            text = text[greeting.end() if names else len(words[0]) :].lstrip(" ,")
    parts = _END.split(text.replace("?", "?\n"))
    if _DIGITS.search(text):
        parts = [_NUMBER.sub(" ", part) for part in parts]
    clauses = [clause for part in parts if (clause := _tidied(part))]
    return clauses, not any(map(_says_more, below))


_CLOSES = necessary_pieces(CLOSING.pattern)
_DEEDS = frozenset("aiIPVvdmcCzjJeKUDRLFETyk<")  # parts that no name is made of: "hi all finished here, ..."
_RULE = re.compile(r"[-_=*~]{3,}")
_END = re.compile(  # one of these signs, where it ends a clause
    r"[.!;,\s](?:(?<=[.!;])(?<![\d.].)(?![.\d])|(?<=\D\.)(?=\s|$)|(?<=,)(?!\d)|(?<=\n)\n*|(?<=\s)[-–—]\s|(?<=\d[.!])(?=\s|$))"
)


def _tidied(part: str) -> str:
    plain = " ".join(part.split())
    return (
        plain.strip(' \t:"*_«»“”()-–—•>').removesuffix("'")
        if plain.startswith("'s ")
        else plain.strip(" \t:\"'*_«»“”()-–—•>")
    )


def _says_more(line: str) -> bool:
    """A name, firm, address or number says nothing; a sentence does."""
    words = re.findall(r"[^\W\d_]+", line)
    return len(words) > 7 or bool(re.match(r"p\.?s\b", line)) or doubt_in(line) is not None


def without_opening(clause: str) -> str:
    """The clause without what it begins and ends with before it says anything: a name, "hierbij bevestigen wij dat", a yes."""
    clause = _NAMED.without(clause, "")
    opening = _OPENING.search(clause)
    return _without_yes(clause[opening.end() :] if opening else clause)


def _without_yes(clause: str) -> str:
    """What is said after a yes, without the sign or the "hoor" it is softened with."""
    if not _SOFTENED.search(clause) or _PLAIN_YES.fullmatch(clause) or HARMLESS.fullmatch(clause):
        return clause
    return _SOFTENED.without(clause, "").strip() or clause


_NAMED = any_of(r"^(?:ingrid|sanne) (?=\w)|(?<=\w)(?: (?:ingrid|sanne|mate|joh|pal))+$")
# What a letter begins with before it says anything: "hierbij bevestigen wij dat", "we are sorry to inform you that".
_OPENING = any_of(
    r"^(?:namens (?:\w+ ){1,4}?(?=bevestig|meld|laat|deel|wil|kan))?(?:(?:hierbij|bij deze|hiermee|graag|tot (?:onze|mijn) (?:grote )?spijt|helaas|unfortunately|regrettably) )*(?:"
    r"(?:(?:wij|we|ik) )?(?:bevestig|bevestigen|meld|melden|berichten|bericht)(?: (?:wij|we|ik))?(?: (?:u|je|jullie|hierbij|graag|helaas))*|"
    r"(?:(?:wij|we|ik) )?(?:laat|laten|deel|delen)(?: (?:wij|we|ik))?(?: (?:u|je|jullie|hierbij|graag|helaas))* (?:weten|mee|mede)|"
    r"(?:(?:wij|we|ik) )?(?:kan|kunnen|moet|moeten|wil|willen)(?: (?:wij|we|ik))?(?: (?:u|je|jullie))(?: (?:hierbij|graag|helaas))* (?:bevestigen|melden|berichten|meedelen|mededelen|laten weten)|"
    r"(?:just )?confirming|(?:(?:de|onze|mijn) )?bevestiging|(?:we|i) regret|(?:we|i)(?: (?:can|must|have to|wish to|would like to|hereby|regret to|(?:are|am) (?:sorry|pleased|happy|writing) to))? (?:confirm|report|inform you|advise you|let you know)"
    r") (?:dat|that) |^(?:just )?confirming (?=we|i\b|i')|^please note(?: that)? (?=\w)"
)
_PLAIN_YES = re.compile(r"(?:ja|nee|no|yes) hoor")
_SOFTENED = any_of(
    r"^(?:ja|jawel|jazeker|tuurlijk|yes|yep|oui|sure thing|sure|of course) (?=\w)(?!thing$)|^(?:sorry|helaas|apologies|(?:thanks|thank you|bedankt|dank)(?: [a-z]+){0,5}) (?:maar|but) | hoor(?=$| (?:wij|we|ik)\b)|👍"
)


def leftover(clause: str, *, is_work: bool = False) -> str:
    """What is left of a clause when words that mean nothing here are gone; "" where all is understood."""
    words = _TOKEN.findall(clause)
    strange = [word for word in words if word not in NEUTRAL and word not in _MARKS]
    if is_work:  # what was done is told in words of any trade; its doubts were looked for before
        strange = [word for word in strange if not word[0].isalnum() and word not in "+&/"]
    return clause if strange else ""


_NUMBER = re.compile(
    r"\[?\b(?:ob|t|wo)-\d{4}-\d{3,}\b\]?|\b(?:(?:onder|under) (?:(?:ons|onze|our) )?(?:nr|nummer|number|kenmerk|ordernummer|bonnummer|ref\w*)|"
    r"(?:ons|onze|our) (?:nr|nummer|number|kenmerk|ordernummer|bonnummer|ref\w*|job (?:no|number)))\.?:? ?[a-z]{0,4}-?\d{3,}[\w/-]*"
)
_DIGITS = re.compile(r"\d\d\d")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\s\w]")
_MARKS = frozenset(".,:;!-–—()\"'*_#=<>|/&+")
