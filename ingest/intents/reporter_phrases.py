"""What reporters write when they are asked whether it is solved, or which time suits."""

from __future__ import annotations

import re

from ingest.intents.party_words import TRADE
from ingest.intents.phrases import Phrases, phrases
from ingest.intents.sparing import SparingTable

_THING = r"(?:het|hij|die|alles|dit|(?:het|de|mijn|onze) \w+|\w*kraan|\w*ketel|cv|verwarming|lamp|lift|wc|toilet|afvoer|douche|slot|deur)"
_IT = r"(?:it|everything|all|that|the \w+(?: \w+)?|tap|heating|boiler|light|toilet|drain|leak|lift|lock|issue|problem)"
_AGAIN = (
    r"(?: (?:weer|prima|goed|perfect|nu|allemaal|gelukkig|inmiddels|helemaal|uitstekend|naar behoren|als vanouds))*"
)
_CHOOSING = r"(?:(?:(?:dan )?(?:neem|kies|ga) ik|let's (?:go with|do|take)|(?:i'll|we'll|i|we) (?:go with|go for|prefer)|(?:ik|wij) (?:ga|gaan) voor|geef mij maar|(?:voor|for) (?:ons|mij|us|me)(?: graag)?|ik kies|wij kiezen|ik neem|wij nemen|graag|liefst|liever|doe(?: maar)?|i (?:pick|take|choose)|we choose|i'll take|we'll take|i would like|i'd like)(?: voor)? )?"
_PLEASE = r"(?: (?:graag|alstublieft|alsjeblieft|aub|please|maar|(?:is|lijkt me|komt|past|schikt|works|suits)(?: (?:mij|me|ons|us))* (?:prima|goed|ok|fine|good|best|het beste?|het best)(?: uit)?|(?:for|voor) (?:me|us|mij|ons)|komt (?:goed )?uit|past|suits(?: me| us)?|works))*"
_BROKEN = r"(?:niet opgelost|kapot|lek|koud|hetzelfde|stuk|niet gemaakt|niet gerepareerd|verstopt|donker|uit|niet goed|niet(?! (?:kapot|lek|stuk|erg|mis|koud))|geen (?:warm )?water|geen verwarming|geen licht|geen stroom)"

_AMISS = (
    r"(?:making|doing it|smell\w*|nois[ey]\w*|damp|wet|mou?ldy?|draughty|stuck|flooding|tripping|flickering|loose|rattling|beeping|stink\w*|jam\w*|out of order|problems?|issues?|"
    r"a (?:leak|smell|noise|problem|draught)|water (?:coming|everywhere)|vocht\w*|schimmel\w*|stank|lawaai|herrie|last|tocht\w*|problemen|storing\w*|lekkage|nat|los|scheef|stroef)"
)
_ALONE = {
    "solved": phrases(rf"""
        (?:the |de |het |die )?(?:leak|lekkage|lek|geur|stank|lucht|geluid|lawaai|noise|smell|damp|problem|probleem|storing|verstopping) (?:is |'s )?(?:now |nu |eindelijk |gelukkig |helemaal )*(?:gone|weg|over|gestopt)|(?:the )?(?:leak|leaking|dripping|noise|smell|problem) (?:has |is )?(?:now )?(?:stopped|gone away|disappeared)|(?:the |our |de |het )?(?:heating|power|hot water|water|lights?|electricity|gas|lift|internet)(?: is| are|'s) back(?: on)?(?: again| now)?|geen (?:lekkage|last|problemen?|storing(?:en)?|geluid|stank|klachten) meer(?: gezien| gehad| gehoord)?|(?:het )?is gelukt|(?:the |our )?(?:heating|power|lights?|water|boiler|lift)(?: is| are|'s) on again|no more (?:problems?|issues?|leaks?|leaking|dripping|noise)|all is well(?: now)?|(?:alles|tout)(?: ist)? (?:wieder gut|va bien)|(?:the )?\w+ (?:is|are) (?:working|running|flushing|closing)(?: again| now| fine)+|(?:they|he|the plumber) (?:have |has )?(?:fixed|repaired|sorted) it(?: this morning| today| yesterday)?|(?:(?:de|het|mijn|onze) )?(?:\w*raam|\w*deur|ramen|\w*poort|\w*slot) (?:kan|kunnen) weer (?:open|dicht|op slot|open en dicht)|(?:riool|afvoer|gootsteen|wasbak|douche) loopt weer(?: door| goed)*|nieuwe \w+ erin
        (?:ja |ja hoor )?{_THING} is (?:nu |gelukkig )?weer (?:helemaal )?(?:goed|in orde|heel)|(?:ja |ja hoor )?inderdaad|ja|yes|yep|yess+|jep|jup|jawel|jazeker|zeker|ja hoor|yes it is|yes thanks|ja klopt|oui|opgelost|fixed|all good|sorted|klopt
        (?:ja |ja hoor )?(?:gelukkig|zeker|inmiddels) wel|(?:alles|het|dit) (?:is )?(?:(?:nu |weer |helemaal )*(?:in orde|ok|oke|goed|prima))(?: nu| weer)*|helemaal (?:in orde|goed)(?: nu)?|in orde|(?:it's |it is |everything is |all is |everything's )?(?:all )?(?:fine|good|ok|okay)(?: now| again)+|everything is (?:fine|good|ok)
        (?:{_THING} )?(?:lekt|druppelt|drupt)(?: nu| gelukkig| inmiddels)* niet meer(?: gelukkig| nu)?|(?:it |{_IT} )?(?:doesn't|does not|isn't|is not|not) (?:leak|leaking|drip|dripping)(?: any ?more| any longer)+|no longer (?:leaks|leaking|drips|dripping)
        (?:we|wij|ik) (?:hebben|heb) het weer (?:lekker |helemaal |heerlijk )?(?:warm|droog)
        (?:(?:we|wij|ik) (?:hebben|heb) )?weer (?:warm )?(?:water|verwarming|stroom|licht)|(?:we|i)(?: have|'ve got| got)(?: the)? (?:hot water|water|heating|power|light|electricity|gas) (?:back )?(?:again|back)(?: now)?|(?:het|hier|alles) is weer (?:lekker |helemaal )?(?:warm|droog|dicht|schoon)|everything is dry(?: again)?|alles (?:ist )?(?:wieder )?in ordnung|ca marche
    """),
    "not_solved": phrases(rf"""
        (?:the )?(?:toilet|tap|water|cistern|shower)(?: is|'s) still running|(?:it )?broke down again|(?:de )?(?:monteur|loodgieter|vakman) zou komen maar is (?:er )?niet (?:geweest|gekomen|verschenen)
        (?:er |het |dat )?(?:is )?(?:helaas |nog )*(?:niets|niks|nothing) (?:is |has )?(?:veranderd|gedaan|gebeurd|changed|happened|been done)|(?:het is )?(?:nog )?net zo (?:erg|koud|slecht|nat)(?: als \w+)?|(?:the |de )?(?:repair|fix|reparatie) (?:did not|didn't|heeft niet|has not|hasn't) (?:work|help|hold|geholpen|gewerkt|helped|worked)
        (?:(?:{_IT}|it)(?:'s| is| are)? )?still {_AMISS}(?: [a-z]+){{0,4}}|(?:{_THING} )?(?:(?:is|zit|staat|ligt|blijft|heb|hebben) )?(?:het |hij |er |ik |wij |we )?nog (?:steeds|altijd) {_AMISS}(?: [a-z]+){{0,4}}
        (?:{_THING} )?(?:klemt|stinkt|tocht|rammelt|piept|kraakt|flikkert|hapert|borrelt|overstroomt|lekt|druppelt) (?:het |hij )?(?:nog|weer|alweer|nog steeds|nog altijd|opnieuw)|(?:(?:het|hij|dat) )?(?:is|was|gaat|ging) (?:het |hij )?(?:weer|opnieuw|alweer) (?:mis|fout|raak|zover|hetzelfde)|(?:is|was) (?:de|het) (?:storing|probleem|lekkage|lek|stank|geluid|verstopping) (?:er )?(?:weer|terug|weer terug|alweer)
        (?:{_IT} )(?:is|are|went|has gone) (?:off|out|down|broken|dead|cold|blocked|stuck|leaking) again|(?:het |er )?(?:water )?(?:komt|loopt|lekt|drupt) (?:er )?(?:weer|alweer|nog steeds|opnieuw) (?:water )?(?:door|langs|via) (?:het|de|mijn) (?:plafond|dak|muur|vloer|kozijn|raam|lamp)
        (?:(?:er is|ze zijn|hij is|ik heb) )?(?:nog )?(?:steeds )?(?:geen|niemand|niet)(?: (?:monteur|loodgieter|mens|iemand|hier|nog))*(?: (?:geweest|gekomen|gezien|verschenen|langsgeweest|vandaag|hier))+|(?:(?:de |the )?(?:monteur|plumber|engineer|electrician) )?(?:niet gezien|never came|didn't come|has not come)|(?:the |our )?(?:plumber|engineer|electrician|technician|mechanic|man) (?:has not|hasn't|did not|didn't|never) (?:been|come|came|shown? up|turned up|turn up)(?: here| yet)*|(?:we|i) still (?:have|got) no (?:hot )?(?:water|heating|power|light|gas)|(?:ik )?wacht(?:en)? (?:nog )(?:steeds )?(?:op (?:de )?(?:monteur|loodgieter))?|still waiting|(?:the )?(?:same|zelfde|het zelfde|hetzelfde) (?:problem|probleem|issue|story|verhaal)(?: again| weer| nog steeds)?(?: (?:as|than) (?:before|last time|ever)| als (?:eerst|hiervoor|de vorige keer|vorige keer))?|weer (?:hetzelfde|het zelfde)|(?:het )?(?:is )?(?:weer )?terug|(?:het |\w+ )?water is (?:nog )(?:steeds )?koud|(?:(?:het|de|mijn|onze|hij) )?(?:\w+ )?blijft (?:lekken|druppelen|koud|stuk|donker|hangen|uitvallen|uit)|(?:\w+ )?staat (?:weer|nog steeds|nog) stil|(?:\w+ )?valt (?:weer |steeds )?uit|it stopped (?:working )?again|(?:es )?tropft immer noch|(?:ca )?fuit encore
        nee|neen|no|nope|nein|non|nog steeds|nog {_BROKEN}|(?:{_THING} )?is (?:weer|alweer|opnieuw) uitgevallen|(?:nee )?helaas (?:nog )?niet|(?:nee )?nog niet|not yet|no sorry|nee hoor|helaas|no unfortunately|unfortunately not|no it is not|no it isn't|(?:nee )?(?:dat |het )?is niet (?:goed|zo)|noch nicht|(?:non )?pas encore|toujours pas(?: repare)?|immer noch (?:kaputt|nicht)
        (?:er is )?(?:nog )?(?:steeds )?niemand (?:geweest|gekomen|langs ?geweest|langsgekomen|komen opdagen)|(?:de )?(?:monteur|loodgieter|vakman) is (?:nog )?(?:niet|nooit) (?:geweest|gekomen|komen opdagen|verschenen|langs ?geweest)|niemand is (?:er )?(?:geweest|gekomen|langs ?geweest)|(?:(?:de|het|mijn|onze) )?(?:\w+ )?loopt nog (?:steeds |altijd )?door|(?:wij|we|ik) (?:zitten|zit) nog (?:steeds |altijd )?(?:in de kou|in het donker|zonder (?:warm )?(?:water|verwarming|licht|stroom))|(?:no )?{_IT} still (?:does not|doesn't|won't|will not|do not|don't|can't|cannot) (?:close|open|work|flush|lock|shut|start|drain|heat|turn on)(?: properly)?|(?:no one|nobody) (?:came|showed up|has (?:come|been here|been|turned up)|turned up|has been here)(?: yet| yesterday| today| this morning)*
    """),
    "choose_slot": phrases(rf"""
        {_CHOOSING}(?:(?:optie|voorstel|option|keuze|slot|tijd|nummer|number|nr) )?(?:[123]e?|een|twee|drie|one|two|three){_PLEASE}
        {_CHOOSING}(?:(?:de|het|the) )?(?:eerste|tweede|derde|first|second|third)(?: (?:optie|option|voorstel|tijd|one|time|slot|datum|date|moment|tijdstip|dag|day))?{_PLEASE}
    """),
    "cancel": phrases(r"""
        (?:graag )?annuleer (?:(?:de|mijn|deze) (?:melding|reparatie)|het|dit|hem)(?: maar| graag| aub)?|(?:graag )?(?:de|mijn|deze) (?:melding|reparatie) annuleren(?: graag| aub)?|(?:het |de )?(?:probleem|storing|lekkage|klacht) is vanzelf (?:verdwenen|weg|over|overgegaan|opgelost|gestopt)|(?:het |dat )?is (?:al |vanzelf )*over|(?:the problem|it) (?:went away|sorted itself out|has gone|resolved itself|stopped)(?: by itself| on its own)?|you can cancel the (?:repair|visit|job|appointment)|(?:we|i) (?:do not|don't) need (?:anyone|anybody|someone|you|a plumber)(?: to come)? ?(?:any ?more|any longer)|(?:u|je|jullie) (?:hoeft|hoeven|hoef) niemand meer te (?:sturen|laten komen)|nvm|(?:please )?close(?: it| this)?(?: please)?|(?:de |een )?monteur (?:is )?niet meer nodig|(?:het )?is vanzelf (?:overgegaan|opgelost|weg)|(?:it's |it is )?no longer (?:an issue|a problem)(?: please close)?|(?:is )?(?:inmiddels )?niet meer van toepassing|(?:please )?(?:disregard|ignore) (?:my|the|this) (?:report|request|message)|(?:u|je|jullie) (?:hoeft|hoeven|hoef) (?:niemand (?:meer )?te (?:sturen|laten komen)|geen moeite meer te doen)|kan (?:worden )?ingetrokken(?: worden)?|(?:the problem |it )(?:has )?(?:solved|fixed|sorted) itself|laat maar ik heb (?:het|'?t) al|you can close (?:this|it)
        forget it|(?:(?:ik|wij|we) )?(?:wil|willen|zou|wilde)? ?(?:graag )?(?:de|mijn|deze|onze) (?:melding|aanvraag) (?:graag )?(?:intrekken|annuleren|afzeggen|laten vervallen)|(?:i |we )?(?:want|would like|'d like|wish) to (?:withdraw|cancel) (?:my|the|our) (?:request|report|complaint)
        (?:(?:de|deze|mijn|onze) )?melding (?:mag|kan) (?:worden )?(?:ingetrokken|geannuleerd)(?: worden)?|er hoeft (?:dus )?niemand (?:meer )?(?:te komen|langs te komen|langs)|(?:you |there's |there is )?(?:do not|don't|no) (?:have|need)(?: to (?:come|send (?:anyone|anybody|someone)))?(?: any ?more| any longer)?
        al opgelost|is al opgelost|laat maar(?: zitten)?|never ?mind|niet nodig meer|it is already fixed|(?:it's |it is )?(?:no longer|not) (?:needed|necessary)(?: any ?more| any more)?|never mind sorted|already sorted
        (?:(?:de |deze |mijn |uw )?melding )?(?:mag|kan) (?:gesloten worden|dicht|weg|vervallen|ingetrokken worden)|u (?:kunt|mag) (?:de|deze|mijn) melding (?:sluiten|intrekken)|(?:ik )?trek (?:de|mijn|deze) melding (?:maar )?in|(?:please |you can )?cancel(?: it| my (?:report|ticket))?(?: please)?|you can close (?:it|this|my report|the ticket)
        (?:(?:ik|wij|we) )?(?:heb |hebben )?(?:het )?zelf (?:al )?(?:kunnen oplossen|kunnen maken|opgelost|gemaakt|gerepareerd)|al gemaakt door mijzelf|(?:i )?fixed it myself|(?:u|je|jullie|(?:de |een )?monteur|er hoeft niemand|niemand)? ?hoeft? (?:er )?(?:niet|niemand)? ?meer (?:te komen|langs te komen)|(?:you|they|nobody|no one|the plumber)(?: do| does)?(?: not|n't)? needs? to come (?:any ?more|any longer)
    """),
    "thanks": phrases(r"""
        👍|👍👍|bedankt|dankje|dank|dank u|dank u wel|dank je wel|dankjewel|top|super|thanks|thank you|thx|merci|danke|hartelijk dank|top bedankt|ok|oke|okay|prima|fijn|mooi|nice|tof|thx|cheers|cheers for that|great|lovely|geweldig|appreciated|much appreciated
    """),
}
_WITHIN = (
    (
        "worse",
        phrases(r"""
        (?:het )?wordt (?:steeds |nog |alleen maar |alleen )?erger|plafond komt naar beneden|nu ook|spoed|getting worse|gets worse|it'?s worse|is worse|is erger|urgent|wird schlimmer|nu ook in .*
        (?:wordt|worden|is|zijn|gets?|getting|lekt|much|veel|far|even|steeds) (?:(?:veel|nog|steeds|much|even|nu) )*(?:erger|groter|harder|natter|slechter|heviger|worse|bigger|wetter|faster)|breidt (?:zich )?(?:nu )?uit|(?:is )?spreading|(?:nu|now|inmiddels) (?!.*\b(?:weer|again|werkt|works|working|gemaakt|opgelost|fixed|goed|fine|well|good|done|ok|klaar|warm|schoon|droog|sorted|thuis)\b).*\b(?:ook|too|as well|hele|heel|whole|all)\b.*|(?:water )?(?:stroomt|gutst) (?:nu |er )*(?:de|het|langs|uit|over)|rook|smoke|(?:person|people|iemand|somebody|someone) (?:inside|vast|stuck|opgesloten)|more water|everywhere|overal|(?:ik )?ruik(?:en)? (?:wij |we |ik )?(?:nu )?(?:gas|brand|rook)|smell (?:gas|burning|smoke)
    """),
    ),
    (
        "not_solved",
        phrases(rf"""
        (?:{_THING} )?(?:lekt|druppelt|drupt) (?:(?:het|hij|de \w+) )?(?:nog steeds|nog altijd|alweer|weer|opnieuw|nog)|(?:{_THING} )?(?:doet het|werkt|brandt) (?:(?:nog steeds|nog altijd|weer|nog|helaas|nu) )*niet (?:goed|best|lekker|helemaal goed)|(?:{_THING} )?doet (?:nog steeds |nog altijd |nog |helemaal )*(?:niks|niets)|(?:{_THING} )?(?:doet het|werkt|brandt) (?:(?:nog steeds|nog altijd|weer|nog|helaas|nu) )*niet(?! meer\b| voor (?:mij|ons))|(?:{_THING} )?(?:doet het|werkt|brandt) niet meer|nog (?:steeds|altijd) {_BROKEN}|nog (?:steeds |altijd )?(?:kapot|lek(?!ker)|stuk|verstopt|defect|niet in orde|niet goed|niet klaar|niet heel|niet hersteld|niet gemaakt|niet gerepareerd)|(?:is )?niet opgelost
        (?:{_THING} )?(?:is )?(?:weer|alweer|opnieuw) (?:kapot|lek|stuk|koud|verstopt|uit(?! (?:de|het|mijn|een|je)\b)|defect)|(?:het |de )?(?:probleem|lekkage|storing) is (?:er )?(?:nog(?: steeds)?|weer|terug)|geen warm water
        (?:(?:{_IT}|it)(?:'s| is| are)? )?still (?:not (?:fixed|working|solved)|broken|leaking|leaks|dripping|drips|cold|the same|blocked|no (?:hot )?(?:water|heating|power)|doesn't work|not)|not (?:fixed|solved|resolved|working)(?: yet| at all)?|(?:it |(?:the )?(?:leak|problem|noise|smell|damp) |(?<!\w)(?<!\w ))(?:came back|(?:has |have )?come back|is back(?! on))|(?:(?:it|{_IT})(?:'s| is)? )?(?:leaking|dripping|broken|blocked) again|it broke again|(?:it )?(?:doesn't|does not) work(?! for (?:me|us))|(?:noch )?nicht (?:repariert|gelost|behoben)
    """),
    ),
    (
        "cancel",
        phrases(r"""
        (?:het )?hoeft niet meer|never ?mind|niet meer nodig
    """),
    ),
    (
        "solved",
        phrases(rf"""
        (?:{_THING} )?(?:werkt|doet het|doet 't|functioneert|brandt) (?:weer|prima|goed|nu|allemaal|perfect){_AGAIN}|(?:gelukkig )?(?:het |alles |{_THING} )?is (?:het )?(?:helemaal |nu |netjes |weer |inmiddels |gelukkig )*(?:opgelost|gemaakt|verholpen|gerepareerd|hersteld)|(?:helemaal |netjes |keurig |goed |snel |perfect )*(?:opgelost|verholpen|gemaakt)
        (?:(?:{_IT}|it)(?:'s| is| are)? )?(?:now |all )*(?:works|working)(?: (?:again|now|fine|perfectly|well|great|ok))*|(?:it'?s |it is |it has been |has been |everything is |all |{_IT} is )?(?:fixed|solved|resolved|sorted)(?: now)?|(?:c'est )?repare
    """),
    ),
    (
        "thanks",
        phrases(r"""
        (?:hartelijk |heel erg |alvast |super )?(?:bedankt|dank u wel|dank je wel|dankjewel|dank u|dank)(?: voor (?:de|uw|het|alles)(?: (?:snelle |goede )?(?:hulp|service|reactie|werk))?)?|(?:many )?thanks(?: (?:a lot|for (?:the|your) (?:help|quick response|work)))?|thank you(?: (?:so|very) much)?|danke|merci
    """),
    ),
)
CAME = phrases(r"""
    (?:wij|we|ik) (?:zijn|ben) (?:heel |erg |zeer )?(?:tevreden|blij)(?: (?:mee|met het resultaat))?|(?:we|i)(?: are|'re| am|'m) (?:very )?(?:happy|pleased)
    (?:wat )?(?:fijn|mooi|super|top|goed) dat (?:het|jullie|u) zo (?:snel|vlot|goed) (?:ging|is gegaan|gegaan is|was|waren|gemaakt is|geholpen \w+)|(?:great|good|nice|quick|excellent) (?:service|job|work)|(?:keurig|netjes|goed|snel) (?:werk|geholpen)|(?:(?:super|heel|erg|keurig|netjes) )?(?:snel|goed|netjes|vlot|keurig) (?:geholpen|werk|gedaan|gemaakt|opgelost)|(?:super|heel|erg|lekker|mooi) (?:snel|vlot|netjes)|wat een (?:(?:snelle|goede|geweldige|fijne|top|super|nette) ?)?(?:service|snelheid)|(?:mijn |onze )?complimenten(?: (?:aan|voor) (?:de|uw|jullie) \w+)?|(?:heel |erg |zeer )?(?:vriendelijke|aardige|nette|goede|vakkundige) (?:monteur|vakman|loodgieter|man|jongen|service)|(?:de )?(?:monteur|vakman|loodgieter|elektricien) was (?:heel |erg |zeer |ook )*(?:aardig|vriendelijk|netjes|snel|goed|kundig|behulpzaam|vakkundig)|(?:heel |erg |zeer )?(?:blij|tevreden) (?:mee|ermee|met het resultaat)|(?:very )?(?:friendly|nice|helpful) (?:plumber|engineer|man|guy|chap)|the (?:plumber|engineer|electrician|man) was (?:very |really )?(?:nice|friendly|helpful|kind|polite)|snelle service|(?:ze|zij) zijn (?:vandaag |gisteren |vanmorgen |vanochtend |net )*(?:geweest|langs ?geweest)|(?:keurig|netjes|prima|snel|goed)(?: gedaan)?|(?:door de (?:monteur|loodgieter|vakman))
    (?:de )?(?:monteur|loodgieter|elektricien|vakman|schilder|plumber|electrician) is (?:vandaag |gisteren |vanmorgen |vanochtend |net )*(?:geweest|langs ?geweest)|(?:the )?(?:plumber|engineer|electrician) (?:came|was here|has been)(?: today| yesterday| this morning)?
    """)  # that somebody came says nothing, beside a yes or no
AT_HOME = phrases(
    r"(?:dan )?(?:ik|wij|we) (?:ben|zijn) (?:dan |er |gewoon |de hele dag )*thuis(?: dan)?|dan (?:ben|zijn) (?:ik|wij|we) (?:er|thuis)|(?:i'll|we'll) be (?:home|in|there)|tot dan|see you then"
)
MAY_BE_CLOSED = phrases(r"""
    (?:(?:de |deze |mijn |uw )?melding )(?:mag|kan) (?:worden )?(?:gesloten|afgesloten|dicht|weg|afgemeld)(?: worden)?|(?:u|je|jullie) (?:kunt|kan|kunnen|mag|mogen) (?:de|deze|mijn|het) (?:melding|ticket|zaak) (?:sluiten|afsluiten|afmelden)
    you (?:can|may) close (?:it|this|the (?:ticket|report|case)|my (?:report|ticket|case))(?: now)?|(?:please )?close (?:the|my) (?:ticket|report|case)(?: please)?
""")
# Who comes again, and when; with what is not solved only.
SEND_AGAIN = phrases(r"""
    (?:en )?wat nu ?\??|what now ?\??|(?:en )?(?:wanneer|hoe laat) (?:komt|komen|kan|kunnen|gaat|wordt) [^?]{3,50}\?|when (?:is|will|can|does) [^?]{3,50}\?
    (?:kan|kunnen|kunt|komt|komen|wilt|willen|could|can|will|would) (?:er |u |jullie |je |iemand |de monteur |de loodgieter |someone |you |somebody |the plumber )+[^?]{0,50}(?:komen|langs|langskomen|kijken|sturen|terug|terugkomen|iemand|come|send|look|back|someone|again)[^?]{0,20}\?
    (?:graag|svp|aub|please|kindly) (?:(?:weer|nog|nog eens|nogmaals|opnieuw|again|snel|zo snel mogelijk|zsm|een|de|de zelfde|dezelfde|even|iemand|monteur|loodgieter|someone|a|plumber|the) )*(?:iemand|monteur|kijken|sturen|langskomen|laten komen|terugkomen|nakijken|langs|send|come|look|come back|have a look|someone)(?: (?:again|weer|langs|sturen|komen|kijken|aub|svp|back))*
    (?:de|een|the) (?:monteur|loodgieter|vakman|plumber|engineer) (?:moet|zal|needs to|has to|must|will have to) (?:weer |nog eens |opnieuw |nog een keer |toch )*(?:terug|terugkomen|langskomen|komen|langs|come back|return|come again)
    (?:ik|wij|we) (?:zit|zitten|wacht|wachten) (?:nu |er )?al (?:een |\d )?(?:week|weken|dag|dagen|tijd|twee weken|drie dagen|maand|lang)(?: te wachten| in de kou| zonder \w+| hierop)?|(?:heel |erg |zeer |echt )?(?:vervelend|irritant|jammer|balen|annoying|frustrating)|ik baal (?:hiervan|er van|ervan)|zelfs na de (?:reparatie|monteur)|(?:even )?after the repair
""")
_OTHERS = rf"(?!(?:monteur|vakman|engineer|technician|{TRADE})\b)\w+"
MENDED_BY = phrases(
    rf"(?:mijn|de|onze|een|my|our|a) {_OTHERS} (?:heeft|has) (?:het|hem|it) (?:al |already )?(?:zelf )?(?:gerepareerd|gemaakt|opgelost|verholpen|fixed|repaired)(?: it)?|"
    rf"(?:het |'?t )?is (?:al |inmiddels )*(?:gemaakt|opgelost|gerepareerd) door (?:de|mijn|onze) {_OTHERS}"
)  # with a withdrawal only
TABLE = Phrases(SparingTable(_ALONE.items()), SparingTable(_WITHIN))

STILL = dict(_WITHIN)["not_solved"]
_ORDINALS = {"eerste": 1, "first": 1, "tweede": 2, "second": 2, "derde": 3, "third": 3}


def slot_in(plain: str) -> int:
    """Which of the offered times is named, from 1; 0 for none."""
    match = re.search(r"(?:^|\b(?:optie|voorstel|option|keuze|slot|nummer|number|nr) )([123])\b(?![:.\d])", plain)
    if match:
        return int(match[1])
    return next((number for word, number in _ORDINALS.items() if re.search(rf"\b{word}\b", plain)), 0)


# When it began or came back, and through what: nothing that takes back what is told.
WHEN = re.compile(
    r"\b(?:(?:sinds|vanaf|since|from) (?:gister\w*|eergister\w*|vannacht|vanmorgen|vanochtend|vandaag|yesterday|last night|this morning|\w+dag(?:avond|middag| ochtend| middag)?)|"
    r"(?:na|after) (?:een|one|a|1|2|twee|two|paar|een paar) (?:dag|dagen|uur|uurtje|nacht|week|day|days|hours?|night)|(?:again )?last night|vannacht|gisteravond|vanochtend|vanmorgen|this morning|gisteren|yesterday)\b"
)
# "donderdag werkt niet voor mij" is of the time.
OF_A_DAY = re.compile(
    r"\b(?:\w{2,6}dag|\w{3,6}day|morgen|tomorrow|ochtend|middag|morning|afternoon|optie \w+|option \w+|uur|am|pm|dan|then|tijd|time) "
    r"(?:(?:helaas|toch|ook|also|unfortunately) )*(?:werkt|lukt|gaat|past|kan|doesn't|does not|won't|will not|is not|isn't|doet|werk)\b"
)

_FIRST = (
    (
        "solved",
        re.compile(r"(?:jaa*(?: hoor)?|jep|jup|yep|jawel|yess*|jazeker|oui)(?: (?:mevrouw|meneer|hoor))? (?=\w)"),
    ),
    ("not_solved", re.compile(r"(?:nee+|nope|no|neen|nein|non)(?: (?:mevrouw|meneer|hoor))? (?=\w)")),
)


def answer_first(clause: str) -> tuple[set[str], str]:
    """A clause that begins with yes or no says that beside the rest of it."""
    for deed, pattern in _FIRST:
        if match := pattern.match(clause):
            return {deed}, clause[match.end() :]
    return set(), clause
