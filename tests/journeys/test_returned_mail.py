"""Mail that comes back, over the wire: hard, soft, late, of nothing of ours, and of a work order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.letters import ReceivedLetter, delivery_report
from tests.journeys.world import World

CALL = "Mail komt niet aan: bel Fatima el Amrani"


def reported(world: World) -> str:
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    return number


def comes_back(world: World, letter: ReceivedLetter, action: str, status: str) -> None:
    """Its server's report, to the letter's own return path."""
    octets = delivery_report(letter).replace(b"Action: failed", f"Action: {action}".encode())
    octets = octets.replace(b"550 5.1.1 User unknown", f"{status} mailbox".encode()).replace(b"5.1.1", status.encode())
    world.carry(octets, "", letter.delivery.mail_from)
    world.work()


def test_an_address_that_is_no_more_is_telephoned_at_once(world: World):
    number = reported(world)

    comes_back(world, world.fatima.letter(), "failed", "5.1.1")

    assert world.ingrid.opens_ticket(number).says(CALL)
    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")


def test_a_mailbox_that_is_full_three_times_in_a_week_is_telephoned_and_twice_is_not(world: World):
    number, asked = reported(world), []
    for day in range(3):
        world.ingrid.notes(number, f"Bericht {day}", "Zichtbaar voor melder")
        world.wait()
        comes_back(world, world.fatima.letters()[-1], "failed", "4.2.2")
        asked.append(world.ingrid.opens_ticket(number).says(CALL))
        world.clock.advance(days=1)

    assert asked == [False, False, True]


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("relayed", "2.0.0")])
def test_a_letter_that_only_takes_long_is_no_reason_to_telephone(world: World, action: str, status: str):
    number = reported(world)

    comes_back(world, world.fatima.letter(), action, status)
    world.wait()

    assert not world.ingrid.opens_ticket(number).says(CALL)
    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")


def test_the_return_of_a_letter_we_never_sent_does_nothing_and_opens_nothing(world: World):
    number = reported(world)
    letters = len(world.letters)
    letter, desk = world.fatima.letter(), world.desk.settings.desk.address
    strange = delivery_report(letter).replace(letter.message_id.encode(), b"<x@elders.example.nl>")
    strange = strange.replace(letter.delivery.mail_from.encode(), desk.encode())

    world.carry(strange, "", desk)
    world.wait()

    assert not world.ingrid.opens_ticket(number).says(CALL)
    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")
    assert len(world.letters) == letters


def test_a_work_order_that_comes_back_is_told_at_once_and_its_reporter_hears_nothing(world: World):
    order = world.ingrid.orders(reported(world), "De Kraan")
    world.wait()
    before = len(world.fatima.letters())

    world.returns(world.johan.letter("Opdracht"))
    world.wait()

    assert world.ingrid.letters("Mail komt niet aan")
    assert world.ingrid.state_of(order) == "Verstuurd"
    assert len(world.fatima.letters()) == before
    world.until(world.clock() + timedelta(days=14))
    assert not world.johan.letters("Herinnering")


def test_a_plumber_at_the_wrong_door_is_told_within_minutes_and_his_words_do_nothing(world: World):
    order = world.ingrid.orders(reported(world), "De Kraan")
    world.wait()
    before = len(world.fatima.letters())

    world.johan.answers(
        world.johan.letter("Opdracht"), "Ik sta bij 14A en daar doet niemand open. Bel mij NU even: 06 0000 0032"
    )
    world.wait()
    world.wait()

    assert "Bel mij NU even" in world.ingrid.letter("Bericht van Johan de Kraan").text
    assert world.ingrid.state_of(order) == "Verstuurd"
    assert len(world.fatima.letters()) == before
