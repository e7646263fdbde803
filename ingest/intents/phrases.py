"""Phrases that mean a deed, and words that mean none. Tables; what each is for stands beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.intents.sparing import SparingPattern, SparingTable, alternatives

_LONGEST_ALONE = 70  # characters


@dataclass(frozen=True, slots=True)
class Phrases:
    """alone  deed → clauses that mean it only when nothing else stands in them
    within  deed → phrases that mean it inside a clause as well; the first of the table that fits wins"""

    alone: SparingTable
    within: SparingTable

    def whole(self, clause: str) -> set[str] | None:
        deed = self.alone.fullmatch(clause) if len(clause) <= _LONGEST_ALONE else None
        return None if deed is None else {deed}

    def take(self, clause: str) -> tuple[str, set[str], str]:
        """The clause without its phrases, the deeds they mean, and the words of the first."""
        deeds: set[str] = set()
        words = ""
        for deed, pattern in self.within.possible(clause):
            if match := pattern.search(clause):
                clause = " ".join(pattern.without(clause).split())
                words = words or match.group()
                deeds.add(deed)
        deeds.discard("")
        return clause, deeds, words


def phrases(table: str) -> SparingPattern:
    """One phrase a line; longer ones win over shorter ones that begin alike."""
    lines = sorted(filter(None, (line.strip() for line in table.splitlines())), key=len, reverse=True)
    parts = [rf"(?<!\w)(?:{part})(?!\w)" for line in lines for part in alternatives(line)]
    return SparingPattern(rf"(?<!\w)(?:{'|'.join(lines)})(?!\w)", parts)


# A greeting with a name stands on a line of its own or before a comma.
GREETING = re.compile(
    r"^(?:beste|geachte|dag|hallo|hoi|hey|hi|hello|dear|ha|goe(?:de|ie)n? ?(?:morgen|middag|avond|dag)|goede?(?:morgen|middag|avond|dag)|goeiendag|moin|hai|lieve|"
    r"good (?:morning|afternoon|evening|day)|guten (?:morgen|tag)|bonjour|sehr geehrte\w*|liebe\w*)"
    r"(?:[ ,]*(?:\n|$)|(?: (?!(?:we|wij|ik|i|is|prima|niet|nee|akkoord)\b)[^\W\d_][\w.'/-]*){1,4} ?(?:[,!.:\n]+|$)|(?:(?: ingrid| sanne| allemaal| mevrouw| meneer)(?= )|(?= (?:we|wij|ik|i|is|prima|nee|all|alles|klus|ja|ok)\b))|[,!.]+)\s*"
)
CLOSING = re.compile(  # asked of whole lines, which nothing else is: to look for its letters first would cost more
    r"(?<![^.,!?\s])(?:met (?:de )?(?:vriendelijke|hartelijke|beste|groeten)(?: groet(?:en|jes)?)?|(?:vriendelijke |hartelijke )?groet(?:en|jes)?|gr\.?(?= |$)|"
    r"mvg|m\.v\.g\.?|m\.?v\.?g?r?\.? ?gr\.?|vr\.? ?gr\.?|hoogachtend|greetings?|(?:kind |best |warm |many )?regards|cheers|sincerely|yours (?:sincerely|faithfully|truly)|all the best|best wishes|"
    r"mit freundlichen gru(?:ß|ss|s)en|(?:viele |freundliche )?gru(?:ß|ss)e?|mfg|cordialement|bien a vous|--|"
    r"(?:verstuurd|verzonden|gestuurd) (?:vanaf|met|vanuit|via) .*|sent (?:from|via) .*|get outlook for .*|von meinem .* gesendet|envoye de .*)(?=[\s,.!]|$)[,.! ]*"
)
# What is said beside a deed and changes nothing: courtesies, and who will speak with the occupant.
_ANYBODY = (
    r"(?:(?:(?:de|uw|onze|the|your) )?(?:bewoners?|bewoonster|huurders?|huurster|klant|melder|tenants?|residents?|occupants?|customer)|"
    r"mevrouw|meneer|mw|dhr|haar|hem|ze|them|her|him)"
)
_OFFICE = (
    r"(?:(?:de |onze |een |our |the |my )?(?:monteur|planner|planning|planningsafdeling|afdeling planning|collega|binnendienst|administratie|"
    r"kantoor|engineer|office|technician|team|colleague|plumber|electrician|loodgieter|elektricien|schilder))"
)
_WHO = rf"(?:ik|wij|we|i|{_OFFICE})"
_ASIDE = (
    r"(?: (?:zelf|even|wel|dan|nog|vandaag|morgen|straks|zo|direct|meteen|gelijk|vooraf|zsm|zo (?:snel|spoedig) mogelijk|deze week|volgende week|"
    r"binnenkort|rechtstreeks|telefonisch|vanmiddag|vanochtend|hierover|hiervoor|verder|ook|snel|spoedig|daarvoor|door ons|van ons|vanuit ons|zojuist|al|inmiddels|net|"
    r"today|tomorrow|shortly|directly|now|soon|first thing|also|already|just|later today|this week))*"
)
_FOR = (
    r"(?: (?:voor (?:een|de|het maken van een|nadere) (?:afspraak|datum|tijdstip|planning|bezoek)|om (?:(?:een|de) )?(?:afspraak|datum|tijd|tijdstip|moment) (?:te maken|te plannen|af te spreken|in te plannen)|"
    r"om (?:dit |het |iets )?(?:af te spreken|in te plannen|af te stemmen)|over (?:een|de) (?:afspraak|tijd|datum|planning)|"
    r"to (?:arrange|agree|book|sort|fix|set up|make|organise|discuss|schedule) (?:a |an |the )?(?:(?:suitable|convenient|good) )?(?:time|date|visit|appointment|access|day|slot)|for (?:an appointment|access)))?"
)
_CALL = r"(?:bel|bellen|belt|app|appen|appt|mail|mailen|mailt|informeer|informeren|informeert|contacteer|contacteren|contacteert|benader|benaderen|benadert)"
_CALLED = r"(?:gebeld|geinformeerd|gecontacteerd|benaderd|ingelicht|geappt|gemaild|verwittigd|gesproken)"
_REACH = r"(?:call|ring|phone|contact|text|email|message|get in touch with|be in touch with|get hold of|speak to|speak with|liaise with|reach out to)"
_BEFORE = r"(?:(?:een |half )?(?:half )?(?:uur|uurtje|kwartier)|(?:\d{1,2}|tien|vijftien|twintig|dertig) min\w*) (?:van te ?voren|vooraf|ervoor|tevoren)"

# With a yes it is a yes: who will agree on a time with the occupant.
_TO_ARRANGE = rf"""
    (?:{_WHO} )?(?:zal|zullen|ga|gaan|gaat){_ASIDE} (?:met {_ANYBODY}{_ASIDE} )?(?:een|de) afspraak (?:maken|inplannen|plannen)(?: met {_ANYBODY})?
    (?:een )?afspraak (?:met {_ANYBODY} )?(?:wordt|volgt){_ASIDE}(?: (?:gemaakt|ingepland|gepland))?(?: met {_ANYBODY})?
    {_ANYBODY} wordt{_ASIDE} {_CALLED} (?:voor|om) (?:een|de)? ?afspraak(?: te maken)?
    (?:{_WHO}(?:'ll| will)?|will) {_REACH} {_ANYBODY}{_ASIDE} (?:to (?:arrange|agree|book|sort|fix|set up|make|organise|schedule) (?:a |an |the )?(?:(?:suitable|convenient|good) )?(?:time|date|visit|appointment|access|day|slot)|for (?:an appointment|access))
"""
# What is arranged with the occupant, said beside any deed.
_ARRANGED = rf"""
    (?:{_WHO} )?{_CALL}(?: (?:ik|wij|we))?{_ASIDE} {_ANYBODY}{_ASIDE}{_FOR}{_ASIDE}(?: op)?
    (?:{_WHO} )?(?:neem|nemen|neemt)(?: (?:ik|wij|we))?{_ASIDE} (?:met {_ANYBODY}{_ASIDE} )?contact{_ASIDE} (?:op )?(?:met {_ANYBODY})?(?: op)?{_ASIDE}{_FOR}
    (?:{_WHO} )?(?:zal|zullen|ga|gaan|gaat){_ASIDE} (?:{_ANYBODY}{_ASIDE}{_FOR}{_ASIDE} (?:bellen|appen|mailen|informeren|contacteren|benaderen)|(?:met {_ANYBODY}{_ASIDE} )?contact opnemen(?: met {_ANYBODY}){_ASIDE}{_FOR}|met {_ANYBODY}{_ASIDE}{_FOR} contact opnemen{_FOR})
    {_ANYBODY} (?:wordt|worden|is|zijn){_ASIDE} (?:{_CALLED}|(?:hiervan |hierover )?op de hoogte(?: gesteld| gebracht)?){_FOR}
    {_ANYBODY} (?:zal|zullen){_ASIDE} (?:worden )?(?:{_CALLED}|op de hoogte (?:gesteld|gebracht)){_FOR}(?: worden)?
    {_ANYBODY} (?:krijgt|krijgen|ontvangt|ontvangen|hoort){_ASIDE}(?: (?:een |de |nader )?(?:bericht(?:je)?|mail|belletje|telefoontje|datum|uitnodiging|sms|appje|afspraakbevestiging|bevestiging))?
    {_ANYBODY} weet (?:er ?van|het|dit|dat (?:we|wij|ik|(?:de|onze) monteur) (?:komen|kom|komt))|{_ANYBODY} (?:is|zijn)(?: (?:dan|gewoon|de hele dag))* (?:thuis|aanwezig)
    (?:dit is |is |een en ander is |zo )?(?:in overleg|afgesproken|afgestemd|kortgesloten|overlegd|besproken) met {_ANYBODY}|met {_ANYBODY} (?:is )?(?:al |zo )?(?:afgesproken|afgestemd|overlegd|kortgesloten|besproken)
    {_WHO} (?:bel|belt|bellen){_ASIDE} (?:{_BEFORE}|vooraf|van te ?voren|voor vertrek)|(?:i|we)(?:'ll| will) (?:call|ring|text) (?:ahead|beforehand|before (?:we|i) (?:come|arrive|set off)|half an hour (?:before|ahead))
    (?:graag |svp |aub )?(?:dit |het )?(?:even )?(?:doorgeven|melden|laten weten) aan {_ANYBODY}(?: aub| svp| graag)?|graag {_ANYBODY} (?:even |hierover )?(?:informeren|inlichten|op de hoogte (?:stellen|brengen))|please (?:let|tell|inform) {_ANYBODY}(?: know)?
    (?:{_WHO}(?:'ll| will)?|will) {_REACH} {_ANYBODY}{_ASIDE}{_FOR}|{_ANYBODY} (?:will be|has been|have been|is){_ASIDE} (?:contacted|called|informed|notified|aware|told|happy with (?:this|that)){_ASIDE}|{_ANYBODY} knows
"""
# Thanks, apologies, wishes.
_COURTESY = r"""
    (?:(?:onze|mijn|my|our|met|nogmaals|many|once again|veel) )*(?:excuses|excuus|apologies|verontschuldigingen|sorry)(?: (?:voor|for) (?:(?:het|de|the|any|my|our|mijn|onze|dit|this|deze|late|trage|verlate|veroorzaakte|eventuele) )*(?:ongemak|overlast|reactie|vertraging|verwarring|antwoord|moeite|inconvenience|delay|reply|response|trouble|confusion|bother))
    (?:onze |mijn |my |our )?(?:excuses|excuus|apologies)
    goed nieuws|good news|ter info|ter informatie|fyi|for your information|just to (?:confirm|let you know)|zo|zo dan|oh|ah|nou|he he|(?:nou )?hehe|eindelijk|finally
    toch bedankt|thanks (?:anyway|though|all)|(?:toch |heel )?(?:bedankt|dank|dankje|dankjewel|dank je(?: wel)?|dank u(?: wel)?|thanks|thank you) (?:for (?:thinking of|considering|contacting|asking|choosing) (?:us|me)|voor het (?:denken aan ons|vertrouwen|vragen|regelen|snelle handelen)|dat (?:u|je|jullie) (?:aan )?(?:ons|mij) (?:denkt|dacht|denken|denk|vraagt|vraag|vragen|gevraagd (?:hebt|heeft|hebben)))
    (?:speak|talk|see you) soon|tot (?:horens|later|gauw|binnenkort|snel)|tot dan dan
    (?:(?:alvast )?(?:dank|bedankt)|thanks|thank you) (?:voor|for) (?:uw|je|jullie|your|het) (?:begrip|geduld|understanding|patience)|(?:ik|wij|we) (?:hoop|hopen) op (?:uw|je|jullie) begrip|(?:i |we )?hope you understand|hopelijk (?:begrijpt|begrijp|begrijpen|heeft|hebt|hebben) (?:u|je|jullie)(?: (?:dat|dit|hier begrip voor|het|hiervoor begrip))?
"""
_OCCUPANT = r"(?:(?:de |met )?(?:bewoner|huurder|bewoonster|huurster|bewoners|mevrouw|meneer|mw|dhr)|haar|hem|ze)"
_MEETING = rf"""{_TO_ARRANGE}
    (?:(?:i|we)?(?:'ll| will) |will )?(?:arrange|organise|agree) (?:access|a (?:visit|time|date)|an appointment)(?: with the (?:tenant|resident|occupant))?
    (?:(?:ik|wij|we) )?(?:bel|bellen) (?:zelf |even |wel )*{_OCCUPANT}(?: (?:even|zelf|straks|zo|vandaag|morgen|direct|dan))*(?: (?:voor (?:een|de) afspraak|om af te spreken|om een afspraak te maken))
    (?:(?:ik|wij|we|(?:de|onze) (?:monteur|planner|planning|collega)) )?(?:neem|nemen|neemt) (?:zelf |even |wel |direct )*contact op(?: met {_OCCUPANT})? voor (?:een|de) afspraak
    (?:een |de )?afspraak (?:maken|maak) (?:we|wij|ik) (?:zelf )?(?:met {_OCCUPANT})?(?: zelf)?
    (?:(?:ik|wij|we) )?(?:maak|maken) (?:zelf |even |wel |dan )*(?:een|de) afspraak(?: met {_OCCUPANT})?
    (?:i|we)(?:'ll| will) (?:(?:call|ring|contact) the (?:tenant|resident|occupant) (?:for|to make|and make) an appointment|make an appointment(?: with the (?:tenant|resident|occupant))?)
"""
MEETING = phrases(_MEETING)  # with a yes it is a yes to the job
# Whole clauses that go along with any deed and change nothing.
HARMLESS = phrases(rf"""{_MEETING}{_ARRANGED}{_COURTESY}
    mevrouw|meneer|madam|sir|(?:de |the )?(?:bewoner|bewoonster|huurder|tenant|customer|klant) (?:is|was) (?:erg |heel |zeer |very )?(?:tevreden|blij|happy|satisfied|pleased)
    (?:(?:ik|wij|we|(?:de|onze) (?:monteur|planner|planning|collega)) )?(?:neem|nemen|neemt) (?:zelf |even |wel |direct |vandaag |morgen |nog |zsm )*contact op(?: met {_OCCUPANT})?
    (?:(?:alvast|hartelijk|heel|erg|super|nogmaals|many|much|tof|fijn|nice|ok|oke|top) )*(?:dank|bedankt|dankje|dankjewel|dankuwel|thanks|thank you|thx|merci|danke)(?: (?:u|je|jullie|wel|so much|very much|a lot|much|again|nogmaals|alvast))*(?: (?:voor|for)(?: (?:de|uw|het|je|jullie|jouw|deze|the|your|all|dat|this|snelle|goede|fijne|mooie|leuke|prompte|duidelijke|quick|kind|great|good|prompt|lovely))* (?:opdracht|mail|bericht|melding|e-?mail|reactie|hulp|service|werk|moeite|info|informatie|doorgeven|vertrouwen|medewerking|goede zorgen|zorgen|laten weten|aanvraag|bevestiging|update|order|job|email|message|work|help|response|reply|confirmation|request|information|letting (?:me|us) know|alles|everything))?(?: alvast)?|(?:much |very |really )?appreciated
    (?:de |onze |the |our )?(?:factuur|rekening|bonnetje|werkbon|bon|rapport|verslag|foto'?s|invoice|bill|report|photos|pictures) (?:volgt|volgen|komt|komen|follows|follow|to follow|will follow)(?: (?:nog|later|apart|separaat|z\.?s\.?m\.?|zsm|morgen|per (?:mail|post|e-?mail)|separately|shortly|soon|by (?:e-?mail|post)))*|u heeft er geen (?:omkijken|zorgen) (?:naar|over)|(?:u|je|jullie) (?:hoeft|hoef|hoeven) (?:verder )?niets te doen|de (?:factuur|rekening) volgt|factuur volgt|rekening volgt|(?:the )?invoice (?:to follow|follows)
    (?:zie |met )?(?:de )?foto'?s? (?:zijn |is |zitten )?(?:bijgevoegd|in de bijlage|bijgesloten|erbij)|zie (?:de )?(?:bijlage|foto'?s?)(?: in de bijlage)?|(?:see )?(?:photos?|pictures?) attached|see attached
    (?:(?:ik|wij|we|(?:de|onze) (?:monteur|planner|planning|collega)) )?(?:bel|bellen|belt) (?:zelf |even |wel )*{_OCCUPANT}(?: (?:even|zelf|straks|zo|vandaag|morgen|direct|dan))*
    no (?:further|other) (?:issues|problems|remarks|works? (?:needed|required))|(?:the )?(?:tenant|resident|customer)(?: is| was)?(?: very)? (?:happy|pleased|satisfied)(?: with (?:it|the work|the result))?|geen (?:verdere )?bijzonderheden|(?:de )?(?:foto'?s?|werkbon|bon|rapport) (?:volgt|volgen|in (?:de )?bijlage|bijgevoegd)|zie (?:de |bijgevoegde )?(?:werkbon|bon|rapport|foto'?s)(?: in (?:de )?bijlage)?|(?:the )?keys? (?:handed|given|returned)(?: over| back)?(?: to the \w+)?|(?:auftrag |order |job )?(?:erhalten|received)|(?:de |uw )?(?:opdracht|bon|mail) (?:is |hebben wij |hebben we |heb ik )?(?:in goede orde |goed )?ontvangen|(?:wij|we|ik) (?:hebben|heb) (?:de |uw )?(?:opdracht|bon|mail) (?:in goede orde |goed )?ontvangen|see (?:the )?(?:photos?|pictures?)
    (?:\d|een|twee|drie|de)? ?sleutels? (?:afgegeven|overhandigd|teruggegeven)(?: (?:aan|bij) {_OCCUPANT})?
    {_OCCUPANT} (?:is )?(?:al )?(?:gebeld|gesproken)|(?:(?:ik|wij|we) )?(?:heb|hebben) (?:al |net )?(?:met )?{_OCCUPANT} (?:al |net |zojuist )?(?:gebeld|gesproken|gemaild)|(?:i|we)(?: have|'ve)? (?:called|spoken to|spoken with|contacted) the (?:tenant|resident|occupant)|termin folgt|(?:de )?afspraak volgt|(?:(?:wij|we|ik) )?(?:nemen|neem) (?:het|hem|deze|dit|(?:de|uw|deze) (?:opdracht|melding|klus|bon)) (?:graag |direct |vandaag |meteen )*in behandeling|{_OCCUPANT} wordt (?:door ons )?(?:vandaag |morgen )?gebeld(?: voor een afspraak)?
    (?:(?:de |uw )?(?:mail|e-?mail|opdracht|bon|bonnummer|order|bericht) )?(?:goed |in goede orde )?(?:ontvangen|gezien|gelezen|received|noted|seen)|happy to help|alles klar|succes(?: ermee)?|graag gedaan
    (?:i|we)(?:'ll| will) (?:call|ring|contact) the (?:tenant|resident|occupant)
    (?:een )?fijne (?:dag|avond|middag|weekend)(?: nog| verder)?|fijn weekend|prettige dag|have a (?:nice|good) (?:day|evening|weekend)
    (?:dat |het )?komt (?:helemaal )?goed|(?:de )?afspraak (?:is )?gemaakt(?: met {_OCCUPANT})?|afspraak met {_OCCUPANT} (?:is )?gemaakt|tot (?:dan|ziens|snel)|see you(?: then| soon)?|geen probleem|geen bezwaar|no problem|no worries|gern geschehen
    {_OCCUPANT} (?:(?:is|was) )?(?:er )?(?:heel |erg )?(?:tevreden|blij)(?: mee)?
    danke(?: schon)?|vielen dank|merci(?: beaucoup)?|merci d'avance|u krijgt de factuur
""")

POSITIVE = SparingPattern(  # assent, with a "no" or beside one
    r"\b(?:geen (?:enkel )?(?:probleem|bezwaar)|niet erg|no (?:problem|worries))\b|"
    r"^(?:(?:dat |het |dit )?is |that's |it's )?(?:goed|prima|ok|oke|okay|fine|good|in orde|top|best|geen punt)(?: hoor)?$"
)
SORRY = phrases(r"""
    (?:(?:de|onze|mijn|our|the) )?(?:monteur|collega|engineer|plumber) is (?:ziek(?: geworden)?|met vakantie|op vakantie|weg|uitgevallen|ill|sick|away|on holiday|off sick)
    (?:wij|we|ik) (?:komen|kom) niet|(?:ik ben|i'm|i am) (?:ziek|sick|ill)|(?:wij|we|ik) (?:zijn|ben) (?:gesloten|(?:met|op) vakantie)(?: (?:tot|t/m) .+)?|(?:we are|we're|i'm|i am) (?:on holiday|closed|away)(?: until .+)?
    (?:wij|we|ik) (?:zijn|ben) een? \w+(?:bedrijf|firma|zaak)|(?:wij|we|ik) (?:zijn|ben) (?:een )?(?:schilders?|loodgieters?|dakdekkers?|elektriciens?)
    tot (?:onze|mijn) (?:grote )?spijt|helaas|sorry|(?:my |our )?apologies|het spijt (?:ons|me|mij)(?: (?:zeer|erg|heel erg))?|desole|unfortunately|leider|(?:i'm|we're|i am|we are) sorry|i'm afraid(?: not)?
    (?:dat|dit|het) is \w+werk|(?:probeer|vraag|neem) .+|(?:please )?try .+|(?:wij|we|ik) (?:doen|doe|verrichten|verzorgen) (?:alleen|uitsluitend|enkel|slechts) (?:[\w-]+ ?){1,3}|(?:we|i) only do (?:[\w-]+ ?){1,3}|hope you find (?:someone|somebody)(?: else)?|best of luck(?: (?:with it|finding (?:someone|somebody)))?|succes (?:verder|met (?:zoeken|het zoeken))|(?:de|onze|mijn) (?:planning|agenda) zit (?:helemaal )?(?:dicht|potdicht)|(?:we are |we're )?short[- ](?:staffed|handed)
    (?:dus )?(?:volgende keer|een andere keer) (?:graag|weer|beter|misschien)|hopelijk (?:een )?(?:volgende|andere) keer(?: wel)?|(?:maybe|perhaps) (?:next|another) time|good luck
""")  # with a refusal only
MENDED = phrases(r"""
    getest|tested|flowing freely|(?:alles )?(?:werkt|loopt|draait|works|working)(?: (?:weer|again|goed|prima|door|fine))*|geen \w+ meer(?: (?:gevonden|zichtbaar))?
    (?:(?:het|hij|de \w+|\w+) )?(?:lekt|druppelt|drupt|loopt|piept|stinkt|klemt|rammelt|tikt|tocht|trilt) niet meer(?: door| af| aan| over| uit)?|(?:\w+ ){0,2}(?:springt|valt|slaat|hapert|kraakt|schuurt)(?: er)? niet meer(?: uit| af)?|(?:\w+ )?(?:doet het|brandt|sluit)(?: weer| goed| nu)*|(?:\w+ )?sleutels? afgegeven(?: aan (?:de )?\w+)?|(?:\w+ )?wordt (?:nu )?weer (?:goed |lekker )?(?:warm|droog|koud|schoon)|no (?:more )?(?:leaks?|drips?|issues|noise)(?: any ?more)?|(?:\w+ )?no longer (?:leaks|leaking|drips|dripping)|alles (?:is )?(?:weer )?droog
""")  # with a completion, or as one beside what was done: "vlotter vervangen, loopt niet meer door"
CAUSE = phrases(r"""
    \d{1,3} \w+ (?:used|gebruikt)|(?:er )?zat(?:en)? (?:er )?(?:een |veel |wat )?[a-z]{3,}(?: [a-z]+){0,4}|there was (?:a|an|some) [a-z]{3,}(?: [a-z]+){0,4}
    (?:alles )?(?:netjes|opgeruimd|schoon) achtergelaten|left (?:the place|everything|it|all) (?:nice and |neat and )?(?:tidy|clean)(?: and (?:tidy|clean))?|(?:alles )?(?:netjes|schoon) opgeruimd|(?:(?:graag|mag|kan|kunt u) )?(?:de bon |deze (?:bon )?|de opdracht |deze opdracht )?(?:afmelden|afsluiten|afgemeld worden)(?: graag| aub| svp)?|(?:please |you can )(?:close|sign off|mark) (?:the |this )?(?:job|order|ticket|it)(?: as (?:done|complete|completed))?|(?:gebruikt |verbruikt )?(?:materiaal|materialen|material|materials|parts|onderdelen)(?: used| gebruikt)?: (?:(?:een|nieuwe?|a|new|\d{1,2}x?) )*(?!bestel|nodig|ordered|needed|ontbre|vergeten|onderweg|volg|missing|op\b|later|to\b)[a-z]{3,}
    found (?:a |the )?(?:worn|loose|blocked|broken|faulty|blown|bad|dirty|defective|failed|cracked)(?: \w+){1,3}|(?:defecte?|kapotte?|versleten|losse?|verstopte?|vuile?)(?: \w+){1,2} gevonden
    \d{1,3} ?(?:lagen|coats(?: of paint)?|(?:x|meter|m|m2|stuks) ?(?:\w+ ?){0,2})
    (?:it |that |dat |het )?(?:was|were|bleek|bleken) (?:just |only |alleen |slechts )?(?:een|de|het|a|an|the)(?: [a-z-]{3,}){1,3}|(?:\w+ ){1,3}(?:was|waren|bleek) (?:kapot|defect|versleten|verstopt|los|lek|stuk|verkalkt|verroest|(?:er ?)?uit(?:gesprongen| gesprongen|gevallen)?)
""")  # with a completion only
REGRET = re.compile(r"\b(?:helaas|sorry|unfortunately|i'm afraid|leider|desole|regrettably)\b")

_NEUTRAL = """
    de het een 't 'm hem deze dit die den der das un une le la les l du d' ik wij we u uw je jullie ons onze ze i
    you your our us it this the a an that's i'm i've we've we're my en and und et dus so dan then ook also too
    hierbij bij hereby met with mit van of voor for op on in aan at to te om er is zijn are am be ben has have
    heb heeft hebben ist sind bin est opdracht klus job order bon opdrachtbon werkorder werk werkbon melding
    werkzaamheden nummer nr work ticket jobje auftrag commande reparatie repair graag gaarne gladly happily happy
    please natuurlijk uiteraard zeker certainly sure course absolutely ok oke okay okee prima goed fine good great
    perfect top uitstekend super leuk helemaal helder duidelijk mooi fijn vandaag today gisteren yesterday
    vanmorgen vanochtend net zojuist just now inmiddels nu intussen weer alles alle all everything al bedankt dank
    thanks thank danke merci kraan kranen lek lekkage lekkende leak leaking tap taps douche shower toilet wc ketel
    cv boiler verwarming heating radiator afvoer drain riool pomp pump slot lock deur voordeur front door raam
    window lamp licht light stroom power storing probleem problem dak roof goot dakgoot gutter keuken kitchen
    badkamer bathroom wasmachine gootsteen sink leiding pipe sifon siphon beste ingrid sanne meneer mevrouw heer
    team lady sir completely fully volledig geheel netjes succesvol successfully again direct meteen bevestigd
    bevestigen bevestig confirm confirmed confirmation materiaal materialen materials material
"""
NEUTRAL = frozenset(_NEUTRAL.split())
