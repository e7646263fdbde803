"""One leak, from Fatima's mail to her answer, by each of the three ways mail comes in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.ingest.doors.imap_account import account_of
from tests.journeys.photos import a_photo
from tests.journeys.transports import by_imap, by_pipe
from tests.journeys.world import World
from tests.servers.dovecot import DovecotMailbox

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


@pytest.fixture(params=["smtp", pytest.param("imap", marks=pytest.mark.dovecot), "pipe"])
def carried_world(request: pytest.FixtureRequest, world: World) -> World:
    if request.param == "imap":
        mailbox: DovecotMailbox = request.getfixturevalue("mailbox")
        world.carry = by_imap(world.desk, account_of(mailbox))
    if request.param == "pipe":
        world.clock.set(datetime.now(UTC))  # the command has no clock but the machine's
        world.carry = by_pipe(world.desk)
    return world


def test_a_leak_is_reported_ordered_accepted_completed_and_asked_after(carried_world: World):
    carried_world.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("lek.jpg")])
    carried_world.work()

    ticket = carried_world.ingrid.converts("Lekkage badkamer")
    order = carried_world.ingrid.orders(ticket, "De Kraan")
    carried_world.wait()
    carried_world.johan.answers(carried_world.johan.letter("Opdracht"), "Akkoord")
    carried_world.work()
    accepted = carried_world.ingrid.state_of(order), carried_world.ingrid.phase_of(ticket)
    carried_world.wait()
    carried_world.johan.answers(carried_world.johan.letter("Geaccepteerd"), "Voltooid", photos=[a_photo("na.jpg")])
    carried_world.work()
    completed = carried_world.ingrid.state_of(order), carried_world.ingrid.phase_of(ticket)
    carried_world.wait()

    assert accepted == ("Geaccepteerd", "Uitgezet")
    assert completed == ("Voltooid", "Opgelost")
    assert "Is het opgelost?" in carried_world.fatima.letter("Is het opgelost?").text
    assert carried_world.ingrid.opens("/drafts").count("Postvak") == 0
