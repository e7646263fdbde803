"""Mail that is no repair leaves the tray by a letter of its own: to its sender, or to who can help."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from sqlmodel import select

from store.letter_table import Letter
from store.mail import Draft
from store.words import DraftState, LetterState
from tests.journeys.photos import a_photo
from tests.journeys.world import World

QUESTION = "Waarom gaat mijn huur omhoog? Zie https://example.nl."


def test_a_mail_is_answered_in_ones_own_words_and_stays_to_be_found(world: World):
    world.fatima.mails(QUESTION, "Huurverhoging")
    world.work()
    tray = world.ingrid.opens("/drafts")

    empty = tray.press("Verstuur het antwoord")
    after = tray.press("Verstuur het antwoord", {"Uw antwoord": "Dat staat in de brief van april.\n\nGroet!"})
    world.wait()

    assert empty.status == 422 and empty.errors["answer"]
    assert after.says("Beantwoord en afgewezen.")
    letter = world.fatima.letter("Huurverhoging")
    assert letter.subject == "[M-1] Antwoord: Huurverhoging"
    assert "Dat staat in de brief van april." in letter.text and QUESTION in letter.text and "Ingrid Vos" in letter.text
    assert "Auto-Submitted" not in letter.mail
    decided = world.ingrid.opens("/drafts/1")
    assert decided.says("beantwoord door Ingrid Vos") and decided.says("Fatima el Amrani Verzonden")


@pytest.mark.parametrize(
    ("to", "address"),
    [
        ({"Een collega": "Bram"}, "bram"),
        ({"Een bedrijf": "Loodgietersbedrijf De Kraan"}, "johan"),
        ({"Of een ander adres": "vve@beheer.example.nl"}, "vve@beheer.example.nl"),
    ],
)
def test_a_mail_is_passed_on_with_its_files_and_without_private_links(world: World, to: dict[str, str], address: str):
    link = f"{world.desk.url}/l/geheim123"
    world.fatima.mails(f"Zie de foto en {link} voor meer.", "Dakgoot", photos=[a_photo("goot.jpg")])
    world.work()
    tray = world.ingrid.opens("/drafts")
    if "Een collega" in to:
        to = {"Een collega": world.desk.staff_named("Bram").name}

    after = tray.press("Doorsturen", {**to, "Uw woorden erbij": "Is dit iets voor jullie?"})
    world.wait()

    assert after.says("Doorgestuurd aan") and not world.fatima.letters()
    (letter,) = [letter for letter in world.letters if "Dakgoot" in letter.subject]
    assert address in letter.to
    assert "Is dit iets voor jullie?" in letter.text and "Zie de foto" in letter.text
    assert world.fatima.address in letter.text and "geheim123" not in letter.text + letter.html
    assert list(letter.attachments) == ["goot.jpg"] and letter.attachments["goot.jpg"][:2] == b"\xff\xd8"
    assert len(letter.mail["To"].addresses) == 1 and not letter.mail["Cc"]
    assert world.ingrid.opens("/drafts/1").says("doorgestuurd aan")


def test_a_mail_is_passed_on_with_what_was_sent_after_it(world: World):
    first = message_from_bytes(world.fatima.mails("Kan dit naar de VvE?", "Dakgoot"))["Message-ID"]
    world.work()
    world.fatima.mails("Hier is de foto.", "Re: Dakgoot", photos=[a_photo("goot.jpg")], In_Reply_To=first)
    world.work()

    world.ingrid.opens("/drafts").press("Doorsturen", {"Of een ander adres": "vve@beheer.example.nl"})
    world.wait()

    (letter,) = [letter for letter in world.letters if "Doorgestuurd: Dakgoot" in letter.subject]
    assert "Hier is de foto." in letter.text and list(letter.attachments) == ["goot.jpg"]


def test_what_was_passed_on_is_taken_back_before_it_leaves(world: World):
    world.fatima.mails(QUESTION, "Huurverhoging")
    world.work()
    after = world.ingrid.opens("/drafts").press("Doorsturen", {"Of een ander adres": "vve@beheer.example.nl"})

    back = after.press("Ongedaan maken")
    world.wait()

    assert back.offers("Converteer naar ticket")
    with world.desk.store.reading() as session:
        assert session.exec(select(Letter.state)).all() == [LetterState.CANCELLED]
        assert session.get_one(Draft, 1).state is DraftState.OPEN


@pytest.mark.parametrize("to", [{}, {"to": "geen adres"}, {"to": "a@example.nl", "to_staff": "1"}])
def test_a_mail_is_passed_on_to_exactly_one_address_that_is_one(world: World, to: dict[str, str]):
    world.fatima.mails(QUESTION, "Huurverhoging")
    world.work()

    refused = world.ingrid.browser.post("/drafts/1/forward", data=to | {"words": "half getypt"})

    assert refused.status_code == 422 and "half getypt" in refused.text
    with world.desk.store.reading() as session:
        assert session.get_one(Draft, 1).state is DraftState.OPEN


def test_an_answer_also_goes_to_others_each_by_themselves_with_these_words_only(world: World):
    world.fatima.mails(QUESTION, "Huurverhoging")
    world.work()
    tray = world.ingrid.opens("/drafts")
    words = {"Uw antwoord": "Dat staat in de brief van april."}

    refused = tray.press("Verstuur het antwoord", words | {"Ook aan": "vve@beheer.example.nl; geen adres"})
    own = tray.press("Verstuur het antwoord", words | {"Ook aan": f"melding+abc@{world.desk.settings.desk.domain}"})
    others = f"VvE <VVE@beheer.example.nl>, {world.sem.address}, {world.fatima.address}"
    after = tray.press("Verstuur het antwoord", words | {"Ook aan": others})
    world.wait()

    assert refused.status == own.status == 422
    assert (
        refused.errors["also_to"] == "Naar 'geen adres' kunnen wij niet schrijven. Zet een komma tussen twee adressen."
    )
    assert after.says("Ook aan vve@beheer.example.nl")
    copies = [letter for letter in world.letters if "Dat staat in de brief van april." in letter.text]
    assert sorted(letter.to for letter in copies) == sorted(
        ["vve@beheer.example.nl", world.sem.address, world.fatima.address]
    )
    for letter in copies:
        if letter.to == world.fatima.address:
            continue
        whole = letter.mail.as_string() + letter.text + letter.html
        assert not letter.has_link and not letter.mail["Cc"]
        assert not [mark for mark in ("Waarom gaat", "Huurverhoging", "Fatima", world.fatima.address) if mark in whole]


def test_a_mail_is_passed_on_to_several_with_its_files(world: World):
    world.fatima.mails("Zie de foto.", "Dakgoot", photos=[a_photo("goot.jpg")])
    world.work()

    to = {"Of een ander adres": "vve@beheer.example.nl", "Ook aan": "dak@beheer.example.nl, vve@beheer.example.nl"}
    world.ingrid.opens("/drafts").press("Doorsturen", to)
    world.wait()

    letters = [letter for letter in world.letters if "Doorgestuurd: Dakgoot" in letter.subject]
    assert [letter.to for letter in letters] == ["vve@beheer.example.nl", "dak@beheer.example.nl"]
    assert all(list(letter.attachments) == ["goot.jpg"] for letter in letters)
