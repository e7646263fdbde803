"""Phrases as service parties and reporters write them, one a line, by what they mean. Golden lists of the house."""

from __future__ import annotations

ACCEPTS = """
geaccepteerd
wij accepteren
wij nemen de opdracht aan
wij nemen deze aan
is goed, doen we
prima, komt voor elkaar
komt in orde
komt goed, wordt ingepland
we pakken dit op
ik pak 'm op
ingepland
ik kom dinsdag
👍
we accept
I accept the job
will do
we'll take it
happy to take this
scheduled for Tuesday
fine by us, see you Tuesday
angenommen
einverstanden
wir übernehmen den Auftrag
wird erledigt
c'est noté, nous passons mardi
akkoord
Akkoord, ik kom dinsdag tussen 8 en 10
Prima, wij komen donderdag in de ochtend
is goed, doen we. Ik bel de bewoner
geen probleem, komt voor elkaar
ik kom morgen om half negen
wij komen volgende week dinsdag
akkoord. We komen week 49 langs
we accept, we'll come Tuesday between 8 and 10
akkoord, ik kom di 24-11 om 8.00 uur
Wij nemen de klus graag aan
accoord
top, doen we!
akk.
monteur komt woensdag 's ochtends
""".strip().splitlines()

REFUSALS = """
nee
nee hoor
nee, dat doen wij niet
helaas niet
niet ons vak
niet ons werk
wij zien hiervan af
passen deze keer
geen capaciteit
wij nemen de opdracht niet aan
moeten wij aan ons voorbij laten gaan
wij werken niet meer voor u
not accepted
unable to take this
not our trade
outside our area
no capacity
we'll pass
please find someone else
abgelehnt
leider nicht möglich
keine Kapazität
refusé
nous ne pouvons pas
désolé, pas possible
Helaas, wij hebben geen tijd
sorry, geen capaciteit op dit moment
""".strip().splitlines()

COMPLETIONS = """
voltooid
gereed
klaar
is klaar
opgelost
gemaakt en getest
uitgevoerd
afgerond
storing verholpen
klus zit erop
done
job done
finished
fixed
repaired and tested
resolved
all sorted
work carried out today
repariert
abgeschlossen
réparé
Voltooid. Kraan vervangen en getest, 2 uur gewerkt.
gereedt
voltooit
Klaar, cartridge van de mengkraan vervangen, 1,5 uur
de kraan is gerepareerd
""".strip().splitlines()

NOT_FOR_THE_DESK = """
ja
duidelijk
ontvangen
gezien
dank
ok
prima
in behandeling genomen door onze planning
u hoort van ons
we kijken ernaar
ik bel de bewoner even
komen een keer langs
is dit akkoord?
akkoord met € 485?
niet akkoord met de prijs, wel met de klus
nee hoor, geen probleem
nee joh doen we
ik ben er helemaal klaar mee
bijna klaar
tijdelijk gedicht
is dit al opgelost?
klaar voor vertrek
ketel staat klaar
onderdelen liggen gereed
factuur volgt
zie bijlage
bewoner niet thuis geweest, kaart achtergelaten
bewoner zegt opgelost
is al door ander gemaakt
annuleer maar
🙂
akkoord maar niet dinsdag
u schreef akkoord
volgens Johan klaar
onvoltooid
onopgelost
niet-akkoord
oneens
disagree
unaccepted
akkoordverklaring
ik heb het gereedschap
klaarmaken
morgen klaar
wordt voltooid
gaan we afronden
verwacht gereed
will be done
to be completed
temporary fix done
akkoord mits de sleutel er is
if the key is there we accept
ja hoor...
nee, geen capaciteit maar akkoord
akkoord, ik kom half nine
we'll come Tuesday half nine
ik kom zondag
akkoord, wij komen dinsdag 25-11
ik kom 20-11
klaar om 15 uur
vandaag klaar
akkoord van de bewoner ontvangen
bewoner akkoord
zonder akkoord beginnen we
wij zijn klaar met jullie
ik kom dinsdag of donderdag
eerste mogelijkheid is 24 november
akkoord met 485 euro
dinsdag 8-10?
kan niet akkoord gaan
don't approve
no, we don't accept
not done
kraan vervangen door huurder, klaar
akkoord bevonden door de bewoner
ketel uitgevoerd als HR
zo goed als klaar
schikt di of do
wij weigeren niet
niet geen capaciteit
""".strip().splitlines()

REPORTERS = {
    "solved": [
        "ja",
        "ja opgelost",
        "werkt weer",
        "top, bedankt, het doet het",
        "fixed, thanks",
        "opgelost, bedankt",
        "yes",
        "it works again, thank you",
    ],
    "not_solved": [
        "nee",
        "nog steeds",
        "lekt weer",
        "helaas niet",
        "still broken",
        "came back",
        "nee, het lekt nog steeds",
        "No, still not fixed :(",
    ],
    "choose_slot": ["optie 2", "de eerste", "donderdag is prima"],
    "cancel": ["hoeft niet meer", "al opgelost", "laat maar", "never mind, sorted"],
}
