"""Every letter that asks something has addresses that are an answer: tap one, send the mail that opens, done."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.journeys.letters import ReceivedLetter
from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World, on

EMPTY = "\n"


def address_for(letter: ReceivedLetter, label: str) -> str:
    """The address behind a label, as it stands in the text."""
    found = re.search(rf"{re.escape(label)}: (\S+[+]\S+@\S+)", letter.text)
    assert found, letter.text
    return found[1]


def taps(somebody: OutsideUser, letter: ReceivedLetter, label: str, text: str = EMPTY, **headers: Any) -> None:
    """A mail as a telephone makes it of such an address: no thread, whatever words stand in it."""
    somebody.mails(text, label, to=address_for(letter, label), **headers)


def sent_order(world: World) -> tuple[str, str]:
    world.clock.set(on(20, 11, "09:30"))
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    return ticket, order


@pytest.mark.parametrize(
    ("label", "text", "state"),
    [
        ("Akkoord", EMPTY, "Geaccepteerd"),
        ("Akkoord", "Akkoord", "Geaccepteerd"),
        ("Akkoord", "groetjes van de bouwplaats, nog niet gegeten", "Geaccepteerd"),
        ("Weigeren", "Akkoord", "Geweigerd"),
        ("Voltooid", "Siliconenrand vervangen", "Voltooid"),
    ],
)
def test_a_mail_to_the_address_of_a_deed_does_it_whatever_stands_in_it(world: World, label: str, text: str, state: str):
    _, order = sent_order(world)

    taps(world.johan, world.johan.letter("Opdracht"), label, text)
    world.wait()
    taps(world.johan, world.johan.letter("Opdracht"), label, text)
    world.wait()

    assert world.ingrid.state_of(order) == state
    receipts = [one for one in world.johan.letters(state) if "NIET JUIST" in one.text]
    assert len(receipts) == 1


def test_the_address_of_a_deed_is_no_key_for_others_and_no_quote_of_it_acts(world: World):
    _, order = sent_order(world)
    letter = world.johan.letter("Opdracht")
    accept = address_for(letter, "Akkoord")

    taps(world.marco, letter, "Akkoord")
    world.johan.answers(letter, "Wie is de contactpersoon?")
    token, _, rest = accept.partition("-")
    forged = f"{token}-{'c' + rest[1:]}"
    world.johan.mails(EMPTY, "Voltooid", to=forged)
    world.johan.mails(EMPTY, "Akkoord", to=f"{accept}, {address_for(letter, 'Weigeren')}")
    world.work()
    robot = {"Auto_Submitted": "auto-replied"}
    taps(world.johan, letter, "Akkoord", "Ik ben afwezig.", **robot)
    world.wait()

    assert world.ingrid.state_of(order) == "Verstuurd"


def test_fatima_chooses_a_time_and_says_that_it_is_solved_by_the_addresses(world: World):
    ticket, order = sent_order(world)
    words = "Akkoord. Ik kom dinsdag om 9 uur of woensdag 25 november tussen 13 en 15 uur"
    world.johan.answers(world.johan.letter("Opdracht"), words)
    world.wait()
    world.wait()
    asked = world.fatima.letter("Welke tijd komt u uit?")

    taps(world.fatima, asked, "2: wo 25 nov 2026, 13:00–15:00")
    world.wait()
    planned = world.ingrid.state_of(order)
    world.johan.answers(world.johan.letter("Afspraak bevestigd"), "Voltooid")
    world.wait()
    world.wait()
    taps(world.fatima, world.fatima.letter("Is het opgelost?"), "Ja, opgelost", "Bedankt!")
    world.wait()

    assert planned == "Ingepland"
    assert world.ingrid.phase_of(ticket) == "Gesloten"


def test_the_address_of_an_older_time_agrees_to_no_newer_one(world: World):
    _, order = sent_order(world)
    world.johan.answers(world.johan.letter("Opdracht"), "Akkoord, ik kom dinsdag tussen 10 en 12")
    world.wait()
    world.wait()
    first = next(one for one in world.fatima.letters() if "Komt dit u uit?" in one.subject)
    world.johan.answers(world.johan.letters()[-1], "Ik kom donderdag 26 november om 9 uur")
    world.wait()
    world.wait()

    taps(world.fatima, first, "Dit komt mij uit", "Dit komt mij uit")
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"


def test_a_firm_that_is_on_site_says_so_by_mail_once_it_accepted_and_may_take_it_back(world: World):
    _, order = sent_order(world)
    letter = world.johan.letter("Opdracht")
    world.johan.answers(letter, "Wij zijn ter plaatse")
    world.wait()
    assert world.ingrid.state_of(order) == "Verstuurd"

    world.johan.answers(letter, "Akkoord")
    world.wait()
    world.wait()
    heard = len(world.fatima.letters())
    world.johan.answers(letter, "Wij zijn ter plaatse")
    world.wait()

    assert world.ingrid.state_of(order) == "In uitvoering"
    assert [letter.subject for letter in world.fatima.letters()][heard:] == []
    receipt = world.johan.letter("Begonnen")
    assert "Wij hebben genoteerd dat u begonnen bent" in receipt.text and "NIET JUIST" in receipt.text
    world.johan.answers(receipt, "NIET JUIST")
    world.wait()
    assert world.ingrid.state_of(order) == "Geaccepteerd"


def test_not_right_to_an_undoing_undoes_nothing_more_and_waits_for_people(world: World):
    _, order = sent_order(world)
    letter = world.johan.letter("Opdracht")
    for words in ("Akkoord", "Wij zijn ter plaatse"):
        world.johan.answers(letter, words)
        world.wait()
        world.wait()
    world.johan.answers(world.johan.letter("Begonnen"), "NIET JUIST")
    world.wait()
    undone = world.johan.letter("Ongedaan gemaakt")

    world.johan.answers(undone, "NIET JUIST")
    world.wait()
    world.wait()

    assert "NIET JUIST" not in undone.text
    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert world.ingrid.letter("Bericht van Johan de Kraan").text.count("NIET JUIST") == 1
