"""Threads of people: what belongs together lies together, is marked as what it is, and one press takes it apart."""

from __future__ import annotations

import pytest

from tests.journeys.photos import a_photo
from tests.journeys.world import World


def test_three_mails_for_one_leak_are_one_thing_to_decide(world: World):
    world.fatima.mails("Er komt water door het plafond van de badkamer, het lekt flink.", "Lekkage badkamer")
    world.clock.advance(hours=3)
    world.fatima.mails("HET LEKT NOG STEEDS!!! WAAR BLIJFT U?", "LEKKAGE!!!")
    world.fatima.address = "fatima.prive@elders.example.nl"
    world.fatima.mails("", "", photos=[a_photo("plafond.jpg")])
    world.work()

    first = world.ingrid.opens_draft("Lekkage badkamer")
    photo = world.ingrid.opens("/drafts/2")

    assert first.says("HET LEKT NOG STEEDS") and first.says("Erbij gelegd: dezelfde afzender over hetzelfde")
    assert photo.says("heeft deze naam; het adres is een ander: fatima.prive@elders.example.nl")
    assert "person" not in photo.typed("Converteer naar ticket") or not photo.typed("Converteer naar ticket")["person"]
    number = world.ingrid.converts("Lekkage badkamer")
    assert world.ingrid.opens_ticket(number).says("HET LEKT NOG STEEDS")
    assert world.ingrid.opens("/drafts/2").says(f"{number} Lekkage badkamer")


@pytest.mark.parametrize(
    ("second", "subject"),
    [
        ("De lamp in de gang brandt niet meer.", "Licht"),
        ("De wc spoelt niet door.", "Toilet"),
        ("Bij de buren op Lindelaan 22 lekt het ook.", "Lekkage"),
        ("De kraan lekt. Ook brandt het licht in het trappenhuis niet meer.", "Lekkage badkamer"),
        ("Ik ruik nu gas!", "Lekkage badkamer"),
    ],
)
def test_another_topic_another_home_and_danger_are_mails_of_their_own(world: World, second: str, subject: str):
    world.fatima.mails("Er lekt iets in de badkamer.", "Lekkage badkamer")
    world.fatima.mails(second, subject)
    world.work()

    opened = world.ingrid.newest_ticket() == "T-2026-00042"  # danger opens one by itself
    assert opened or world.ingrid.opens("/drafts/2").offers("Converteer naar ticket")


def test_what_was_joined_is_taken_apart_in_one_press(world: World):
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.fatima.mails("En de stortbak lekt ook al weken.", "Lekkage toilet")
    world.work()

    apart = world.ingrid.opens_draft("Lekkage badkamer").press("Los hiervan")

    assert apart.typed("Converteer naar ticket")["title"] == "Lekkage toilet"
    assert apart.says("Lindelaan 14B")
    assert not world.ingrid.opens("/drafts/1").offers("Los hiervan")


def test_getting_worse_marks_the_mail_that_waits(world: World):
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.fatima.mails("Het wordt erger, het lekt nu ook in de gang.", "Re: Lekkage badkamer")
    world.work()

    assert world.ingrid.opens_draft("Lekkage badkamer").says("mogelijk spoed: de afzender schrijft dat het erger wordt")


def test_getting_worse_in_an_answer_is_told_to_the_responsible_and_seen_on_the_ticket(world: World):
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()

    world.fatima.answers(world.fatima.letter(), "Het wordt erger.")
    world.wait()
    world.wait()

    assert world.ingrid.opens_ticket(number).says("Mogelijk spoed: de melder schrijft dat het erger wordt.")
    assert "Kijk of het spoed is." in world.ingrid.letters()[-1].text
    world.ingrid.moves(number, "Opgelost")
    assert not world.ingrid.opens_ticket(number).says("Mogelijk spoed")


def test_an_answer_of_somebody_else_to_a_mail_that_waits_lies_below_it_and_says_so(world: World):
    octets = world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    mark = next(line for line in octets.decode().split("\r\n") if line.startswith("Message-ID:")).partition(" ")[2]
    world.sem.mails("SEMWOORD: bij ons ook.", "Re: Lekkage badkamer", In_Reply_To=mark)
    world.work()

    assert world.ingrid.opens_draft("Lekkage badkamer").says("Antwoord van een ander")
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()

    assert world.ingrid.opens_ticket(number).says("SEMWOORD")
    assert world.sem.letters() == [] and not world.fatima.finds("SEMWOORD")


@pytest.mark.parametrize("way", ["number", "reply address"])
def test_a_neighbour_with_somebodys_number_or_reply_address_is_shown_and_told_nothing(world: World, way: str):
    world.fatima.mails("FATIMAWOORD: de kraan lekt.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    letter = world.fatima.letter()

    if way == "number":
        world.sem.mails("SEMWOORD: wanneer komt er iemand?", f"Re: {letter.subject}")
    else:
        world.sem.answers(letter, "SEMWOORD: wanneer komt er iemand?")
    world.wait()

    seen = world.ingrid.opens("/drafts/2") if way == "number" else world.ingrid.opens_ticket(number)
    assert seen.says("SEMWOORD") and seen.says(number)
    assert world.sem.letters() == [] and not world.fatima.finds("SEMWOORD")
