"""What takes the certainty from a clause: looked for before any word in it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.intents.sparing import SparingPattern, any_of, words_in


class Doubt(StrEnum):
    QUESTION = "question"
    NEGATION = "negation"
    CONDITION = "condition"
    PARTIAL = "partial"
    FUTURE = "future"
    REPORTED = "reported"
    CONTRAST = "contrast"
    DOTS = "dots"


# Dots, a sad face, laughter: it may be meant otherwise.
HEDGES = re.compile(r"\.\s*\.|…|[:;]-?\(|;-?\)|\bha ?(?:ha ?)+\b|\blol\b")


def doubt_in(clause: str) -> Doubt | None:
    """The first reason not to take a clause as it stands; phrases that carry their own "not" are taken out before."""
    words = set(words_in(clause))
    if words.isdisjoint(_WORDS) and not _TURNS.search(clause):  # the many clauses that have none: one search
        return None
    return next(guard.doubt for guard in _GUARDS if not words.isdisjoint(guard.words) or guard.turns.search(clause))


@dataclass(frozen=True, slots=True)
class _Guard:
    """words: any of them is the doubt; turns: what is more than one word, or has many endings"""

    doubt: Doubt
    words: frozenset[str]
    turns: SparingPattern


def _guard(doubt: Doubt, words: str, turns: str = "") -> _Guard:
    """`words` divided by "|"; those that are not plain words are searched for, like `turns`."""
    plain = frozenset(word for word in words.split("|") if _WORD.fullmatch(word))
    searched = "|".join(word for word in words.split("|") if word not in plain)
    either = "|".join(filter(None, (searched and rf"\b(?:{searched})\b", turns))) or "(?!)"
    return _Guard(doubt, plain, any_of(either))


_WORD = re.compile(r"\w+")
_GUARDS = (
    # "is dit akkoord?", "kan dit akkoord"
    _guard(
        Doubt.QUESTION,
        r"vraag|vraagt|vragen|bellen|bel mij|bel me|please call|call me|do you have|budget",
        (
            r"\?|\b(?:kunt|kun|kunnen|wilt|wil|mag|moet|can|could|would) (?:u|je|jij|jullie|you)\b|\bis (?:het|it) (?:waar|true)\b|"
            r"^(?:(?:en|of|maar|and|so) )?(?:mag|kan|kunt|kun|kunnen|wordt het|moet|moeten|wat|wie|wanneer|waarom|hoe|"
            r"welke?|waar|zou|heeft u|hebt u|heb je|bent u|is (?:dit|het|dat|de|er|hij|ze|alles)\b(?=.*\bal\b)|(?:is|vindt u|vind je) (?:dit|dat|het) (?:akkoord|goed|oke?|in orde)\b|"
            r"can|could|may|shall|should|would|is it|is this|is that|did|do you|does|are you|have you|has it|what|who|"
            r"when|why|how|which|where|est-ce|kann|konnen|darf|soll|wann|wer|warum|wie viel)\b"
        ),
    ),
    # "niet akkoord met de prijs", "nog niet klaar", "disagree"
    _guard(
        Doubt.NEGATION,
        (
            r"niet|geen|nee|neen|nooit|zonder|onmogelijk|behalve|weiger\w*|nergens|niemand|niets|noch|oneens|"
            r"not|no|never|unable|cannot|cant|wont|dont|doesnt|didnt|isnt|arent|wasnt|havent|hasnt|couldnt|wouldnt|"
            r"shouldnt|without|refuse\w*|decline\w*|disagree\w*|unfinished|incomplete|unaccepted|neither|nor|nothing|"
            r"nobody|hardly|nicht|kein\w*|leider|nein|ohne|nie|ne|pas|non|impossible|jamais|sans|rien|anything but|"
            r"zogenaamd\w*|zogezegd|onzin|ooit|hopelijk|straks|procent|schijnbaar|kennelijk|blijkbaar|lijkt|schijnt|seems?|looks|appears|apparently|allegedly|supposedly|onvol\w*|onopgelost|onaf|mislukt|failed|ontken\w*|geweigerd|amper|nauwelijks|barely|scarcely|annuleer\w*|geannuleerd|afgezegd|uitgesteld|cancel\w*|postponed|stop met|nope|niks|vergeten|forgot|forget|tevergeefs|geenszins|allerminst|zelden|rarely|seldom|tried|trying|wacht\w*|waits?|waiting|no longer|weigert"
        ),
        r"n't\b|\bn'\w",
    ),
    # "akkoord mits", "if the key is there"
    _guard(
        Doubt.CONDITION,
        (
            r"als|mits|indien|zodra|tenzij|voorwaarde|voorwaarden|wanneer|voorbehoud|eerst|pas|afhankelijk|totdat|"
            r"zolang|stel|onder|if|provided|providing|once|unless|subject|until|assuming|depending|depends|conditional|zodat|opdat|desnoods|eventue\w+|"
            r"first|when|after|before|nadat|voordat|in geval|mocht|wenn|falls|sobald|sofern|si|sous reserve|vorausgesetzt"
        ),
    ),
    # "bijna klaar", "tijdelijk gedicht"
    _guard(
        Doubt.PARTIAL,
        (
            r"bijna|gedeeltelijk|deels|half|halve|voor nu|voorlopig|tijdelijk\w*|noodreparatie|nood\w*|provisorisch|"
            r"zo goed als|nagenoeg|grotendeels|vrijwel|deel|stuk|eerste deel|nog|almost|partly|partially|partial|nearly|"
            r"temporar\w+|for now|mostly|half|some|part|still|yet|practically|virtually|makeshift|fast|teilweise|"
            r"vorlaufig|presque|provisoire|resterend\w*|rest|remaining|op \w+ na|apart from|except|tot nu toe|so far|vroeger|althans|formerly"
        ),
    ),
    # "wordt voltooid", "will be done"
    _guard(
        Doubt.FUTURE,
        (
            r"wordt|worden|zal|zullen|gaat|gaan|ga|moet|moeten|verwacht\w*|hoop|hopen|probeer|proberen|straks|binnenkort|"
            r"later|komende|spoedig|kan|kunnen|wil|willen|zou|zouden|misschien|wellicht|waarschijnlijk|mogelijk|"
            r"vermoedelijk|ongeveer|denk|denken|geloof|volgens|bedoeling|"
            r"will|shall|would|could|should|might|may|maybe|perhaps|probably|possibly|hope|hopefully|expect\w*|try|"
            r"going to|to be|soon|think|must|need|needs|supposed|plan to|werden|wird|sera|serons|bald|wilde|wilden|wou|ging|gingen|dacht|dachten|thought|theorie|theory|op papier|on paper|wish\w*|pretend|bang|vrees|vrezen|fear|grapje"
        ),
    ),
    # "bewoner zegt opgelost", "u schreef akkoord"
    _guard(
        Doubt.REPORTED,
        (
            r"zegt|zei|zeggen|gezegd|schreef|schrijft|geschreven|meldt|meldde|vertelt|vertelde|verklaart|beweert|"
            r"aldus|hoorde|gehoord|says?|said|told|tells|wrote|writes|claims?|claimed|reports?|reported|according|heard|"
            r"sagt|sagte|schrieb|laut|selon|bewoner|bewoonster|bewoners|huurder|huurders|huurster|tenants?|occupants?|"
            r"resident|mieter|locataire|ander|andere|anderen|iemand|zelf|buur\w*|neighbou?rs?|someone|somebody|another|"
            r"else|himself|herself|themselves|vorige|previous|last|destijds|anderer|quelqu'un|autre|sprake|men"
        ),
        (
            r"\bdoor (?:de |een |onze |het |mijn )?(?!douche|(?:still|does|doesn't|won't|closes|closing|shuts|opens|adjusted|lock|handle|hinges?|is|was|has|now|fixed|repaired|replaced|works|fitted|rehung|sealed)\b)\w+|\bby (?:the|a|an|another|our|my|your)\b"
        ),
    ),
    # "akkoord, maar niet de prijs"
    _guard(
        Doubt.CONTRAST,
        (
            r"maar|echter|alleen|behoudens|hoewel|ondanks|wel met|in plaats|liever|of|but|however|only|although|though|"
            r"instead|rather|or|aber|jedoch|nur|oder|mais|cependant|ou|hoor"
        ),
    ),
    _guard(Doubt.DOTS, "", HEDGES.pattern),
)
_WORDS = frozenset[str]().union(*(guard.words for guard in _GUARDS))
_TURNS = any_of("|".join(guard.turns.expression for guard in _GUARDS))
