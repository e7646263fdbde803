"""The tray in a browser without scripts: a mail becomes a ticket, goes to one that is there, or is dismissed."""

from __future__ import annotations

from tests.journeys.town import Town

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp. Ik woon op Lindelaan 14B."


def test_a_mail_of_a_known_sender_becomes_a_ticket_in_two_clicks(town: Town):
    town.fatima.mails(LEAK, "Lekkage badkamer")
    town.work()

    tray = town.ingrid.opens("/")
    after = tray.press("Converteer naar ticket")

    assert after.status == 200
    assert after.says("T-2026-00042 is open")
    ticket = town.ingrid.opens("/tickets/T-2026-00042")
    assert ticket.title.startswith("Lekkage badkamer")
    assert ticket.says("Lindelaan 14B") and ticket.says("Fatima el Amrani") and ticket.says(LEAK)
