"""Which language a short text is written in, from the words that only that language uses."""

from __future__ import annotations

import re
from collections import Counter

from ingest.language.phrases import words


def language_of(text: str) -> str:
    """nl, en, de or fr; "" where no word decides or another language has more of them. Cost does not grow with length.

    A word that several languages share is evidence for each; a letter (ß, ç) is evidence where the words are few.
    """
    lowered = text[:_ENOUGH].lower()
    scores = dict.fromkeys(_LANGUAGES, 0)
    words_of_it = (_PLAIN_WORD if lowered.isascii() else _WORD).findall(lowered)
    for languages, times in Counter(map(_EVIDENCE.get, words_of_it)).items():
        for language in languages or ():
            scores[language] += times
    for letter, language in () if lowered.isascii() else _LETTERS.items():
        if letter in lowered:
            scores[language] += 1
    best = max(scores, key=lambda language: scores[language])
    second = max(score for language, score in scores.items() if language != best)
    return best if scores[best] > second and best in _OURS else ""


_ENOUGH = 400  # characters
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PLAIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_OURS = ("nl", "en", "de", "fr")

# Small words, the verbs of a report, answers, greetings, and the things in a house that break.
_TABLES = {
    "nl": """
        de het een en in van ik je jij u uw hij zij ze wij we jullie dat dit deze die is zijn was waren ben
        bent wordt worden werd heb hebt heeft hebben had hadden niet geen wel ook maar of als dan toen om te
        met voor naar bij aan op uit over onder tot sinds tegen door zonder tussen nog al er hier daar waar
        wie wat wanneer hoe waarom kan kunt kunnen moet moeten mag wil wilt willen zal zullen zou zouden gaat
        gaan doet doen komt komen kom mijn onze ons hun haar zijn jouw mij me zich heel erg veel weer steeds
        alleen vandaag morgen gisteren nu straks straat graag alvast bedankt groet groeten vriendelijke beste
        geachte hoi hallo dag goedemorgen goedemiddag mevrouw meneer heer lekkage lekt lek kraan verwarming
        warm koud douche badkamer keuken kelder zolder plafond dak deur slot sleutel raam lift kapot stuk
        storing stroom licht verlichting meterkast verstopt verstopping afvoer riool schimmel vocht ketel
        gaslucht ruik gas trap gang buren bovenburen huurder woning appartement monteur loodgieter maandag
        dinsdag woensdag donderdag vrijdag zaterdag zondag zie foto bijlage gereed klaar voltooid opgelost
        akkoord nee ja prima bericht telefoon afspraak kunnen langs thuis aanwezig afwezig ingepland
        uitgevoerd geaccepteerd opdracht melding vraag water sinds gemaakt helaas kapotte doet 'm 't 'n
    """,
    "en": """
        the a an and of to in on at for with from by is are was were be been am do does did done don't doesn't
        didn't have has had i i'm i've you your he she it its it's we our they their them this that these
        those not no yes but or if then when where what who why how can can't could will won't would should
        may might must there here please thank thanks regards kind best dear hello hi hey sincerely cheers
        just still again also very much more some any all leak leaking water heating cold hot tap shower
        bathroom kitchen ceiling roof door lock key window broken repair electricity power light lights meter
        blocked drain sewer mould mold damp boiler smell gas stairs hallway neighbours neighbour tenant flat
        apartment plumber monday tuesday wednesday thursday friday saturday sunday see photo attached
        attachment fixed finished completed accepted message phone appointment today tomorrow yesterday since
        morning evening about out up down over after before because as so my me us him her which while
        would've lift elevator stuck job accept agreed sorry week need help working work
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber ich du er sie wir ihr mein
        meine unser unsere ist sind war waren bin bist wird werden wurde hat habe haben hatte nicht kein keine
        auch noch schon nur sehr mit von zu zum zur bei aus nach für auf über unter im am um an als wenn dann
        dass weil wie was wer wann wo warum kann können könnte muss müssen soll sollen möchte bitte danke
        vielen dank grüße grüßen freundlichen freundliche hallo guten tag morgen liebe lieber sehr geehrte
        geehrter herr frau ihre ihren ihnen mich mir uns sich es so seit heute gestern wieder immer hier dort
        wasser heizung kalt warm dusche bad küche decke dach tür schloss schlüssel fenster kaputt defekt strom
        licht verstopft abfluss schimmel aufzug undicht tropft wohnung mieter montag dienstag mittwoch
        donnerstag freitag samstag sonntag repariert erledigt angenommen einverstanden nachricht termin
        auftrag anbei gas
    """,
    "fr": """
        le la les un une des du de et ou mais je tu il elle nous vous ils elles mon ma mes votre vos notre nos
        ce cette ces est sont était suis êtes avez avons ont a été être ne pas plus jamais aussi encore très
        avec pour par sur sous dans chez sans vers depuis que qui quoi quand où comment pourquoi peut pouvez
        peux dois doit faut merci bonjour bonsoir madame monsieur cordialement salutations cher chère s'il
        plaît au aux en y se ça c'est j'ai n'est d'un d'une qu'il l'eau eau fuite chauffage froid chaud
        robinet douche salle bain cuisine plafond toit porte serrure clé fenêtre cassé panne électricité
        courant lumière bouché évacuation moisissure ascenseur appartement locataire lundi mardi mercredi
        jeudi vendredi samedi dimanche réparé terminé accepté message rendez-vous voir pièce jointe demain
        hier gaz odeur
    """,
    "other": """
        el los las una y pero por para con sin muy está están gracias hola buenos días señor no sí que es mi
        su usted agua il lo gli e ma per con non sono è grazie ciao buongiorno della di da che questo acqua o
        os as um uma e mas não são está obrigado olá bom dia você senhor água och att det som är för med inte
        jag vi ni tack hej en ett på av den har og at det som er med ikke jeg vi tak takk hei hej en et på af
        av den har til i w na z do się nie jest są dziękuję dzień dobry proszę że jak czy to ve bir bu için
        ile değil var yok teşekkürler merhaba çok su ja on ei se että kiitos hei minun meidän
    """,
}
_LANGUAGES = tuple(_TABLES)
_EVIDENCE: dict[str, tuple[str, ...]] = {
    word: tuple(language for language in _LANGUAGES if word in words(_TABLES[language]))
    for table in _TABLES.values()
    for word in words(table)
}
_LETTERS = {
    "ß": "de",
    "ç": "fr",
    "œ": "fr",
    "ñ": "other",
    "ł": "other",
    "å": "other",
    "ø": "other",
    "ş": "other",
    "ı": "other",
}
