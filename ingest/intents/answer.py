"""What an answer asks the desk to do, how sure that is, and why. Pure: words, a date and the reader's role go in.

Sure means that every clause is understood: it is the deed, comes with it, or means nothing. Whatever is left over, denies,
asks, sets a condition, speaks of the future or repeats somebody else makes the answer one for people.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from ingest.intents import party_phrases, reporter_phrases
from ingest.intents.amounts import read_amounts
from ingest.intents.appointments import (
    ReadAppointment,
    day_with_hour,
    may_be_chosen,
    names_day,
    offers,
    read_appointments,
)
from ingest.intents.assents import read_assent, suits_in
from ingest.intents.clauses import clauses_of, leftover, plain_text, without_opening
from ingest.intents.guards import HEDGES, Doubt, doubt_in
from ingest.intents.hours import read_hours
from ingest.intents.intent import Intent, Speaker
from ingest.intents.lexicon import GIVEN_NAMES
from ingest.intents.phrases import HARMLESS, MEETING, MENDED, POSITIVE, REGRET, SORRY, Phrases
from ingest.intents.reasons import NO_MORE, goes_with
from ingest.intents.run_ons import GOES_WELL, YES, after_visit, joined, run_on
from ingest.intents.sentences import NO_WAY_IN, read_dated, read_state
from ingest.intents.sparing import any_of
from ingest.language.detection import language_of

# "Vandaag klaar" may be a promise; "vandaag uitgevoerd" is none.
_JUST_DONE = re.compile(r".*\b(?:klaar|gereedt?|af|done|finished|sorted|fertig)")
_PLANNED = re.compile(r"gepland|planning|agenda|scheduled?|planned|booked|diary|fine by|note")
_INVERTED = re.compile(
    r"(?:zijn|are) (?:we|wij) (?=akkoord|klaar|agreed|done)|(?:is|vindt u|vind je|bent u|zijn jullie|gaat u|gaan jullie) (?:dit|dat|het|u|jullie|je|alles|hij)\b(?! niet)"
)  # a question
_FOR_A_WHILE = any_of(
    r"\b(?:was|even) (?:al |weer |even )*(?:opgelost|gemaakt|verholpen|gerepareerd|klaar|weg|goed)\b|\b(?:weer|goed|nu) even$"
)
_SPEAKS = re.compile(r"\b(?:wij|we|ik)\b")
_ENDS = {"complete", "solved"}
_TODAY = re.compile(r"\b(?:(?:op )?(?:vandaag|today|gisteren|yesterday|vanmorgen|vanochtend|this morning|heute))\b")
_READ = 4_000  # characters that are looked at at all
_LONGEST = 400  # characters above the closing; who writes more tells a story, and a person reads it


def read_intent(text: str, *, as_: Speaker, date: datetime | None = None, cut_sure: bool = True) -> Intent:
    """The intent of the newest text. `date` is when it was sent (aware): what days are counted from; without it no day
    is known. `cut_sure` says whether the newest text was told from the quoted with certainty."""
    if len(text) > _READ:
        return Intent(why="too_long")
    plain = plain_text(text)
    if not plain:
        return Intent(why="nothing_read")
    intent = _read(plain, text, as_, date)
    intent = replace(intent, language=language_of(text))
    if (intent.sure or intent.suits) and HEDGES.search(plain):
        intent = replace(intent, suits="")
        if intent.sure and intent.deed != "not_solved":
            return replace(intent, sure=False, why=Doubt.DOTS)
    if cut_sure:
        return intent
    return replace(intent, suits="", sure=False, why="unsure_cut" if intent.sure else intent.why)


def _read(plain: str, text: str, as_: Speaker, date: datetime | None) -> Intent:
    by_firm = as_ is Speaker.PARTY
    amounts = read_amounts(plain)
    clauses, closing_is_plain = clauses_of(plain)
    if not closing_is_plain:
        return Intent(why="below_the_greeting", amounts=amounts)
    if sum(map(len, clauses)) > _LONGEST:
        return Intent(why="too_long", amounts=amounts)
    suits = "" if by_firm else read_assent(clauses, date)
    table: Phrases = party_phrases.TABLE if by_firm else reporter_phrases.TABLE
    positive = any(map(POSITIVE.search, clauses))
    if by_firm:
        clauses = [each for clause in clauses for each in offers(without_opening(clause))]
        if len(clauses) > 1 and GIVEN_NAMES.issuperset(clauses[-1].split()):
            clauses.pop()  # he signs
        clauses = [
            clause.removeprefix("maar ").removeprefix("but ")
            if clause.startswith(("maar ", "but ")) and _before_but(before)
            else clause
            for before, clause in zip(("", *clauses), clauses, strict=False)
        ]
        if len(clauses) <= _FEW_CLAUSES:  # who leaves out points writes little
            clauses = [part for clause in clauses for part in run_on(clause)]
    else:
        clauses = [clause if clause in _HOOR else clause.removesuffix(" hoor") for clause in clauses]
        clauses = [" ".join(reporter_phrases.WHEN.sub(" ", after_visit(clause)).split()) for clause in clauses]
    clauses = [part for clause in clauses for part in joined(clause, table)]
    found: set[str] = set()
    phrase, unread = "", ""
    appointments: list[ReadAppointment] = []
    doubts: list[Doubt] = []
    day_doubt, hours, with_date, first_person = "", None, False, False
    on_the_way = ""  # "wij komen langs", "ik maak een afspraak": with a yes it is a yes
    softened = ""  # "ja hoor": beside a word or two it may be mocking
    assured = ""  # "komt goed": with nothing else it is a yes
    may_close = ""  # "u mag de melding sluiten": a withdrawal, or beside what is solved nothing
    beside = dict[str, str]()  # a clause that goes with one deed only
    for clause in clauses:
        if _FOR_A_WHILE.search(clause):
            doubts.append(Doubt.PARTIAL)
        if by_firm and GOES_WELL.fullmatch(clause):
            assured = clause
            continue
        if by_firm and clause == "ja hoor":
            positive, softened = True, clause
            continue
        if by_firm and MEETING.fullmatch(clause):
            on_the_way = on_the_way or clause
            continue
        if HARMLESS.fullmatch(clause):
            also = set() if by_firm else table.take(clause)[1] or set(_THANKS.findall(clause) and ["thanks"])
            if also <= {"thanks"}:
                found, phrase = found | also, phrase or (clause if also else "")
                continue
        if by_firm and YES.fullmatch(clause):
            positive = True
            continue
        if not by_firm and names_day(clause):
            around, days, problem = read_appointments(clause, date)
            if days and suits_in(around) and not clause.startswith(_WOULD):
                appointments += days
                with_date, day_doubt = True, day_doubt or problem
                continue
        if by_firm and party_phrases.BEGUN.fullmatch(clause):  # before it is read as a promise to come
            found, phrase = found | {"start"}, phrase or clause
            continue
        if by_firm and (dated := read_dated(clause, date)):
            sentence = dated.sentence
            if sentence.deed == "yes":
                positive = True
                continue
            if sentence.deed == "come" and not dated.days:
                on_the_way, first_person = clause, True
            else:
                found |= {sentence.deed} - {"", "come"}
            if sentence.beside:
                beside.setdefault(sentence.beside, clause)
            phrase = phrase or (clause if sentence.deed else "")
            hours = hours if dated.hours is None else dated.hours
            if dated.days:
                with_date, first_person = True, first_person or sentence.a_day == "visit"
            appointments += dated.days
            day_doubt = day_doubt or dated.doubt
            continue
        if by_firm and _INVERTED.match(clause):
            doubts.append(Doubt.QUESTION)
        if by_firm and NO_WAY_IN.search(clause):
            doubts.append(Doubt.NEGATION)
        if not by_firm and reporter_phrases.MENDED_BY.fullmatch(clause):
            beside.setdefault("cancel", clause)
            continue
        if not by_firm and reporter_phrases.MAY_BE_CLOSED.fullmatch(clause):
            may_close = may_close or clause
            continue
        rest, deeds = clause, table.whole(clause)
        if not by_firm and deeds is None:
            answer, rest = reporter_phrases.answer_first(rest)
            found |= answer
            deeds = table.whole(rest) or (set() if answer and goes_with(rest, as_) else None)
            if deeds is None and (state := read_state(rest)):
                rest, deeds = "", {state}
        if deeds is None:
            rest, deeds, words = table.take(rest)
        else:
            rest, words = "", clause
        if deeds == {"not_solved"} and reporter_phrases.OF_A_DAY.search(clause):
            return Intent(why="names_a_day", phrase=words, amounts=amounts, suits=suits)
        if not deeds and (companion := goes_with(clause, as_)):
            beside.setdefault(companion, clause)
            continue
        if "solved" in deeds or ("complete" in deeds and not _JUST_DONE.fullmatch(words)):
            rest = _TODAY.sub(" ", rest)
        if "refuse" in deeds:
            rest = REGRET.sub(" ", rest)
        with_hours = rest
        worked, without_hours = read_hours(rest)
        if worked is not None and not party_phrases.comes_himself(with_hours) and not names_day(rest):
            hours, rest = worked, without_hours
        rest, days, problem = read_appointments(rest, date)
        if days or problem:
            comes = party_phrases.comes_himself(with_hours)
            if not deeds:  # "we lossen het dinsdag op"
                rest, deeds, words = table.take(rest)
                comes = bool(deeds)
            rest, comes_himself = party_phrases.take_coming(rest)
            comes = comes or comes_himself
        doubt = doubt_in(rest)
        if doubt:
            doubts.append(doubt)
        appointments += days
        day_doubt = day_doubt or problem
        if days or problem:
            with_date = True
            if "accept" in deeds and not comes and not _PLANNED.search(words):
                day_doubt = day_doubt or "speaks_of_later"  # "morgen akkoord" is not yet a yes
            first_person = first_person or comes
        if not deeds.isdisjoint(_ENDS) and (doubt := doubt_in(NO_MORE.sub(" ", words))):
            doubts.append(doubt)  # "the second tap works again": in a phrase that leaves a word open
        found |= deeds
        phrase = phrase or words
        if not unread and (unread := leftover(rest)) and by_firm and party_phrases.is_work(rest):
            unread = leftover(rest, is_work=True)
            if not deeds and not unread:
                beside.setdefault("did", clause)
    if may_close and "solved" not in found:
        found, phrase = found | {"cancel"}, phrase or may_close
    work = _work(text, clauses) if "complete" in found else ""
    common = Intent(
        phrase=phrase,
        hours=hours,
        work=work,
        appointments=tuple(appointments),
        amounts=amounts,
        why="nothing_read",
        suits=suits,
    )
    if found == {"not_solved"} and set(doubts) <= {Doubt.DOTS} and any(map(reporter_phrases.STILL.search, clauses)):
        # Said outright, whatever is told beside it: going on wrongly is cheap, closing wrongly is not.
        return replace(common, deed="not_solved", sure=True, why="clear")
    if found - {"thanks"} == {"not_solved"} and any(map(_GOOD.fullmatch, clauses)):  # "nee, is goed"
        return replace(common, why="contradicts")
    asks = Doubt.QUESTION in doubts or "question" in found
    if asks:
        deed = "cost_request" if amounts and by_firm else "question"
        return replace(common, deed=deed if by_firm else "none", why="asks")
    if amounts and by_firm:
        return replace(common, deed="cost_request", why="names_an_amount")
    if "worse" in found:
        return replace(common, deed="worse", why="gets_worse")
    if doubts:
        return replace(common, deed="none", why=doubts[0].value)
    if found == {"thanks"} and not with_date:
        return replace(common, deed="thanks", why="only_thanks") if not unread else replace(common, why="more_words")
    found.discard("thanks")
    if "cancel" in found:  # "never mind, sorted"
        found.discard("solved")
    if "hand_back" in found:  # "too big for us, we hand it back"
        found.discard("refuse")
    if "refuse" in found and (assured or (on_the_way and first_person)):
        return replace(common, why="contradicts")
    if by_firm and len(appointments) == 2 and (together := day_with_hour(*appointments)):
        common, day_doubt = replace(common, appointments=(together,)), "" if day_doubt == "day_unclear" else day_doubt
        appointments = [together]
    if with_date and by_firm:
        if not found:
            deed = "accept" if first_person else "appointment"
            found = {deed}
            common = replace(common, phrase=clauses[0])
        elif found == {"complete"}:
            return replace(common, deed="complete", why="speaks_of_later")
        elif found == {"start"}:  # "ter plaatse, dinsdag komen we terug"
            return replace(common, deed="start", why="names_a_day")
        elif found == {"refuse"}:  # "nee, woensdag"
            return replace(common, deed="refuse", why="names_a_day")
    if with_date and not by_firm:
        if found:
            return replace(common, why="names_a_day")
        found = {"choose_slot"}
    if softened and not any(map(_SPEAKS.search, clauses)):
        unread = unread or softened
    if on_the_way and not found:
        found, unread = ({"accept"}, unread) if positive else (found, unread or on_the_way)
    if not found and "work" in beside and any(map(MENDED.fullmatch, clauses)):
        found = {"complete"}
    if assured and not found and not unread:
        found, common = {"accept"}, replace(common, phrase=assured)
    if not found:
        return replace(common, why="more_words" if unread else "nothing_read")
    if len(found) > 1 or (found == {"refuse"} and positive):
        return replace(common, why="contradicts")
    (deed,) = found
    goes_along = {deed} | {"complete": {"work", "did"}, "hand_back": {"refuse"}}.get(deed, set())
    unread = unread or next((clause for companion, clause in beside.items() if companion not in goes_along), "")
    reason = party_phrases.reason_in(plain) if deed in ("refuse", "hand_back") else ""
    slot = reporter_phrases.slot_in(plain) if deed == "choose_slot" else 0
    common = replace(common, deed=deed, reason=reason, slot=slot)
    if day_doubt:
        return replace(common, why=day_doubt)
    if len(appointments) > 1 and not may_be_chosen(appointments):
        return replace(common, why="several_days")
    if unread:
        return replace(common, why="more_words", phrase=unread)
    return replace(common, sure=True, why="clear")


def _work(text: str, clauses: list[str]) -> str:
    """The sender's own words where they tell more than that it is done."""
    tells = any(party_phrases.is_work(clause) for clause in clauses)
    return " ".join(text.split())[:1000] if tells else ""


_WOULD = ("would", "could", "zou")
_GOOD = re.compile(
    r"(?:(?:nee+|no|nope)(?: hoor)? )?(?:(?:thanks|thank you|bedankt|dank je) )?(?:(?:het|dat|alles|it|that|everything|all) ?)?(?:is |'s )?(?:weer |nu )?(?:goed|prima|ok|oke|okay|fine|good|top|fijn|mooi|super|great|lovely|in orde|best)(?: (?:hoor|zo|now|nu))?"
)


def _before_but(clause: str) -> bool:
    """A courtesy after which "but" takes nothing back: "bedankt, maar dat kunnen wij niet"."""
    return bool(SORRY.fullmatch(clause) or (HARMLESS.fullmatch(clause) and _THANKS.search(clause)))


_THANKS = re.compile(r"dank|thank|thx|merci|appreciated")
_HOOR = ("ja hoor", "nee hoor", "no hoor")
_FEW_CLAUSES = 4
