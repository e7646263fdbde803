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

# What would mislead a reader of single words: retracted, ironic, asked back, half true, somebody else's.
MISLEADING = """
Akkoord? Dat dacht ik niet
akkoord zolang het binnen het budget blijft
Akkoord, onder één voorwaarde: contant betalen
we accepteren graag, zodra de offerte getekend is
akkoord behalve met de datum
wij accepteren de opdracht in principe
in principe akkoord
voorlopig akkoord
akkoord onder protest
vooruit dan maar, akkoord, al heb ik er geen zin in
dat is akkoord wat mij betreft, moet alleen Piet nog vragen
ik denk dat het akkoord is
had ik al akkoord gegeven?
vorige week had ik akkoord gezegd
u wilt zeker dat ik akkoord zeg
wat als wij accepteren
stel we nemen hem aan, wat betaalt het
ik zou zeggen akkoord
wij zouden graag accepteren
we wilden accepteren
accepteren kan niet
akkoord gaan we niet
van akkoord is geen sprake
niks akkoord
noem dat maar akkoord
fijn dat u denkt dat ik akkoord ben
ha ha, akkoord zeker
ja ja akkoord, dat zal wel
tuurlijk joh, akkoord, droom lekker verder
Geweldig, weer zo'n klus. Akkoord...
mijn vrouw zegt akkoord
collega heeft hem geaccepteerd
is geaccepteerd door de planning
de opdracht is door iemand anders uitgevoerd
wij hebben de opdracht niet uitgevoerd
niet alles is opgelost
opgelost is wat anders
half klaar
voor de helft klaar
90% klaar
80 procent gereed
klaar op het schilderwerk na
zo klaar
ik ben zo klaar
bijna gereed
rond 15 uur gereed
vanmiddag klaar
eind van de week klaar
dan zijn we klaar
dan ben ik klaar
als het goed is is het klaar
het lijkt opgelost
lijkt weer te werken
schijnt opgelost te zijn
volgens mij is het opgelost
wij gaan ervan uit dat het is opgelost
klaar voor de start
onderdelen staan klaar
de rekening is klaar
offerte is gereed
planning afgerond
inspectie uitgevoerd
eerste fase afgerond
onderzoek afgerond, reparatie volgt
diagnose gesteld, klus geklaard kan pas na levering
ben klaar met jullie
klaar mee
voltooid verleden tijd
mission accomplished, not
accepted? no way
I accept that this is difficult
we accept no liability
we accept, subject to contract
we'd accept if the price was right
would accept tomorrow
we would have accepted
I'd love to take this job but no van
we could take this
we might be able to take it
happy to take this once you pay the last invoice
not happy to take this
we'll take it from here tomorrow if possible
I'll take it up with my boss
will do my best
will do if I can
we will do an inspection first
done deal, no
not quite done
nearly finished
finished for today, back tomorrow
finished the first half
fixed temporarily
fixed it for now
it should be fixed
should be resolved by now
I believe it's fixed
hopefully fixed
the tenant told us it was fixed
tenant reports it resolved
apparently resolved
can be fixed tomorrow
will be completed Friday
to be completed
half done
job done? not by us
done by the neighbour
we have been done over
so gut wie fertig
noch nicht fertig
fast fertig
leider nicht erledigt
wird morgen erledigt
einverstanden, wenn der Preis stimmt
nicht einverstanden
wenn möglich angenommen
ist das erledigt?
pas encore terminé
ce n'est pas réparé
d'accord si vous payez
presque terminé
c'est terminé ?
accepté sous réserve
le locataire dit que c'est réparé
wij komen niet dinsdag
ik kom dinsdag misschien
ik kom dinsdag, als de bewoner thuis is
zal ik dinsdag komen
kom ik dinsdag?
wij kwamen dinsdag voor een dichte deur
ik kom dinsdag niet
dinsdag kom ik erop terug
ik kom er dinsdag op terug
wij komen er morgen op terug
ik kom dinsdag voor de offerte
ik kom dinsdag eerst kijken
we'll come back to you Tuesday
I'll get back to you tomorrow
see you in court
nee, akkoord
nee is geen optie dus akkoord
helaas akkoord
geen probleem gevonden
geen bezwaar als u betaalt
geweigerd zou raar zijn
nee, u moet bellen
Nee, nog niet gezien, komt later
nee wacht, ik kijk even
weigeren doen wij nooit
we never refuse a job
niet ons werk geweest, eerder door Smit gedaan
AKKOORD staat in uw mail, maar waar slaat dat op
ik moet AKKOORD antwoorden maar ik snap het niet
moet ik AKKOORD antwoorden
accepteer de cookies
opdrachtbevestiging ontvangen
akkoord met uw algemene voorwaarden
akkoord met € 200 extra
prijs akkoord
datum akkoord
akkoordverklaring volgt
onvoltooid
onopgelost
gereedschap ligt klaar
voltooid is de opdracht nog lang niet
""".strip().splitlines()

FURTHER_ACCEPTS = """
Akkoord!
ja prima, wij nemen de opdracht graag aan
Goedemiddag, we accepteren de opdracht.
Dit pakken wij op
Wij gaan ermee aan de slag
opdracht aangenomen
Opdracht is geaccepteerd
Prima, doen we
Doen we!
wij voeren de opdracht uit
Yes, we accept the job
We will take this job
I'll do it
Happy to do this job
Job accepted
ik kom volgende week maandag om 9 uur
Akkoord. Ik kom vrijdag tussen 13:00 en 15:00
We accept. See you Thursday at 10am
Auftrag angenommen
Wir nehmen den Auftrag an
d'accord
nous acceptons
""".strip().splitlines()

FURTHER_COMPLETIONS = """
Voltooid.
Klus is klaar
Opdracht is uitgevoerd
Lekkage verholpen
Kraan vervangen, klaar
alles gemaakt en getest
Opgelost, sifon vervangen
klaar, 1,5 uur gewerkt
Vandaag uitgevoerd
Job done
All done
Repaired and tested
fixed, replaced the siphon, 2 hours
Work completed today
The job is done
erledigt
réparé
""".strip().splitlines()

FURTHER_REFUSALS = """
Nee, dat is niet ons vak
Helaas, geen capaciteit
Wij nemen deze niet aan
Sorry, no capacity this week
We can't take this job
Not our trade, please find someone else
Wij weigeren de opdracht
Hier zien wij van af
""".strip().splitlines()
