"""Whether a proposed time suits, in the words of who must be at home: "ok", "dinsdag kan niet", "liever woensdag"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ingest.intents.appointments import read_appointments
from ingest.intents.clauses import leftover
from ingest.intents.guards import doubt_in
from ingest.intents.phrases import HARMLESS, phrases

_YES = phrases(r"""
    👍|👍👍|ja|yes|yep|ok|oke|okay|okee|jawel|jazeker|prima|goed|akkoord|graag|top|perfect|fine|great|sure|d'accord|einverstanden|in orde
    (?:ja |ok |oke |prima )?(?:dat |dit |het |die tijd |deze tijd )?(?:is |vind ik |lijkt me |klinkt )?(?:goed|prima|akkoord|in orde|uitstekend|perfect|helemaal goed|best)(?: voor (?:mij|ons)| hoor| graag)?
    (?:ja |ok |oke |prima )?(?:dat |dit |het |die tijd |deze tijd )?(?:past|schikt|kan|komt goed uit|lukt|werkt)(?: (?:mij|me|ons))?(?: (?:goed|prima|uitstekend))?(?: voor (?:mij|ons))?
    (?:dan )?(?:ben ik|zijn we|zijn wij) (?:er|thuis)|(?:ik|we|wij) (?:ben|zijn) (?:er|dan thuis|thuis|er dan)
    (?:yes |ok )?(?:that|this|it|that time)?(?:'s| is| sounds| works| suits| will)? ?(?:fine|good|great|perfect|ok|okay|works|suits|do)(?: (?:for )?(?:me|us))?|suits (?:me|us)|works for (?:me|us)|i(?:'ll| will)? be (?:home|there|in)|i am (?:home|in)|sounds (?:good|great)|see you then
""")
_NO = phrases(r"""
    nee|neen|no|nope|nein|non|helaas niet|nee helaas|niet|sorry nee|sorry
    (?:nee |helaas |sorry )?(?:dat |dit |het |dan |die tijd |deze tijd )?(?:past|schikt|kan|lukt|gaat|komt)(?: (?:mij|me|ons))?(?: (?:helaas|toch|echt))* niet(?: uit)?(?: voor (?:mij|ons))?
    (?:nee |helaas |sorry )?(?:dan |dat )?(?:kan|kunnen|lukt het) (?:ik|wij|we|mij)(?: (?:helaas|toch|dan))* niet|(?:ik|wij|we) (?:kan|kunnen)(?: (?:helaas|toch|dan))* niet
    (?:dan )?(?:ben ik|zijn we|zijn wij|is er) (?:dan |helaas )?(?:niet (?:thuis|er)|niemand thuis|weg|op vakantie|aan het werk)|(?:ik|wij|we) (?:ben|zijn) (?:dan |helaas )?(?:niet (?:thuis|er)|weg|op vakantie|aan het werk)|(?:dan )?(?:moet ik|moeten we) werken|(?:dan )?werk ik|ik werk(?: dan)?
    (?:no |sorry )?(?:that|this|it)?(?: time)? ?(?:does not|doesn't|won't|will not) (?:suit|work)(?: (?:for )?(?:me|us))?|(?:i|we) (?:can't|cannot|can not)(?: make (?:it|that)| do that| be there| then)*|(?:i|we) (?:won't|will not|am not|'m not) be (?:home|there|in)|not possible|i(?:'m| am) (?:not (?:home|in|there)|at work|away)(?: then)?
""")
_OTHER = phrases(r"""
    (?:is goed |is prima |goed |prima |ok |ja )?(?:maar )?(?:het )?(?:liever|liefst)(?: op)?|(?:maar )?(?:ik|wij|we) (?:heb|hebben) liever
    (?:kan|kunnen|mag|lukt|past)(?: (?:het|dat|u|jullie|ze|hij|de monteur))?(?: niet)?(?: (?:ook|misschien|eventueel))*(?: (?:op|komen))*|(?:wel )?(?:kan|past|schikt)(?: het| mij| me| ons)? (?:wel|beter)|wel|past beter|schikt beter|kan wel|(?:is|zou)(?: het)?(?: ook)? mogelijk
    (?:but )?(?:rather|i(?:'d| would) (?:rather|prefer)|preferably|(?:could|can) (?:you|they|it)(?: please)?(?: come| be| do)?|(?:is|would)(?: it)?(?: also)?(?: be)? possible|suits (?:me )?better|works better|instead|how about|what about)
""")


def read_assent(clauses: Sequence[str], sent: datetime | None) -> str:
    """yes, no, other (another time is asked for), or "" where it is not certain. A day in it is read elsewhere."""
    answers = set[str]()
    for clause in clauses:
        rest, days, _ = read_appointments(clause, sent)
        rest = rest.strip(" ?")
        asks = "?" in clause
        if not asks and HARMLESS.fullmatch(clause) and not _YES.fullmatch(clause):
            continue
        if days and _OTHER.fullmatch(rest):
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


def suits_in(rest: str) -> bool:
    """What stands beside a day only says that it suits: "woensdag past", "doe maar dinsdag"."""
    return bool(_YES.fullmatch(rest) or _CHOSEN.fullmatch(rest))


_CHOSEN = phrases(r"(?:doe )?(?:dan )?maar|doe dan|dan|liefst|graag|(?:i'd |we'd )?prefer|please|doe maar graag")
