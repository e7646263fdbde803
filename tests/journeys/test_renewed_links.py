"""A link whose time has passed: its holder asks for a new one, which goes to their own address and to no other."""

from __future__ import annotations

from tests.journeys.world import World

ASK = "Mail mij een nieuwe link"


def test_who_held_a_link_gets_a_new_one_by_mail_and_whoever_else_asks_learns_nothing(world: World):
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(number, "De Kraan")
    world.wait()
    holders = (world.fatima, world.fatima.letter("Wij hebben")), (world.johan, world.johan.letter("Opdracht:"))
    open_page = world.johan.opens(holders[1][1])
    world.ingrid.opens_order(order).press("Voltooid melden")
    world.ingrid.moves(number, "Gesloten")
    world.wait(days=40)
    before = len(world.letters)

    answers = [world.passer_by.opens("/l/" + "a" * 26).press(ASK).text]
    for holder, letter in holders:
        page = world.passer_by.opens(holder.opens(letter).path)
        answers += [page.press(ASK).text for _ in range(5)]
    world.wait()

    assert open_page.status == 200 and len(set(answers)) == 1
    assert len(world.letters) == before + 2
    for holder, letter in holders:
        page = holder.opens(holder.letter("Uw nieuwe link"))
        assert page.status == 200 and page.says("Lekkage badkamer")
        assert holder.opens(letter).status == 404


def test_a_link_that_was_ended_by_staff_is_not_renewed(world: World):
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(number, "De Kraan")
    world.wait()
    path = world.johan.opens(world.johan.letter("Opdracht:")).path
    world.ingrid.opens_order(order).press("Intrekken")
    world.wait(days=40)
    letters = len(world.letters)

    answer = world.johan.browser.post(path)
    world.wait()

    assert (answer.status_code, len(world.letters)) == (200, letters)
