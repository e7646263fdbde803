"""A service party's automatic answer that somebody is away: seen on its order, told once, and reminders wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.world import World, on

DUTCH = "Ik ben tot en met 6 december met vakantie. Voor spoed: Dennis, 06 0000 0012."
ENGLISH = "I am on annual leave and back on Monday 7 December. If urgent, call Dennis on 06 0000 0012."


def a_sent_order(world: World, about: str = "Lekkage badkamer") -> str:
    """Fatima's leak with De Kraan, sent on Friday 20 November."""
    world.clock.set(on(20, 11, "09:30"))
    world.fatima.mails("Er komt water door het plafond.", about)
    world.work()
    order = world.ingrid.orders(world.ingrid.converts(about), "De Kraan", {"Accepteren uiterlijk": "2026-11-24"})
    world.wait()
    return order


def notes_absence(world: World, text: str, about: str = "Opdracht", **headers: str) -> None:
    letter = next(letter for letter in world.johan.letters(about))
    threaded: Any = {"Auto_Submitted": "auto-replied", "In_Reply_To": letter.message_id} | headers
    world.johan.mails(text, f"Automatisch antwoord: {letter.subject}", to=letter.reply_to, **threaded)
    world.wait()


@pytest.mark.parametrize("note", [DUTCH, ENGLISH])
def test_an_absence_note_is_seen_on_its_order_and_told_with_what_it_means(world: World, note: str):
    order = a_sent_order(world)

    notes_absence(world, note)

    page = world.ingrid.opens_order(order)
    assert page.says("terug op ma 7 dec 2026")
    assert page.says("Dennis")
    letter = world.ingrid.letter("Afwezig tot ma 7 dec 2026")
    assert "moet geaccepteerd zijn uiterlijk di 24 nov 2026" in letter.text
    assert "Dennis" in letter.text
    assert "06 0000 0012" in letter.text
    assert world.ingrid.state_of(order) == "Verstuurd"


def test_no_reminder_leaves_before_the_return_and_then_the_ladder_goes_on(world: World):
    a_sent_order(world)
    notes_absence(world, DUTCH)

    reminders = []
    for day in (24, 26, 30, 34, 40, 42):
        world.clock.set(on(1, 11, "10:00") + timedelta(days=day - 1))
        world.work()
        reminders.append(len(world.johan.letters("Herinnering")))

    assert reminders[:4] == [0, 0, 0, 0]
    assert reminders[-1] > 0


def test_one_absence_is_told_once_however_many_orders_it_answers(world: World):
    a_sent_order(world)
    a_sent_order(world, "Kraan keuken lekt")

    notes_absence(world, DUTCH, "Lekkage badkamer")
    notes_absence(world, DUTCH, "Kraan keuken")

    assert len(world.ingrid.letters("Afwezig tot")) == 1
    assert len(world.ingrid.letters("Afwezig:")) == 0


def test_an_absence_without_a_day_is_told_and_pauses_nothing(world: World):
    order = a_sent_order(world)

    notes_absence(world, "Ik ben op dit moment afwezig.")
    world.clock.set(on(26, 11, "10:00"))
    world.work()

    assert "niet bij tot wanneer" in world.ingrid.letter("Afwezig: Johan").text
    assert world.johan.letters("Herinnering")
    assert world.ingrid.opens_order(order).says("zonder dag van terugkomst")


def test_a_stranger_who_says_that_the_plumber_is_away_pauses_nothing(world: World):
    a_sent_order(world)
    letter = world.johan.letter("Opdracht")

    threaded: Any = {"Auto_Submitted": "auto-replied", "In_Reply_To": letter.message_id}
    world.passer_by.mails(DUTCH, f"Re: {letter.subject}", to=letter.reply_to, **threaded)
    world.clock.set(on(26, 11, "10:00"))
    world.work()

    assert world.johan.letters("Herinnering")
    assert "De herinneringen gaan door" in world.ingrid.letter("Afwezig tot").text


def test_a_machine_that_only_confirms_is_a_quiet_line(world: World):
    order = a_sent_order(world)
    before = len(world.ingrid.letters())

    notes_absence(world, "Wij hebben uw mail ontvangen en antwoorden binnen twee werkdagen.")

    assert len(world.ingrid.letters()) == before
    assert world.ingrid.opens_order(order).says("Automatisch antwoord; niemand schreef dit")


def test_a_tenant_who_is_away_is_seen_on_the_ticket(world: World):
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    letter = world.fatima.letter("Lekkage")

    world.fatima.mails(DUTCH, f"Re: {letter.subject}", to=letter.reply_to, Auto_Submitted="auto-replied")
    world.wait()

    assert world.ingrid.opens_ticket(ticket).says("afwezig, terug op ma 7 dec 2026")
