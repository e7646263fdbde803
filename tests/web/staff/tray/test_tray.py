"""The tray in a browser without scripts: a mail becomes a ticket, goes to one that is there, or is dismissed."""

from __future__ import annotations

from tests.journeys.world import World

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp. Ik woon op Lindelaan 14B."


def test_a_mail_of_a_known_sender_becomes_a_ticket_in_two_clicks(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()

    tray = world.ingrid.opens("/")
    after = tray.press("Converteer naar ticket")

    assert after.status == 200
    assert after.says("T-2026-00042 is open")
    ticket = world.ingrid.opens("/tickets/T-2026-00042")
    assert ticket.title.startswith("Lekkage badkamer")
    assert ticket.says("Lindelaan 14B") and ticket.says("Fatima el Amrani") and ticket.says(LEAK)


def test_the_same_mail_converted_twice_is_refused_and_shows_the_ticket_there_is(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    opened_twice = world.ingrid.opens("/drafts")
    opened_twice.press("Converteer naar ticket")

    again = opened_twice.press("Converteer naar ticket")

    assert again.status == 409
    assert again.says("T-2026-00042") and not again.offers("Converteer naar ticket")
    assert world.ingrid.opens("/tickets?phase=all").text.count("T-2026-0004") == 1


def test_a_dismissed_mail_needs_a_reason_and_comes_back_with_one_press(world: World):
    world.fatima.mails("Fijne feestdagen!", "Groeten")
    world.work()
    tray = world.ingrid.opens("/drafts")

    without = tray.press("Wijs af")
    dismissed = tray.press("Wijs af", {"Waarom is dit geen melding?": "Een groet"})
    page = world.ingrid.opens("/messages/1")
    back = dismissed.press("Ongedaan maken")

    assert without.status == 422
    assert page.says("Ingrid Vos heeft het afgewezen.")
    assert dismissed.says("Het postvak is leeg")
    assert back.says("Het ligt weer in het postvak") and back.offers("Converteer naar ticket")


def test_a_mail_joins_a_ticket_that_is_there(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    world.ingrid.opens("/drafts/1").press("Converteer naar ticket")
    world.fatima.mails(LEAK, "Nog steeds lek")
    world.work()

    joined = world.ingrid.opens("/drafts/2").press("Voeg toe aan dit ticket", {"Een ander": "T-2026-00042"})

    assert joined.says("De mail staat nu bij T-2026-00042")
