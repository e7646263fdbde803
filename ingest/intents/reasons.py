"""What goes along with one deed: why a job is not done ("onze monteur is ziek geworden"), what was done, that the fitter came."""

from __future__ import annotations

import re

from ingest.intents import party_phrases, reporter_phrases
from ingest.intents.appointments import names_day
from ingest.intents.guards import doubt_in
from ingest.intents.intent import Speaker
from ingest.intents.party_words import TRADE
from ingest.intents.phrases import CAUSE, MENDED, SORRY
from ingest.intents.sparing import SparingPattern, SparingTable, word_of

_LONGEST = 120  # characters


def tells_why(clause: str) -> bool:
    """It names what keeps a firm from a job, and nothing that asks, sets a condition, offers or speaks of the occupant."""
    return (
        len(clause) <= _LONGEST
        and _WHY.search(clause) is not None
        and _MORE.search(clause) is None
        and not names_day(clause)
    )


def without_reason(clause: str) -> str:
    """The clause without the reason that stands behind it: "wij weigeren, omdat ..."."""
    match = REASON.search(clause)
    return clause[: match.start()] if match and tells_why(match.group()) else clause


REASON = SparingPattern(
    r" (?:omdat|want|aangezien|vanwege|wegens|door|daar (?=wij|we|ik)|because|due to|owing to|as (?=we|i|our|my)|since (?=we|i|our|my)|weil|da wir|"
    r"parce que|car)\b.*"
)
# What keeps a firm from it: people, time, place, skill, size, tools, and what it is instead.
_WHY = word_of(
    r"\w*ziek\w*|rug|knie|schouder|gezondheid|my back|knee|health|merk|fabrikaat|brand|rendabel|lonend|profitable|griep|corona|covid|gebroken|blessure|operatie|geopereerd|zwanger\w*|verlof|vakantie|ontslag|vertrokken|uit dienst|pensioen|"
    r"failliet|gestopt|gesloten|personeel\w*|mensen|mannen|mankracht|monteurs|vakmensen|capaciteit|tijd\w*|ruimte|\w*druk|\w*drukte|planning|agenda|vol|\w*geboekt|overvol|"
    r"gecertificeerd|certifica\w+|bevoegd\w*|vergunning|erkend|erkenning|kennis|ervaring|opgeleid|verzekerd|specialis\w+|gespecialiseerd|expertise|vak\w*|werkgebied|"
    r"regio|afstand|te ver|ver weg|kilometers?|km|te (?:moeilijk|groot|klein|hoog|zwaar|gevaarlijk|ingewikkeld|complex)\w*|busje?|gereedschap|apparatuur|"
    r"onderdelen|onderdeel|leverbaar|leverancier|ladder|steiger|hoogwerker|asbest|"
    r"sick|ill|illness|flu|injur\w+|hospital|surgery|holidays?|on leave|left|retired|closed|staff|short-?staffed|short-?handed|people|men|manpower|engineers|capacity|"
    r"time|busy|booked|schedule|diary|workload|certif\w+|qualified|licen[sc]ed?|insured|insurance|registered|experience|skills?|speciali\w+|trade|area|region|"
    r"distance|too far|miles|too (?:difficult|hard|big|small|high|dangerous|complex)|van|tools|equipment|parts?|supplier|scaffold\w*|asbestos|"
    rf"\w{{4,}}(?:bedrijf|firma|zaak)|company|{TRADE}"
)
_MORE = word_of(
    r"uren|hours?|maar|mits|als|indien|tenzij|zodra|eerst|pas|wel|nog|later|straks|vandaag|anders|wacht\w*|besteld|onderweg|bewoner\w*|huurder\w*|mevrouw|meneer|sleutels?|adres|"
    r"telefoon\w*|thuis|foto\w*|bel|bellen|gebeld|prijs|bedrag|euro|betal\w+|factuur|akkoord|accept\w*|aannemen|klaar|gereed|opgelost|gemaakt|gerepareerd|verholpen|vervangen|kom|komt|komen|"
    r"doen|but|if|unless|once|until|first|yet|still|today|later|waiting|ordered|tenants?|occupants?|resident|keys?|address|phone|home|photos?|call|price|pay|paid|"
    r"invoice|agreed?|done|fixed|finished|completed?|repaired|replaced|come|coming|will|going|geen punt|kein|niet (?:te )?(?:druk|ver|vol|ziek)|not (?:too )?(?:busy|far|sick|ill)",
    r"\?|\d ?(?:uur|u|min\w*|h)\b",
)

_BESIDE = {
    Speaker.PARTY: SparingTable([("refuse", SORRY), ("complete", MENDED), ("complete", CAUSE)]),
    Speaker.REPORTER: SparingTable(
        [
            ("cancel", SORRY),
            ("not_solved", reporter_phrases.SEND_AGAIN),
            ("solved", reporter_phrases.CAME),
            ("choose_slot", reporter_phrases.AT_HOME),
        ]
    ),
}


def goes_with(clause: str, as_: Speaker) -> str:
    """The deed that the clause only tells more of; none where it has a doubt of its own."""
    if as_ is Speaker.PARTY and tells_why(clause) and not party_phrases.is_work(clause):
        return "refuse"
    deed = _BESIDE[as_].fullmatch(clause) or ""
    return deed if deed != "complete" or doubt_in(NO_MORE.sub(" ", clause)) is None else ""


NO_MORE = re.compile(  # what sounds like a doubt and is none
    r"\bniet meer\b|\bgeen \w+ meer\b|(?:\bnot|n't)\b(?=.*\bany ?(?:more|longer)\b)|\bno (?:more|longer) (?=leak|drip|block|problem|issue|noise)|"
    r"^no (?=leaks?$)|\bwordt (?=weer|nu)|\b(?:gaat|kan|kunnen) (?=weer)|\bals vanouds\b|\bhoor\b|\bdoor de (?:monteur|loodgieter|vakman)\b|^door\b"
)
