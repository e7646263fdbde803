"""A clause read as a sentence: who, verb, what of, in any order the language allows (ingest/intents/lexicon.py).

Only a clause of which every word has its part is read; so what denies, sets a condition, or speaks of another thing is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from ingest.intents.appointments import ZONE, ReadAppointment, names_day, read_appointments
from ingest.intents.guards import doubt_in
from ingest.intents.hours import read_hours
from ingest.intents.lexicon import parts_of, strange_words
from ingest.intents.phrases import REGRET
from ingest.intents.reasons import REASON, without_reason
from ingest.intents.sparing import SparingPattern, SparingTable, any_of


@dataclass(frozen=True, slots=True)
class Sentence:
    """deed   accept, refuse, complete, come (accepts with a day, or a yes beside it), "" where it only goes with `beside`,
    when (a day is all it tells), yes
    a_day  what a day in the same clause is: a "visit", how it is "planned", an "offer", or "" (a doubt)"""

    deed: str
    a_day: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class DatedSentence:
    """A sentence with the days and the hours worked that stand in it; `doubt` is why a day is not certain."""

    sentence: Sentence
    days: tuple[ReadAppointment, ...] = ()
    doubt: str = ""
    hours: float | None = None


def read_dated(clause: str, sent: datetime | None) -> DatedSentence | None:
    """A clause with the times in it; None where it is no sentence of ours, or where its times fit it ill."""
    if (
        len(clause) > _LONGEST_DATED or strange_words(clause) > _FEW
    ):  # the many that tell a story: nothing else is looked at
        return None
    if (plain := read_sentence(clause)) and plain.deed != "when":
        return DatedSentence(plain)
    if _ASIDE.possible(clause):
        if sentence := _without_aside(clause):
            return DatedSentence(sentence)
        clause = _STILL_TODAY.pattern.sub(lambda match: match[1] or match[2], clause)
        for outright in (_BECAUSE.without(clause), without_reason(clause)):
            if outright != clause and (refusal := _refusal(outright)):
                return DatedSentence(refusal)
    around, days, doubt = read_appointments(clause, sent)
    worked, without = read_hours(clause)
    if around == clause and worked is None:
        return None
    if worked is not None and not names_day(clause):
        sentence = read_sentence(without)
        return (
            DatedSentence(sentence, hours=worked) if sentence and sentence.deed not in ("come", "when", "yes") else None
        )
    sentence = read_sentence(around)
    if sentence is not None and sentence.deed in ("when", "yes"):
        return DatedSentence(Sentence(""), tuple(days), doubt)
    if sentence is None or sentence.deed in _NO_ORDER or (sentence.beside and sentence.beside != "complete"):
        return None
    if "complete" in (sentence.deed, sentence.beside):
        today = sent.astimezone(ZONE).date() if sent else None
        just_now = (sentence.a_day == "today" or bool(sentence.beside)) and not _TO_COME.search(clause)
        over = [each for each in days if each.day and today and (each.day < today or (each.day == today and just_now))]
        return DatedSentence(sentence) if len(over) == len(days) and doubt in ("", "day_past", "day_off") else None
    if sentence.a_day == "offer":
        return DatedSentence(Sentence(""), tuple(days), doubt)
    return DatedSentence(sentence, tuple(days), doubt if sentence.a_day else doubt or "speaks_of_later")


def _without_aside(clause: str) -> Sentence | None:
    """The sentence that a clause is without how long they are full, by what means it was done, or when that was."""
    if _FULL.search(clause) and (open_ended := _UNTIL.without(clause)) != clause and (refusal := _refusal(open_ended)):
        return refusal
    by = _MEANS.without(clause)
    if by != clause and (sentence := read_sentence(by)) and sentence.deed == "complete":
        return sentence
    long_ago = _PAST.without(clause)
    sentence = read_sentence(" ".join(long_ago.split())) if long_ago != clause else None
    return sentence if sentence and "complete" in (sentence.deed, sentence.beside) else None


def _refusal(clause: str) -> Sentence | None:
    sentence = read_sentence(" ".join(clause.split()))
    return sentence if sentence and sentence.deed in _NO_ORDER else None


_MEANS = SparingPattern(
    r" door (?:(?:de|het|een|nieuwe) )*\w+(?: en \w+)? te (?:vervangen|repareren|reinigen|resetten|ontluchten|plaatsen|monteren|solderen|lassen|kitten|dichten|smeren|"
    r"(?:bij|af|door|vast|aan|uit)?(?:vullen|stellen|spoelen|spuiten|zetten|draaien|sluiten|stoppen)|ontstoppen)$| by (?:replacing|cleaning|resetting|fitting|tightening|clearing) (?:the |a )?(?:new )?\w+(?: \w+)?$"
)
_PAST = SparingPattern(
    r"\b(?:(?:afgelopen|vorige|laatste|last) (?:week|\w+dag|weekend|\w+day)|gister\w*|eergisteren|yesterday(?: \w+ing| afternoon)?|vanmorgen|vanochtend|"
    r"this morning|(?:ma|di|wo|don|don|vrij|zater|zon)\w*dag al|zojuist|net)\b"
)
_TODAY = r"vandaag|vanmiddag|vanochtend|vanmorgen|vanavond|deze week|morgen|donderdag|vrijdag"
_STILL_TODAY = SparingPattern(rf"\b(?:({_TODAY}) nog|nog ({_TODAY}))\b(?! (?:niet|geen))")
_BECAUSE = SparingPattern(
    r"\b(?:wegens|vanwege|door|i\.?v\.?m\.?|in verband met|due to|because of|owing to) (?:(?:een|de|onze|grote|erge|enorme|our|a) )*"
    r"(?:\w*drukte|\w*ziekte|\w*tekort(?: aan \w+)?|tijdgebrek|vakantie|gebrek aan \w+|ziekteverzuim|verlof|overbezetting|planning|agenda|"
    r"workload|illness|sickness|holidays?|staff shortage|lack of \w+|capaciteitsgebrek|omstandigheden|afstand|distance)\b"
)
_TO_COME = re.compile(r"\b(?:vanmiddag|vanavond|middag|afternoon|tonight|evening)\b")
_UNTIL = SparingPattern(
    r" (?:(?:de|the) (?:komende|coming|next|eerste) (?:tijd|weken|maanden|periode|weeks|months)|voorlopig|(?:tot|until|till|t/m|bis)(?: (?:en met|na|eind|begin|half|mid|medio|the|de|het|end of|volgende?|next|new|nieuwe|"
    r"\d{1,2}|week|maand|jaar|month|year|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    r"december|january|february|march|may|june|july|august|october|zomer|summer|christmas|kerst|feestdagen|januar))+|"
    r"(?:deze|dit|komende|this|volgende) (?:week|maand|jaar|month|year)(?: (?:en|and) (?:volgende|next) week)?(?: ook)?|"
    r"this year|dit jaar|in (?:januari|december))(?![\w-])"
)
_FULL = SparingPattern(r"vol|druk|tijd|geen|busy|booked|full|no |swamped|complet")
# What stands in a sentence beside a day and an hour; most clauses have none of it.
_ASIDE = SparingTable(
    [("until", _FULL), ("means", _MEANS), ("past", _PAST), ("today", _STILL_TODAY), ("why", _BECAUSE), ("why", REASON)]
)
_NO_ORDER = ("refuse", "hand_back")
_OT = "[ogXtp%&]*"
_TAKES = "[vWmd]"
# The first that fits the parts of the whole clause, after a yes.
_RULES = (
    # "wij pakken dit op", "doen we", "dat gaan wij regelen", "kunnen wij doen" (not "kunnen wij dit doen": that asks)
    (
        Sentence("accept", "visit"),
        rf"s[vWm]{_OT}|W{_OT}|sr[ot]+|sd[ogt%p]+|s[ogt%]+{_TAKES}|{_OT}{_TAKES}s{_OT}|[ot]+rs|sc{_OT}{_TAKES}|c{_OT}s{_TAKES}",
    ),
    (
        Sentence("accept", "visit"),
        rf"s?f?G{_OT}{_TAKES}{_OT}|s[lG]{_OT}={_OT}|sl{_OT}{_TAKES}{_OT}|l{_OT}{_TAKES}{_OT}|{_OT}Gs{_OT}{_TAKES}|[ogt]*ls{_TAKES}",
    ),
    (
        Sentence("accept", "offer"),
        rf"s[fb]?k{_OT}{_TAKES}{_OT}|sk={_OT}|[ogt]+ks{_TAKES}|ks{_TAKES}|[sfb]*H(?:{_TAKES}|=){_OT}",
    ),
    (Sentence("accept"), rf"sV{_OT}|s[ogt]+V|{_OT}Vs{_OT}|sf?[Gl]{_OT}V{_OT}|{_OT}Gs{_OT}V|s?kV{_OT}|[sfb]*HV{_OT}"),
    # "akkoord", "wij zijn akkoord", "opdracht staat ingepland", "wordt opgepakt", "staat genoteerd"
    (Sentence("accept"), rf"s?h?{_OT}[bf]?a{_OT}|s[fG]a{_OT}"),
    (Sentence("accept", "planned"), rf"[ogtp%&]*[bCcS]?p*h?i{_OT}|s?h?&[jiCc]?s?|s?h{_OT}[iP]|{_OT}w[iP]|{_OT}[bC]I"),
    (Sentence("accept", "visit"), rf"sh{_OT}[vW]{_OT}"),
    (Sentence("accept", "offer"), r"[oy]*G?L|s?\*[ot]*"),
    (Sentence("accept", "visit"), rf"s{_OT}[lG]{_TAKES}"),  # "(dat) wij de opdracht zullen uitvoeren"
    # "ik kom", "monteur Piet komt langs", "ben er", "wij sturen iemand"; "kom eraan"
    (
        Sentence("come", "visit"),
        r"s?[cfG]|[cfG]s|sc[og]+|cs[og]+|pp?[cCbLG]|[cCbLG]pp?|s?lf|[cC]p[cC]?|[sp]p?lc|lc|s?l?zpp?|zspp?|csp|s?f[cC]|pp?b[cC]",
    ),
    (Sentence("when", "offer"), r"[sk]*k[c]?|ksc|[og]|bL"),
    (Sentence("accept", "visit"), r"(?:s?[fc]|[fc]s|pp?[bC]?|[bC]pp?)?E"),
    # "kan dicht", "u kunt de opdracht afmelden"
    (Sentence("complete"), r"[og]*k[og]*D"),
    # "klus is klaar"
    (Sentence("complete"), r"[og]*b?e|[og]+eb"),
    (Sentence("", beside="complete"), r"[oYt%]*[KJ]+|J+[ot]+|K[otY]+A|Yb?y|[sp]*[fbh]*J+|t[bf]?J"),
    (Sentence("", beside="accept"), "[og]*b?I"),
    (Sentence("", beside="work"), "t+r+"),
)
_RULES_READ = tuple((sentence, re.compile(parts)) for sentence, parts in _RULES)
# "kraan vervangen" may be still to do: done is what says "is", "heeft", or names another deed beside it.
_DONE = re.compile(
    r"(?:h?[sp]*h?[ogtY%]*(?:h(?=b))?[bf]{0,2}[ogtY%]*(?:A?[jrJ]+|(?<!%)U|(?<!%b)(?<!%)KA))+[ot%]*[bfh]?"
)
_SURELY = re.compile(r"j|U|KA|rJ|[bfh][ot%]*r")
# A refusal needs no order: each of these with nothing but its own.
_REFUSALS = (
    re.compile(r"(?=.*[vVWmdki=])(?=.*s|Z*[kl]|[og]+k)(?:[t%]+(?=[dvW]s))?[ZsogvVWmdklfbGM=]*n[ZsogvVWmdklfbiG=]*Q?"),
    re.compile(r"[Zs]*(?:[vVWdm]s?N[ogt]+|snh[pq]+|[vW]s?O)Q*|o?k[sO]{2}|hsqn|N[og]+|Z*s?kN[og]+Q*[vVd]"),
    re.compile(r"[ZoB]*[bf]?B?(?:Ln|nL|kn|LnL)B?"),
    re.compile(r"(?=.*N)(?=.*[qp])[Zshfbo]*N[qQshogTbBpitZ]*|[Zshb]*Nq+[sogQT]*|(?:sh|hs)[og]*nq+[sogQTvd]*"),
    re.compile(r"(?=.*F)[ZsqbfhSToy]*F[SToB]*"),
    re.compile(r"(?:[ZobfLckt]*(?:n|O|No|Oo)+o?[bf]?B)|[Zo]*b?NoB|ocnB|[ZosbfS]*h?n[bf]?B[ogt]*|[os]*bOB"),
    re.compile(r"(?=.*R)[ZsofgMlGwbB]*R[ogsB]*"),
    re.compile(r"(?:sM|Ms)[og]*R[og]*"),
)
_BY_US = re.compile(r"[og]+w[ogT]*(?:\$[ogT]*[jia]|[jia]\$)")  # "de werkzaamheden worden door ons uitgevoerd"
_HAND_BACK = re.compile(r"(?!M)(?=[^M]*$|.*s)[ZsofgMlGw]*<[ogs]*")
NO_WAY_IN = any_of(  # he wants to, and stands outside
    r"\b(?:kan|kunnen|kon|konden|kom|komen|kwam|kwamen) (?:(?:wij|we|ik) )?er (?:\w+ )?niet (?:meer )?(?:bij|in|door|langs|op|uit)$|"
    r"\b(?:can't|cannot|could not|couldn't) (?:get in|get to|reach|access)\b"
)
_WISH = re.compile(
    r"\b(?:graag|gaarne|please|dan|then|so|dus|zelf|direct|meteen|gelijk|gerne?)\b"
)  # "graag gereed" is no report
_ASKED = re.compile(
    r"^(?:of|whether) |^(?:zijn|is) (?!wij|we\b).*\baanwezig|^(?:can(?! do\b)|mag|mogen) |^(?:(?:is|was|werkt|lukt) (?:het|hij|ie|'t|t|dit|dat|deze|alles|de|it|everything)|(?:zijn|heb|hebben|heeft|zitten|gaan) (?:u|je|jullie|ze)|"
    r"(?:doet|brandt|draait) (?:hij|ie|de|alles)|(?:did|does|has|have|are) (?:it|you|the|everything))\b|\b(?:graag|gaarne|please|dan|uw|jullie|jouw|your) (?:akkoord|geaccepteerd|accepted|agreed)"
)
_WANTED = re.compile(
    r"^(?:\w+ ){0,4}?(?:wil|willen)\b.*\bgraag\b|\b(?:graag|gaarne) (?:\w+ ){0,3}(?:wil|willen)\b|^(?:we|i|we'd|i'd)(?: would)? (?:like|love) to\b"
)
_YOU = re.compile(  # somebody else does it, or should
    r"^(?:jullie(?! (?:opdracht|klus|bon|order|melding|werk))|jij|u|you|they|zij|ze)\b(?!')|^je (?:moet|kan|kunt|gaat|geeft|pakt|neemt)\b|\b(?<!ik )(?<!wij )(?<!we )(?:moet|moeten|zult|kunt|gaat) (?:u|jullie|je|jij|zij|ze)\b"
)
_FACTS = frozenset("DJjKUAe*")
_YES = re.compile(r"(?:o?b?y)+(?=.)")
_ONLY_YES = re.compile(r"(?:o?b?y)+")


@lru_cache(maxsize=256)
def read_sentence(clause: str) -> Sentence | None:
    """None where it is no sentence of these, or asks."""
    if "?" in clause or len(clause) > _LONGEST:
        return None
    thing = _STRANGE_THING.search(clause)
    parts = parts_of(_named_thing(thing) if thing else clause)
    if not parts or "x" in parts or (_YOU.search(clause) and not _FACTS.intersection(parts)):
        return None
    if _BY_US.fullmatch(parts):
        return Sentence("accept", "planned")
    parts = parts.replace("$", "")
    wanted = "M" in parts and _WANTED.search(clause) is not None  # "wij willen de opdracht graag aannemen"
    if wanted:
        parts = parts.replace("M", "l", 1)
    without = parts.replace("@", "")
    if any(refusal.fullmatch(without) for refusal in _REFUSALS):
        return None if NO_WAY_IN.search(clause) else Sentence("refuse")
    if _HAND_BACK.fullmatch(
        without if not REGRET.search(clause) else without.lstrip("M")
    ):  # "helaas moet ik ..." asks nothing
        return Sentence("hand_back")
    if "@" in parts or "n" in parts or "N" in parts or "Z" in parts:
        return None
    parts = parts.replace("T", "")
    if _ONLY_YES.fullmatch(parts) and not clause.endswith("hoor"):
        return Sentence("yes")
    yes = _YES.match(parts)
    rest = parts[yes.end() :] if yes else parts
    if not rest or REGRET.search(clause) or _ASKED.search(clause):
        return None
    assents = rest[0] == "a" and len(rest) > 1
    wished = _WISH.search(clause) is not None
    for sentence, rule in _RULES_READ:
        if (wished and "complete" in (sentence.deed, sentence.beside)) or (wanted and sentence.deed != "accept"):
            continue
        if rule.fullmatch(rest) or (assents and rule.fullmatch(rest[1:]) and sentence.deed in ("accept", "come")):
            return Sentence("accept", sentence.a_day) if sentence.deed == "come" and (yes or assents) else sentence
    return Sentence("complete", "today") if not wished and _DONE.fullmatch(rest) and _SURELY.search(rest) else None


def read_state(clause: str) -> str:
    """How a reporter finds it: solved, not_solved, or "" where the clause is no such sentence. One who mended it himself
    says something else."""
    parts = parts_of(_STILL.sub(" ", clause))
    if "x" in parts or "?" in clause:
        return ""
    if _NOT_SO.fullmatch(parts) and not _NO_STATE.search(clause):
        return "not_solved"
    sentence = None if "s" in parts or "k" in parts or _STILL.search(clause) else read_sentence(clause)
    works = sentence is not None and (sentence.deed == "complete" or (sentence.beside and _WORKS.fullmatch(parts)))
    return "solved" if works else ""


_STILL = re.compile(r"\b(?:nog(?: steeds| altijd| altijd)?|alweer|still|yet)\b")
_NO_STATE = re.compile(
    r"\b(?:getest|gecontroleerd|nagekeken|tested|checked|helemaal|volledig|geheel|fully|completely|alles?|all|everything)\b"
)  # "niet helemaal": in part
_NOT_SO = re.compile(r"(?=.*[KjJrec])[otpYC%bhKAjJreyc]*n[otpY%bhKAjJreyc]*")
_WORKS = re.compile(r"[otY]*b?KA?|K[otY]+A")
# A thing no table names, where what was done to it leaves no doubt: "hekwerk geschilderd", "the banister has been repaired".
_STRANGE_THING = SparingPattern(
    r"^(?P<article>(?:de|het|the|onze|our) (?:nieuwe |oude |new |old )?)(?P<thing>[a-z]{4,}) (?P<rest>(?:is |zijn |was |were |has been |have been |weer |netjes |nu |opnieuw )*"
    r"(?:gerepareerd|hersteld|verholpen|ontstopt|geschilderd|gemonteerd|geplaatst|vernieuwd|gelakt|gekit|afgekit|afgesteld|ontkalkt|vastgezet|"
    r"(?:vervangen|geplaatst) en (?:getest|aangesloten)|repaired|fixed|replaced|painted|restored|installed|cleared|unblocked)\b.*)$"
)
_NO_THING = re.compile(
    r".*(?:lijke?|deels|tijdig|weg|ly|zins|keuring|meting|controle|onderzoek|factuur|rekening|offerte|bestelling|afspraak)|nood.*|eerste|laatste|"
    r"slecht|fout|verkeerd|amper|ooit|toen|haast|zelf|provisorisch|voorlopig|vorige|derde|tweede|wrong|badly|poorly|half|deze|alles|niks|niets|meer\w*|wordt|werd|moet|need|gets?"
)


def _named_thing(match: re.Match[str]) -> str:
    thing = match["thing"]
    strange = (
        parts_of(thing) == "x" and doubt_in(thing) is None and not names_day(thing) and not _NO_THING.fullmatch(thing)
    )
    return f"{match['article']}kraan {match['rest']}" if strange else match.group()


_LONGEST_DATED = 150
_FEW = 7  # words beside a day and an hour, a reason, a name
_LONGEST = 90  # characters
