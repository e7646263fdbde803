"""Who wrote, really: forms, lists and no-replies speak for others, and what is passed on somebody else wrote."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.policy import SMTP
from itertools import count
from typing import Any

import pytest

from tests.journeys.world import World
from tests.web.api.programs import a_program

DESK = "melding@delinde.example.nl"
MEMBERS = "bewoners@lindelaan.example.nl"
KAREL = "Karel Mulder <karel.mulder@mail.example.nl>"
SEM = "Sem de Wit <semdewit@mail.example.nl>"
RUUD = "Ruud Kok <huismeester@kastanjehof.example.nl>"
BRAM = "Bram Postma <bram@delinde.example.nl>"
INGRID = "Ingrid Vos <ingrid@delinde.example.nl>"
STAFF = {"ingrid@delinde.example.nl", "bram@delinde.example.nl"}
GOOTSTEEN = "Hallo Bram, de gootsteen op Kastanjehof 9 loopt niet meer door. Groet, Karel"
NUMBERS = count(1)

SPEAKS_FOR_OTHERS: dict[str, dict[str, str]] = {
    "the desk's own address": {"From": f"Website De Linde <{DESK}>", "X-Mailer": "PHPMailer 6.9.1"},
    "the desk's own address, shouting": {"From": "MELDING@DELINDE.EXAMPLE.NL"},
    "another of our mailboxes": {"From": "De Linde <info@delinde.example.nl>"},
    "a no-reply of ours": {"From": "De Linde website <noreply@delinde.example.nl>"},
    "a no-reply elsewhere": {"From": "Formulieren <forms-receipts-noreply@formulier.example.nl>"},
    "a Dutch no-reply": {"From": "niet-beantwoorden@woonportaal.example.nl"},
    "a website's mailbox": {"From": "WordPress <wordpress@bewoners.example.nl>"},
    "a form's mailbox": {"From": "contactformulier@bewoners.example.nl"},
    "a program of websites": {"From": "Site <hallo@bewoners.example.nl>", "X-PHP-Originating-Script": "33:mail.php"},
    "somebody via a group": {"From": f"'Karel Mulder' via Meldpunt <{DESK}>", "List-ID": "<melding.example.nl>"},
    "via, elsewhere": {"From": "Karel via Woonapp <bericht@woonapp.example.nl>"},
    "a list": {"From": MEMBERS, "List-Post": f"<mailto:{MEMBERS}>"},
}
REPLACED_BY_A_GROUP: list[dict[str, str]] = [
    {"X-Original-From": KAREL, "Reply-To": DESK},
    {"X-Original-Sender": "karel.mulder@mail.example.nl"},
    {"X-Original-From": KAREL, "Reply-To": f"{DESK}, {KAREL}"},
]
NAMES_NOBODY: list[dict[str, str]] = [
    {"From": "De Linde website <noreply@delinde.example.nl>"},
    {"From": f"Website <{DESK}>", "Reply-To": "info@delinde.example.nl"},
    {"From": "no-reply@portaal.example.nl", "Reply-To": "a@mail.example.nl, b@mail.example.nl"},
    {"From": MEMBERS, "List-Post": f"<mailto:{MEMBERS}>", "In-Reply-To": "<x@y.example.nl>"},
]


def comes_in(world: World, headers: dict[str, str], text: str = "De kraan druppelt.") -> None:
    """A mail with these headers, and what every mail has."""
    mail = EmailMessage()
    for name, value in {"To": DESK, "Subject": "Bericht", **headers}.items():
        mail[name] = value
    mail["Message-ID"] = f"<{next(NUMBERS)}.wrote@host.example.nl>"
    mail.set_content(text)
    world.carry(mail.as_bytes(policy=SMTP), "www@host.example.nl", DESK)
    world.work()


def comes_in_with(world: World, inner: EmailMessage | MIMEMultipart, words: str, sender: str, subject: str) -> None:
    """A mail to which another is attached whole."""
    mail = MIMEMultipart()
    headers = {"From": sender, "To": DESK, "Subject": subject, "Message-ID": f"<{next(NUMBERS)}.wrote@host.example.nl>"}
    for name, value in headers.items():
        mail[name] = value
    part = EmailMessage()
    part.set_content(words)
    mail.attach(part)
    mail.attach(MIMEMessage(inner))
    world.carry(mail.as_bytes(), "x@mail.example.nl", DESK)
    world.work()


def passed_on(sender: str, text: str, to: str = BRAM, subject: str = "gootsteen") -> str:
    """As Outlook passes it on."""
    return f"Van: {sender}\nVerzonden: vrijdag 27 november 2026 19:02\nAan: {to}\nOnderwerp: {subject}\n\n{text}\n"


def draft(world: World, number: int = 1) -> dict[str, Any]:
    answer = a_program(world.desk).get(f"/drafts/{number}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def convert(world: World, number: int = 1) -> dict[str, Any]:
    """Made a ticket as the desk proposes it, and the letters sent."""
    answer = a_program(world.desk).post(f"/drafts/{number}/convert", json={})
    assert answer.status_code == 201, answer.text
    world.wait()
    ticket: dict[str, Any] = answer.json()
    return ticket


def names(ticket: dict[str, Any]) -> list[str]:
    return [person["name"] for person in ticket["people"]]


def test_who_wants_the_answer_reports_where_from_speaks_for_others(world: World):
    for headers in SPEAKS_FOR_OTHERS.values():
        comes_in(world, {**headers, "Reply-To": KAREL})

    for number, kind in enumerate(SPEAKS_FOR_OTHERS, start=1):
        proposed = draft(world, number)
        assert (proposed["from"]["address"], proposed["author"]) == (world.karel.address, "reply_to"), kind
        assert proposed["suggestions"]["person"]["name"] == "Karel Mulder", kind
        assert world.ingrid.opens(f"/drafts/{number}").says("Gelezen uit het antwoordadres; verstuurd als"), kind
    convert(world)
    assert world.karel.letters()
    assert {letter.to for letter in world.letters} <= {world.karel.address, *STAFF}


def test_whom_a_group_replaced_in_from_is_the_author(world: World):
    via = {"From": f"'Karel Mulder' via Meldpunt <{DESK}>", "List-ID": "Meldpunt <melding.delinde.example.nl>"}
    for headers in REPLACED_BY_A_GROUP:
        comes_in(world, {**via, "Precedence": "list", **headers})

    for number in (1, 2, 3):
        proposed = draft(world, number)
        assert (proposed["author"], proposed["suggestions"]["person"]["name"]) == ("original_from", "Karel Mulder")


def test_where_nobody_is_named_nobody_is_written_down_and_nobody_is_told(world: World):
    for headers in NAMES_NOBODY:
        comes_in(world, headers)

    for number in (1, 2, 3, 4):
        proposed = draft(world, number)
        assert world.ingrid.opens(f"/drafts/{number}").says("de mail noemt verder niemand")
        assert (proposed["author"], proposed["suggestions"]["persons"]) == ("nobody", [])
        assert names(convert(world, number)) == []
    assert {letter.to for letter in world.letters} <= STAFF


def test_a_visitor_nobody_knows_is_written_down_under_his_own_name(world: World):
    form = {"From": f"Website <{DESK}>", "Reply-To": "j.pot@mail.example.nl"}
    comes_in(world, form, "Naam: Jan Pot\nAdres: Lindelaan 22\nBericht: de lamp op de gang is kapot")

    proposed = draft(world)
    convert(world)

    assert proposed["from"] == {"name": "Jan Pot", "address": "j.pot@mail.example.nl"}
    assert proposed["suggestions"]["unit"]["name"] == "Lindelaan 22"
    assert "j.pot@mail.example.nl" in {letter.to for letter in world.letters}


def test_a_wish_for_answers_elsewhere_takes_no_known_senders_name_away(world: World):
    world.fatima.mails("De kraan druppelt.", "Lek", Reply_To="dochter@mail.example.nl", X_Mailer="PHPMailer 6")
    world.work()

    proposed = draft(world)

    assert (proposed["from"]["address"], proposed["author"]) == (world.fatima.address, "from")


def test_our_own_letter_that_comes_round_is_an_echo_also_without_its_message_id(world: World):
    world.fatima.mails("De badkamer lekt.", "Lekkage")
    world.work()
    world.ingrid.converts("Lekkage")
    world.wait()
    copy = world.fatima.letter().mail
    copy.replace_header("Message-ID", "<other@relay.example.nl>")

    world.carry(copy.as_bytes(policy=SMTP), "list@relay.example.nl", DESK)
    world.work()

    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")


def test_an_answer_in_whose_from_another_stands_never_acts(world: World):
    number = world.ingrid.makes_ticket("Lekkage", "Het lekt.", {"Waar": "Lindelaan 14B"})
    order = world.ingrid.orders(number, "De Kraan")
    world.work()
    letter = world.johan.letter("Opdracht")
    world.johan.address = "noreply@dekraan.example.nl"

    world.johan.answers(letter, "Akkoord", Reply_To="Johan de Kraan <johan@dekraan.example.nl>")
    world.work()

    assert world.ingrid.state_of(order) == "Verstuurd"


@pytest.mark.parametrize("above", ["", "Pak jij dit op? Hij heeft nog huurschuld.\n\n"])
def test_what_a_colleague_passes_on_is_its_first_senders_report_in_his_own_words(world: World, above: str):
    world.bram.mails(above + passed_on(KAREL, GOOTSTEEN), "FW: gootsteen")
    world.work()

    tray = world.ingrid.opens("/drafts/1")
    ticket = convert(world)

    assert tray.says("Eerst geschreven door Karel Mulder")
    assert names(ticket) == ["Karel Mulder"]
    assert ticket["description"].startswith("Hallo Bram, de gootsteen") and "Verzonden" not in ticket["description"]
    assert world.karel.letters("gootsteen") and not world.ingrid.opens("/relations/people").says("Bram Postma")
    assert not [letter for letter in world.karel.letters() if "huurschuld" in letter.text]
    assert not world.karel.opens(world.karel.letters()[0]).says("huurschuld")


def test_what_the_caretaker_attaches_stands_beside_the_draft_with_who_wrote_it(world: World):
    inner = world.sem.writes("De kachel slaat steeds af en ik ruik gas. Kastanjehof 7.", "kachel", proven=False)
    comes_in_with(world, inner, "Zie bijlage, kunnen jullie dit oppakken?", RUUD, "Doorst: kachel")

    proposed = draft(world)
    tray = world.ingrid.opens("/drafts/1")
    convert(world)

    assert tray.says("De kachel slaat steeds af") and tray.says("Zie bijlage, kunnen jullie")
    assert (proposed["urgency"], proposed["suggestions"]["unit"]["name"]) == ("possible", "Kastanjehof 7")
    people = {person["name"]: person["reason"] for person in proposed["suggestions"]["persons"]}
    assert people == {"Sem de Wit": "wrote_forwarded", "Ruud Kok": "passed_on"}
    assert proposed["passed_on"]["from"] == {"name": "Sem de Wit", "address": "semdewit@mail.example.nl"}
    assert world.sem.letters("kachel") and not world.ruud.letters()


def test_a_mail_passed_on_twice_is_its_first_senders(world: World):
    to_bram = f"Voor jullie.\n\n{passed_on(SEM, 'De deur klemt.', RUUD, 'deur')}"
    world.bram.mails(f"Zie onder.\n\n{passed_on(RUUD, to_bram, subject='FW: deur')}", "FW: FW: deur")
    comes_in_with(world, world.ruud.writes(to_bram, "FW: deur", proven=False), "zie bijlage", BRAM, "FW: FW: deur")
    world.work()

    for number in (1, 2):
        proposed = draft(world, number)
        assert proposed["suggestions"]["person"]["name"] == "Sem de Wit"
        assert proposed["passed_on"]["text"].count("De deur klemt.") == 1


def test_a_form_that_a_colleague_passes_on_whole_is_the_visitors(world: World):
    form = world.passer_by.writes("De lamp is kapot.", "Formulier", proven=False, Reply_To=KAREL)
    form.replace_header("From", "noreply@delinde.example.nl")
    comes_in_with(world, form, "", BRAM, "FW: Formulier")

    assert draft(world)["suggestions"]["person"]["name"] == "Karel Mulder"


def test_a_stranger_whose_mail_is_passed_on_is_proposed_and_the_caretaker_is_not(world: World):
    world.ruud.mails(passed_on("Ana Lima <ana@mail.example.nl>", "Bij Kastanjehof 15 lekt het.", "Ruud"), "FW: lek")
    world.work()

    page = world.ingrid.opens("/drafts/1").typed("Converteer naar ticket")
    ticket = convert(world)

    assert (page["new_name"], page["new_email"]) == ("Ana Lima", "ana@mail.example.nl")
    assert names(ticket) == ["Ana Lima"]


def test_a_tenant_who_passes_on_a_firms_or_our_own_mail_wrote_for_herself(world: World):
    johan, brother = "Johan de Kraan <johan@dekraan.example.nl>", "Mijn broer <broer@mail.example.nl>"
    others = [johan, f"De Linde <{DESK}>", "Energie <noreply@stroom.example.nl>", brother, INGRID]
    for first in others:
        world.fatima.mails(f"Er is niemand geweest.\n\n{passed_on(first, 'Wij komen dinsdag.', 'mij')}", "FW: bezoek")
    world.work()

    for number, first in enumerate(others, start=1):
        assert draft(world, number)["suggestions"]["person"]["name"] == "Fatima el Amrani", first
        assert convert(world, number)["description"].startswith("Er is niemand")


def test_a_colleague_is_never_made_a_tenant(world: World):
    for text in ("De lift staat stil.", passed_on(INGRID, "Zie T-2026-00017.")):
        world.bram.mails(text, "FW: lift")
    world.work()

    for number in (1, 2):
        form = world.ingrid.opens(f"/drafts/{number}").typed("Converteer naar ticket")
        assert (form["new_name"], form["new_email"]) == ("", "")
        assert names(convert(world, number)) == []


def test_a_strangers_name_in_a_forward_about_gas_is_not_written_to_before_a_person_looked(world: World):
    world.passer_by.mails(passed_on("X <x@elders.example.nl>", "Ik ruik gas bij Lindelaan 14B!", "ons"), "FW: gas")
    world.wait()

    assert "ingrid@delinde.example.nl" in {letter.to for letter in world.letters}
    assert not {"x@elders.example.nl", world.passer_by.address} & {letter.to for letter in world.letters}
