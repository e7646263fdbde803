"""What service parties write, by deed (docs/answers.md)."""

from __future__ import annotations

import re

from ingest.intents.party_verbs import DECLINING, TAKING_ON
from ingest.intents.party_words import DONE, DONE_ENGLISH, HIM, ORDER, REPLACED, THING, TRADE, WE, WHEN
from ingest.intents.phrases import Phrases, phrases
from ingest.intents.sparing import SparingTable, any_of

_AND_TESTED = r"(?: (?:en|and) (?:alles )?(?:getest|gecontroleerd|klaar|gereed|opgeruimd|schoon|tested|checked|working|all done))*"
_ADVERB = r"(?:weer |nu |netjes |inmiddels |intussen |vandaag |vanmorgen |vanochtend |gisteren |zojuist |net |allemaal |ook )*"
_NOW = r"(?: (?:again|now|fine|properly|nicely|perfectly|well|as it should))*"

# "graag een andere partij inschakelen", "you'd better find someone else": in any order, nothing else beside it.
_FIRM = rf"(?:partij|bedrijf|firma|vakman|aannemer|monteur|company|firm|contractor|tradesman|party|{TRADE})"
_OTHER = rf"iemand anders|een ander(?= (?:zoek|vra|vrag|bel|nem|inschak|benader|hiervoor|voor|do|laten)\w*|$)|andere? {_FIRM}|(?:someone|somebody) else|(?:another|a different) {_FIRM}|elders|elsewhere"
_ASKS = (
    r"zoek|zoeken|zoekt|vraag|vragen|vraagt|bel|bellen|neem|nemen|probeer|proberen|inschakelen|schakel|benader|benaderen|inhuren|geven|geef|gunnen|"
    r"ask|find|try|call|use|get|send|look|contact|give|choose|pick|assign|hire"
)
_ASIDE = (
    r"graag|maar|liever|gerust|beter|dan|dus|aub|a\.u\.b|svp|please|kindly|you|you'll|you'd|will|need|have|to|best|better|should|moet|moeten|u|je|jullie|er|een|an|a|deze|dit|hem|"
    r"it|this|for|voor|hiervoor|daarvoor|one|the|job|opdracht|klus|bon|de|het|"
    r"instead|aan|naar|in|had|sorry|helaas"
)

_WHO_CAME = rf"(?:(?:de |onze |een |the |our )?(?:monteur|collega|mannen|jongens|engineer|technician|{TRADE}))"
_JUST = r"(?:nu |net |zojuist |inmiddels |al |intussen |ook )*"
_WITH_IT = r"(?: (?:met|aan) (?:het werk|de (?:klus|werkzaamheden|reparatie)|deze klus))?"

# On site: the work has begun. Not "ben er", "nu bezig" or "staan voor de deur", which may mean something else.
BEGUN = phrases(rf"""
    (?:(?:(?:ik|wij|we|{_WHO_CAME}) )?(?:ben|zijn)|{_WHO_CAME} is) {_JUST}(?:(?:ter plaatse|op (?:de )?locatie|op het adres|bij (?:de bewoner|mevrouw|meneer)) (?:aangekomen|gearriveerd|begonnen|aanwezig)|ter plaatse|ter plekke|(?:aanwezig )?op (?:de )?locatie(?: aanwezig)?|(?:aanwezig )?op het adres|aangekomen|gearriveerd|begonnen|gestart|aan de slag|aan het werk)(?: (?:nu|inmiddels))?{_WITH_IT}
    {_JUST}(?:ter plaatse|op locatie|(?:(?:ter plaatse|ter plekke|op (?:de )?locatie|op het adres|bij (?:de bewoner|mevrouw|meneer)) )?(?:gearriveerd|aangekomen|begonnen|gestart))(?: (?:nu|inmiddels))?{_WITH_IT}|(?:het |de )?(?:werk|werkzaamheden|klus|reparatie) (?:is|zijn) {_JUST}(?:begonnen|gestart)
    (?:(?:i am|i'm|we are|we're|{_WHO_CAME} is|{_WHO_CAME} has|{_WHO_CAME}) )?(?:now |just )?(?:on ?-?site|at the (?:property|address)|arrived)(?: now)?
    (?:i have|i've|we have|we've|{_WHO_CAME} has) (?:now |just )?(?:started|begun|arrived)(?: on site| work)?(?: now)?|work (?:has )?started(?: now)?|(?:just )?(?:arrived|started)(?: on site)?(?: now)?
    (?:(?:i|we) )?(?:have )?just (?:got|arrived) (?:here|there|at the (?:property|address|house|flat))|(?:starting|beginning) (?:work )?now|(?:(?:ik|wij|we) )?(?:beginnen|begin|starten|start) nu(?: met (?:de|het) (?:klus|werk|werkzaamheden|reparatie))?|(?:(?:net|zojuist|nu) )?(?:aangekomen|gearriveerd) (?:op (?:de )?locatie|op het adres|ter plaatse|bij (?:de bewoner|mevrouw|meneer))|(?:wir sind|ich bin) (?:jetzt )?vor ort|vor ort|wir haben (?:jetzt )?angefangen|(?:nous sommes|je suis) sur place|sur place
""")

# Only when nothing else stands in the clause: among other words they mean something else ("ketel staat klaar").
_ALONE = {
    "refuse": phrases(rf"""
        (?=.*\b(?:{_OTHER})\b)(?=.*\b(?:{_ASKS})\b)(?:(?:{_OTHER}|{_ASKS}|{_ASIDE})(?: |$))+
        (?:dit is |is |sorry |it's |this is |that's )?(?:voor ons )?(?:veel )?(?:te|too) (?:groot|grote|kleine?|specialistische?|ingewikkelde?|complexe?|big|small|specialised|complex)(?: (?:een |a )?(?:klus(?:je)?|job))?(?: (?:voor|for) (?:ons|mij|us|me))?|(?:dit |dat |het )?(?:komt|past)(?: ons| mij)? (?:helaas )?niet(?: uit)?(?: voor (?:ons|mij))?(?: in (?:de|onze|mijn) (?:planning|agenda))?{WHEN}|(?:dat |dit )?zit er (?:helaas |even )?niet in|(?:dit |dat |deze )?(?:zie ik|zien wij|zien we) (?:helaas )?niet zitten|(?:nee )?(?:hier|daar) begin(?:nen)? (?:ik|wij|we) niet aan|(?:hier |daar )?(?:zeg|zeggen) (?:ik|wij|we) nee(?: tegen)?|(?:we|i) no longer (?:do|work)(?: (?:this|that|for|in|kind of|sort of|work|you|area|on|such|jobs?))*|(?:it )?(?:doesn't|does not) fit (?:in )?our (?:schedule|diary|planning)|(?:das )?geht (?:leider )?nicht|(?:laat|laten we) (?:deze |dit |hem )?maar (?:gaan|zitten|lopen)
        (?:nee )?(?:dat |dit )?gaat (?:hem |'?m |em )?niet worden|(?:deze|dit) keer (?:helaas |even |maar |liever )*niet(?: helaas)?|(?:nu |voor nu |ditmaal )(?:even |helaas |liever )*niet|(?:onze|de|mijn) (?:planning|agenda) laat (?:dit|dat|het) (?:helaas )?niet toe|daar (?:zijn|ben) (?:wij|we|ik) niet (?:voor|van)|(?:please )?give (?:it|this|this one) to (?:someone|somebody) else(?: please)?|(?:you'd|you had) better ask (?:someone|somebody) else|(?:wij|we) bedienen (?:die|deze|dit|dat|uw) (?:regio|gebied|wijk|stad) niet|(?:die|deze|dat) (?:regio|gebied|wijk|stad) doen (?:wij|we) niet
        (?:dit|dat|daar|hier|daarvoor|hiervoor|u|je|jullie|that|this|you|it)(?: (?:is|'s|werk|iets|een klus|een|klus|voor|moet|moeten|heb|heeft|hebt|u|je|jullie|bij|needs?|work|a job|for|requires|will))* (?:een|a|an) (?:erkende? |echte )?{TRADE}(?: (?:voor|nodig|hebben|bellen|inhuren|inschakelen|doen|zijn|vragen|bij|for this|for that))*
        (?:wij|we) rijden niet (?:op|naar) (?!\w+dag)[a-z]{{4,}}
        (?:wij|we) (?:komen|werken|rijden|zitten) niet in (?!het weekend|de avond|de kerst|de zomer|de vakantie|orde|de buurt|december|januari)(?:de |het )?[a-z]{{3,}}|[a-z]{{3,}} (?:is|ligt|valt) (?:voor ons )?(?:te ver(?: weg)?|buiten (?:ons|onze) (?:werkgebied|regio|gebied))(?: voor ons)?|(?:we|i) (?:don't|do not) (?:work|deal) (?:on|with) \w+|\w+ (?:is|are) not (?:our|my) (?:thing|trade|field|line of work)
        [a-z ]{{0,40}}(?:behoort|behoren|hoort|horen|valt|vallen) (?:helaas )?niet (?:tot|onder|binnen|bij) (?:ons|onze|mijn) \w+|(?!.*\b(?:until|unless|if|without|before|yet|today|on|any ?more|all|only|just)\b)(?:we|i) (?:don't|do not) (?:service|maintain|repair|install|fit)(?: \w+){{1,5}}
        (?!.*\b(?:half|moeite|toezegging\w*|concessies|uitspraken|maar|tenzij|zonder|voordat|foto)\b)(?:nee |helaas |sorry )?(?:wij|we|ik) (?:doen|doe|verrichten|leveren|verzorgen) (?:helaas |nu |hier )*geen [\w-]+(?: (?:meer|in|buiten|op|aan|voor|van|aan) (?:de |het )?[\w-]+){{0,2}}|(?:dit |dat )?is (?:(?:meer|eerder|echt|typisch|duidelijk|toch) )*(?:iets|werk|een klus|een klusje|wat) voor (?:een |de |jullie )?(?:echte )?(?:{TRADE}|ander|andere firma|ander bedrijf|collega-bedrijf|vakman|gespecialiseerd bedrijf)|(?:sorry |no )?(?:this|that|it)(?: is|'s)? (?:is |isn't |not )+(?:really |quite )*(?:the|our) (?:kind|type|sort) of (?:work|job|thing)(?: (?:we|i) do)?(?: sorry)?|dus (?:deze|dit|dat|die)(?: (?:klus|opdracht|keer))? niet|(?:deze|dit|dat|die)(?: (?:klus|opdracht))? (?:dus|helaas) niet|dus nee|nah|nee|neen|nee hoor|no|nope|nein|non|(?:helaas|sorry) (?:nee|no|helaas|nein|non)|nee (?:sorry|helaas|bedankt|dank u|dank je|dankje|dankjewel|dank u wel)
        leider nein|(?:nee |helaas )?niet akkoord|not agreed|{ORDER} niet (?:akkoord|geaccepteerd|aangenomen)|niet (?:geaccepteerd|aangenomen)|(?:no|nope) (?:thanks|thank you|sorry)|{ORDER} (?:declined|rejected|refused)|nein danke|non desole
        (?:helaas |dat is |dit is |is |sorry )?(?:veel |echt )?te (?:druk|ver)(?: weg)?(?: (?:voor ons|voor mij|helaas|sorry))?{WHEN}|(?:it's |this is |that's |sorry )?too (?:busy|far)(?: away)?(?: for (?:us|me))?{WHEN}|(?:wij |we )?zitten (?:al |helemaal |helaas |nu )*vol{WHEN}
        not (?:for us|for me|able to (?:take|do) (?:this|it)(?: on)?|interested|possible(?: for us)?)|(?:we're |we are |i'm )?not interested|(?:wij |we )?(?:zijn |hebben )?(?:helaas )?(?:niet geinteresseerd|geen (?:interesse|belangstelling)(?: in {ORDER})?)
        wij bestaan niet meer|(?:ons bedrijf|de firma) bestaat niet meer|(?:wij|we) zijn gestopt met (?:het|ons) bedrijf
        (?:agenda|planning|(?:onze|mijn|de) (?:agenda|planning)) (?:zit|is|staat)? ?(?:al |helemaal |helaas )*vol{WHEN}
    """),
    "accept": phrases(r"""
        (?:die|deze|dit|dat)(?: (?:klus|opdracht|klusje|job))? is voor (?:ons|mij)|👍|👍👍|akk\.?|accept|we will|agree|we agree|i agree|count us in|(?:please )?book us in
        komt goed (?:en )?wordt ingepland|wordt erledigt|wird erledigt|komt goed wordt ingepland|komt (?:dik |helemaal )?(?:in orde|voor elkaar|voor mekaar|voor de bakker)|met alle plezier|accepteer|pak (?:ik )?(?:hem |'?m |het |'t |deze )?op|plan (?:ik )?(?:hem |'?m |het |deze )?in|ga er ?mee aan de slag
        (?:entendu|c'est bon) (?:nous )?(?:passons|acceptons)|entendu|ok pour (?:nous|moi)|c'est (?:d'accord|(?:bon|ok) pour (?:nous|moi))|auftrag nehmen wir an
    """),
    "complete": phrases(rf"""
        klaar is kees|(?:de |het |er is )?(?:stroom|licht|warm water|water|verwarming|gas|druk|internet) (?:is )?(?:er )?(?:weer|terug|weer terug)|er is weer (?:warm )?(?:water|stroom|licht|druk)|(?:de )?lift (?:loopt|rijdt|draait) weer(?: (?:goed|prima|normaal))?|(?:de )?(?:riool|riolering|afvoer|goot|pomp) loopt weer|(?:{THING}|now|it's) (?:is )?(?:now )?(?:working|running)(?: (?:again|fine|now))?|repairs? complete|(?:work's|works|job's) (?:all )?done|(?:de )?(?:verstopping|storing|fout|foutmelding|kortsluiting) (?:is )?weg|{ORDER} (?:is )?complete|deur (?:gaat|kan) weer (?:open en dicht|dicht|op slot)
        gereedt|sorted|erledigt
        (?:het |'?t |hij |de klus |de opdracht |alles |opdracht |klus |werk |dit |{ORDER} )?is (?:nu |inmiddels |weer |helemaal )*(?:klaar|gereed|af|gedaan|gemaakt|opgelost|gefixt|afgerond|voltooid)
        (?:het is |het werk is |alles is |werk |klus |opdracht |order |bon |wij zijn |we zijn |ik ben |ben |zijn )(?:klaar|gereed|af)(?: daar| hier)?|(?:zojuist|net|gisteren|vanmorgen|vanochtend) klaar(?: gekomen)?
        klaar met (?:de|deze) (?:klus|opdracht)|(?:(?:wij|we) zijn|ik ben) (?:nu )?klaar met (?:het werk|de (?:reparatie|werkzaamheden))|(?:werkzaamheden|de werkzaamheden) (?:zijn )?(?:klaar|gereed|af|gedaan|afgerond|uitgevoerd|voltooid)
        (?:it'?s |it is |all is |everything is |the job is |job is |job |jobs |job's |work is |the work is |we're |we are |i'm |that's |that is )(?:now )?(?:all )?(?:done|finished|complete|completed|fixed|sorted)(?: now)?|all (?:done|fixed|finished|complete|sorted)(?: here| now)?|finished (?:today|yesterday|this morning|just now)|that's it (?:done|fixed|finished)
        repare|c'est repare|c'est fait|alles (?:fertig|erledigt)
        (?:bij deze |hierbij |{ORDER} )(?:afgemeld|gereed ?gemeld)|(?:hij |deze |{ORDER} )?(?:kan|mag) (?:worden )?afgemeld(?: worden)?|(?:hierbij |bij deze )?(?:meld ik|melden wij|melden we) (?:hem|{ORDER}) (?:klaar|gereed|af)
        {THING} (?:(?:is|zijn) {_ADVERB}(?:{DONE}|{REPLACED})|{_ADVERB}{DONE}){_AND_TESTED}|{THING} (?:{DONE}|{REPLACED}) (?:en|and) (?:alles )?(?:getest|gecontroleerd|klaar|gereed|tested)|{DONE} en (?:alles )?(?:getest|gecontroleerd)|(?:{WE} )?(?:heb|hebben) (?:{HIM}|{THING}|{ORDER}) {_ADVERB}(?:{DONE}|{REPLACED}){_AND_TESTED}
        (?:en )?(?:(?:alles|het|'?t|hij|{THING}) )?(?:werkt|doet (?:het|'?t)|functioneert|brandt|draait) (?:nu )?weer(?: (?:goed|prima|perfect|naar behoren|zoals het hoort|helemaal|allemaal))*|(?:{THING} )?loopt weer (?:goed |prima )?(?:door|weg)
        (?:the |a |new )*{THING} (?:has been |have been |was |is |are |all )*{DONE_ENGLISH}{_AND_TESTED}{_NOW}|(?:(?:we|i)(?: have|'ve)? )?(?:just )?{DONE_ENGLISH} (?:it|{THING}){_AND_TESTED}|(?:the |a )?(?:problem|issue|fault)(?: is| has been)? (?:solved|resolved|fixed|sorted)
        (?:(?:it|everything|all|the {THING}|{THING})(?:'s| is| are)? )?(?:now )?(?:all )?(?:works|working|running|back on) (?:again|now|fine|properly)(?: now| again)*|(?:the )?{THING} is back on
    """),
    "hand_back": phrases(rf"""
        (?:{WE} )?(?:kan|kunnen) (?:{WE} )?(?:{HIM}|m|{ORDER}|deze|dit) (?:helaas |toch )*niet (?:afmaken|afronden|voltooien)|(?:we|i) (?:can't|cannot|can not) (?:finish|complete) (?:{ORDER}|it|this)
        (?:u|je|jullie) (?:krijgt|krijgen|krijg) (?:{HIM}|{ORDER}|deze|dit) (?:helaas |bij deze |hierbij |dus |(?:van (?:ons|mij)) )*terug|teruggeven|{ORDER} (?:teruggeven|teruggegeven|terug|retour)|(?:hierbij |bij deze )?{ORDER} retour
    """),
    "question": phrases(r"""
        wie is de contactpersoon|(?:de )?(?:bewoner|huurder|bewoonster|mevrouw|meneer) (?:neemt|nemen) (?:de |haar |zijn |hun )?(?:telefoon )?niet op|(?:the )?tenant (?:is not|isn't|does not|doesn't) (?:answering|answer|pick up)(?: the phone| their phone)?|graag bellen|bewoner neemt niet op|welke ketel|wat is het budget|graag een foto
    """),
}

_WITHIN = (
    (
        "question",
        phrases(r"""
        (?:graag |op |na |zonder )?(?:uw|jullie|jouw|your) (?:akkoord|goedkeuring|approval|okay|ok)|akkoord (?:nodig|gevraagd|ontvangen|gegeven)
    """),
    ),
    (
        "refuse",
        phrases(rf"""
        {DECLINING}
        nee hoor|helaas niet|(?:dit |dat )?(?:is |valt )?(?:helaas )?niet (?:ons|mijn|onze) (?:vak|werk|vakgebied|ding|specialisme|expertise|werkgebied|gebied)|niet in (?:ons|onze) (?:werkgebied|regio|gebied|buurt)|(?:dit |dat )?is geen werk voor (?:een )?{TRADE}|(?:dit |dat )?is (?:ons|mijn) (?:vak|werk|ding) niet
        {WE} (?:moeten|moet) (?:hier )?(?:helaas )?van afzien
        (?:wij |we |ik )?(?:passen|pas) (?:voor )?(?:deze keer|dit keer|hiervoor|voor deze|ditmaal)(?: helaas)?|{WE} (?:moeten|moet|gaan) (?:hier |hiervoor |helaas |deze keer )*passen|{WE} (?:bedanken|bedank) voor de eer
        (?:hier |hiervoor |daar |daarvoor )?(?:wij |we |ik )?(?:hebben |heb |is |er is )?(?:(?:wij|we|ik) )?(?:helaas |op dit moment |momenteel |nu )*geen (?:capaciteit|tijd|ruimte|plek|plaats|gaatje|mensen|personeel|mankracht|mannetje|monteurs?|mannen|vakmensen)(?: (?:meer|vrij|beschikbaar|over|hiervoor|ervoor|voor|in de (?:planning|agenda)|voor (?:{ORDER}|deze|dit)|sorry|helaas))*{WHEN}
        {WE} (?:zijn|ben|hebben het|heb het|is het) (?:helaas |nu |veel |echt |momenteel )*te druk{WHEN}|(?:is |ligt )?te ver (?:weg|voor ons|rijden)|{WE} zitten (?:te |al |helemaal |helaas |nu )*vol{WHEN}|(?:onze|mijn|de) (?:agenda|planning) (?:zit|is|staat) (?:al |helemaal |helaas )*vol{WHEN}
        (?:{ORDER} |deze |dit )?(?:moeten|moet) (?:wij|we|ik) (?:{ORDER} |deze |dit |hem )?(?:helaas )?aan (?:ons|mij) voorbij laten gaan|(?:wij |we )?laten (?:wij |we )?(?:{ORDER} |deze |dit )?(?:helaas )?aan ons voorbij gaan|(?:{ORDER} |deze )?(?:slaan|sla) {WE} (?:deze |{ORDER} )?(?:helaas )?over
        (?:wij|we) werken niet meer voor u|(?:wij|we|ik) (?:weigeren|weiger)(?: {ORDER}| deze)?|{ORDER} geweigerd|(?:wij|we) (?:komen|werken|rijden) niet in (?:die|deze|uw|dat|dit) (?:regio|buurt|plaats|gebied|stad)|(?:dit |dat )?(?:valt |is |ligt )?buiten (?:ons|onze) (?:werkgebied|regio|gebied|vakgebied|werkzaamheden|expertise|specialisme|straal)
        {WE} (?:doen|doe) (?:helaas )?geen (?:cv ?-?)?(?:dak\w*|ketels?|gas\w*|elektra\w*|riool\w*|riolering|schilder\w*|loodgieters\w*|stuc\w*|lift\w*|glas\w*|sloten|slotenwerk|tuin\w*|storingen|cv\w*|onderhoud|\w+werk)|{WE} (?:zijn|ben) (?:helaas )?geen {TRADE}
        (?:daar |hier )?(?:moet u|moeten jullie|moet je|u moet|heeft u|heb je|hebt u|hebben jullie)(?: daar| hier| hiervoor| daarvoor)? (?:een {TRADE}|een ander|iemand anders) (?:voor )?(?:hebben|bellen|nodig|inhuren|vragen|zoeken|inschakelen)
        not accepted|(?:i am |i'm |we are |we're )?(?:sorry )?unable to (?:take|accept|do|carry out|help with|help|assist|attend)(?: here)?(?: on)?(?: {ORDER}| this| it)?(?: job| one)?(?: on)?|(?:this is |it'?s |it is |that is |that's |is )?(?:just )?not (?:our|my) (?:trade|work|thing|line of work|area|field)|(?:this is |it'?s |it is |is )?(?:outside|out) (?:of )?our area|(?:that's |it's |this is )?not (?:something|a job|work) (?:we|i) do
        (?:we have |we've got |sorry |currently |i have |i've got |there is |there's )*no (?:capacity|availability|time(?: for (?:this|it))?|staff|one|engineers?|plumbers?|people|men|slots|space)(?: (?:available|free|left|sorry))*{WHEN}|(?:we'll|we will|i'll|i will|we|i)(?: am|'m| are|'re)? ?(?:going to )?(?:have to |will )?pass(?: (?:on this|on it|this time|this)(?: one)?)?
        you(?:'ll| will)? (?:need|want) an? {TRADE}(?: for (?:this|that|it))?
        (?:we are|we're|i am|i'm)? ?(?:fully booked|booked up|too busy|snowed under|swamped)(?: up| sorry)*{WHEN}|(?:we|i) (?:do not|don't) (?:cover|serve|work in|come to|go to) (?:that|this|your) (?:area|region|town|part)|(?:we|i) (?:do not|don't) work in \w+|(?:we|i) (?:do not|don't) do (?:any )?(?:roofs?|roofing|gas|electrics?|electrical|plumbing|boilers?|lifts?|drains?|locks|glazing|painting|kind of|sort of|this|that|these|{ORDER})(?: (?:work|jobs?|kind of (?:work|job)|sort of (?:work|job)))*
        (?:das ist )?nicht unser (?:gebiet|fach|bereich)|nous sommes complets?|leider nicht moglich|(?:wir )?lehnen (?:wir )?(?:den auftrag )?ab|leider nicht|wir konnen (?:den auftrag|das|es) (?:leider )?nicht (?:annehmen|machen|ubernehmen)|nous refusons(?: la commande)?|nous ne pouvons pas|desole pas possible(?: pour nous)?|pas possible|(?:nous n'avons )?pas le temps|ce n'est pas notre metier
    """),
    ),
    # Words of assent that carry a "no": taken out before negation is looked for.
    (
        "",
        phrases(r"""
        geen (?:enkel )?(?:probleem|bezwaar)(?! (?:is )?(?:ver|op|ge)\w+)|(?:niks|niets) mis mee|niet erg|no (?:problem|worries|objections?)|kein problem|pas de (?:probleme|souci)
    """),
    ),
    (
        "accept",
        phrases(rf"""
        {TAKING_ON}
        (?:wij |we |ik )?(?:gaan|ga) akkoord|akkoord|akoord|accoord|acoord|akkord|(?:wat ons betreft|van onze kant|vanuit ons|wat mij betreft|van mijn kant) akkoord
        {ORDER} (?:is |wordt )?(?:geaccepteerd|aangenomen)|(?:{WE} )?(?:hebben|heb) (?:{HIM}|{ORDER}) (?:aangenomen|opgepakt)
        (?:dat |het |dit )?komt (?:helemaal |dik )?(?:voor elkaar|in order?|voor mekaar)|komt goed (?:en )?wordt ingepland
        {WE} (?:hebben|heb) (?:{HIM}|dit|{ORDER}) (?:ingepland|op de planning (?:gezet|staan))|(?:{ORDER} |het |hij )?(?:is |staat )?(?:ingepland|gepland|in de planning|op de planning)(?: (?:voor|op))?|{WE} (?:kom|komen) (?:{HIM}|dit|deze|{THING}) (?:maken|repareren|oplossen|verhelpen|vervangen|herstellen)
        {ORDER} (?:is )?(?:accepted|confirmed)|{ORDER} (?:is )?bevestigd|(?:(?:we are|we're|i'm|i am) )?(?:happy|glad|pleased) to (?:take|do|accept|carry out)(?: (?:this|it|that|{ORDER}))?(?: on| one| job)?|(?:we|i) can (?:take|do) (?:this|it|{ORDER})(?: job| one)?(?: on)?|(?:(?:that's|that is|this is|it's) )?fine by (?:us|me)|(?:it's |it is |job |this is |we have |we've |is )*(?:scheduled|planned in|booked in|booked|in the (?:diary|planning|schedule))(?: (?:for|it|in|this))*
        (?:we|i)(?: have)? (?:agree|agreed) to (?:take|do|accept|carry out) (?:this|it|{ORDER})(?: on)?|(?:i'm |we're )?accepting (?:this|{ORDER})|(?:we'll|i'll|we will|i will) (?:get (?:it|this|that) (?:sorted|done|fixed)|get on with (?:it|this)|carry out (?:it|{ORDER})|(?:take care of|handle|sort|see to) (?:it|this|that|{ORDER})(?: out)?|get on it)|(?:we're|i'm) on it
        (?:wir haben |auftrag (?:wird )?)?angenommen|(?:wir|ich) (?:ubernehmen|ubernehme|nehmen|nehme)(?: (?:den|diesen) auftrag)?(?: an)?|wir bestatigen den auftrag|wird erledigt|(?:wir )?machen (?:wir|das)(?: gerne?)?|c'est note|accepte|(?:nous acceptons|nous prenons|on accepte|on prend|on s'en occupe)(?: (?:la commande|le travail|l'intervention|la mission))?|d'accord
    """),
    ),
    (
        "complete",
        phrases(rf"""
        (?:helemaal |volledig |netjes )?(?:afgerond|uitgevoerd|afgehandeld)(?: en (?:alles )?(?:getest|gecontroleerd))?|opgelost|gemaakt en getest|hersteld en getest|(?:de )?klus zit erop|gefixt en getest
        (?:is |zijn |het is |hij is )?(?:weer )?(?:gemaakt|hersteld|gerepareerd)(?: en (?:alles )?(?:getest|gecontroleerd))?
        repaired(?: and tested)?|fixed(?: and tested)?|work (?:was |has been |is )?(?:carried out|done|completed|finished)|(?:it'?s |has been |have been |was |is |all )+(?:fixed|repaired|completed|resolved)|(?:we|i)(?: have|'ve)? (?:finished|completed|fixed|repaired) (?:{ORDER}|it|this)?
        (?:finished|completed) {ORDER}|(?:repairs?|repair work) (?:done|completed|finished)|repariert|(?:wir haben es |ist )repariert|repare|erledigt|(?:travail |c'est )?termine|(?:les )?travaux (?:sont )?termines
    """),
    ),
)
TABLE = Phrases(SparingTable(_ALONE.items()), SparingTable(_WITHIN))

_WORK = any_of(
    r"\b(?:vervangen|getest|ontstopt|doorgespoten|gesoldeerd|ontlucht|bijgevuld|gesmeerd|afgesteld|afgedicht|vastgezet|"
    r"gemonteerd|geplaatst|schoongemaakt|gereinigd|aangesloten|nagekeken|aangedraaid|gekit|ingesteld|gereset|opgehangen|"
    r"replaced|tested|unblocked|soldered|bled|topped up|cleaned|tightened|adjusted|fitted|installed|sealed|resealed|"
    r"rewired|reset|refitted|ersetzt|getestet|remplace)\b|^[\w -]+ was het$|^(?:het )?(?:was|lag aan) (?:de|het|een) |"
    r"^oorzaak\b|^it was the |^(?:(?:ik|wij|we) )?(?:(?:heb|hebben) )?(?:\w+ ){1,5}(?:\w*ge[a-z]{2,}(?:d|t|en)|ver(?:nieuwd|steld|wijderd|wisseld|plaatst|vangen))$"
)
_BROKEN = re.compile(
    r"\b(?:gebeld|gevraagd|geprobeerd|gemeld|gezien|gehoord|gekregen|gemist|geweigerd|getroffen|gefactureerd|gestuurd|gereserveerd|gelukt|gezegd|"
    r"gedacht|gevonden|gebroken|gebleven|gegaan|gestolen|gesloten|gepland|gebeurd|geregeld|gereed|meegenomen|geworden|geweest|aangevraagd|ingepland)\b|"
    r"\b(?:lekt|druppelt|kapot|defect|besteld|bestellen|nodig|afgekeurd|ordered|leaks|drips|broken|worse|erger|factuur|"
    r"vrijgeven|offerte|wacht\w*|wait\w*|vergeten|forgot\w*|verkeerd\w*|wrong|probeer\w*|tried|geprobeerd|laten|have it)\b"
)


def is_work(clause: str) -> bool:
    """The clause tells what was done: words of the trade, and none of a thing still broken."""
    return bool(_WORK.search(clause)) and not _BROKEN.search(clause)


_COMER = rf"(?:(?:de |onze |een |mijn |our |a |the )?(?:monteur|collega|engineer|{TRADE}|vakman|technician|man|jongens)(?: (?!niet|nog|kan|kon|komt|kwam|is|was|will|zou|ziek|heeft)[a-z]{2, 12})?)"
_COMING = phrases(rf"""
    (?:ik|wij|we|{_COMER}) (?:kom|komen|komt|sta|staan|staat|ben|zijn|is|rijd|rijden)(?: er| langs| daar| bij u| naar u toe| voor de deur| ter plaatse)*
    (?:kom|komen|komt|ben|zijn|sta|staan|is) (?:ik|wij|we|{_COMER})(?: langs| er| daar| bij u| voor de deur)*|langs|staan (?:we|wij) er|afspraak (?:met (?:de )?\w+ )?(?:is|staat|gemaakt)(?: voor| op)?|kom(?: langs)?
    (?:i'll|we'll|i will|we will|{_COMER} will|{_COMER}) (?:come|comes|be there|be round|be here|be with you|come round|come by|pop (?:round|over|in|by)|call round|visit)(?: over| by| round| on)*|(?:will )?be there|see you|(?:i'm|we're|i am|we are) coming(?: round| over| by)?|zie (?:u|je|jullie)|tot|{_COMER} is coming
    (?:ik|wij|we) (?:stuur|sturen) (?:dan )?(?:{_COMER}|iemand)(?: langs)?|(?:i'll|we'll|i will|we will|we are|we're|i'm) (?:send|sending) (?:{_COMER}|someone|somebody)(?: round| over)*
    (?:ik|wij|we) (?:kan|kunnen)(?: wel)?(?: komen| langskomen)?|(?:i|we) can (?:come|be there|do)|komen
    (?:wir|ich) (?:kommen|komme)|nous (?:passons|venons)|je (?:passe|viens)|on (?:passe|vient)
    """)


_CAN = re.compile(r"\b(?:kan|kunnen|can)\b")  # an offer of a time; the job itself is not yet taken


def take_coming(clause: str) -> tuple[str, bool]:
    """The clause without "ik kom", and whether somebody says that he comes himself."""
    return _COMING.without(clause), comes_himself(clause)


def comes_himself(clause: str) -> bool:
    match = _COMING.search(clause)
    return match is not None and match.group() not in _NOT_HIMSELF and not _CAN.search(match.group())


_NOT_HIMSELF = ("langs", "tot", "see you", "zie u", "zie je", "zie jullie", "komen")


_REASONS = (
    (
        "not_our_trade",
        re.compile(
            r"\b(?:vak|vakgebied|ons werk|mijn werk|\w*dakwerk\w*|trade|our work|line of work|werk voor ons|klus voor ons|specialisme|"
            rf"expertise|voor ons|for us|we do|metier|geen {TRADE}|an? {TRADE}|een {TRADE})\b"
        ),
    ),
    ("outside_region", re.compile(r"\b(?:regio|werkgebied|gebied|te ver|area|too far|buurt)\b")),
    (
        "no_time",
        re.compile(
            r"\b(?:capaciteit|tijd|vol|ruimte|druk|plek|monteurs?|mensen|personeel|capacity|availability|busy|time|booked|staff|"
            r"engineers?|kapazitat|zeit|temps|agenda|planning)\b"
        ),
    ),
    ("warranty", re.compile(r"\b(?:garantie|warranty)\b")),
    ("too_expensive", re.compile(r"\b(?:te duur|too expensive)\b")),
)  # fmt: skip


def reason_in(plain: str) -> str:
    """The first store.words.RefusalReason that the words speak of, as its key."""
    return next((reason for reason, pattern in _REASONS if pattern.search(plain)), "")
