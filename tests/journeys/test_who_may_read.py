"""Who may read: what somebody writes reaches those it is for, and nobody beside them."""

from __future__ import annotations

import pytest

from tests.journeys.letters import ReceivedLetter
from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World, on


def a_ticket(world: World) -> str:
    """Fatima's leak, a ticket since Monday 16 November."""
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    return number


def an_order(world: World) -> tuple[str, ReceivedLetter]:
    """De Kraan's order for it, and the letter it came with."""
    order = world.ingrid.orders(a_ticket(world), "De Kraan", {"foto": True})
    world.wait()
    return order, world.johan.letter("Opdracht")


def a_closed_ticket(world: World, *, long_ago: bool) -> tuple[str, ReceivedLetter]:
    """Closed on the day it came, eight months ago or five days ago. With the letter that said so."""
    number = a_ticket(world)
    world.ingrid.moves(number, "Gesloten")
    world.wait()
    letter = world.fatima.letters()[-1]
    world.clock.set(on(16, 7, year=2027) if long_ago else on(21, 11))
    return number, letter


def to_staff(world: World, words: str) -> list[ReceivedLetter]:
    """What staff were mailed with these words in it."""
    return [letter for letter in world.letters if letter.to.endswith("@delinde.example.nl") and words in letter.text]


def to_outsiders(world: World) -> list[str]:
    """The subjects of all that was mailed to anybody else."""
    return [letter.subject for letter in world.letters if not letter.to.endswith("@delinde.example.nl")]


@pytest.mark.parametrize("long_ago", [True, False])
@pytest.mark.parametrize("who", ["neighbour", "forger", "thanks"])
def test_only_its_own_reporters_new_problem_makes_anything_of_a_closed_ticket(world: World, who: str, long_ago: bool):
    number, letter = a_closed_ticket(world, long_ago=long_ago)
    before = to_outsiders(world)

    if who == "neighbour":
        world.sem.answers(letter, "Bij mij lekt het ook!")
    elif who == "forger":
        failed = f"{world.desk.settings.smtp_in.trusted_authserv_id}; dmarc=fail header.from=mail.example.nl"
        world.fatima.answers(letter, "Het lekt weer!", proven=False, Authentication_Results=failed)
    else:
        world.fatima.answers(letter, "Bedankt!")
    world.wait()
    world.wait()

    assert to_outsiders(world) == before
    assert world.ingrid.newest_ticket() == number
    assert world.ingrid.phase_of(number) == "Gesloten"
    assert not world.ingrid.opens("/drafts").says("Lekkage badkamer")
    assert bool(to_staff(world, "schrijft over")) == (who != "thanks")
    marks = {"neighbour": "van iemand die hier niet bij hoort", "forger": "niet bewezen", "thanks": "zichtbaar voor"}
    assert world.ingrid.opens_ticket(number).says(marks[who])


@pytest.mark.parametrize("words", ["Nu lekt de kraan in de keuken!", "Het lekt weer!"])
def test_a_problem_long_after_closing_is_a_draft_that_says_what_it_follows_on(world: World, words: str):
    number, letter = a_closed_ticket(world, long_ago=True)

    world.fatima.answers(letter, words)
    world.wait()

    assert world.ingrid.newest_ticket() == number
    draft = world.ingrid.opens("/drafts")
    assert draft.says(f"vervolg op {number}")
    assert draft.says(words)
    assert draft.field("Converteer naar ticket", "Titel") == words
    later = world.ingrid.converts("Re:")
    assert later != number
    assert world.ingrid.opens_ticket(later).says(f"vervolg op {number}")
    assert world.ingrid.opens_ticket(later).says(words)


@pytest.mark.parametrize("words", ["Het lekt alweer!", "Nu lekt de kraan in de keuken!"])
def test_a_problem_soon_after_closing_is_told_to_staff_who_reopen_it_or_not(world: World, words: str):
    number, letter = a_closed_ticket(world, long_ago=False)

    world.fatima.answers(letter, words)
    world.wait()
    world.wait()

    assert world.ingrid.phase_of(number) == "Gesloten"
    assert to_staff(world, "Heropen het, of maak een nieuw ticket")


def test_a_new_problem_soon_after_closing_becomes_a_ticket_of_its_own(world: World):
    number, letter = a_closed_ticket(world, long_ago=False)
    world.fatima.answers(letter, "Nu lekt de kraan in de keuken!")
    world.wait()
    page = world.ingrid.opens_ticket(number)

    tray = page.press("Maak er een nieuwe melding van")
    page.press("Maak er een nieuwe melding van")  # by a colleague, on a page from before
    later = world.ingrid.converts("Re:")
    world.wait()

    assert f"{number} blijft gesloten" in tray.done and tray.says(f"vervolg op {number}")
    assert tray.field("Converteer naar ticket", "Titel") == "Nu lekt de kraan in de keuken!"
    assert later != number and later in world.fatima.letters()[-1].text
    assert world.ingrid.phase_of(number) == "Gesloten"
    seen = world.ingrid.opens_ticket(number)
    assert seen.says("Nu lekt de kraan") and not seen.offers("Maak er een nieuwe melding van")
    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")


def test_a_relapse_soon_after_closing_is_reopened_in_one_press(world: World):
    number, letter = a_closed_ticket(world, long_ago=False)
    world.fatima.answers(letter, "Het lekt alweer!")
    world.wait()

    world.ingrid.opens_ticket(number).press("Heropen dit ticket")
    world.wait()

    assert world.ingrid.phase_of(number) == "In behandeling"
    assert world.ingrid.newest_ticket() == number
    assert "Wij gaan weer verder" in world.fatima.letters()[-1].text or number in world.fatima.letters()[-1].subject
    assert not world.ingrid.opens_ticket(number).offers("Heropen dit ticket")


def test_an_unproven_answer_ends_no_waiting_and_only_staff_read_it(world: World):
    number = a_ticket(world)
    world.ingrid.opens_ticket(number).press(
        "Plaats", {"Bericht": "Sinds wanneer?", "Zichtbaar voor melder": True, "Dit is een vraag": True}
    )
    world.wait()
    question = next(one for one in world.fatima.letters() if "Sinds wanneer?" in one.text)
    failed = f"{world.desk.settings.smtp_in.trusted_authserv_id}; dmarc=fail header.from=mail.example.nl"

    world.fatima.answers(question, "Zoekwoord sinds gisteren.", proven=False, Authentication_Results=failed)
    world.wait()
    world.wait()

    assert world.ingrid.phase_of(number) == "Wacht op melder"
    assert not world.fatima.opens(question).says("Zoekwoord")
    page = world.ingrid.opens_ticket(number)
    assert page.says("Zoekwoord")
    assert page.says("niet bewezen; alleen collega’s")
    assert to_staff(world, "Het is niet bewezen")


def writers(world: World) -> dict[str, OutsideUser]:
    return {
        "colleague": OutsideUser(world, "Bram Postma", world.bram.address),
        "tenant": world.fatima,
        "neighbour": world.sem,
        "other firm": world.marco,
        "stranger": world.passer_by,
    }


@pytest.mark.parametrize("who", ["colleague", "tenant", "neighbour", "other firm", "stranger"])
def test_words_of_anybody_but_the_firm_in_its_orders_thread_are_for_staff(world: World, who: str):
    order, letter = an_order(world)

    writers(world)[who].answers(letter, "Zoekwoord: er is een huurachterstand.")
    world.wait()

    assert not world.johan.opens(letter).says("huurachterstand")
    assert world.ingrid.opens_order(order).says("huurachterstand")
    assert world.ingrid.opens_order(order).says("Intern" if who == "colleague" else "alleen collega’s")


def test_another_contact_of_the_firm_is_read_by_the_firm(world: World):
    _, letter = an_order(world)
    planner = OutsideUser(world, "Petra Planning", "planning@dekraan.example.nl")

    planner.answers(letter, "Is er een kelder?")
    world.wait()

    assert world.johan.opens(letter).says("Is er een kelder?")


def test_an_internal_note_and_a_question_to_the_reporter_exclude_each_other(world: World):
    number = a_ticket(world)
    before = len(world.letters)

    page = world.ingrid.opens_ticket(number).press("Plaats", {"Bericht": "Huurachterstand!", "Dit is een vraag": True})
    world.wait()

    assert page.status == 422
    assert page.says("Een interne notitie vraagt de melder niets")
    assert len(world.letters) == before
    assert world.ingrid.phase_of(number) != "Wacht op melder"
