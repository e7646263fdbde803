"""The words of danger, by what they are a sign of, and which signs together make an emergency."""

from __future__ import annotations

from ingest.language.phrases import phrases, words

_TABLE = {
    "gas": "gas gaz gasleiding gaskraan gasfornuis gasmeter gasbuis gaskachel gasslang",
    "gas_smell": """
        gaslucht gasgeur gasstank gaslek gaslekkage gasluchtje gasontsnapping gasgeruch gasaustritt gasleck
    """,
    "smell": """
        ruik ruikt ruiken rook roken geroken ruikend lucht luchtje geur stank stinkt hangt smell smells
        smelling smelled smelt odour odor stinks rieche riecht riechen geruch odeur sens
    """,
    "leak": "lek lekt lekken lekkage gelekt leak leaks leaking leaked sist leck leckt fuite ontsnapt escaping",
    "co": "koolmonoxide koolmonoxyde koolstofmonoxide kolendamp monoxide comelder monoxyde kohlenmonoxid",
    "c_o": "co",
    "alarm": "melder alarm detector meter rookmelder brandmelder smoke_alarm piept gaat detecteur warnmelder",
    "fire": """
        brand brandlucht schroeilucht vlammen vlam vuur flames feuer flammen incendie feu uitslaande brandgeur
    """,
    "fire_en": "fire fires",
    "burning": "on a an the there is in caught started small electrical big",
    "spark": "vonk vonken vonkt vonkte vonkende kortsluiting sparks sparking funken kurzschluss etincelles",
    "short": "short kort court",
    "circuit": "circuit sluiting",
    "smoke": "rook smoke rauch fumee rookontwikkeling rookwolk",
    "burns": "brandt brandde fikt burning brennt brule",
    "from": "uit komt vol hele overal coming from filled fills out thick black see aus sort",
    "smoke_alarm": "rookmelder rookmelders brandmelder brandalarm",
    "explosion": "explosie ontploffing ontploft explosion exploded geexplodeerd",
    "shut_in": """
        opgesloten vastzitten vastgezeten trapped eingeschlossen enferme ingesloten
    """,
    "stuck": "vast stuck steckt bloque klem",
    "person": "ik we wij iemand mensen bewoner bewoonster moeder vader kind kinderen mevrouw meneer buurvrouw in",
    "lift": "lift liften elevator aufzug ascenseur fahrstuhl",
    "water": """
        water wateroverlast lekkage lekt lek lekken druppelt druppels drupt nat vocht leak leaks leaking
        dripping drips wet
        waterlekkage wasser tropft eau
    """,
    "power": """
        lamp lampen meterkast stopcontact stopcontacten elektra elektriciteit stroom stroomkast groepenkast
        schakelaar spotjes spotje armatuur lichtpunt bedrading light lights socket sockets outlet electrics
        electricity fusebox lampe steckdose strom prise electricite wandcontactdoos
    """,
    "live": "stroomstoot geelektrocuteerd elektrocutie stroomschok electrocuted stromschlag",
    "shock": "schok schokken shock",
    "electric": "electric electrical elektrische stroom kraan gekregen krijg tap douche wasmachine stopcontact",
    "current": "stroom spanning",
    "touched": "aanraak aanraakt aanraken aangeraakt",
    "under": "onder",
    "burst": "gesprongen gebarsten sprong barstte burst geplatzt eclate gesprongn",
    "pipe": "leiding waterleiding leidingen pipe pipes buis slang rohr rohrbruch tuyau leidingbreuk",
    "pipe_burst": "leidingbreuk rohrbruch waterleidingbreuk",
    "flood": """
        overstroming overstroomd blank wateroverlast flood flooded flooding overstroomt ueberschwemmung
        stroomt gutst spuit
    """,
    "collapse": "instorten ingestort instort instorting collapse collapsed collapsing ingezakt eingesturzt effondre",
    "door": "voordeur deur buitendeur haustur frontdoor door",
    "not": "niet not nicht kan cannot can",
    "lock": "slot afsluiten dicht lock locked locking locks",
}

# A danger, how bad, the signs that must stand together, and within how many words.
RULES: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("gas", "EMERGENCY", ("gas_smell",), 0),
    ("gas", "EMERGENCY", ("gas", "smell"), 6),
    ("gas", "EMERGENCY", ("gas", "leak"), 4),
    ("co", "EMERGENCY", ("co",), 0),
    ("co", "EMERGENCY", ("c_o", "alarm"), 2),
    ("fire", "EMERGENCY", ("fire",), 0),
    ("fire", "EMERGENCY", ("fire_en", "burning"), 2),
    ("fire", "EMERGENCY", ("spark",), 0),
    ("fire", "EMERGENCY", ("short", "circuit"), 1),
    ("fire", "EMERGENCY", ("explosion",), 0),
    ("smoke", "EMERGENCY", ("smoke", "from"), 3),
    ("fire", "EMERGENCY", ("smoke", "burns"), 8),
    ("lift", "EMERGENCY", ("shut_in", "lift"), 8),
    ("lift", "EMERGENCY", ("lift", "stuck", "person"), 4),
    ("shock", "EMERGENCY", ("live",), 0),
    ("shock", "EMERGENCY", ("shock", "electric"), 4),
    ("shock", "EMERGENCY", ("current", "touched"), 7),
    ("shock", "EMERGENCY", ("under", "current"), 1),
    ("burst", "EMERGENCY", ("pipe_burst",), 0),
    ("burst", "EMERGENCY", ("burst", "pipe"), 4),
    ("water_power", "POSSIBLE", ("water", "power"), 12),
    ("lift", "POSSIBLE", ("stuck", "lift"), 4),
    ("fire", "POSSIBLE", ("fire_en",), 0),
    ("smoke", "POSSIBLE", ("smoke",), 0),
    ("smoke", "POSSIBLE", ("smoke_alarm",), 0),
    ("flood", "POSSIBLE", ("flood",), 0),
    ("collapse", "POSSIBLE", ("collapse",), 0),
    ("door", "POSSIBLE", ("door", "not", "lock"), 6),
)

# Dutch words of danger that mean something else in an English text.
NOT_IN_ENGLISH = words("brand rook vast lucht kort klem")

# Neighbours that take the danger out of a word: "brand new", "fire door", "ik rook niet".
HARMLESS_PAIRS = frozenset(
    tuple(pair.split())
    for pair in phrases("""
        brand new · brand name · brand of · ik rook · rook niet · to smoke · gas light · gas boiler · gas bill
        fire door · fire doors · fire extinguisher · fire escape · fire exit · fire drill · fire insurance · fire safety
    """)
)

SIGNS: dict[str, tuple[str, ...]] = {
    word: tuple(sign for sign, table in _TABLE.items() if word in words(table))
    for table in _TABLE.values()
    for word in words(table)
}
