"""What service parties write, by deed (docs/answers.md)."""

from __future__ import annotations

import re

from ingest.intents.phrases import Phrases, phrases

_O = r"(?:(?:de|deze|uw|dit|het|the|this|your) )?(?:opdracht|klus|job|order|bon|werk|work|opdrachtbon|werkbon|reparatie|repair)"

# Only when nothing else stands in the clause: among other words they mean something else ("ketel staat klaar").
_ALONE = {
    "refuse": phrases(r"""
        nee|neen|nee hoor|no|nope|nein|non|weigeren|geweigerd|refuse|refused|wij weigeren|sorry helaas niet
        leider nein|passen|niet akkoord|nee niet akkoord|helaas niet akkoord|not agreed
    """),
    "accept": phrases(r"""
        👍|👍👍|akk\.?|ingepland|staat ingepland|is ingepland|accept|accepted|scheduled|planned|will do|we will|doen we|gaan we doen|doe ik
        komt goed (?:en )?wordt ingepland|wordt ingepland|wordt erledigt|wird erledigt|komt goed wordt ingepland
    """),
    "complete": phrases(r"""
        klaar|gereed|gereedt|done|all done|job done|finished|complete|voltooid|all sorted|sorted|fertig|erledigt|termine|all finished
        (?:het |de klus |de opdracht |alles |opdracht |klus |werk |dit )?is (?:klaar|gereed|af|gedaan|gemaakt|opgelost|gefixt)
        (?:het is |het werk is |alles is |werk |klus |opdracht |order |wij zijn |we zijn )(?:klaar|gereed|af)
        klaar met (?:de|deze) (?:klus|opdracht)
        (?:it'?s |it is |all is |everything is |the job is |job is |job |work is |the work is |we're |we are |i'm )(?:done|finished|complete|completed|fixed|sorted)
        (?:de )?klus (?:is )?geklaard|klusje geklaard|gefixt|gefikst|gemaakt|hersteld|repare|c'est repare|c'est fait|ist fertig|ist erledigt
    """),
    "hand_back": phrases(r"""
        teruggeven|opdracht teruggeven|opdracht terug
    """),
    "question": phrases(r"""
        wie is de contactpersoon|graag bellen|bewoner neemt niet op|welke ketel|wat is het budget|graag een foto
    """),
}

_WITHIN = (
    (
        "hand_back",
        phrases(rf"""
        (?:wij |we |ik )?(?:geven|geef) (?:wij |we |ik )?(?:{_O} |deze |hem |dit |het )?(?:aan u )?terug
        (?:i |we )?(?:hand|are handing|give|am handing|'re handing)(?: {_O}| this| it)? back|handing (?:this|it) back
        (?:wij |we |ik )?(?:willen|wil|moeten|moet) {_O} (?:helaas )?teruggeven|opdracht (?:helaas )?teruggeven|geben den auftrag zuruck
    """),
    ),
    (
        "refuse",
        phrases(rf"""
        (?:nee|sorry|helaas)? ?(?:dat|dit|zulk werk) doen (?:wij|we) (?:helaas )?niet
        nee hoor|helaas niet|(?:dit |dat )?(?:is |valt )?(?:helaas )?niet (?:ons|mijn) (?:vak|werk|vakgebied|ding)|(?:is )?geen werk voor ons
        (?:wij|we|ik) (?:zien|zie) (?:hiervan|hier van|ervan|er van) af|(?:hier )?zien (?:wij|we) (?:hiervan |ervan )?(?:van )?af
        (?:wij |we |ik )?(?:passen|pas) (?:voor )?(?:deze keer|dit keer|hiervoor|voor deze|ditmaal)(?: helaas)?
        (?:wij |we |ik )?(?:hebben |heb |is |er is )?(?:helaas |op dit moment |momenteel |nu )*geen (?:capaciteit|tijd|ruimte|plek|monteur(?:s)? (?:beschikbaar|vrij))(?: vrij| beschikbaar| hiervoor| voor (?:deze klus|deze opdracht|dit)| deze week| deze maand| op dit moment| momenteel)*
        (?:wij|we|ik) (?:nemen|neem) {_O} (?:helaas )?niet aan|(?:wij|we|ik) (?:nemen|neem) (?:deze|dit|hem) (?:helaas )?niet aan
        (?:{_O} |deze |dit )?(?:moeten|moet) (?:wij|we|ik) (?:{_O} |deze |dit |hem )?(?:helaas )?aan (?:ons|mij) voorbij laten gaan
        (?:wij |we )?laten (?:wij |we )?(?:{_O} |deze |dit )?(?:helaas )?aan ons voorbij gaan
        (?:wij|we) werken niet meer voor u|(?:wij|we|ik) (?:weigeren|weiger)(?: {_O}| deze)?|(?:wij|we|ik) (?:kunnen|kan) (?:{_O}|deze|dit|hem) (?:helaas )?niet (?:aannemen|uitvoeren|doen)
        (?:helaas )?(?:kunnen|kan) (?:wij|we|ik) (?:{_O}|deze|dit) (?:helaas )?niet (?:aannemen|uitvoeren|doen)|opdracht geweigerd|(?:wij|we) zitten (?:helaas )?(?:te |helemaal )?vol
        (?:wij|we|ik) (?:accepteren|accepteer) (?:{_O}|deze|dit) (?:helaas )?niet|(?:wij|we) komen niet in (?:die|deze|uw) (?:regio|buurt|plaats)|buiten (?:ons|onze) (?:werkgebied|regio)|valt buiten (?:ons|onze) (?:werkgebied|regio)
        not accepted|(?:i am |i'm |we are |we're )?(?:sorry )?unable to (?:take|accept|do)(?: on)?(?: {_O}| this| it)?(?: job| one)?(?: on)?|(?:this is |it'?s |it is |that is |that's )?not our (?:trade|work|thing|line of work)|(?:this is |it'?s |it is )?outside (?:of )?our area
        (?:we have |we've got |sorry |currently |i have |there is )*no (?:capacity|availability|time for this)(?: at the moment| this week| right now| currently)*|(?:we'll|we will|i'll|i will|we) (?:have to )?pass(?: on this(?: one)?| this time)?|please find (?:someone|somebody) else|(?:we|i) (?:can't|cannot|can not|can) (?:not )?take (?:this|it|on)(?: job| one)?(?: on)?(?<!can take this)(?<!can take it)
        (?:we|i) (?:decline|refuse|must decline|have to decline)(?: {_O}| this)?|(?:we|i) (?:do not|don't) (?:accept|want) (?:{_O}|this)|(?:we|i) (?:won't|will not) (?:take|do|be taking) (?:{_O}|this|it)(?: on)?
        abgelehnt|leider nicht moglich|keine kapazitat|(?:wir )?lehnen (?:wir )?(?:den auftrag )?ab|leider nicht|refuse|nous refusons|nous ne pouvons pas|desole pas possible|pas possible
    """),
    ),
    # Words of assent that carry a "no": taken out before negation is looked for.
    (
        "",
        phrases(r"""
        geen (?:enkel )?(?:probleem|bezwaar)|niet erg|no (?:problem|worries|objections?)|kein problem|pas de probleme
    """),
    ),
    (
        "accept",
        phrases(rf"""
        akkoord|akoord|accoord|acoord|akkord|gaan? (?:we |wij |ik )?akkoord|(?:wij|we|ik) (?:gaan|ga) akkoord
        geaccepteerd|geacepteerd|geaccepteert|geakcepteerd|{_O} (?:is |wordt )?(?:geaccepteerd|aangenomen)|(?:wij|we|ik) (?:accepteren|accepteer)(?: {_O}| deze| dit| hem)?|hierbij accepteren (?:wij|we)(?: {_O})?
        (?:wij|we|ik) (?:nemen|neem) (?:graag )?(?:{_O}|deze|dit|hem|'m|het)(?: klus)? (?:graag )?aan|(?:{_O}|deze|dit) nemen (?:wij|we) (?:graag )?aan|aangenomen
        (?:is goed|prima|ok|oke|okay|top|goed|akkoord|ja) (?:dat |dit |die )?(?:doen (?:we|wij)|gaan (?:we|wij) doen|doe ik)
        (?:dat |dit |die )?(?:doen (?:we|wij)|doe ik)(?: graag)?|(?:dat )?gaan (?:we|wij) (?:voor u |graag )?(?:doen|regelen)|gaan (?:we|wij) (?:voor u )?regelen|(?:dat )?regelen (?:we|wij)
        (?:dat |het |dit )?komt (?:helemaal )?(?:voor elkaar|in orde)|komt goed (?:en )?wordt ingepland|wordt ingepland
        (?:wij|we|ik) (?:pakken|pak) (?:dit|deze|hem|'m|het|'t|m|{_O})(?: klus)? (?:graag )?op|(?:dit|deze|die) pakken (?:we|wij) (?:graag )?op
        (?:wij|we|ik) (?:hebben|heb) (?:het|hem|dit|deze|{_O}) ingepland|(?:{_O} |het |hij )?(?:is |staat )ingepland|ingepland|(?:wij|we|ik) (?:voeren|voer) {_O} (?:graag )?uit|(?:wij|we|ik) (?:gaan|ga) (?:ermee|er mee) aan de slag|(?:wij|we) gaan aan de slag
        (?:we|i) accept(?: {_O}| it| this)?|i'm accepting {_O}|accepted|{_O} (?:is )?accepted|will do|(?:we'll|i'll|we will|i will|we|i) (?:gladly |happily )?(?:take|do) (?:this|it|{_O})(?: job| one)?(?: on)?|(?:(?:we are|we're|i'm|i am) )?(?:happy|glad) to (?:take|do|accept) (?:this|it|{_O})(?: on)?|(?:we|i)(?:'ll| will) (?:get on it|take care of it|sort it)|(?:we're|i'm) on it
        (?:(?:that's|that is|this is|it's) )?fine by (?:us|me)|(?:it's |it is |job |this is |we have |we've )?(?:scheduled|planned in|booked in)(?: (?:for|it|in))?
        (?:wir haben |auftrag )?angenommen|einverstanden|(?:wir|ich) (?:ubernehmen|ubernehme|nehmen|nehme) (?:den|diesen) auftrag(?: an)?|wird erledigt|c'est note|accepte|nous acceptons(?: la commande)?|d'accord|machen wir
    """),
    ),
    (
        "complete",
        phrases(rf"""
        voltooid|voltooit|(?:helemaal |volledig |netjes )?(?:afgerond|uitgevoerd|afgehandeld)|opgelost|verholpen|gemaakt en getest|gerepareerd|hersteld en getest|(?:de )?klus zit erop|gefixt en getest
        (?:is |zijn |het is )?(?:weer )?(?:gemaakt|hersteld|gerepareerd)(?: en (?:alles )?getest)?|gereed gemeld|(?:klus|opdracht|werk) (?:is )?(?:klaar|gereed|gedaan|af)|het (?:werk )?is (?:klaar|gereed)
        completed|repaired(?: and tested)?|fixed(?: and tested)?|resolved|all sorted|job done|work (?:was |has been |is )?(?:carried out|done|completed|finished)|(?:has been|have been|was|is) (?:fixed|repaired|completed|resolved)|(?:we|i)(?: have|'ve)? (?:finished|completed|fixed|repaired) (?:{_O}|it|this)?
        repariert|abgeschlossen|behoben|repare|erledigt|termine
    """),
    ),
)
TABLE = Phrases(_ALONE, _WITHIN)

_WORK = re.compile(
    r"\b(?:vervangen|getest|ontstopt|doorgespoten|gesoldeerd|ontlucht|bijgevuld|gesmeerd|afgesteld|afgedicht|vastgezet|"
    r"gemonteerd|geplaatst|schoongemaakt|gereinigd|aangesloten|nagekeken|aangedraaid|gekit|ingesteld|gereset|opgehangen|"
    r"replaced|tested|unblocked|soldered|bled|topped up|cleaned|tightened|adjusted|fitted|installed|sealed|resealed|"
    r"rewired|reset|refitted|ersetzt|getestet|remplace)\b|^[\w -]+ was het$|^het (?:was|lag aan) (?:de|het|een) |^oorzaak\b|^it was the "
)
_BROKEN = re.compile(
    r"\b(?:lekt|druppelt|kapot|defect|besteld|bestellen|nodig|afgekeurd|ordered|leaks|drips|broken|worse|erger|factuur|"
    r"vrijgeven|offerte|wacht\w*|wait\w*|vergeten|forgot\w*|verkeerd\w*|wrong|probeer\w*|tried|geprobeerd|laten|have it)\b"
)


def is_work(clause: str) -> bool:
    """The clause tells what was done: words of the trade, and none of a thing still broken."""
    return bool(_WORK.search(clause)) and not _BROKEN.search(clause)


_COMING = phrases(r"""
    (?:ik|wij|we) (?:kom|komen|sta|staan|ben|zijn|rijd|rijden)(?: er| langs| daar| bij u| naar u toe)*
    (?:kom|komen) (?:ik|wij|we)(?: langs| er)*|(?:de |onze )?monteur komt(?: langs)?|langs|staan (?:we|wij) er
    (?:i'll|we'll|i will|we will) (?:come|be there|be round|come round|come by|visit|be with you)(?: over| by| round)*|see you|(?:i'm|we're) coming|zie u|tot
    (?:ik|wij|we) (?:kan|kunnen)(?: wel)?(?: komen| langskomen)?|(?:i|we) can (?:come|be there|do)|komen
    (?:wir|ich) (?:kommen|komme)|nous passons|je passe|on passe
""")


_CAN = re.compile(r"\b(?:kan|kunnen|can)\b")  # an offer of a time; the job itself is not yet taken


def take_coming(clause: str) -> tuple[str, bool]:
    """The clause without "ik kom", and whether somebody says that he comes himself."""
    match = _COMING.search(clause)
    if not match:
        return clause, False
    personal = match.group() not in ("langs", "tot", "see you", "zie u", "komen") and not _CAN.search(match.group())
    return _COMING.without(clause), personal


_REASONS = (
    (
        "not_our_trade",
        re.compile(r"\b(?:vak|vakgebied|ons werk|mijn werk|dakwerk|trade|our work|line of work|werk voor ons)\b"),
    ),
    ("outside_region", re.compile(r"\b(?:regio|werkgebied|te ver|area|too far|buurt)\b")),
    (
        "no_time",
        re.compile(r"\b(?:capaciteit|tijd|vol|ruimte|druk|plek|monteurs?|capacity|availability|busy|time|kapazitat)\b"),
    ),
    ("warranty", re.compile(r"\b(?:garantie|warranty)\b")),
    ("too_expensive", re.compile(r"\b(?:te duur|too expensive)\b")),
)


def reason_in(plain: str) -> str:
    """The first store.words.RefusalReason that the words speak of, as its key."""
    return next((reason for reason, pattern in _REASONS if pattern.search(plain)), "")
