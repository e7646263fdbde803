"""What an answer means: what acts, and above all what does not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.intents import party_phrases, reporter_phrases
from ingest.intents.answer import read_intent
from ingest.intents.clauses import above_own_name, plain_text
from ingest.intents.intent import WORDS, Intent, Speaker
from ingest.intents.phrases import HARMLESS, POSITIVE, SORRY
from ingest.intents.sparing import SparingPattern
from ingest.mail import Envelope, Sure
from ingest.reading.message import read_mail

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def phrases_of(name: str) -> dict[str, list[str]]:
    """Phrases by what they mean, of a file beside this one: "[deed]" on a line, then one phrase a line."""
    parts = (Path(__file__).parent / name).read_text().strip().split("\n\n")
    return {lines[0].strip("[]"): lines[1:] for lines in (part.splitlines() for part in parts)}


SAMPLES, FOUND, FRESH, REPORTERS, TENANTS, SUITS = (
    phrases_of(f"{name}.txt")
    for name in (
        *("party_samples", "party_phrases", "party_fresh"),
        *("reporter_phrases", "reporter_fresh", "suits_fresh"),
    )
)
FOR_A_PERSON = SAMPLES.pop("for a person")
ACTS = [(phrase, deed) for deed, phrases in SAMPLES.items() for phrase in phrases]
MISLEADING = FOUND.pop("for a person")
QUOTED_HTML = """<html><body><p>{}</p><hr><div id="divRplyFwdMsg">
<b>Van:</b> De Linde &lt;service@delinde.example.nl&gt;<br>
<b>Verzonden:</b> maandag 23 november 2026 09:00<br><b>Aan:</b> Johan<br><b>Onderwerp:</b> Opdracht</div>
<p>Antwoord met AKKOORD, WEIGEREN of VOLTOOID.</p></body></html>"""
WRAPPERS = {
    "bare": "{}",
    "greeting": "Goedemorgen Ingrid,\n\n{}\n\nMet vriendelijke groet,\nJohan de Kraan\nDe Kraan\n030-0000000",
    "phone": "{}\n\nVerstuurd vanaf mijn iPhone",
    "english": "Hi Ingrid,\n\n{}\n\nKind regards,\nJohan",
    "quoted": "{}\n\nOp ma 23 nov 2026 om 09:00 schreef De Linde <service@delinde.example.nl>:\n"
    "> Antwoord met AKKOORD,\n> WEIGEREN of VOLTOOID.",
}
# A quote, what was struck out, what is below a line, a picture's text, a comment, what is hidden.
SET_APART = [
    "<blockquote type=cite><p>{}</p></blockquote>",
    '<div class="gmail_quote"><div>Op ma 23 nov 2026 om 09:00 schreef De Linde:</div><blockquote>{}</blockquote></div>',
    '<div style="border:none;border-left:solid blue 1.5pt;padding:0 0 0 4pt">{}</div>',
    '<div style="border-left:1px #ccc solid;padding-left:1ex">{}</div>',
    '<div id="appendonsend"></div><hr><div>{}</div>',
    "<p><del>{}</del></p>",
    "<p><s>{}</s></p>",
    '<p style="text-decoration:line-through">{}</p>',
    '<span style="text-decoration: line-through">{}</span>',
    '<img alt="{}" width=90 height=90>',
    "<!-- {} -->",
    '<p style="display:none">{}</p>',
]
UNCLEAR = [(Speaker.PARTY, FRESH.pop("for a person"))]
MEANT = [(Speaker.PARTY, *each) for phrases in (FOUND, FRESH) for each in phrases.items()]
UNCLEAR += [(Speaker.PARTY, MISLEADING)]
UNCLEAR += [(Speaker.REPORTER, phrases.pop("for a person")) for phrases in (REPORTERS, TENANTS)]
MEANT += [(Speaker.REPORTER, *each) for phrases in (REPORTERS, TENANTS) for each in phrases.items()]
TABLES = (party_phrases.TABLE, reporter_phrases.TABLE)
PATTERNS = [HARMLESS, SORRY, POSITIVE]
PATTERNS += [pattern for table in TABLES for each in (table.alone, table.within) for _, pattern in each.patterns]
FRAGMENTS = sorted({word for phrase, _ in ACTS for word in plain_text(phrase).split()} | {phrase for phrase, _ in ACTS})


def wrapped(phrase: str) -> Iterator[str]:
    """The phrase as whole mails: five in plain text, one in capitals, one in HTML above a quote."""
    head = "From: johan@dekraan.example.nl\nSubject: Re: opdracht\nDate: Mon, 23 Nov 2026 10:00:00 +0100\n"
    plain = head + "Content-Type: text/plain; charset=utf-8\n\n{}\n"
    for wrapper in WRAPPERS.values():
        yield plain.format(wrapper.format(phrase))
    yield plain.format(phrase.upper())
    yield head + "Content-Type: text/html; charset=utf-8\n\n" + QUOTED_HTML.format(phrase)


def read(raw: str, role: Speaker = Speaker.PARTY) -> Intent:
    mail = read_mail(raw.encode(), Envelope(None, ()))
    sure = mail.reply.sure is Sure.HIGH and not mail.reply.interleaved
    return read_intent(mail.reply.new, as_=role, date=mail.date, cut_sure=sure)


def each_in_turn(phrases: list[str]) -> Iterator[tuple[str, str]]:
    """Each phrase with one whole mail of it, in another wrapping every time."""
    for number, phrase in enumerate(phrases):
        mails = list(wrapped(phrase))
        yield phrase, mails[number % len(mails)]


def test_of_the_clear_phrases_nearly_all_act_in_every_wrapping():
    came_out = [(read(mail), deed, mail) for phrase, deed in ACTS for mail in wrapped(phrase)]
    missed = [(mail, intent) for intent, deed, mail in came_out if (intent.deed, intent.sure) != (deed, True)]

    assert [intent for _, intent in missed if intent.sure] == []
    assert len(missed) <= 0.03 * len(came_out), missed


@pytest.mark.parametrize("phrase", FOR_A_PERSON)
def test_what_a_person_must_read_acts_in_no_wrapping(phrase: str):
    assert [mail for mail in wrapped(phrase) if read(mail).sure] == []


@pytest.mark.parametrize(("role", "deed", "phrases"), MEANT)
def test_what_people_really_write_means_that_deed_and_no_other(role: Speaker, deed: str, phrases: list[str]):
    came_out = [(read(mail, role), phrase) for phrase, mail in each_in_turn(phrases)]
    missed = [(phrase, intent) for intent, phrase in came_out if (intent.deed, intent.sure) != (deed, True)]

    assert [phrase for phrase, intent in missed if intent.sure] == []
    assert len(missed) <= max(1, 0.05 * len(phrases)), missed


@pytest.mark.parametrize(("role", "phrases"), UNCLEAR)
def test_what_may_mean_something_else_is_for_a_person(role: Speaker, phrases: list[str]):
    assert [phrase for phrase, mail in each_in_turn(phrases) if read(mail, role).sure] == []


@pytest.mark.parametrize("beside", [*MISLEADING[::7], "Bedankt", "Prima", ""])
@pytest.mark.parametrize("word", ["akkoord", "voltooid", "nee"])
def test_words_that_only_html_sets_apart_are_not_the_answer(beside: str, word: str):
    head = "From: johan@dekraan.example.nl\nSubject: Re: opdracht\nContent-Type: text/html; charset=utf-8\n\n"
    pages = [f"<html><body><p>{beside}</p>{apart.format(word)}</body></html>" for apart in SET_APART]

    assert [page for page in pages if read(head + page).sure] == []


@pytest.mark.parametrize("pattern", PATTERNS)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=6))
def test_looking_for_letters_first_misses_no_phrase(pattern: SparingPattern, words: list[str]):
    text = " ".join(words)

    assert bool(pattern.search(text)) == bool(pattern.pattern.search(text))
    assert bool(pattern.fullmatch(text)) == bool(pattern.pattern.fullmatch(text))
    assert pattern.without(text) == pattern.pattern.sub(" ", text)


# What takes back what stands beside it: in turn through all fresh phrases, each with each where MANY is set.
BEFORE = "als|zodra|bijna|pas|volgens bewoner|hopelijk|misschien|nog niet|half|deels|indien|wanneer|if|once|almost"
BEFORE += "|not|never|moet|zou|tenant says|kunt u bevestigen dat|is het waar dat|ik hoop dat|mits betaald|tijdelijk"
BEFORE += "|zonder|u schreef|zogenaamd|should be"
AFTER = "?| mits de sleutel er is| als u betaalt| tenzij het regent| maar niet alles| nog niet| toch niet| niet|..."
AFTER += "| if you pay| but not today| zegt de bewoner| denk ik| hopelijk| voor 80 procent| op een deel na| maybe"
AFTER += "|, op voorwaarde dat u betaalt| behalve de lamp"
BEFORE += "|niemand|vergeten te|we proberen|ik dacht dat|wilde|had moeten|failed to|tried to|supposed to|in theorie"
BEFORE += "|eventueel|desnoods|amper|nauwelijks|barely|annuleer|stop met|zodat|mocht|tot nu toe|pretend|no longer"
AFTER += "| mislukt| vergeten|, grapje| ;)| was de bedoeling|, zegt men| op papier|, vrees ik| wacht op onderdeel"
AFTER += "| geannuleerd| uitgesteld| in theory| cancelled| didn't work| I wish"
TURNS = [(f"{word} ", "") for word in BEFORE.split("|")] + [("", words) for words in AFTER.split("|")]
FRESHLY = [(Speaker.PARTY, phrase) for deed in ("accept", "complete") for phrase in FRESH[deed]]
FRESHLY += [(Speaker.REPORTER, phrase) for phrase in TENANTS["solved"]]


@pytest.mark.timeout(0 if "MANY" in os.environ else 60)
def test_no_fresh_phrase_acts_with_a_word_before_in_or_after_it_that_takes_it_back():
    for number, (role, phrase) in enumerate(FRESHLY):
        words = phrase.rstrip(".!").split()
        for before, after in TURNS if "MANY" in os.environ else TURNS[number % 29 :: 29]:
            middle = [*words[: len(words) // 2 or 1], (before or after).strip(), *words[len(words) // 2 or 1 :]]
            for text in (f"{before}{' '.join(words)}{after}", " ".join(middle)):
                intent = read_intent(text, as_=role, date=MONDAY)
                assert not (intent.sure and intent.deed in ("accept", "complete", "solved")), text


# A grammar of clauses: each turns a word that would act into one that must not.
CORE = ["akkoord", "geaccepteerd", "voltooid", "klaar", "gereed", "opgelost", "accepted", "done", "fixed", "completed"]
CORE += [
    "gerepareerd",
    "afgerond",
    "ingepland",
    "we accept",
    "wij accepteren",
    "repaired and tested",
    "job done",
    "is klaar",
]
TURNED = {
    "negated": [
        *("niet {}", "nog niet {}", "dit is niet {}", "zeker niet {}", "{} is het niet", "not {}", "not yet {}"),
        *(
            "nooit {}",
            "in geen geval {}",
            "alles behalve {}",
            "it is not {}",
            "never {}",
            "hardly {}",
            "nicht {}",
            "pas {}",
        ),
    ],
    "conditional": [
        *("{} als de sleutel er is", "{}, mits u betaalt", "indien de bewoner thuis is {}", "{} zodra de pomp er is"),
        *(
            "{} onder voorbehoud",
            "{} tenzij het regent",
            "{} if the key is there",
            "{}, provided you pay",
            "eerst betalen, dan {}",
        ),
        *("{} once the part is in", "{} unless it rains", "{} subject to inspection", "wanneer u belt {}"),
    ],
    "asked": [
        *(
            "{}?",
            "is dit {}?",
            "kan dit {} worden",
            "is het al {}",
            "mag het {}",
            "is it {}?",
            "can it be {}",
            "wanneer {}",
        ),
        *("{}? graag antwoord", "did you mean {}", "hoe {}", "wie heeft het {}"),
    ],
    "partial": [
        *(
            "bijna {}",
            "deels {}",
            "voor nu {}",
            "half {}",
            "tijdelijk {}",
            "almost {}",
            "partly {}",
            "{} voor een deel",
        ),
        *("grotendeels {}", "zo goed als {}", "nearly {}", "{} for now", "{}, op de afwerking na"),
    ],
    "future": [
        *(
            "morgen {}",
            "wordt {}",
            "zal {} zijn",
            "gaan we {} maken",
            "verwacht {}",
            "will be {}",
            "to be {}",
            "soon {}",
        ),
        *(
            "volgende week {}",
            "{} om 15 uur",
            "hopelijk straks {}",
            "is going to be {}",
            "overmorgen {}",
            "tomorrow {}",
        ),
    ],
    "reported": [
        *(
            "bewoner zegt {}",
            "u schreef {}",
            "volgens Johan {}",
            "the tenant says {}",
            "you wrote {}",
            "according to Johan {}",
        ),
        *("huurder meldt {}", "mijn collega zei {}", "{} door de buurman", "de bewoner is {}", "he told me {}"),
    ],
    "contradicted": [
        "{}, maar niet alles",
        "{} maar te duur",
        "nee, {}",
        "{} but not the price",
        "{}, geen capaciteit",
        "{}...",
    ],
}
AROUND = [
    "{}",
    "Hoi Ingrid,\n\n{}\n\nGroet, Johan",
    "{}.",
    "Prima. {}",
    "{}\n\nBedankt",
    "Goedemorgen, {}",
    "Thanks. {}",
]
GENERATED = [
    (kind, around.format(turn.format(core)))
    for kind, turns in TURNED.items()
    for turn, core, around in product(turns, CORE, AROUND)
]


@pytest.mark.parametrize("kind", TURNED)
def test_no_phrase_of_the_grammar_acts(kind: str):
    texts = [text for each, text in GENERATED if each == kind]
    texts = [text for text in texts if not (kind == "future" and "ingepland" in text)]  # that is an appointment
    intents = [
        read_intent(text, as_=Speaker.PARTY, date=MONDAY) for written in texts for text in (written, written.upper())
    ]

    assert [each for each in intents if each.sure and each.deed != "refuse"] == []
    assert len(GENERATED) > 2000


@given(
    st.sampled_from(CORE),
    st.sampled_from(["niet", "geen", "nooit", "als", "mits", "not", "if", "bijna"]),
    st.text(max_size=40),
)
def test_a_word_beside_a_denial_or_condition_never_accepts_or_completes(core: str, guard: str, words: str):
    for text in (f"{guard} {words} {core}", f"{core} {words} {guard}"):
        intent = read_intent(text, as_=Speaker.PARTY, date=MONDAY)
        assert not (intent.sure and intent.deed in ("accept", "complete", "appointment")), intent


@given(st.text(max_size=200))
def test_any_text_has_an_intent_and_says_why(text: str):
    for role in Speaker:
        intent = read_intent(text, as_=role, date=MONDAY)
        assert intent.why in WORDS and intent.words.in_("nl")
        assert intent.deed not in ("approve", "withdraw", "delete", "release")


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in ACTS] + FOR_A_PERSON)
def test_the_quoted_letter_changes_no_intent(phrase: str):
    head = "From: johan@dekraan.example.nl\nDate: Mon, 23 Nov 2026 10:00:00 +0100\n"
    head += "Content-Type: text/plain; charset=utf-8\n\n"
    alone, above = (read(head + WRAPPERS[name].format(phrase) + "\n") for name in ("bare", "quoted"))

    assert (above.deed, above.sure) == (alone.deed, alone.sure)


@pytest.mark.parametrize("phrase", ["akk\u200bo\xadord", "\ufeffAkkoord\u2060\xa0\u200d", "👍🏽", "AKKOORD\u200e"])
def test_what_nobody_sees_changes_no_word(phrase: str):
    assert read_intent(phrase, as_=Speaker.PARTY, date=MONDAY).deed == "accept"


@pytest.mark.parametrize(
    ("below", "sure"),
    [
        ("\nJohan", True),  # a given name, whatever the header says
        ("\n\nVan der Kraan", True),
        ("\n\nJohan de Kraan\n\nDe Kraan BV\n030-0000000\nwww.dekraan.example.nl", True),
        ("\n\nPeter Grapjas", False),
        ("\n\nJohan komt niet", False),
        ("\n\nJohan\nmits de bewoner thuis is", False),
        ("\n\nJohan\nAlleen als de bewoner thuis is", False),
    ],
)
def test_a_name_that_signs_without_a_greeting_changes_no_answer(below: str, sure: bool):
    text = above_own_name(f"Akkoord{below}", "Van der Kraan De Kraan BV")

    assert read_intent(text, as_=Speaker.PARTY, date=MONDAY).sure is sure


def test_an_unsure_cut_is_doubt():
    intent = read_intent("akkoord", as_=Speaker.PARTY, date=MONDAY, cut_sure=False)
    assert (intent.deed, intent.sure, intent.why) == ("accept", False, "unsure_cut")


@pytest.mark.parametrize(
    ("words", "day", "begin", "end"),
    [
        ("ik kom dinsdag", "2026-11-24", None, None),
        ("wij komen volgende week dinsdag 's ochtends", "2026-12-01", "08:00", "12:00"),
        ("ik kom vanmiddag", "2026-11-23", "12:00", "17:00"),
        ("wij komen 24-11 om half negen", "2026-11-24", "08:30", None),
        ("ik kom morgen om kwart voor tien", "2026-11-24", "09:45", None),
        ("we'll come Tue 24 Nov 8–10am", "2026-11-24", "08:00", "10:00"),
        ("wij komen de 24e tussen 13 en 15 uur", "2026-11-24", "13:00", "15:00"),
        ("ik kom 3/12", "2026-12-03", None, None),
        ("wij komen in week 49", None, None, None),
        ("ik kom maandag om 15 uur", "2026-11-23", "15:00", None),
    ],
)
def test_days_and_times_are_read_as_the_field_says_them(
    words: str, day: str | None, begin: str | None, end: str | None
):
    intent = read_intent(words, as_=Speaker.PARTY, date=MONDAY)
    (appointment,) = [each.as_json() for each in intent.appointments]

    assert (intent.deed, intent.sure) == ("accept", True), intent
    assert (appointment["date"], appointment["from"], appointment["to"]) == (day, begin, end)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("ik kom zondag", "day_off"),
        ("ik kom 25 december", "day_off"),
        ("ik kom 20 november", "day_past"),
        ("ik kom 20 maart", "day_far"),
        ("ik kom dinsdag 25 november", "day_contradicts"),
        ("ik kom maandag", "day_unclear"),
        ("we'll come tomorrow at half nine", "time_unclear"),
        ("ik kom 11/24", "day_unclear"),
        ("ik kom dinsdag 24-11 en woensdag 25-11", "several_days"),
    ],
)
def test_a_doubtful_day_is_asked_about(words: str, why: str):
    intent = read_intent(words, as_=Speaker.PARTY, date=MONDAY)
    assert (intent.sure, intent.why) == (False, why)


def test_amounts_are_read_for_a_person():
    intent = read_intent(
        "Optie A € 1.250,50 excl. btw voor een nieuwe pomp, of 485 euro", as_=Speaker.PARTY, date=MONDAY
    )

    assert (intent.deed, intent.sure) == ("cost_request", False)
    assert [(each.cents, each.vat, each.purpose) for each in intent.amounts] == [
        (125050, "excl", "een nieuwe pomp"),
        (48500, "", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "akkoord...",
        "Akkoord…",
        "Akkoord. .",
        "akkoord :(",
        "Dag, wij doen het niet, akkoord",
        "Hallo, akkoord\nGroet\nalleen als de sleutel er is",
        "Dag wij doen het niet,\nakkoord",
        "Akkoord\n\nMet vriendelijke groet,\nmits de bewoner thuis is",
    ],
)
def test_dots_are_doubt_and_a_greeting_that_takes_it_back_is_no_greeting(text: str):
    assert not read_intent(text, as_=Speaker.PARTY, date=MONDAY, cut_sure=True).sure


@pytest.mark.parametrize(
    ("suits", "texts"),
    [
        (
            "yes",
            [
                "ok",
                "Ja",
                "dinsdag is prima",
                "Ja, dat past",
                "Prima, tot dan!",
                "Yes, that suits me",
                "Is goed. Bedankt!",
            ],
        ),
        ("no", ["nee", "Dinsdag kan ik niet", "Nee, dan moet ik werken", "I can't make it", "dan ben ik niet thuis"]),
        ("other", ["is goed maar liever woensdag", "Kan het ook woensdag?", "Dat past niet, woensdag wel"]),
        ("other", ["I can't make it, Wednesday works better", "Nee, liever donderdag tussen 8 en 10"]),
        (
            "",
            [
                "ok?",
                "ok...",
                "Ja hoor",
                "bedankt",
                "Wie komt er?",
                "ok maar bel wel even",
                "het lekt nog steeds",
                "ok :(",
            ],
        ),
    ],
)
def test_whether_a_time_suits_is_read_only_where_it_is_clear(suits: str, texts: list[str]):
    intents = [read_intent(text, as_=Speaker.REPORTER, date=MONDAY) for text in texts]

    assert [intent.suits for intent in intents] == [suits] * len(texts)
    unsure = [read_intent(text, as_=Speaker.REPORTER, date=MONDAY, cut_sure=False).suits for text in texts]
    assert unsure == [""] * len(texts)


def test_nearly_every_way_to_say_whether_a_time_suits_is_read_and_none_as_another():
    readings = [
        (read_intent(phrase, as_=Speaker.REPORTER, date=MONDAY).suits, suits, phrase)
        for suits, phrases in SUITS.items()
        for phrase in phrases
    ]

    assert [each for each in readings if each[0] not in (each[1], "")] == []
    assert sum(suits == "" for suits, _, _ in readings) <= 0.07 * len(readings)


@pytest.mark.parametrize(
    "text", ["No, still not fixed :( water again this morning", "Het lekt nog steeds, nu ook bij de wasbak beneden"]
)
def test_that_it_is_not_solved_is_clear_whatever_is_told_beside_it(text: str):
    intent = read_intent(text, as_=Speaker.REPORTER, date=MONDAY)

    assert (intent.deed, intent.sure) in (("not_solved", True), ("worse", False))


@pytest.mark.parametrize("text", ["No", "Is het nog niet opgelost?", "het lekt niet meer", "nee, ja opgelost"])
def test_a_no_with_doubt_beside_it_is_for_a_person(text: str):
    intent = read_intent(text + " denk ik misschien", as_=Speaker.REPORTER, date=MONDAY)

    assert not intent.sure


def test_up_to_three_moments_are_offered_to_choose_from():
    words = "Ik kom dinsdag 1 december tussen 8 en 10 of woensdag 2 december tussen 13 en 15 uur"
    intent = read_intent(words, as_=Speaker.PARTY, date=MONDAY)

    assert (intent.deed, intent.sure) == ("accept", True)
    assert [str(each.begin) for each in intent.appointments] == ["08:00:00", "13:00:00"]
