"""The line above a quote that says whose it is: "Op 20 nov 2026 om 10:00 schreef Ingrid Vos <…>:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.language.phrases import words


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines first to last (both included). `before` is what stood on the first line ahead of it.

    certain   a date or an address stands beside the verb; without them it counts only above a quoted line
    """

    first: int
    last: int
    before: str
    certain: bool


def find_attribution(lines: list[str], last: int) -> Attribution | None:
    """The attribution that ends on line `last`, wrapped over at most six lines, or None.

    The widest wrapping that begins like one wins, so that "On Nov 30, 2011, at 12:47 PM, Somebody <" above the line
    with the address is taken along; else the narrowest that holds the evidence.
    """
    tail = lines[last].rstrip(_TRAILING)
    if not tail or len(tail) > _WIDEST or not tail.lower().endswith(_LAST) or not _TAIL.search(tail):
        return None
    narrowest = None
    for first in range(last, max(last - _TALLEST, -1), -1):
        head = lines[first].strip(_TRAILING)
        if not head or (first < last and head[0] == ">"):
            break
        text = " ".join(line.strip(_TRAILING) for line in lines[first : last + 1])
        if len(text) > _WIDEST:
            break
        certain = _is_certain(text)
        if certain is None:
            continue
        opening = _OPENING.search(head)
        if opening and certain and _DATE.search(text, opening.start()):
            return Attribution(first, last, head[: opening.start()].strip(_TRAILING + "->#"), certain=True)
        if narrowest is None or (certain and not narrowest.certain):
            narrowest = Attribution(first, last, "", certain)
    return narrowest


def _is_certain(text: str) -> bool | None:
    """None where the text is no attribution at all."""
    verb = _VERB.search(text)
    dated = _DATE.search(text)
    addressed = "@" in text and _ADDRESS.search(text)
    if verb and (dated or addressed):
        return True
    if verb:
        return False if _names_its_writer(text) else None
    moment = _MOMENT.search(text)
    if not text.endswith((":", "：")):
        return False if addressed and moment and moment.start() < _EARLY else None
    if _ADDRESS_ALONE.fullmatch(text):
        return False
    if dated and addressed and (dated.start() < _EARLY or moment):
        return True  # Gmail and Yandex in some languages have no verb: 2014-03-20 8:48 GMT+01:00 Rémi <…>:
    return False if moment else None


def _names_its_writer(text: str) -> bool:
    """Whether a verb without a date has a name beside it: "Ingrid Vos schreef:", not "De monteur schreef erbij:"."""
    beside = [word.strip("<>()\"',*_:：") for word in _VERB.sub(" ", text).split()]
    beside = [word for at, word in enumerate(beside) if word and (not at or word not in _SMALL)]
    return len(beside) == 1 or not any(word.islower() for word in beside)


_WIDEST = 400
_TALLEST = 6
_EARLY = 24  # a date without a verb must stand near the front
_TRAILING = " \t*_\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u2068\u2069\ufeff"

# The verb per language, as Gmail, Apple Mail, Thunderbird, Yahoo and Open-Xchange print it.
_VERBS = (
    "wrote", "writes", "sent", "quoting", "citing", "zitat von", "citando", "cytowanie",
    "schreef", "schreven", "geschreven", "schrieb", "geschrieben", "écrit", "ecrit", "escribió",
    "escribio", "scritto", "scrive", "escreveu", "skrev", "skreiv", "napisał", "napisała", r"napisał\(a\)", "napisal",
    "pisze", "kirjoitti", "написал", "написала", r"написал\(а\)", "пишет", "писал", "писала", "пише", "napsal",
    "napsala", r"napsal\(a\)", "napísal", "írta", "ezt írta", "yazdı", "yazmış", "şunları yazdı", "scris", "đã viết",
    "έγραψε", "va escriure", "escrigué", "rašė", "menulis", "написа", "piše", "je napisao", "כתב", "כתבה", "كتب",
    "skrifaði", "kirjutas", "rakstīja", "skreau", "missatge de", "בתאריך", "citeren", "schrijft", "schreibt",
    "napisana przez", "idatzi", r"said(?: the following)? on", "schreef het volgende",
)  # fmt: skip
_CJK_VERBS = "写道|寫道|のメッセージ|書きました|님이 작성|님이 쓴 글|작성했습니다|작성"
_VERB = re.compile(rf"(?<!\w)(?:{'|'.join(_VERBS)})(?!\w)|{_CJK_VERBS}", re.IGNORECASE)
_LAST = (":", "：", ">", "wrote", *_CJK_VERBS.split("|"))  # what `_TAIL` ends with: nearly no line does
_TAIL = re.compile(rf"[:：]$|@[^\s<>]+>$|(?:{_CJK_VERBS})[:：]?$|\bwrote$", re.IGNORECASE)
_ADDRESS_ALONE = re.compile(r"<?[\w.+-]{1,64}@[\w.-]{1,255}>?\s*[:：]")
_ADDRESS = re.compile(r"[\w.+-]@[\w-]")
_SMALL = words(
    "van de der den het ter von zu el al la le du da di has have heeft had hat a ha je following the volgende folgendes"
)
_MOMENT = re.compile(  # a whole date and the time of day: no letter has both by chance before a colon
    r"(?:\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})(?=.*\b\d{1,2}[:.]\d\d\b)"
)
_DATE = re.compile(r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d年|\d월")
# How one begins: a small word and then a weekday, a month or a figure; or the date itself.
_OPENING = re.compile(
    r"(?:^|(?<=\s))(?:On|Op|Am|Le|El|Il|Em|Den|På|Dne|Dnia|Vào|At|Pada|Il giorno|No dia|A|Il dì|W dniu|В)"
    r"(?=[,\s]+(?:\d|[^\W\d_]{2,12}[.,]{0,2}\s+\d|[^\W\d_]{2,12}[.,]\s*[^\W\d_]{2,12}[.,]{0,2}\s+\d|(?:den|the|le|el|the)\s))"
    r"|^\W*\d{1,4}[-./年 ]|^在|^於|^\W*[^\W\d_]{2,12}[.,]{1,2}\s?\d|^\W*(?!(?:om|at|um)\s)[^\W\d_]{2,3}\s\d"
)
