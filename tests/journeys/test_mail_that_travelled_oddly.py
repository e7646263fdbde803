"""How a mail travelled is not what it is: lists, robots' words, wrappers, recalls, copies and receipts."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart

import pytest

from tests.journeys.letters import ReceivedLetter
from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World

TO_DESK = {
    "Precedence": "list",
    "List-ID": "<melding.delinde.example.nl>",
    "List-Post": "<mailto:melding@delinde.example.nl>",
}
RESIDENTS = {
    "Precedence": "list",
    "List-ID": "<bewoners.lindelaan.example.nl>",
    "List-Unsubscribe": "<mailto:u@x.example.nl>",
}
CAMPAIGN = {"List-ID": "<nieuws.example.nl>", "Feedback-ID": "7:mailing", "Precedence": "bulk"}


def mails_with(person: OutsideUser, headers: dict[str, str], text: str, subject: str) -> None:
    mail = person.writes(text, subject)
    for name, value in headers.items():
        mail[name] = value
    person.posts(mail)


@pytest.mark.parametrize("sender", ["fatima", "passer_by"])
def test_a_desk_whose_address_is_a_group_gets_its_mail(world: World, sender: str):
    mails_with(getattr(world, sender), TO_DESK, "De kraan lekt", "Lek")
    world.work()

    assert world.ingrid.opens("/drafts/1").offers("Converteer naar ticket")


def test_a_tenant_who_writes_by_the_residents_list_is_heard(world: World):
    mails_with(world.fatima, RESIDENTS, "Beste beheerder, de kraan lekt", "Lek")
    world.work()

    assert world.ingrid.opens("/drafts/1").offers("Converteer naar ticket")


@pytest.mark.parametrize("sender", ["passer_by", "johan"])
def test_a_campaign_is_set_aside_also_from_a_firm_we_know(world: World, sender: str):
    mails_with(getattr(world, sender), CAMPAIGN, "Onze winteractie!", "Winteractie")
    world.work()

    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")
    assert world.ingrid.opens("/aside").says("Winteractie")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Ontvangstbevestiging", "Graag een ontvangstbevestiging. De voordeur van Kastanjehof 9 sluit niet."),
        ("Out of office key", "The key of the bike shed (out of office hours) does not work."),
        ("Automatisch antwoord gekregen", "Ik kreeg een automatisch antwoord maar nooit een monteur. Het lekt nog."),
        ("Vakantiemelding", "Tijdens onze vakantie liep het bad over."),
        ("Afwezig:", "Ik was afwezig toen de monteur kwam."),
    ],
)
def test_a_person_with_a_robots_words_is_a_draft_and_the_doubt_is_shown(world: World, subject: str, text: str):
    world.fatima.mails(text, subject)
    world.work()

    draft = world.ingrid.opens("/drafts/1")

    assert draft.offers("Converteer naar ticket")
    assert draft.says("Lijkt automatisch")


def test_a_header_that_asks_for_silence_sets_nobody_aside(world: World):
    world.olivia.mails("The radiator stays cold.", "Radiator", X_Auto_Response_Suppress="DR, RN, NRN, OOF, AutoReply")
    world.work()

    draft = world.ingrid.opens("/drafts/1")

    assert draft.offers("Converteer naar ticket") and not draft.says("Lijkt automatisch")


@pytest.mark.parametrize("from_noreply", ["Afwezig:", "Automatisch antwoord: uw vraag"])
def test_a_phrase_from_an_address_nobody_reads_is_a_robots(world: World, from_noreply: str):
    mail = world.passer_by.writes("Wij zijn gesloten.", from_noreply)
    mail.replace_header("From", "noreply@winkel.example.nl")
    world.passer_by.posts(mail)
    world.work()

    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")


def order_letter(world: World) -> tuple[str, ReceivedLetter]:
    number = world.ingrid.makes_ticket("Lekkage", "Het lekt.", {"Waar": "Lindelaan 14B"})
    order = world.ingrid.orders(number, "De Kraan")
    world.work()
    return order, world.johan.letter("Opdracht")


def test_a_read_receipt_in_words_is_no_remark_of_the_plumber(world: World):
    order, letter = order_letter(world)
    before = len(world.ingrid.letters())
    words = f"Uw bericht\n\n   Aan: Johan\n   Onderwerp: {letter.subject}\n\nis gelezen op zaterdag 28 november 2026."

    world.johan.mails(words, f"Gelezen: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id)
    world.work()

    assert world.ingrid.opens_order(order).says("Automatisch antwoord; niemand schreef dit")
    assert len(world.ingrid.letters()) == before


def test_a_recall_is_laid_with_the_mail_it_wants_back(world: World):
    world.piet.mails("Hierbij de lijst met alle bankrekeningen.", "Huurlijst met bankgegevens")
    world.work()

    world.piet.mails(
        "Piet Hendriks wil het bericht Huurlijst met bankgegevens intrekken.", "Intrekken: Huurlijst met bankgegevens"
    )
    world.work()

    assert world.ingrid.opens("/drafts/1").says("wil het bericht Huurlijst met bankgegevens intrekken")
    assert world.ingrid.opens("/drafts/2").status == 404


@pytest.mark.parametrize("subject", ["Intrekken: huur opzeggen", "Recall: keys"])
def test_a_subject_alone_recalls_nothing(world: World, subject: str):
    world.piet.mails("Ik wil graag iets vragen.", subject)
    world.work()

    assert world.ingrid.opens("/drafts/1").offers("Converteer naar ticket")


def test_a_copy_that_a_gateway_changed_is_said_once(world: World):
    first = world.fatima.writes("De kraan lekt nog.", "Lek")
    again = world.fatima.writes("De kraan lekt nog.", "[EXTERN] Lek")
    other = world.fatima.writes("Iets anders.", "Lek")
    for mail in (again, other):
        mail.replace_header("Message-ID", first["Message-ID"])
    for mail in (first, again, other):
        world.fatima.posts(mail)
        world.work()

    assert [world.ingrid.opens(f"/drafts/{key}").status for key in (1, 2, 3)] == [200, 404, 404]
    assert world.ingrid.opens("/drafts/1").says("Iets anders.")  # other words, the same matter: below the first
    assert world.ingrid.opens("/aside").says("Dezelfde mail nog eens")


def enclosed(outer: dict[str, str], words: str, inner: EmailMessage) -> MIMEMultipart:
    mail = MIMEMultipart()
    for name, value in outer.items():
        mail[name] = value
    part = EmailMessage()
    part.set_content(words)
    mail.attach(part)
    mail.attach(MIMEMessage(inner))
    return mail


def test_a_journal_report_is_read_as_the_mail_it_reports(world: World):
    inner = world.sem.writes("De berging op nummer 7 gaat niet meer open.", "Deur klemt")
    outer = {"From": "Microsoft Exchange <exchange@vecht.example.nl>", "To": "melding@delinde.example.nl"}
    journal = enclosed(outer | {"Subject": "Deur klemt", "X-MS-Journal-Report": ""}, "Sender: semdewit@x", inner)

    world.carry(journal.as_bytes(), "exchange@vecht.example.nl", "melding@delinde.example.nl")
    world.work()

    draft = world.ingrid.opens("/drafts/1")
    assert draft.says("Sem de Wit") and draft.says("De berging op nummer 7") and not draft.says("Exchange")


def test_a_journal_report_proves_nobody(world: World):
    order, letter = order_letter(world)
    inner = world.johan.writes("Akkoord", f"Re: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id)
    outer = {"From": "x@passant.example.nl", "To": letter.reply_to, "X-MS-Journal-Report": "", "Subject": "x"}

    world.carry(enclosed(outer, "Sender: johan", inner).as_bytes(), "x@passant.example.nl", letter.reply_to)
    world.work()

    assert world.ingrid.state_of(order) == "Verstuurd"


def test_danger_in_a_mail_that_was_passed_on_is_heard_before_any_rule(world: World):
    inner = world.fatima.writes("Ik ruik gas bij Lindelaan 14B!", "gaslucht")
    outer = {"From": "noreply@winkel.example.nl", "To": "melding@delinde.example.nl", "Subject": "FW: gaslucht"}
    outer |= {"List-ID": "<nieuws.example.nl>", "Precedence": "bulk", "Message-ID": "<d1@winkel.example.nl>"}

    world.carry(enclosed(outer, "zie bijlage", inner).as_bytes(), "x@winkel.example.nl", "melding@delinde.example.nl")
    world.work()

    assert not world.ingrid.opens("/aside").says("gaslucht")


def test_a_mail_without_any_header_shows_who_sent_it_on_the_wire(world: World):
    world.carry(
        b"\r\nDe kraan lekt op Lindelaan 14B.\r\n", "fatima.elamrani@mail.example.nl", "melding@delinde.example.nl"
    )
    world.work()

    draft = world.ingrid.opens("/drafts/1")
    assert draft.says("De kraan lekt") and draft.says("fatima.elamrani@mail.example.nl")


def test_no_name_a_sender_chooses_turns_the_direction_of_what_staff_read(world: World):
    mail = world.fatima.writes("Zie de factuur.", "factuur \u202egnip", name="Fatima \u2067el Amrani")
    mail.add_attachment(b"x", "application", "octet-stream", filename="factuur\u202efdp.exe")
    world.fatima.posts(mail)
    world.work()

    draft = world.ingrid.opens("/drafts/1")
    assert draft.says("factuurfdp.exe") and draft.says("factuur gnip")
    assert not {"\u202e", "\u2067"} & set(draft.text)


OUTSIDE = "LET OP: Deze e-mail komt van buiten de organisatie. Klik niet op koppelingen en open geen bijlagen."
CAUTION = "CAUTION: This email originated from outside of the organization. Do not click links or open attachments."


def test_one_word_below_a_gateways_banner_accepts(world: World):
    order, letter = order_letter(world)

    world.johan.answers(letter, f"{OUTSIDE}\n\nAKKOORD\n\nJohan")
    world.work()

    assert world.ingrid.state_of(order) == "Geaccepteerd"


@pytest.mark.parametrize("box", ["<table><tr><td>{}</td></tr></table><br>", "<div>{}</div>", "<p><b>{}</b></p><hr>"])
def test_one_word_below_a_banner_in_a_box_accepts(world: World, box: str):
    order, letter = order_letter(world)
    mail = world.johan.writes("x", f"Re: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id)
    mail.clear_content()
    mail.set_content(f"<html><body>{box.format(CAUTION)}<div>ACCEPTED</div></body></html>", subtype="html")

    world.johan.posts(mail)
    world.work()

    assert world.ingrid.state_of(order) == "Geaccepteerd"


def test_a_banner_stands_in_no_title_and_no_description(world: World):
    world.fatima.mails(f"{OUTSIDE}\n\nDe kraan in de keuken druppelt al een week.", "")
    world.work()

    form = world.ingrid.opens("/drafts/1").typed("Converteer naar ticket")

    assert form["description"] == "De kraan in de keuken druppelt al een week."
    assert form["title"].startswith("De kraan")
