"""One leak, from Fatima's mail to her answer, by each of the three ways mail comes in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from config.settings import Imap
from tests.journeys.photos import a_photo
from tests.journeys.transports import by_imap, by_pipe
from tests.journeys.world import Town

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


@pytest.fixture(params=["smtp", pytest.param("imap", marks=pytest.mark.dovecot), "pipe"])
def carried_town(request: pytest.FixtureRequest, town: Town) -> Town:
    if request.param == "imap":
        mailbox = request.getfixturevalue("mailbox")
        told = {"name": "desk", "security": "none", "password": SecretStr(mailbox.password)}
        account = Imap.model_validate(told | {"host": mailbox.host, "port": mailbox.port, "username": mailbox.username})
        town.carry = by_imap(town.desk, account)
    if request.param == "pipe":
        town.clock.set(datetime.now(UTC))  # the command has no clock but the machine's
        town.carry = by_pipe(town.desk)
    return town


def test_a_leak_is_reported_ordered_accepted_completed_and_asked_after(carried_town: Town):
    town = carried_town
    town.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("lek.jpg")])
    town.work()

    ticket = town.ingrid.converts("Lekkage badkamer")
    order = town.ingrid.orders(ticket, "De Kraan")
    town.wait()
    town.johan.answers(town.johan.letter("Opdracht"), "Akkoord")
    town.work()
    accepted = town.ingrid.state_of(order), town.ingrid.phase_of(ticket)
    town.wait()
    town.johan.answers(town.johan.letter("Geaccepteerd"), "Voltooid", photos=[a_photo("na.jpg")])
    town.work()
    completed = town.ingrid.state_of(order), town.ingrid.phase_of(ticket)
    town.wait()

    assert accepted == ("Geaccepteerd", "Uitgezet")
    assert completed == ("Voltooid", "Opgelost")
    assert "Is het opgelost?" in town.fatima.letter("Is het opgelost?").text
    assert town.ingrid.opens("/drafts").count("Postvak") == 0
