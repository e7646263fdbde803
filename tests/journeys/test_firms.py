"""What a firm brings of its own: the number its program gives a job, and the days on which it is closed."""

from __future__ import annotations

import pytest

from tests.journeys.world import World, on


def ordered(world: World) -> str:
    world.clock.set(on(16, 11, "09:30"))
    ticket = world.ingrid.makes_ticket("Lekkage", "Kraan lekt", {"Complex": "Lindenhof"})
    order = world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    return order


@pytest.mark.parametrize("robot", [True, False])
def test_a_firms_own_number_is_kept_and_repeated_in_our_subjects_to_it_alone(world: World, robot: bool):
    order = ordered(world)
    sent = world.johan.letter("Opdracht")
    automatic = "auto-replied" if robot else "no"

    subject = f"[LM-88213] Re: {sent.subject}"
    world.johan.answers(sent, "Uw melding is geregistreerd.", subject=subject, Auto_Submitted=automatic)
    world.wait()
    world.johan.answers(sent, "Akkoord")
    world.wait()

    assert world.ingrid.opens_order(order).says("bij hen: LM-88213")
    assert world.johan.letter("Geaccepteerd").subject.startswith(f"[{order}] [LM-88213] ")
    assert not any("88213" in letter.subject for letter in world.ingrid.letters("Geaccepteerd"))


@pytest.mark.parametrize(
    "subject", ["Re: {sent}", "[EXTERN] Re: {sent}", "[OB-2026-00099] Re: {sent}", "[A-123] [B-456] {sent}"]
)
def test_what_is_no_number_of_theirs_is_not_repeated(world: World, subject: str):
    order = ordered(world)
    sent = world.johan.letter("Opdracht")

    world.johan.answers(sent, "Akkoord", subject=subject.format(sent=sent.subject))
    world.wait()

    assert world.johan.letter("Geaccepteerd").subject.startswith(f"[{order}] Geaccepteerd")


def test_a_stranger_gives_an_order_no_number(world: World):
    order = ordered(world)
    sent = world.johan.letter("Opdracht")

    world.marco.answers(sent, "Uw melding is geregistreerd.", subject=f"[LM-1] Re: {sent.subject}")
    world.work()

    assert not world.ingrid.opens_order(order).says("LM-1")


def test_no_reminder_goes_to_a_firm_on_the_days_it_is_closed(world: World):
    world.clock.set(on(16, 11, "09:00"))
    firms = world.ingrid.opens("/parties").follow("De Kraan")
    page = firms.press("Dagen toevoegen", {"Van": "2026-11-17", "Tot en met": "2026-11-18", "Waarom": "beurs"})
    assert page.says("beurs")
    ordered(world)

    world.until(on(18, 11, "17:00"))
    assert not world.johan.letters("Herinnering")
    world.until(on(20, 11, "10:00"))
    assert world.johan.letters("Herinnering")

    again = world.ingrid.opens("/parties").follow("De Kraan")
    assert not again.says("beurs")  # past days are no longer shown
