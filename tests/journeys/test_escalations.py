"""When nobody reacts: an order that reached nobody, a firm that is silent, an owner who does not decide, two robots."""

from __future__ import annotations

import pytest

from tests.journeys.world import World, on


def ordered(world: World, firm: str = "De Kraan") -> str:
    ticket = world.ingrid.makes_ticket("Lekkage", "Kraan lekt", {"Complex": "Lindenhof"})
    order = world.ingrid.orders(ticket, firm)
    world.wait()
    return order


def test_an_order_that_reached_nobody_is_told_each_working_day_until_somebody_acts(world: World):
    order = ordered(world)
    world.returns(world.johan.letter("Opdracht:"))
    world.wait()
    first = len(world.ingrid.letters("Mail komt niet aan"))

    world.until(on(20, 11, "09:30"))
    before = len(world.ingrid.letters("Niet aangekomen bij"))
    firm = world.ingrid.opens("/parties").follow("De Kraan")
    firm.press("Bewaar", {"Taal van mails en pagina": "Nederlands", "E-mail": world.sem.address})
    world.until(on(24, 11, "09:30"))

    assert (first, before, len(world.ingrid.letters("Niet aangekomen bij"))) == (1, 4, 4)
    assert "komt terug: Loodgietersbedrijf De Kraan heeft deze opdracht niet" in world.ingrid.letters("Niet")[0].text
    assert len(world.sem.letters(f"[{order}] Wilt u accepteren? Herinnering")) == 1


def test_a_silent_firms_order_goes_with_one_press_to_one_that_did_such_work_here(world: World):
    earlier = ordered(world, "Warmte & Zo")
    world.ingrid.opens_order(earlier).press("Voltooid melden")
    order = ordered(world)
    assert not world.ingrid.opens_order(order).offers("Geef aan Installatiebedrijf Warmte & Zo")
    world.until(on(25, 11, "09:30"))

    page = world.ingrid.opens_order(order)
    [button] = [words for words in page.all("button") if words.startswith("Geef aan ") and "Warmte" in words]
    given = page.press(button)
    world.wait()

    new = given.path.rpartition("/")[2]
    assert world.ingrid.letter("Geen reactie van Loodgietersbedrijf De Kraan")
    assert world.warmte.letter(f"[{new}] Opdracht: wilt u accepteren? Lekkage")
    assert world.ingrid.state_of(order) == "Ingetrokken"
    assert "U hoeft er niets meer voor te doen" in world.johan.letter("Opdracht ingetrokken").text
    assert world.johan.opens(world.johan.letter(f"[{order}] Opdracht:")).says("ingetrokken")


def test_an_owner_who_does_not_decide_is_reminded_twice_and_then_the_responsible_is_told(world: World):
    order = ordered(world)
    world.johan.answers(world.johan.letter("Opdracht:"), "Akkoord")
    world.wait()
    world.johan.answers(world.johan.letter("Opdracht:"), "Mag dit voor € 900 excl. btw?")
    world.wait()
    world.ingrid.opens_order(order).press("Vraag het de eigenaar")
    world.wait()

    world.until(on(27, 11, "09:30"))

    reminders = [letter.at for letter in world.henk.letters("Herinnering: Gaat u akkoord")]
    assert len(reminders) == 2 and len(world.ingrid.letters("Geen antwoord van Henk Terpstra")) == 1
    assert world.henk.opens(world.henk.letters("Herinnering")[-1]).says("€ 900,00 excl. btw")
    assert len(world.henk.letters()) == 3


@pytest.mark.parametrize(
    ("words", "automatic"),
    [
        ("Uw melding is geregistreerd onder nummer LM-88213.", "auto-replied"),
        ("Uw bericht is ontvangen. Wij nemen contact met u op.", "no"),
        ("Akkoord", "no"),
    ],
    ids=["says that it is one", "does not say so", "says yes to everything"],
)
def test_two_robots_exchange_at_most_one_round(world: World, words: str, automatic: str):
    ordered(world)
    answered = 0
    while answered < min(len(world.johan.letters()), 6):
        world.johan.answers(world.johan.letters()[answered], words, Auto_Submitted=automatic)
        answered += 1
        world.wait()

    assert len(world.johan.letters()) <= 2
