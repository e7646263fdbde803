"""Staff who answer a letter of the desk from their own mail program."""

from __future__ import annotations

import pytest

from tests.journeys.letters import ReceivedLetter
from tests.journeys.world import World


def fatima_wrote(world: World) -> tuple[str, ReceivedLetter]:
    """A ticket of hers to which she added something, and the letter that told Ingrid."""
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    world.fatima.answers(world.fatima.letter("Wij hebben"), "Het wordt erger.")
    world.wait()
    world.wait()
    return number, world.ingrid.letter("Bericht van Fatima")


def johan_wrote(world: World) -> tuple[str, str, ReceivedLetter]:
    """Ticket and order, and the letter that told Ingrid of his question."""
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(number, "De Kraan", {"foto": True})
    world.wait()
    world.johan.answers(world.johan.letter("Opdracht"), "Is er een kelder?")
    world.wait()
    world.wait()
    return number, order, world.ingrid.letter("Bericht van Johan")


def test_her_answer_to_a_tenants_message_goes_to_the_tenant_and_she_gets_no_receipt(world: World):
    number, letter = fatima_wrote(world)
    before = len(world.ingrid.letters())

    world.ingrid.answers(letter, "Wij komen vandaag kijken.")
    world.wait()
    world.wait()

    assert "Wij komen vandaag kijken." in world.fatima.letters()[-1].text
    assert world.fatima.opens(world.fatima.letters()[-1]).says("Wij komen vandaag kijken.")
    assert world.ingrid.opens_ticket(number).says("Wij komen vandaag kijken.")
    assert len(world.ingrid.letters()) == before


def test_her_answer_to_a_firms_message_goes_to_the_firm_alone_and_is_no_deed_of_theirs(world: World):
    _, order, letter = johan_wrote(world)

    world.ingrid.answers(letter, "Akkoord")
    world.wait()
    world.wait()

    assert world.johan.opens(world.johan.letter("Opdracht")).says("Akkoord")
    assert world.ingrid.state_of(order) == "Verstuurd"
    assert not world.fatima.opens(world.fatima.letters()[-1]).says("Akkoord")


@pytest.mark.parametrize("mark", ["#intern", "#INTERN let op:"])
def test_what_she_marks_internal_stays_internal(world: World, mark: str):
    number, letter = fatima_wrote(world)

    world.ingrid.answers(letter, f"Wij komen vandaag.\n\n{mark} huurachterstand\nen nog meer zoekwoord")
    world.wait()
    world.wait()

    page = world.fatima.opens(world.fatima.letters()[-1])
    assert page.says("Wij komen vandaag.")
    assert not page.says("huurachterstand")
    assert not page.says("zoekwoord")
    assert not [one for one in world.fatima.letters() if "huurachterstand" in one.text or "zoekwoord" in one.text]
    assert world.ingrid.opens_ticket(number).says("en nog meer zoekwoord")


def test_intern_on_top_makes_all_of_it_internal(world: World):
    _, order, letter = johan_wrote(world)
    before = len(world.johan.letters())

    world.ingrid.answers(letter, "#intern deze huurder heeft een huurachterstand")
    world.wait()
    world.wait()

    assert len(world.johan.letters()) == before
    assert not world.johan.opens(world.johan.letter("Opdracht")).says("huurachterstand")
    assert world.ingrid.opens_order(order).says("huurachterstand")


def test_an_answer_to_any_other_notice_is_internal(world: World):
    world.bram.makes_ticket("Lamp in de hal", "Hij knippert.", {"Verantwoordelijke": "Ingrid Vos"})
    world.wait()
    world.wait()
    (letter,) = world.ingrid.letters("Lamp in de hal")
    before = [one.to for one in world.letters if not one.to.endswith("@delinde.example.nl")]

    world.ingrid.answers(letter, "Zoekwoord: dit is voor de eigenaar.")
    world.wait()

    assert world.ingrid.opens_ticket(world.ingrid.newest_ticket()).says("Zoekwoord")
    assert [one.to for one in world.letters if not one.to.endswith("@delinde.example.nl")] == before


def test_words_in_her_name_that_nobody_can_prove_go_to_nobody_and_she_is_warned(world: World):
    number, letter = fatima_wrote(world)
    before = len(world.fatima.letters())
    failed = f"{world.desk.settings.smtp_in.trusted_authserv_id}; dmarc=fail header.from=delinde.example.nl"

    world.ingrid.answers(letter, "Zoekwoord: betaal op deze rekening.", proven=False, Authentication_Results=failed)
    world.wait()
    world.wait()

    assert len(world.fatima.letters()) == before
    assert world.ingrid.opens_ticket(number).says("niet bewezen")
    assert "niet bewezen" in world.ingrid.letters()[-1].text


def test_an_answer_whose_end_is_not_certain_is_kept_internal_and_she_is_told(world: World):
    number, letter = fatima_wrote(world)
    before = len(world.fatima.letters())

    world.ingrid.mails(
        "Zoekwoord.\n> alleen als het moet", letter.subject, to=letter.reply_to, In_Reply_To=letter.message_id
    )
    world.wait()
    world.wait()

    assert len(world.fatima.letters()) == before
    assert world.ingrid.opens_ticket(number).says("Zoekwoord")
    assert "niet zeker" in world.ingrid.letters()[-1].text
