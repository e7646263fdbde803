"""R22 to R28: working a ticket. Each test drives the desk from outside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.forms import Chosen, Typed
from tests.journeys.photos import a_photo
from tests.journeys.world import World, on

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def fatimas_ticket(world: World) -> str:
    """Her leak, converted by Ingrid; she and Ingrid have read what they got of it."""
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.work()
    return number


def test_R22_everybody_linked_is_told_apart_and_sees_nobody_else_s_address(world: World):
    number = fatimas_ticket(world)
    world.ingrid.opens_ticket(number).press("Koppel", {"Naam of adres": "Olivia Carter"})
    world.wait()
    following = world.olivia.letter()

    world.ingrid.moves(number, "In behandeling")
    world.wait()

    assert number in following.subject
    for one, other in ((world.fatima, world.olivia), (world.olivia, world.fatima)):
        letter = one.letters()[-1]
        assert letter.delivery.rcpt_tos == (one.address,)
        assert other.address not in letter.delivery.octets.decode()
    assert len(world.olivia.letters()) == 2


def test_R22_who_is_no_longer_linked_hears_nothing_further(world: World):
    number = fatimas_ticket(world)
    before = len(world.fatima.letters())

    world.ingrid.opens_ticket(number).press("Geen bericht meer")
    world.ingrid.moves(number, "In behandeling")
    world.wait()

    assert world.fatima.letters()[before:] == []


def test_R22_whom_no_letter_reaches_becomes_a_task_for_the_responsible(world: World):
    told = {"Naam": "Mevrouw De Boer", "Verantwoordelijke": "Ingrid Vos"}
    number = world.ingrid.makes_ticket("Cv-storing", "Geen verwarming.", told)

    world.ingrid.moves(number, "In behandeling")

    assert "Mevrouw De Boer" in " ".join(world.ingrid.opens_ticket(number).all(".task"))


def test_R22_whose_address_stopped_working_becomes_a_task_too_and_is_told_of_once(world: World):
    number = fatimas_ticket(world)
    world.returns(world.fatima.letter("Wij hebben uw melding"))
    world.work()

    world.ingrid.moves(number, "In behandeling")
    world.wait()

    assert len(world.fatima.letters()) == 1
    assert "Fatima el Amrani" in " ".join(world.ingrid.opens_ticket(number).all(".task"))
    assert len(world.ingrid.letters("komt niet aan")) == 1


def test_R22_what_happens_within_minutes_is_one_letter(world: World):
    number = fatimas_ticket(world)
    before = len(world.fatima.letters())

    world.ingrid.moves(number, "In behandeling")
    world.wait(minutes=2)
    world.ingrid.notes(number, "Morgen komt er iemand.", "Zichtbaar voor melder")
    for _ in range(4):
        world.wait(minutes=3)

    (letter,) = world.fatima.letters()[before:]
    for fact in ("Wij zijn met uw melding bezig", "Morgen komt er iemand."):
        assert fact in letter.text


def test_R22_an_answer_of_who_is_no_longer_linked_reaches_staff_and_decides_nothing(world: World):
    number = fatimas_ticket(world)
    world.ingrid.moves(number, "Opgelost")
    world.wait()
    world.ingrid.opens_ticket(number).press("Geen bericht meer")

    world.fatima.answers(world.fatima.letter("Is het opgelost?"), "Ja")
    world.work()
    world.wait()

    assert world.ingrid.phase_of(number) == "Opgelost"
    assert "Ja" in world.ingrid.letter("Bericht van Fatima").text


def test_R23_a_linked_person_follows_the_ticket_by_their_own_link(world: World):
    number = fatimas_ticket(world)
    world.ingrid.notes(number, "Is dit niet de derde keer?")
    world.ingrid.notes(number, "We sturen morgen iemand.", "Zichtbaar voor melder")
    world.ingrid.opens_ticket(number).press("Koppel", {"Naam of adres": "Olivia Carter"})
    world.ingrid.orders(number, "De Kraan", {"Maximumbedrag": "250"})
    world.wait()

    page = world.fatima.opens(world.fatima.letter("Wij hebben uw melding"))

    for fact in (number, "Lekkage badkamer", "Lindelaan 14B", LEAK, "We sturen morgen iemand."):
        assert page.says(fact), fact
    assert page.story[0].startswith("U ")
    assert page.offers("Verstuur")
    for hidden in ("derde keer", "olivia.carter", "johan@", "250"):
        assert hidden not in page.html, hidden
    assert "/tickets/" not in page.html


def test_R23_a_link_opens_its_own_ticket_only_and_ends_with_the_linking(world: World):
    number = fatimas_ticket(world)
    world.olivia.mails("No heating.", "Heating")
    world.work()
    other = world.ingrid.converts("Heating")
    world.work()
    link = world.fatima.letter("Wij hebben uw melding").link
    open_before = world.fatima.opens(link)

    world.ingrid.opens_ticket(number).press("Geen bericht meer")

    assert open_before.status == 200
    assert not open_before.says(other)
    assert world.fatima.opens(link).status == 404


def test_R23_what_is_answered_on_the_page_reaches_the_responsible(world: World):
    number = fatimas_ticket(world)

    page = world.fatima.opens(world.fatima.letter("Wij hebben uw melding"))
    page.press("Verstuur", {"Uw bericht": "Ik ben di en do thuis.", "Foto": [a_photo("gang.jpg")]})
    world.wait()

    ticket = world.ingrid.opens_ticket(number)
    assert ticket.says("Ik ben di en do thuis.")
    assert ticket.says("gang.jpg")
    assert "Ik ben di en do thuis." in world.ingrid.letter("Bericht van Fatima").text


def test_R24_an_internal_note_is_in_no_letter_and_on_no_page_outside(world: World):
    number = fatimas_ticket(world)
    world.ingrid.orders(number, "De Kraan")
    world.wait()

    world.ingrid.notes(number, "Let op: huurachterstand.")
    world.ingrid.moves(number, "In behandeling")
    world.wait()

    assert world.ingrid.opens_ticket(number).says("Let op: huurachterstand.")
    assert "huurachterstand" not in "".join(letter.text + letter.html for letter in world.letters)
    for one, about in ((world.fatima, "Wij hebben uw melding"), (world.johan, "Opdracht")):
        assert "huurachterstand" not in one.opens(one.letter(about)).html


def test_R24_a_note_names_its_author_and_who_reads_it(world: World):
    number = fatimas_ticket(world)

    world.bram.notes(number, "Morgen komt er iemand.", "Zichtbaar voor melder")
    world.wait()

    (entry,) = [line for line in world.ingrid.opens_ticket(number).story if "Morgen komt er iemand." in line]
    assert "Bram Postma" in entry
    assert "Morgen komt er iemand." in world.fatima.letters()[-1].text


@pytest.mark.parametrize(
    ("filename", "octets", "kind"),
    [
        ("lek onder de wás.jpg", a_photo().octets, "image/jpeg"),
        ("rapport.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "application/pdf"),
        ("foto.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64), "image/heic"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64), "video/mp4"),
        ("mail.eml", b"From: a@example.nl\r\nSubject: x\r\n\r\nhallo\r\n", "message/rfc822"),
    ],
)
def test_R25_files_keep_their_name_and_come_down_as_they_went_up(world: World, filename: str, octets: bytes, kind: str):
    number = fatimas_ticket(world)

    world.ingrid.opens_ticket(number).press("Plaats", {"Bestanden": [Chosen(filename, octets, kind)]})

    page = world.ingrid.opens_ticket(number)
    assert page.says(filename)
    got = page.download(filename)
    assert got.content == octets
    assert "attachment" in got.headers["content-disposition"] or kind.startswith("image/")


def test_R25_an_internal_file_is_the_reporters_to_see_once_staff_say_so(world: World):
    number = fatimas_ticket(world)
    world.ingrid.opens_ticket(number).press("Plaats", {"Bestanden": [a_photo("meterkast.jpg")]})
    link = world.fatima.letter("Wij hebben uw melding")
    before = world.fatima.opens(link)

    page = world.ingrid.opens_ticket(number)
    for _ in range(2):
        page.press("Deel met Fatima el Amrani")
    after = world.fatima.opens(link)
    world.ingrid.opens_ticket(number).press("Niet meer delen met Fatima el Amrani")

    assert not before.says("meterkast.jpg")
    assert after.text.count("meterkast.jpg") == 1
    assert not world.fatima.opens(link).says("meterkast.jpg")


def test_R25_programs_are_refused(world: World):
    number = fatimas_ticket(world)

    told = [Chosen("factuur.pdf.exe", b"MZ\x90\x00" + bytes(64), "application/pdf")]
    page = world.ingrid.opens_ticket(number).press("Plaats", {"Bestanden": told})

    assert page.status in (409, 422)
    assert not world.ingrid.opens_ticket(number).says("factuur.pdf.exe")


def test_R26_a_task_tells_its_assignee_and_stays_in_sight_until_it_is_done(world: World):
    number = fatimas_ticket(world)
    ticket = world.ingrid.opens_ticket(number)

    told = {"Wat moet er gebeuren?": "Sleutel ophalen", "Door wie": "Bram Postma", "Uiterlijk": "2026-11-15"}
    ticket.press("Voeg toe", told)
    world.work()

    assert "Sleutel ophalen" in world.bram.letter().text
    mine = world.bram.opens("/tasks")
    assert mine.says("Sleutel ophalen")
    assert mine.says("te laat")
    closing = world.ingrid.opens_ticket(number)
    assert closing.says("Er is nog één taak open.")
    closing.press("Gedaan")
    assert not world.bram.opens("/tasks").says("Sleutel ophalen")


def test_R27_one_timeline_tells_everything_once_and_in_order(world: World):
    number = fatimas_ticket(world)
    world.ingrid.notes(number, "Even bellen.")
    order = world.ingrid.orders(number, "De Kraan")
    world.wait()
    page = world.johan.opens(world.johan.letter("Opdracht"))
    page = page.press("Verstuur", {"Uw bericht": "Wie heeft de sleutel?"})
    world.wait()
    page.press("Accepteren")
    world.wait()

    story = world.ingrid.opens_ticket(number).story

    told = [LEAK, "Even bellen.", order, "Wie heeft de sleutel?", "geaccepteerd"]
    places = [[n for n, line in enumerate(story) if words.lower() in line.lower()] for words in told]
    firsts = [found[0] for found in places if found]
    assert len(firsts) == len(told), (told, story)
    assert firsts == sorted(firsts)
    assert sum("Wie heeft de sleutel?" in line for line in story) == 1
    assert sum("Even bellen." in line for line in story) == 1


def test_R28_a_move_shows_which_steps_remain_and_who_made_it(world: World):
    number = fatimas_ticket(world)

    world.bram.moves(number, "In behandeling")

    page = world.ingrid.opens_ticket(number)
    steps = page.all(".step")
    assert any("nu:" in step and "In behandeling" in step for step in steps)
    assert any("later:" in step and "Opgelost" in step for step in steps)
    assert any("Bram Postma" in line and "In behandeling" in line for line in page.story)
    assert world.ingrid.opens("/tickets?view=board").says("In behandeling 1")


def test_R28_a_move_taken_back_in_time_is_never_told(world: World):
    number = fatimas_ticket(world)
    before = len(world.fatima.letters())

    world.ingrid.moves(number, "In behandeling").press("Ongedaan maken")
    world.wait()

    assert world.ingrid.phase_of(number) == "Nieuw"
    assert world.fatima.letters()[before:] == []


def test_R28_a_move_taken_back_and_made_again_is_told_once(world: World):
    number = fatimas_ticket(world)
    before = len(world.fatima.letters())

    world.ingrid.moves(number, "In behandeling").press("Ongedaan maken")
    world.wait(seconds=30)
    world.ingrid.moves(number, "In behandeling")
    world.wait()

    assert len(world.fatima.letters()[before:]) == 1


def test_R28_what_the_table_does_not_list_is_not_offered(world: World):
    number = fatimas_ticket(world)
    world.ingrid.moves(number, "In behandeling")

    offered = world.ingrid.opens_ticket(number).options("Verplaats", "Fase")

    assert "Nieuw" not in offered
    assert "Opgelost" in offered


def test_R28_a_question_waits_and_her_answer_by_mail_brings_the_ticket_back(world: World):
    number = fatimas_ticket(world)
    world.ingrid.moves(number, "In behandeling")
    asked: dict[str, Typed] = {
        "Bericht": "Druppelt het ook ’s nachts?",
        "Zichtbaar voor melder": True,
        "Dit is een vraag": True,
    }

    world.ingrid.opens_ticket(number).press("Plaats", asked)
    world.wait()
    waits = world.ingrid.phase_of(number)
    (question,) = [letter for letter in world.fatima.letters() if "’s nachts?" in letter.text]
    world.fatima.answers(question, "Ja, dag en nacht.")
    world.work()

    assert (waits, world.ingrid.phase_of(number)) == ("Wacht op melder", "In behandeling")
    assert world.ingrid.opens_ticket(number).says("Ja, dag en nacht.")


def test_R28_no_by_mail_reopens_is_counted_and_told(world: World):
    number = fatimas_ticket(world)
    world.bram.moves(number, "Opgelost")
    world.wait()
    before = len(world.ingrid.letters())

    world.fatima.answers(world.fatima.letter("Is het opgelost?"), "Nee")
    world.work()
    world.wait()

    assert world.ingrid.phase_of(number) == "In behandeling"
    assert world.ingrid.opens_ticket(number).says("één keer heropend")
    (told,) = world.ingrid.letters()[before:]
    assert number in told.subject


def test_R28_a_week_of_silence_closes_and_unanswered_words_do_not(world: World):
    spoken = fatimas_ticket(world)
    silent = world.ingrid.makes_ticket("Bel stuk", "De bel doet het niet.", {"Iemand die we kennen": "Olivia Carter"})
    for number in (silent, spoken):
        world.ingrid.moves(number, "Opgelost")
    world.wait()
    world.until(on(19, 11, "12:00"))
    world.fatima.answers(world.fatima.letter("Is het opgelost?"), "Het druppelt toch nog een beetje.")

    world.until(on(23, 11, "06:00"))
    within_the_week = world.ingrid.phase_of(silent)
    world.until(on(30, 11, "12:00"), every=timedelta(hours=12))

    assert within_the_week == "Opgelost"
    assert [world.ingrid.phase_of(number) for number in (silent, spoken)] == ["Gesloten", "Opgelost"]


def test_R28_mail_about_what_was_closed_long_ago_is_a_draft_of_a_ticket_that_follows_it(world: World):
    number = fatimas_ticket(world)
    receipt = world.fatima.letter("Wij hebben uw melding")
    world.ingrid.moves(number, "Gesloten")
    world.until(on(20, 12, "12:00"), every=timedelta(days=1))

    world.fatima.answers(receipt, "Het druppelt weer.")
    world.work()

    follower = world.ingrid.converts("Re:")
    page = world.ingrid.opens_ticket(follower)
    assert page.says(f"vervolg op {number}")
    assert page.title == "Het druppelt weer."
    assert page.says("Het druppelt weer.")
    rows = world.ingrid.opens("/tickets?phase=all").rows
    assert sum("Gesloten" in row and number in row for row in rows) == 1


def test_R28_a_merged_number_leads_to_the_ticket_that_goes_on(world: World):
    number = fatimas_ticket(world)
    world.karel.mails("Bij ons ook water.", "Ook lekkage")
    world.work()
    merged = world.ingrid.converts("Ook lekkage")
    world.work()

    world.ingrid.opens_ticket(merged).press("Voeg samen", {"Nummer van het ticket": number})
    world.wait()
    world.karel.answers(world.karel.letter("Wij hebben uw melding"), "Nog steeds nat.")
    world.work()

    assert world.ingrid.opens_ticket(merged).follow(number).path == f"/tickets/{number}"
    assert world.ingrid.opens_ticket(number).says("Nog steeds nat.")
    assert [letter.subject for letter in world.karel.letters()[1:]] == [f"[{merged}] Samen behandeld: Ook lekkage"]
