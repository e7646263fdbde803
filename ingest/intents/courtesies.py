"""What is said beside a deed and changes nothing: courtesies, and who will speak with the occupant. Lines of the tables
of `ingest.intents.phrases`."""

from __future__ import annotations

OCCUPANT = (
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
TO_ARRANGE = rf"""
    (?:{_WHO} )?(?:zal|zullen|ga|gaan|gaat){_ASIDE} (?:met {OCCUPANT}{_ASIDE} )?(?:een|de) afspraak (?:maken|inplannen|plannen)(?: met {OCCUPANT})?
    (?:een )?afspraak (?:met {OCCUPANT} )?(?:wordt|volgt){_ASIDE}(?: (?:gemaakt|ingepland|gepland))?(?: met {OCCUPANT})?
    {OCCUPANT} wordt{_ASIDE} {_CALLED} (?:voor|om) (?:een|de)? ?afspraak(?: te maken)?
    (?:{_WHO}(?:'ll| will)?|will) {_REACH} {OCCUPANT}{_ASIDE} (?:to (?:arrange|agree|book|sort|fix|set up|make|organise|schedule) (?:a |an |the )?(?:(?:suitable|convenient|good) )?(?:time|date|visit|appointment|access|day|slot)|for (?:an appointment|access))
"""
# What is arranged with the occupant, said beside any deed.
ARRANGED = rf"""
    (?:{_WHO} )?{_CALL}(?: (?:ik|wij|we))?{_ASIDE} {OCCUPANT}{_ASIDE}{_FOR}{_ASIDE}(?: op)?
    (?:{_WHO} )?(?:neem|nemen|neemt)(?: (?:ik|wij|we))?{_ASIDE} (?:met {OCCUPANT}{_ASIDE} )?contact{_ASIDE} (?:op )?(?:met {OCCUPANT})?(?: op)?{_ASIDE}{_FOR}
    (?:{_WHO} )?(?:zal|zullen|ga|gaan|gaat){_ASIDE} (?:{OCCUPANT}{_ASIDE}{_FOR}{_ASIDE} (?:bellen|appen|mailen|informeren|contacteren|benaderen)|(?:met {OCCUPANT}{_ASIDE} )?contact opnemen(?: met {OCCUPANT}){_ASIDE}{_FOR}|met {OCCUPANT}{_ASIDE}{_FOR} contact opnemen{_FOR})
    {OCCUPANT} (?:wordt|worden|is|zijn){_ASIDE} (?:{_CALLED}|(?:hiervan |hierover )?op de hoogte(?: gesteld| gebracht)?){_FOR}
    {OCCUPANT} (?:zal|zullen){_ASIDE} (?:worden )?(?:{_CALLED}|op de hoogte (?:gesteld|gebracht)){_FOR}(?: worden)?
    {OCCUPANT} (?:krijgt|krijgen|ontvangt|ontvangen|hoort){_ASIDE}(?: (?:een |de |nader )?(?:bericht(?:je)?|mail|belletje|telefoontje|datum|uitnodiging|sms|appje|afspraakbevestiging|bevestiging))?
    {OCCUPANT} weet (?:er ?van|het|dit|dat (?:we|wij|ik|(?:de|onze) monteur) (?:komen|kom|komt))|{OCCUPANT} (?:is|zijn)(?: (?:dan|gewoon|de hele dag))* (?:thuis|aanwezig)
    (?:dit is |is |een en ander is |zo )?(?:in overleg|afgesproken|afgestemd|kortgesloten|overlegd|besproken) met {OCCUPANT}|met {OCCUPANT} (?:is )?(?:al |zo )?(?:afgesproken|afgestemd|overlegd|kortgesloten|besproken)
    {_WHO} (?:bel|belt|bellen){_ASIDE} (?:{_BEFORE}|vooraf|van te ?voren|voor vertrek)|(?:i|we)(?:'ll| will) (?:call|ring|text) (?:ahead|beforehand|before (?:we|i) (?:come|arrive|set off)|half an hour (?:before|ahead))
    (?:graag |svp |aub )?(?:dit |het )?(?:even )?(?:doorgeven|melden|laten weten) aan {OCCUPANT}(?: aub| svp| graag)?|graag {OCCUPANT} (?:even |hierover )?(?:informeren|inlichten|op de hoogte (?:stellen|brengen))|please (?:let|tell|inform) {OCCUPANT}(?: know)?
    (?:{_WHO}(?:'ll| will)?|will) {_REACH} {OCCUPANT}{_ASIDE}{_FOR}|{OCCUPANT} (?:will be|has been|have been|is){_ASIDE} (?:contacted|called|informed|notified|aware|told|happy with (?:this|that)){_ASIDE}|{OCCUPANT} knows
"""
# Thanks, apologies, wishes.
COURTESY = r"""
    (?:(?:onze|mijn|my|our|met|nogmaals|many|once again|veel) )*(?:excuses|excuus|apologies|verontschuldigingen|sorry)(?: (?:voor|for) (?:(?:het|de|the|any|my|our|mijn|onze|dit|this|deze|late|trage|verlate|veroorzaakte|eventuele) )*(?:ongemak|overlast|reactie|vertraging|verwarring|antwoord|moeite|inconvenience|delay|reply|response|trouble|confusion|bother))
    (?:onze |mijn |my |our )?(?:excuses|excuus|apologies)
    goed nieuws|good news|ter info|ter informatie|fyi|for your information|just to (?:confirm|let you know)|zo|zo dan|oh|ah|nou|he he|(?:nou )?hehe|eindelijk|finally
    toch bedankt|thanks (?:anyway|though|all)|(?:toch |heel )?(?:bedankt|dank|dankje|dankjewel|dank je(?: wel)?|dank u(?: wel)?|thanks|thank you) (?:for (?:thinking of|considering|contacting|asking|choosing) (?:us|me)|voor het (?:denken aan ons|vertrouwen|vragen|regelen|snelle handelen)|dat (?:u|je|jullie) (?:aan )?(?:ons|mij) (?:denkt|dacht|denken|denk|vraagt|vraag|vragen|gevraagd (?:hebt|heeft|hebben)))
    (?:speak|talk|see you) soon|tot (?:horens|later|gauw|binnenkort|snel)|tot dan dan
    (?:(?:alvast )?(?:dank|bedankt)|thanks|thank you) (?:voor|for) (?:uw|je|jullie|your|het) (?:begrip|geduld|understanding|patience)|(?:ik|wij|we) (?:hoop|hopen) op (?:uw|je|jullie) begrip|(?:i |we )?hope you understand|hopelijk (?:begrijpt|begrijp|begrijpen|heeft|hebt|hebben) (?:u|je|jullie)(?: (?:dat|dit|hier begrip voor|het|hiervoor begrip))?
"""
