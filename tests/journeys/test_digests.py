"""A firm that is reminded of several work orders in one letter: from the switch on its page to two answers."""

from __future__ import annotations

import re

from tests.journeys.letters import LINK
from tests.journeys.world import World, on


def test_a_firm_is_reminded_of_all_in_one_letter_and_answers_each_by_itself(world: World):
    world.clock.set(on(16, 11, "15:30"))
    firm = world.ingrid.opens("/parties").follow("De Kraan")
    assert firm.press("Bewaar", {"Herinneringen van één ochtend": "In één brief"}).says("In één brief")
    ticket = world.ingrid.makes_ticket("Lekkage", "Het lekt", {"Complex": "Lindenhof"})
    numbers = [world.ingrid.orders(ticket, "De Kraan") for _ in range(3)]

    world.until(on(17, 11, "09:05"))
    digest = world.johan.letter("3 opdrachten wachten op u")
    plain = "\n".join(digest.lines)
    pages = [world.johan.opens(link) for link in LINK.findall(plain)]
    world.johan.answers(digest, f"{numbers[1]} akkoord")
    world.johan.answers(digest, "Akkoord")
    world.johan.mails("", "Akkoord", to=re.findall(r"melding\+[a-z2-7]{26}-a\S+@\S+", plain)[2])
    world.work()
    world.wait()

    assert not world.johan.letters("Herinnering")
    assert [page.says(number) for page, number in zip(pages, numbers, strict=True)] == [True] * 3
    states = [world.ingrid.state_of(number) for number in numbers]
    assert states == ["Verstuurd", "Geaccepteerd", "Geaccepteerd"]
    assert "Dit gaat over meer opdrachten" in world.ingrid.letter("Bericht van Johan de Kraan").text
