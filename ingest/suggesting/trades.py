"""What trade a report is for, and whether it names more than one problem."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.language.phrases import words
from store.words import Trade


def trade_of(text: str) -> Trade:
    """The trade most of a text's words belong to; the first named where two are even."""
    counts: dict[Trade, int] = {}
    for word in _WORD.findall(text[:_ENOUGH].lower()):
        trade = _trade_of_word(word)
        if trade:
            counts[trade] = counts.get(trade, 0) + 1
    return max(counts, key=lambda trade: counts[trade]) if counts else Trade.OTHER


def is_same_topic(first: str, second: str, same_subject: bool) -> bool:
    """Whether a second mail goes on about the first: it names nothing of another trade, and either stands under the
    same subject or shares a telling word ("lekkage", "lekt")."""
    trades = {trade for trade in (trade_of(first), trade_of(second)) if trade is not Trade.OTHER}
    return len(trades) < 2 and (same_subject or bool(_stems(first) & _stems(second)))


def _stems(text: str) -> set[str]:
    words_in = (word for word in _WORD.findall(text[:_ENOUGH].lower()) if _trade_of_word(word))
    return {word[:3] for word in words_in}


def problems_in(text: str) -> tuple[str, ...]:
    """The sentences that each name a problem for another trade, when there are two or more: offered as a split."""
    found: dict[Trade, str] = {}
    for sentence in sentences(text[:_ENOUGH]):
        trade = trade_of(sentence)
        if trade is not Trade.OTHER and trade not in found and _DEFECT.search(sentence):
            found[trade] = sentence
    return tuple(found.values()) if len(found) > 1 else ()


def sentences(text: str) -> list[str]:
    """The sentences and listed items of a text, without their bullets and numbers."""
    pieces = (_BULLET.sub("", piece).strip() for piece in _END.split(text))
    return [" ".join(piece.split()) for piece in pieces if piece]


@lru_cache(maxsize=8_192)  # people use the same words over and over
def _trade_of_word(word: str) -> Trade | None:
    """A word's trade, by itself or by the word its compound begins with ("kraanlekkage", "liftdeur")."""
    return _TRADES.get(word) or next((_TRADES[word[:n]] for n in (8, 7, 6, 5) if word[:n] in _COMPOUNDING), None)


_ENOUGH = 4_000  # characters
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_END = re.compile(
    r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*(?:[-*•–]|\d{1,2}[.)])\s)|;\s"
    r"|,?\s(?:en ook|daarnaast|verder|also|as well as)\s"
)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)]|[a-z]\))\s+")
_TABLES = {
    Trade.PLUMBING: """
        water lekkage lekt lek lekken lekkende kraan kranen kraantje wc toilet spoelt stortbak riool riolering
        verstopt verstopping afvoer gootsteen wasbak waterleiding leiding druppelt druppels sifon putje douche
        douchekop bad toiletpot waterdruk leak leaking leaks tap faucet drain drains blocked clogged sewer
        sink pipe pipes flush waterlekkage undicht tropft wasserhahn abfluss verstopft rohr fuite robinet
        bouché évacuation
    """,
    Trade.HEATING: """
        warm cv cv-ketel ketel verwarming radiator radiatoren thermostaat warmwater boiler geiser warmte
        vloerverwarming cvketel heating boiler radiators thermostat heizung heizkörper therme chauffage
        chaudière radiateur verwarmingsketel koud
    """,
    Trade.ELECTRICITY: """
        elektra elektriciteit stroom stroomstoring stopcontact stopcontacten meterkast groep groepenkast
        zekering lamp lampen licht verlichting schakelaar kortsluiting intercom deurbel bel electricity
        electric power socket sockets fuse light lights lighting strom steckdose sicherung électricité courant
        prise buitenlamp portieklamp
    """,
    Trade.ROOF: """
        dak dakgoot dakgoten dakpan dakpannen dakraam goot schoorsteen roof gutter gutters chimney dach
        dachrinne toit gouttière daklekkage schimmel vocht mould mold damp schimmelplekken
    """,
    Trade.LOCKS: """
        slot sloten sleutel sleutels deurslot cilinder voordeur deurklink hang-en-sluitwerk lock locks key
        keys doorlock frontdoor schloss schlüssel tür serrure clé porte deur raam ramen window fenster fenêtre
        scharnier
    """,
    Trade.LIFT: "lift liften liftdeur liftdeuren liftknop liftkooi liftstoring elevator aufzug ascenseur fahrstuhl",
    Trade.CLEANING: """
        schoonmaak schoonmaken vuil vies vieze afval vuilnis rommel graffiti ongedierte muizen ratten
        kakkerlakken glasbewassing cleaning dirty rubbish garbage trash mice rats vermin reinigung müll
        nettoyage ordures sale stinkt
    """,
}
_TRADES = {word: trade for trade, table in _TABLES.items() for word in words(table)}
_COMPOUNDING = frozenset(word for word in _TRADES if 4 < len(word) < 9)
_DEFECT = re.compile(
    r"\b(?:lek\w*|druppel\w*|kapot|stuk|defect|storing|verstop\w*|koud|los|gebroken|klem\w*|beschadigd|schimmel\w*|vocht\w*"
    r"|geen|niet|valt|brandt|knippert|stinkt|vies|vuil|nat|roest\w*|scheur\w*|vast|piept|lawaai"
    r"|leak\w*|drip\w*|broken|broke|doesn.t|not|no|blocked|clogged|cold|loose|stuck|faulty|dirty|mould|mold|damp"
    r"|kaputt|undicht|tropft|kein\w*|nicht|fuit\w*|cassé\w*|panne|pas)\b",
    re.IGNORECASE,
)
