"""Every kind of letter, in every language: what it must say, and what it must never say."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from jinja2 import Environment, UndefinedError, nodes

from config.settings import DeskSettings, Settings
from config.words import languages
from convert.notices.matrix import MATRIX, Event
from convert.notices.snapshots import _NEXT as NEXT
from outbound import letter_texts
from outbound.compose import compose, number_of
from outbound.delivery_policy import POSTING_RULES
from outbound.letter_texts import audience
from outbound.masks import MASK, POLICY, octets_of, unmask, write_text
from outbound.names import WORDS
from outbound.samples import NOW, SNAPSHOTS, sample
from store.letters import NextStep, lacks
from store.tokens import TOKEN
from store.words import Deed, LetterKind, OrderState, Phase, Priority, RefusalReason

SETTINGS = Settings(desk=DeskSettings(phone="030 000 0012", postal_address="Kanaalstraat 12, 3511 SS Utrecht"))
KINDS = list(LetterKind)
LETTERS = Path(letter_texts.__file__).parent / "letters"
TOLD = "b7qkb7qkb7qkb7qkb7qkb7qkb7"


def composed(kind: LetterKind, language: str = "nl", **snapshot: Any) -> EmailMessage:
    letter = sample(kind, language, audience(kind))
    letter.snapshot = letter.snapshot | snapshot
    token = "" if audience(kind) == "staff" else TOLD
    return read(compose(letter, SETTINGS, NOW, reply_token=token).octets)


def read(octets: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(octets)


def text_of(mail: EmailMessage, form: str = "plain") -> str:
    part = mail.get_body((form,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_are_what_convert_and_outbound_really_leave(kind: LetterKind):
    assert lacks(kind, SNAPSHOTS[kind]) == frozenset()


@pytest.mark.parametrize("language", ["nl", "en", ""], ids=["nl", "en", "both"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_of_every_kind_says_its_number_first_and_everything_in_plain_text(kind: LetterKind, language: str):
    letter = sample(kind, language, audience(kind))
    number = number_of(letter)

    mail = composed(kind, language)

    text, html = text_of(mail), text_of(mail, "html")
    assert mail["Subject"].startswith(f"[{number}] ") is bool(number)
    links = set(re.findall(r'href="(http[^"]+)"', html))
    assert all(link in text for link in links)
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 72
    assert "{{" not in text + html
    assert ".." not in text  # after a name that brings its own: "B.V."
    assert "None" not in text


NO_TIME = {"starts": None, "ends": None, "text": "", "state": ""}
HOLIDAY = {"region": "north", "first": "2026-07-20", "last": "2026-08-07"}
# What some kinds say besides their sample.
OTHERWISE: list[tuple[LetterKind, dict[str, Any]]] = [
    *(
        (LetterKind.ORDER_RECEIPT, {"deed": deed, "appointment": NO_TIME})
        for deed in ("accept", "call-off", "ask-cost")
    ),
    (LetterKind.ORDER_RECEIPT, {"deed": "plan", "appointment": NO_TIME | {"text": "dinsdag", "state": "proposed"}}),
    (LetterKind.ORDER_RECEIPT, {"deed": "ask-cost", "cost": SNAPSHOTS[LetterKind.STAFF_COST]["cost"]}),
    (LetterKind.ORDER_APPOINTMENT, {"deed": "decline"}),
    (LetterKind.ORDER_CHANGED, {"changes": ["address"]}),
    (LetterKind.APPOINTMENT, {"confirm": True}),
    (LetterKind.APPOINTMENT_OFF, {"deed": "call-off"}),
    (LetterKind.PARTY_ACCEPTED, {"confirm": False}),
    (LetterKind.STAFF_ESCALATION, {"owner": "Henk Terpstra"}),
    (LetterKind.STAFF_ESCALATION, {"unreached": "johan@dekraan.example.nl"}),
    (LetterKind.STAFF_ESCALATION, {"holiday": HOLIDAY}),
]
SAID = [*((kind, dict[str, Any]()) for kind in KINDS), *OTHERWISE]


def lead_of(mail: EmailMessage) -> str:
    return next(part for part in text_of(mail).split("\n\n") if not part.startswith("—"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("kind", "values"), SAID)
def test_a_letter_that_begins_with_a_question_asks_in_its_subject(
    kind: LetterKind, values: dict[str, Any], language: str
):
    mail = composed(kind, language, **values)

    assert ("?" in mail["Subject"]) >= ("?" in lead_of(mail))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("kind", "values"), SAID)
def test_what_a_fact_is_called_leaves_room_for_it_on_a_telephone(
    kind: LetterKind, values: dict[str, Any], language: str
):
    labels = re.findall(r"<th [^>]*>([^<]+)</th>", text_of(composed(kind, language, **values), "html"))

    assert max(map(len, labels), default=0) <= 16


@pytest.mark.parametrize(
    ("kind", "values", "beginning"),
    [
        (LetterKind.STAFF_ESCALATION, {"holiday": HOLIDAY}, "Het is bouwvak"),
        (LetterKind.STAFF_ESCALATION, {"holiday": HOLIDAY}, "Deze bedrijven"),
        (LetterKind.ORDER_CHANGED, {"changes": ["address"]}, "Het adres is veranderd."),
        (LetterKind.STAFF_ABSENCE, {}, "U kunt de vervanging bellen"),
        (LetterKind.WRONG_DESK, {}, "Gaat het toch over"),
    ],
)
def test_a_blank_line_in_a_letter_parts_two_paragraphs_also_after_a_condition(
    kind: LetterKind, values: dict[str, Any], beginning: str
):
    assert f"\n\n{beginning}" in text_of(composed(kind, **values))


def test_who_is_asked_to_call_a_silent_firm_or_owner_reads_the_number():
    firm, owner = (composed(LetterKind.STAFF_ESCALATION, **who) for who in ({}, {"owner": "Henk Terpstra"}))

    assert "Contact: Johan de Kraan\nTelefoon: 030 000 0021" in text_of(firm)
    assert "Telefoon: 030 000 0021" in text_of(owner) and "Johan de Kraan" not in text_of(owner)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_room_that_lacks_a_value_says_so_instead_of_leaving_a_gap(kind: LetterKind, language: str):
    letter = sample(kind, language, audience(kind))
    letter.snapshot = {}

    with pytest.raises((UndefinedError, KeyError)):
        compose(letter, SETTINGS, NOW)


def test_who_has_no_language_yet_reads_dutch_first_and_english_below():
    mail = composed(LetterKind.TICKET_RECEIVED, "")

    text = text_of(mail)
    assert text.index("Wij hebben uw melding ontvangen") < text.index("We have received your report")
    assert mail["Content-Language"] == "nl, en"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_order_asks_to_be_accepted_and_says_how_to_refuse_in_both_forms(language: str):
    mail = composed(LetterKind.ORDER_SENT, language)

    words = {"nl": ("Opdracht accepteren", "Weigeren", "AKKOORD, WEIGEREN of VOLTOOID")}.get(
        language, ("Accept the work order", "Refuse", "ACCEPT, REFUSE or COMPLETED")
    )
    for form in ("plain", "html"):
        body = " ".join(text_of(mail, form).split())
        assert all(word in body for word in words)


def test_a_bon_prints_its_parts_in_the_order_of_a_real_one():
    text = text_of(composed(LetterKind.ORDER_SENT))

    parts = ["OPDRACHTBON", "AAN\n", "WAAR\n", "TER PLAATSE\n", "WAT\n", "GEVRAAGD\n", "UW ANTWOORD\n", "FACTUUR\n"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "SPOED" in text


def test_a_telephone_number_is_on_the_page_and_never_in_the_mail():
    slip = SNAPSHOTS[LetterKind.ORDER_SENT]["slip"]
    shown = slip | {"on_site": slip["on_site"] | {"phone": "06 0000 0014"}, "withheld": []}

    mail = composed(LetterKind.ORDER_SENT, slip=shown)

    assert "06 0000 0014" not in text_of(mail) + text_of(mail, "html")
    assert "telefoonnummer op de pagina" in text_of(mail)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if audience(kind) == "party"])
def test_no_letter_to_a_firm_says_where_the_tenant_gets_mail(kind: LetterKind):
    assert "@mail.example.nl" not in composed(kind).as_string()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("key", MATRIX)
def test_every_letter_of_the_matrix_can_tell_its_event(key: Event | Deed | tuple[OrderState, Deed], language: str):
    event = key[1] if isinstance(key, tuple) else key
    # How three of them come to the letters: as the deed that was done.
    done = {"undone": "undo", "partly_completed": "complete", "begun_by_mail": "start"}
    deed = done.get(event.value, event.value)

    for notice in MATRIX[key]:
        composed(notice.kind, language, deed=deed, event=deed)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("key", sorted({key for keys in NEXT.values() for key in keys}))
def test_every_next_step_has_its_sentence(key: str, language: str):
    composed(LetterKind.TICKET_PHASE, language, next=[key])


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.TAKEN_BACK])  # nobody is told
def test_a_reporter_can_be_told_of_every_phase(phase: Phase, language: str):
    ticket = SNAPSHOTS[LetterKind.TICKET_PHASE]["ticket"] | {"phase": phase.value}

    composed(LetterKind.TICKET_PHASE, language, ticket=ticket)


def test_every_key_that_is_named_in_a_letter_has_a_word():
    assert {*Phase, *Priority, *RefusalReason} <= WORDS.keys()


def test_every_kind_has_its_manners():
    assert POSTING_RULES.keys() == set(LetterKind)


def test_words_of_people_cannot_become_headers_or_markup():
    nasty = "lek\r\nBcc: somebody@else.example.nl <script>alert(1)</script>"
    ticket = SNAPSHOTS[LetterKind.TICKET_RECEIVED]["ticket"] | {"title": nasty}

    mail = composed(LetterKind.TICKET_RECEIVED, ticket=ticket, description=nasty)

    assert mail["Bcc"] is None
    assert "<script" not in text_of(mail, "html")


MARKUP = [
    "{{ 7*7 }}",
    "{% set x = 1 %}",
    "{# weg #}",
    "<b>vet</b>",
    "&lt;",
    "${HOME}",
    "$(id)",
    "`id`",
    "%(naam)s",
    "{naam}",
]


@given(st.lists(st.sampled_from([*MARKUP, "lek", "é", "\n"]), min_size=1, max_size=8).map(" ".join))
def test_words_of_people_are_never_markup_command_or_template(words: str):
    ticket = SNAPSHOTS[LetterKind.TICKET_RECEIVED]["ticket"] | {"title": words}

    mail = composed(LetterKind.TICKET_RECEIVED, ticket=ticket, description=words)

    as_written = "".join(words.split())
    page = unescape(re.sub(r"<[^>]*>", "", text_of(mail, "html")))
    for shown in (text_of(mail).replace("|", ""), page):
        assert "".join(shown.split()).count(as_written) >= 1


def test_an_appointment_comes_with_a_calendar_file_in_utc():
    mail = composed(LetterKind.APPOINTMENT)

    [attachment] = mail.iter_attachments()
    calendar = Calendar.from_ical(attachment.get_content())
    [event] = calendar.walk("VEVENT")
    assert attachment.get_filename() == "afspraak.ics"
    assert calendar["METHOD"] == "PUBLISH"
    assert event["DTSTART"].to_ical() == b"20261124T130000Z"
    assert event["UID"] == "OB-2026-00032@delinde.example.nl"
    assert event["STATUS"] == "CONFIRMED"


def test_an_appointment_without_a_time_has_no_calendar_file():
    appointment = {"starts": None, "ends": None, "text": "dinsdag", "state": "proposed"}

    mail = composed(LetterKind.APPOINTMENT, appointment=appointment)

    assert list(mail.iter_attachments()) == []


def test_safety_comes_before_anything_else_and_names_the_numbers():
    lines = text_of(composed(LetterKind.SAFETY, "en")).splitlines()

    assert "Get yourself and others to safety first. Do not wait for us." in lines[:4]
    assert any("0800-9009" in line for line in lines)
    assert any("112" in line for line in lines)


@given(before=st.text(), after=st.text(), token=st.from_regex(TOKEN, fullmatch=True))
def test_the_token_takes_the_place_of_its_mask_wherever_lines_are_broken(before: str, after: str, token: str):
    mail = EmailMessage(policy=POLICY)
    write_text(mail, f"{before}/l/{MASK}{after}", "plain")
    mail.add_alternative(f"<p>{before}/l/{MASK}", subtype="html", cte="quoted-printable")

    whole = read(unmask(octets_of(mail), token))

    assert f"/l/{token}" in text_of(whole)
    assert MASK not in text_of(whole).replace(before, "").replace(after, "")
    assert text_of(whole, "html").strip().endswith(f"/l/{token}")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("step", get_args(NextStep))
def test_every_next_step_has_its_words_in_both_languages(step: str, language: str):
    without = composed(LetterKind.TICKET_PHASE, language, next=[])

    told = composed(LetterKind.TICKET_PHASE, language, next=[step])

    assert len(text_of(told)) > len(text_of(without)) + 20


def test_people_are_written_to_under_the_number_of_their_ticket_also_about_a_work_order():
    engaged, sent = composed(LetterKind.PARTY_ENGAGED), composed(LetterKind.ORDER_SENT)

    assert engaged["Subject"].startswith("[T-")
    assert sent["Subject"].startswith("[OB-")


@pytest.mark.parametrize("name", sorted(path.name for path in (LETTERS / "en").iterdir()))
def test_a_letter_says_the_same_facts_in_every_language(name: str):
    english, *others = (names_used(LETTERS / language / name) for language in languages())

    assert others == [english] * len(others)


def test_every_language_has_every_letter():
    letters = [{path.name for path in (LETTERS / language).iterdir()} for language in languages()]

    assert all(names == letters[0] for names in letters)


def names_used(letter: Path) -> set[str]:
    """Every value that a letter names, with what it takes of it: `ticket`, `ticket.number`."""
    template = Environment(autoescape=True).parse(letter.read_text(encoding="utf-8"))
    names = {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}
    parts = [(node.node, node.attr) for node in template.find_all(nodes.Getattr)]
    return names | {f"{whole.name}.{part}" for whole, part in parts if isinstance(whole, nodes.Name)}
