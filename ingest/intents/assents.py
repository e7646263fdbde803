"""Whether a proposed time suits, in the words of who must be at home: "ok", "dinsdag kan niet", "liever woensdag"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from ingest.intents.appointments import read_appointments
from ingest.intents.clauses import leftover
from ingest.intents.guards import doubt_in
from ingest.intents.phrases import HARMLESS, phrases

_YES = phrases(r"""
    (?:ja hoor |ja |nou |ok |oke |prima |goed )*(?:is goed|is prima|is akkoord)(?: hoor)?|(?:helemaal |ja )*(?:prima|goed|akkoord|top)(?: hoor)?
    (?:ja |ok |oke |okay |prima |goed |top )*(?:dan )?(?:ben ik|zijn we|zijn wij) (?:dan |gewoon |wel )*(?:er|thuis|vrij|aanwezig)|(?:ja |ok |oke |prima |is |goed )*(?:ik|we|wij) (?:ben|zijn) (?:dan |wel |gewoon |de hele dag )*(?:er|thuis|aanwezig|vrij)(?: dan)?|(?:ja |prima )*(?:dan )?(?:kan|kunnen) (?:ik|we|wij)(?: wel)?|(?:ik|we|wij) (?:zal|zullen) (?:er |thuis |aanwezig )+zijn|(?:ik|wij) zorg(?:en)? dat (?:ik|we|wij|er iemand) (?:er|thuis) (?:ben|zijn|is)
    (?:ja |ok |oke |prima )*(?:dat |dit |het )?(?:komt|past|schikt)(?: (?:mij|me|ons|prima|goed|wel))*(?: uit)?(?: hoor)?|(?:ok |oke |prima |goed |dat is goed |is goed |great |ok thanks )*(?:tot|see you)(?: (?:dan|then|on))?|(?:das )?passt(?: mir| gut)*|ca me va|(?:that's |it's )?fine by (?:me|us)|(?:yes |ok )*(?:i|we)(?:'ll| will) be (?:home|there|in)|(?:that|it)?(?: ?is |'s )?(?:fine|good|ok|great)(?: (?:for|by|with) (?:me|us))?|is okee
    👍|👍👍|ja|yes|yep|ok|oke|okay|okee|jawel|jazeker|prima|goed|akkoord|graag|top|perfect|fine|great|sure|d'accord|einverstanden|in orde
    (?:ja |ok |oke |prima )?(?:dat |dit |het |die tijd |deze tijd )?(?:is |vind ik |lijkt me |klinkt )?(?:goed|prima|akkoord|in orde|uitstekend|perfect|helemaal goed|best)(?: voor (?:mij|ons)| hoor| graag)?
    (?:ja |ok |oke |prima )?(?:dat |dit |het |die tijd |deze tijd )?(?:past|schikt|kan|komt goed uit|lukt|werkt)(?: (?:mij|me|ons))?(?: (?:goed|prima|uitstekend))?(?: voor (?:mij|ons))?
    (?:dan )?(?:ben ik|zijn we|zijn wij) (?:er|thuis)|(?:ik|we|wij) (?:ben|zijn) (?:er|dan thuis|thuis|er dan)
    (?:yes |ok )?(?:that|this|it|that time)?(?:'s| is| sounds| works| suits| will)? ?(?:fine|good|great|perfect|ok|okay|works|suits|do)(?: (?:for )?(?:me|us))?|suits (?:me|us)|works for (?:me|us)|i(?:'ll| will)? be (?:home|there|in)|i am (?:home|in)|sounds (?:good|great)|see you then
""")
_NO = phrases(r"""
    (?:nee |helaas |sorry |no )*(?:dan |dat )?(?:ben ik|zijn we|zijn wij|zit ik|zitten we) (?:dan |helaas |er )*(?:niet(?: thuis| er)?|weg|op vakantie|aan het werk|op (?:mijn |het )?werk)|(?:nee |helaas |sorry )*(?:ik|wij|we) (?:ben|zijn) (?:er |dan |helaas )*(?:niet(?: thuis| er)?|weg|op vakantie|aan het werk|op (?:mijn )?werk)(?: dan)?|(?:nee |helaas )*ik moet (?:dan )?werken|(?:i )?(?:can't|cannot) (?:make|do) (?:that|it|then)(?: time)?|(?:that time is |it's |that's )?no good(?: for me)?|(?:sorry )?(?:i'm|i am) (?:not at home|working|away|at work)(?: then| that day)?|(?:dat |dit )?lukt (?:mij|me|ons) niet
    nee|neen|no|nope|nein|non|helaas niet|nee helaas|niet|sorry nee|sorry
    (?:nee |helaas |sorry )?(?:dat |dit |het |dan |die tijd |deze tijd )?(?:past|schikt|kan|lukt|gaat|komt)(?: (?:mij|me|ons))?(?: (?:helaas|toch|echt|dan))* niet(?: uit)?(?: voor (?:mij|ons))?
    (?:nee |helaas |sorry )?(?:dan |dat )?(?:kan|kunnen|lukt het) (?:ik|wij|we|mij)(?: (?:helaas|toch|dan))* niet|(?:ik|wij|we) (?:kan|kunnen)(?: (?:helaas|toch|dan))* niet
    (?:dan )?(?:ben ik|zijn we|zijn wij|is er) (?:dan |helaas )?(?:niet (?:thuis|er)|niemand thuis|weg|op vakantie|aan het werk)|(?:ik|wij|we) (?:ben|zijn) (?:dan |helaas )?(?:niet (?:thuis|er)|weg|op vakantie|aan het werk)|(?:dan )?(?:moet ik|moeten we) werken|(?:dan )?werk ik|ik werk(?: dan)?
    (?:no |sorry )?(?:that|this|it)?(?: time)? ?(?:does not|doesn't|won't|will not) (?:suit|work)(?: (?:for )?(?:me|us))?|(?:i|we) (?:can't|cannot|can not)(?: make (?:it|that)| do that| be there| then)*|(?:i|we) (?:won't|will not|am not|'m not) be (?:home|there|in)|(?:that |this |it )?(?:day |time )?(?:is |'s )?not possible(?: for (?:me|us))?|i(?:'m| am) (?:not (?:home|in|there)|at work|away)(?: then)?
""")
_OTHER = phrases(r"""
    (?:nee |no )?(?:maar )?wel|(?:nee |no )?(?:maar )?(?:niet )?(?:maar )?(?:graag |wel |graag wel )*|(?:nee )?(?:maar )?(?:ik|wij|we) (?:kan|kunnen) wel(?: op)?|(?:alleen|only)(?: op| on)?|(?:is|komt|past|schikt|would be|works|is) (?:beter|better)(?: uit| for (?:me|us))?|(?:could|can) (?:you|we|they)(?: please)?(?: (?:come|do|make))*(?: it)?(?: on)?(?: instead)?|(?:kan|mag)(?: het| dat)?(?: ook)?(?: (?:wat|iets|een dag|een uur|een uurtje))? (?:later|eerder|vroeger)|liever (?:wat |iets |een dag )?(?:later|eerder|vroeger)
    (?:is goed |is prima |goed |prima |ok |ja )?(?:maar )?(?:het )?(?:liever|liefst)(?: op)?|(?:maar )?(?:ik|wij|we) (?:heb|hebben) liever
    (?:kan|kunnen|mag|lukt|past)(?: (?:het|dat|u|jullie|ze|hij|de monteur))?(?: niet)?(?: (?:ook|misschien|eventueel))*(?: (?:op|komen))*|(?:wel )?(?:kan|past|schikt)(?: het| mij| me| ons)? (?:wel|beter)|wel|past beter|schikt beter|kan wel|(?:is|zou)(?: het)?(?: ook)? mogelijk
    (?:but )?(?:rather|i(?:'d| would) (?:rather|prefer)|preferably|(?:could|can) (?:you|they|it)(?: please)?(?: come| be| do)?(?: instead)?|(?:is|would)(?: it)?(?: also)?(?: be)? possible|suits (?:me )?better|works better|instead|how about|what about)
""")


def read_assent(clauses: Sequence[str], sent: datetime | None) -> str:
    """yes, no, other (another time is asked for), or "" where it is not certain. A day in it is read elsewhere."""
    answers = set[str]()
    for clause in clauses:
        rest, days, _ = read_appointments(clause, sent)
        rest = rest.strip(" ?")
        rest = rest if rest in ("ja hoor", "nee hoor") else rest.removesuffix(" hoor")
        asks = "?" in clause
        if not asks and HARMLESS.fullmatch(clause) and not _YES.fullmatch(clause):
            continue
        later = _SHIFTED.fullmatch(rest) is not None
        suits = (
            bool(days) and not asks and rest.split(" ")[-1] in ("kan", "past", "schikt") and bool(_YES.fullmatch(rest))
        )
        if days and suits:
            answers |= {"yes", "day"}
        elif later or (days and rest and (_OTHER.fullmatch(rest) or (_BOUND.search(clause) and _YES.fullmatch(rest)))):
            answers.add("other")
        elif asks:
            return ""
        elif _NO.fullmatch(rest):
            answers.add("no")
        elif _YES.fullmatch(rest):
            answers.add("yes")
        elif days and not leftover(rest) and doubt_in(rest) is None:
            answers.add("day")
        else:
            return ""
    if "other" in answers or {"no", "day"} <= answers:
        return "other"
    if "no" in answers:
        return "no" if answers == {"no"} else ""
    return "yes" if "yes" in answers else ""


_SHIFTED = re.compile(
    r"(?:kan|mag)(?: het| dat)?(?: ook)? (?:wat|iets|een dag|een uur|een uurtje) (?:later|eerder|vroeger)|liever (?:wat |iets |een dag )(?:later|eerder|vroeger)"
)


_BOUND = re.compile(r"\b(?:na|vanaf|voor|after|before|from) (?:de )?(?:\d|middag)")  # "graag na 3 uur"


def suits_in(rest: str) -> bool:
    """What stands beside a day only says that it suits: "woensdag past", "doe maar dinsdag"."""
    return bool(_YES.fullmatch(rest) or _CHOSEN.fullmatch(rest))


_CHOSEN = phrases(
    r"(?:doe )?(?:dan )?maar|doe dan|dan|liefst|graag|(?:i'd |we'd )?prefer|please|doe maar graag|would be (?:great|good|fine|best|perfect|nice|ideal)(?: (?:for )?(?:me|us))?|(?:het|heel)? ?liefst|(?:heb|ben) ik vrij|good for (?:me|us)|(?:i'd|we'd|i would|we would) (?:like|prefer)|(?:ik|wij|we) (?:neem|nemen|kies|kiezen)|(?:komt|past|schikt|is|works|suits)(?: (?:mij|me|ons|us|for me|for us|voor mij))* (?:het )?(?:beste?)(?: uit)?(?: (?:for|voor) (?:me|us|mij|ons))?"
)
