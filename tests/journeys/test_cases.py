"""Situations other desks reported and no other file has: what is signed, unseen, between pictures, half lost."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from asn1crypto import cms

from tests.journeys.letters import ReceivedLetter
from tests.journeys.world import World


def sent_order(world: World) -> tuple[str, ReceivedLetter]:
    number = world.ingrid.makes_ticket("Lekkage", "Het lekt.", {"Waar": "Lindelaan 14B"})
    order = world.ingrid.orders(number, "De Kraan")
    world.work()
    return order, world.johan.letter("Opdracht")


def signed(entity: bytes) -> bytes:
    """The entity in a CMS signature in one piece (RFC 5652), by nobody."""
    inner = {"content_type": "data", "content": entity}
    data = {"version": "v1", "digest_algorithms": [], "encap_content_info": inner, "signer_infos": []}
    octets: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)}).dump()
    return octets


@pytest.mark.parametrize(("kind", "form"), [("pkcs7-mime", "plain"), ("x-pkcs7-mime", "plain"), ("pkcs7-mime", "html")])
def test_what_is_only_signed_is_read(world: World, kind: str, form: str):
    inner = EmailMessage()
    inner.set_content("De radiator blijft koud.", form)
    mail = world.piet.writes("x", "Verwarming")
    mail.clear_content()
    mail.set_content(signed(inner.as_bytes(policy=SMTP)), "application", kind, filename="smime.p7m")
    world.piet.posts(mail)
    world.work()

    typed = world.ingrid.opens_draft("Verwarming").typed("Converteer naar ticket")

    assert typed["description"] == "De radiator blijft koud."


@pytest.mark.parametrize(
    "word", ["AKK\u200bO\u00adORD", "\ufeffakkoord\u2060\u00a0\u200d", "\u202aAccepted\u202c", "Ak\u200ckoord"]
)
def test_a_word_with_characters_nobody_sees_is_the_word(world: World, word: str):
    order, letter = sent_order(world)

    world.johan.answers(letter, word)
    world.work()

    assert world.ingrid.state_of(order) == "Geaccepteerd"


@pytest.mark.parametrize(
    "danger", ["Ik ruik g\u200bas op Linde\u00adlaan 14B", "i smell g\u2060as at Lindelaan\u200b 14B"]
)
def test_danger_with_characters_nobody_sees_is_heard(world: World, danger: str):
    world.fatima.mails(danger, "Hel\u200bp")
    world.work()

    page = world.ingrid.opens_ticket(world.ingrid.newest_ticket())

    assert page.says("NOODGEVAL") and page.says("Lindelaan 14B")


def test_no_title_name_or_file_name_has_a_character_nobody_sees(world: World):
    mail = world.fatima.writes("Zie de foto.", "Kr\u200baan\u00ad lekt \u2062erg", name="Fatima\u200b el Amrani")
    mail.add_attachment(b"x", "image", "jpeg", filename="kr\u200baan\u2066.jpg")
    world.fatima.posts(mail)
    world.work()

    draft = world.ingrid.opens("/drafts/1")

    assert draft.typed("Converteer naar ticket")["title"] == "Kraan lekt erg"
    assert draft.says("kraan.jpg") and draft.says("Fatima el Amrani")


def test_joiners_that_are_seen_stay(world: World):
    world.fatima.mails("De lift staat stil. 👨\u200d👩\u200d👧 نمی\u200cخواهم", "Lift")
    world.work()

    assert "👨\u200d👩\u200d👧 نمی\u200cخواهم" in world.ingrid.opens("/drafts/1").text


@pytest.mark.parametrize(
    "texts", [("Hallo, dit is het slot:", "En dit is het lek:", "Kan het vandaag?"), ("", "Dit lekt:", "")]
)
def test_words_between_pictures_stand_in_order_and_each_picture_is_a_file(world: World, texts: tuple[str, ...]):
    mail = world.fatima.writes(texts[0], "Twee dingen")
    mail.make_mixed()
    for number, text in enumerate(texts[1:], start=1):
        mail.add_attachment(
            b"\xff\xd8\xff" + b"x" * 9000, "image", "jpeg", filename=f"IMG_{number}.JPG", disposition="inline"
        )
        words = EmailMessage()
        words.set_content(text)
        mail.attach(words)
    world.fatima.posts(mail)
    world.work()

    draft = world.ingrid.opens("/drafts/1")
    world.ingrid.converts("Twee dingen")
    shown = " ".join(text for text in texts if text)
    ticket = world.ingrid.opens_ticket(world.ingrid.newest_ticket())

    assert draft.says(shown)
    assert ticket.says("IMG_1.JPG") and ticket.says("IMG_2.JPG")


@pytest.mark.parametrize(
    "receipt",
    [
        "Gelezen: {}|Uw bericht\n\n   Aan: Johan\n   Onderwerp: {}\n   Verzonden: zaterdag 28 november 2026 09:58\n\n"
        "is gelezen op zaterdag 28 november 2026 10:01.",
        "Read: {}|Your message\n\n   To: Johan\n   Subject: {}\n   Sent: Saturday, November 28, 2026 9:58 AM\n\n"
        "was read on Saturday, November 28, 2026 10:01 AM.",
        "Gelesen: {}|Ihre Nachricht\n\n   An: Johan\n   Betreff: {}\n   Gesendet: Samstag, 28. November 2026\n\n"
        "wurde am Samstag, 28. November 2026 10:01 gelesen.",
        "Lu : {}|Votre message\n\n   À : Johan\n   Objet : {}\n   Envoyé : samedi 28 novembre 2026\n\n"
        "a été lu le samedi 28 novembre 2026.",
    ],
)  # fmt: skip
def test_a_receipt_that_names_the_mail_it_is_of_is_a_quiet_line(world: World, receipt: str):
    order, letter = sent_order(world)
    before = len(world.ingrid.letters())
    subject, _, text = receipt.replace("{}", letter.subject).partition("|")

    world.johan.mails(text, subject, to=letter.reply_to, In_Reply_To=letter.message_id)
    world.wait()

    assert world.ingrid.opens_order(order).says("Automatisch antwoord; niemand schreef dit")
    assert len(world.ingrid.letters()) == before


@pytest.mark.parametrize("mark", ["Re: {}", "AW: [EXTERN] {}", "antwoord op {}"])
def test_a_number_is_offered_before_newer_tickets_where_a_relay_lost_the_rest(world: World, mark: str):
    for subject in ("Lekkage badkamer", "Ander ding"):
        world.fatima.mails("Er is iets.", subject)
        world.work()
        world.ingrid.converts(subject)
        world.wait()
    letter = world.fatima.letter("Lekkage badkamer")

    world.fatima.mails("Dinsdag ben ik thuis.", mark.format(letter.subject), In_Reply_To="<0102-abc@relay.example.nl>")
    world.work()

    form = world.ingrid.opens("/drafts/3").typed("Voeg toe aan dit ticket")
    assert form["ticket"] in letter.subject


def test_a_subject_does_not_end_in_the_place_that_is_not_known(world: World):
    world.passer_by.mails("Wilt u mij bellen?", "Contract met de huismeester")
    world.work()

    world.ingrid.converts("Contract met")
    world.wait()

    assert [letter.subject for letter in world.bram.letters("Nieuw ticket")] == [
        "[T-2026-00042] Nieuw ticket: Contract met de huismeester"
    ]
