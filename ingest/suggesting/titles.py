"""A title staff would give a report, where the subject says "vraag", "Foto" or nothing."""

from __future__ import annotations

import re

from ingest.language.phrases import phrases
from ingest.suggesting.trades import sentences, trade_of
from store.subjects import bare_subject
from store.words import Trade


def suggest_title(subject: str, text: str, *, unit: str = "", photos: int = 0, language: str = "nl") -> str:
    """ "Lekkage badkamer": the subject where it says something, else the first telling sentence.

    text     what the sender newly wrote
    unit     as staff write it ("Kastanjehof 7"), "" where unknown: names a report that came without a word, for letters
             and lists say the place beside every other title
    photos   how many pictures came along: without a word they are the report
    """
    what = bare_subject(subject)
    if not _tells(what):
        what = _first_telling(text) or ("" if photos else what)
    return _shortened(what) or _placed(_without_words(photos, language), unit)


def _tells(subject: str) -> bool:
    """Whether a subject is a title: more than "vraag" or "Foto's", or the name of a thing that breaks."""
    plain = subject.casefold().strip(" !?.'")
    if not plain or plain in _SAYS_NOTHING or _FILE_NAME.match(plain):
        return False
    return trade_of(subject) is not Trade.OTHER or len(plain.split()) > 1 or len(plain) > _TELLING_WORD


def _first_telling(text: str) -> str:
    after_greeting = [sentence for sentence in sentences(text[:_ENOUGH]) if not _GREETING.match(sentence)]
    statements = [_OPENING.sub("", sentence) for sentence in after_greeting]
    naming = (sentence for sentence in statements if trade_of(sentence) is not Trade.OTHER)
    chosen = next(naming, "") or next(iter(statements), "")
    return chosen[:1].upper() + chosen[1:]


def _without_words(photos: int, language: str) -> str:
    kind = "none" if not photos else "photo" if photos == 1 else "photos"
    return _EMPTY["nl" if language == "nl" else "en", kind]


def _placed(what: str, unit: str) -> str:
    """ "Foto's ontvangen – Kastanjehof 7 (zonder tekst)"."""
    kind, _, note = what.partition(" (")
    return f"{kind} – {unit} ({note}" if unit else what


def _shortened(what: str) -> str:
    what = what.strip(" .,;:-–")
    if len(what) <= _LONGEST:
        return what
    cut = what[: _LONGEST + 1]
    clause = max(cut.rfind(mark) for mark in (", ", " (", " – ", ": "))
    return (cut[:clause] if clause > _LONGEST // 3 else cut[: cut.rfind(" ")] + "…").rstrip(" ,;:")


_LONGEST = 60  # characters of a title, the unit apart
_ENOUGH = 2_000  # characters of the text that are looked at
_TELLING_WORD = 12  # letters of a single word that may be a title
_EMPTY = {
    ("nl", "photos"): "Foto's ontvangen (zonder tekst)",
    ("nl", "photo"): "Foto ontvangen (zonder tekst)",
    ("nl", "none"): "Melding (zonder tekst)",
    ("en", "photos"): "Photos received (no text)",
    ("en", "photo"): "Photo received (no text)",
    ("en", "none"): "Report (no text)",
}
_FILE_NAME = re.compile(r"(?:img|dsc|foto|photo|image|scan|whatsapp image|screenshot|pxl)[\d\W_]*?(?:\.\w{2,4})?$")
_HELLO = r"(?:hoi|hallo|hi|hello|hey|dag|beste|geachte|dear|l\.?s|goede(?:morgen|middag|navond|ndag)|good \w+)\b"
_GREETING = re.compile(
    rf"(?:{_HELLO}|guten \w+|sehr geehrte\w*|bonjour|madame|monsieur)[^.!?,]{{0,40}}[,.!]?$", re.IGNORECASE
)
_OPENING = re.compile(
    rf"^(?:{_HELLO}[^,!\n]{{0,40}}[,!]\s*|hierbij meld ik (?:dat )?\s*|bij deze\s+)+",
    re.IGNORECASE,
)
_SAYS_NOTHING = phrases("""
    vraag · vraagje · vragen · melding · reparatie · reparatieverzoek · klacht · probleem · problemen · help
    hulp · spoed · urgent · dringend · belangrijk · foto · foto's · fotos · foto s · bijlage · bijlagen · bericht
    mail · e-mail · email · hallo · hoi · hi · hello · hey · goedemorgen · goedemiddag · info · informatie
    contact · huis · woning · onderhoud · question · request · issue · problem · report · repair · complaint
    photo · photos · picture · pictures · attachment · image · images · no subject · geen onderwerp
    (geen onderwerp) · (no subject) · kein betreff · sans objet · test · nieuwe melding · new report · mijn woning
    my apartment · service · frage · anfrage · demande · afbeelding · afbeeldingen · een vraag · a question · asap
    zie foto · zie bijlage · see photo · see attached · verzoek
""")
