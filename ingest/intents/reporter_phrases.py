"""What reporters write when they are asked whether it is solved, or which time suits."""

from __future__ import annotations

import re

from ingest.intents.phrases import Phrases, phrases

_ALONE = {
    "solved": phrases(r"""
        ja|yes|yep|jawel|jazeker|zeker|ja hoor|yes it is|yes thanks|ja klopt|oui|opgelost|fixed|solved|gemaakt|werkt|klaar|het is klaar|all good|all good now|sorted|all sorted
    """),
    "not_solved": phrases(r"""
        nee|neen|no|nope|nein|non|nog steeds|helaas niet|nog niet|not yet|nee helaas|no sorry|nee hoor|still broken|came back|it came back|helaas|no unfortunately|unfortunately not|nee helaas niet
    """),
    "choose_slot": phrases(r"""
        (?:ik kies |wij kiezen |graag |liefst |i choose |i'll take )?(?:voor )?(?:optie|voorstel|option|keuze|slot) [123](?: graag| is prima| is goed| please| is fine)?
        (?:nummer |number |nr )?[123](?: graag| is prima| is goed| please| is fine)?
        (?:graag |doe maar |liefst )?(?:de |the )(?:eerste|tweede|derde|first|second|third)(?: graag| is prima| is goed| one| one please| please| optie| option| is fine)*
    """),
    "cancel": phrases(r"""
        (?:het )?hoeft niet meer|al opgelost|is al opgelost|laat maar|never ?mind|niet meer nodig|it is already fixed|no longer needed|never mind sorted|already sorted
    """),
    "thanks": phrases(r"""
        👍|👍👍|bedankt|dank|dank u|dank u wel|dank je wel|dankjewel|top|super|thanks|thank you|thx|merci|danke|hartelijk dank|top bedankt|ok|oke|okay|prima|fijn|mooi
    """),
}
_WITHIN = (
    (
        "worse",
        phrases(r"""
        (?:het )?wordt (?:steeds |nog |alleen maar |alleen )?erger|plafond komt naar beneden|nu ook|spoed|getting worse|gets worse|it'?s worse|is worse|is erger|urgent|wird schlimmer|nu ook in .*
    """),
    ),
    (
        "not_solved",
        phrases(r"""
        (?:het |de \w+ |hij )?(?:lekt|druppelt|drupt|doet het|werkt) (?:nog steeds|nog altijd|alweer|nog|weer niet|nog steeds niet|nog niet|nog altijd niet|niet|helaas niet)|(?:het |hij |de \w+ )?lekt weer|nog steeds (?:niet opgelost|kapot|lek|koud|hetzelfde|stuk|niet gemaakt|niet)|nog niet (?:opgelost|gemaakt)|niet opgelost|is niet opgelost|weer kapot
        (?:it'?s |it is |the \w+ is |it )?still (?:not (?:fixed|working|solved)|broken|leaking|leaks|cold|the same|blocked)|not (?:fixed|solved|resolved|working)(?: yet| at all)?|(?:it |the (?:leak|problem) )?(?:came back|is back)|leaking again|broken again|doesn't work|isn't (?:fixed|solved|working)|(?:noch )?nicht (?:repariert|gelost|behoben)
    """),
    ),
    (
        "cancel",
        phrases(r"""
        (?:het )?hoeft niet meer|laat maar|is al opgelost|al opgelost|never ?mind|no longer needed|niet meer nodig
    """),
    ),
    (
        "solved",
        phrases(r"""
        (?:het |alles |hij |de \w+ )?(?:werkt|doet het|doet 't) (?:weer|prima|goed|weer goed|weer prima|weer perfect|nu weer|nu goed|nu|allemaal weer)|(?:het |alles |hij |de \w+ |die )?doet het|(?:het |alles )?is (?:helemaal |nu |netjes )?(?:opgelost|gemaakt|verholpen|gerepareerd)|opgelost|verholpen|helemaal opgelost|netjes (?:opgelost|gemaakt)
        (?:it |the \w+ |everything )?(?:works|is working|working)(?: (?:again|now|fine|perfectly|well|great))*|(?:it'?s |it is |it has been |has been |everything is |all )?(?:fixed|solved|resolved|sorted)(?: now)?|repariert|funktioniert wieder|ca marche|repare
    """),
    ),
    (
        "thanks",
        phrases(r"""
        (?:hartelijk |heel erg |alvast |super )?(?:bedankt|dank u wel|dank je wel|dankjewel|dank u|dank)(?: voor (?:de|uw|het|alles)(?: (?:snelle |goede )?(?:hulp|service|reactie|werk))?)?|(?:many )?thanks(?: (?:a lot|for (?:the|your) (?:help|quick response|work)))?|thank you(?: (?:so|very) much)?|danke|merci
    """),
    ),
)
TABLE = Phrases(_ALONE, _WITHIN)

STILL = dict(_WITHIN)["not_solved"]
_ORDINALS = {"eerste": 1, "first": 1, "tweede": 2, "second": 2, "derde": 3, "third": 3}


def slot_in(plain: str) -> int:
    """Which of the offered times is named, from 1; 0 for none."""
    match = re.search(r"(?:^|\b(?:optie|voorstel|option|keuze|slot|nummer|number|nr) )([123])\b(?![:.\d])", plain)
    if match:
        return int(match[1])
    return next((number for word, number in _ORDINALS.items() if re.search(rf"\b{word}\b", plain)), 0)


_FIRST = (
    ("solved", re.compile(r"(?:ja|jawel|yes|jazeker) (?=\w)")),
    ("not_solved", re.compile(r"(?:nee|no|neen) (?=\w)")),
)


def answer_first(clause: str) -> tuple[set[str], str]:
    """A clause that begins with yes or no says that beside the rest of it."""
    for deed, pattern in _FIRST:
        if match := pattern.match(clause):
            return {deed}, clause[match.end() :]
    return set(), clause
