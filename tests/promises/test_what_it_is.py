"""R01 to R07: what Postbon is. Each test drives the desk from outside."""

from __future__ import annotations

import pytest

from tests.journeys.staff_user import SEND_ORDER
from tests.journeys.world import World

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def test_R01_a_report_by_anybody_becomes_exactly_one_ticket(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.passer_by.mails("De voordeur van Lindelaan staat wagenwijd open.", "Deur staat open")
    world.work()

    by_tenant = world.ingrid.converts("Lekkage badkamer")
    by_passer_by = world.ingrid.converts("Deur staat open")
    by_nobody = world.ingrid.makes_ticket("Verlichting portiek", "Zelf gezien: de lamp in het portiek is stuk.")
    world.work()

    assert len({by_tenant, by_passer_by, by_nobody}) == 3
    assert len(world.ingrid.opens("/tickets").rows) == 3
    assert world.ingrid.opens_ticket(by_tenant).says(LEAK)
    assert by_passer_by in world.passer_by.letter().subject
    assert world.ingrid.opens_ticket(by_nobody).says("Zelf gezien: de lamp in het portiek is stuk.")


def test_R02_a_ticket_is_resolved_with_no_order_with_one_and_with_three(world: World):
    without = world.ingrid.makes_ticket("Sleutel vergeten", "Huisdeur opengemaakt met de loper.")
    with_one = world.ingrid.makes_ticket("Lekkage keuken", "De kraan lekt.", {"Waar": "Lindelaan 41"})
    with_three = world.ingrid.makes_ticket("Dakgoot lekt", "Goot verstopt.", {"Waar": "Lindelaan 22"})

    world.ingrid.moves(without, "Opgelost")
    only = world.ingrid.orders(with_one, "De Kraan")
    refused = world.ingrid.orders(with_three, "De Kraan")
    withdrawn = world.ingrid.orders(with_three, "Elektro Visser")
    completed = world.ingrid.orders(with_three, "Warmte & Zo")
    world.work()
    world.johan.opens(world.johan.letter(only)).press("Meld voltooid")
    world.johan.opens(world.johan.letter(refused)).press("Weiger de opdracht", {"Waarom niet?": "Geen tijd"})
    world.ingrid.opens_order(withdrawn).press("Intrekken")
    still_out = world.ingrid.phase_of(with_three)
    world.warmte.opens(world.warmte.letter(completed)).press("Meld voltooid")

    assert still_out == "Uitgezet"
    assert [world.ingrid.phase_of(one) for one in (without, with_one, with_three)] == ["Opgelost"] * 3
    states = [world.ingrid.state_of(one) for one in (refused, withdrawn, completed)]
    assert states == ["Geweigerd", "Ingetrokken", "Voltooid"]


def test_R03_a_party_without_an_account_does_the_whole_job(world: World):
    ticket = world.ingrid.makes_ticket("Lekkage badkamer", LEAK, {"Waar": "Lindelaan 14B"})
    order = world.ingrid.orders(ticket, "De Kraan")
    world.work()

    page = world.johan.opens(world.johan.letter("Opdracht"))
    accepted = page.press("Accepteren")
    completed = accepted.press("Meld voltooid", {"Wat is er gedaan?": "Siliconenrand vernieuwd."})

    assert (page.status, accepted.status, completed.status) == (200, 200, 200)
    assert world.ingrid.state_of(order) == "Voltooid"


def test_R04_the_report_stays_as_it_came_in_whatever_staff_make_of_it(world: World):
    sent = world.fatima.mails(LEAK, "Lekkage badkamer", X_Eigen="blijft staan")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")

    world.ingrid.opens_ticket(number).follow("Wijzig").press("Bewaar", {"Omschrijving": "Plafond badkamer lekt."})

    ticket = world.ingrid.opens_ticket(number)
    assert ticket.says("Plafond badkamer lekt.")
    assert ticket.says(LEAK)
    assert world.ingrid.original_of(number) == sent


@pytest.mark.parametrize(
    ("tenant", "home", "phase", "next_step"),
    [
        ("fatima", "Lindelaan 14B", "Wij zijn met uw melding bezig", "Wij laten u weten"),
        ("olivia", "Lindelaan 22", "We are working on your report", "We will let you know"),
    ],
)
def test_R05_progress_reaches_the_reporter_by_itself_in_their_language(
    world: World, tenant: str, home: str, phase: str, next_step: str
):
    reporter = getattr(world, tenant)
    reporter.mails(LEAK, "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.work()
    before = len(reporter.letters())

    world.ingrid.moves(number, "In behandeling")
    world.wait()

    (letter,) = reporter.letters()[before:]
    assert number in letter.subject
    assert phase in letter.text
    assert next_step in letter.text
    assert letter.mail["Auto-Submitted"] == "auto-generated"


def test_R05_staff_can_keep_one_notice_back(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.work()
    before = len(world.fatima.letters())

    world.ingrid.moves(number, "In behandeling", {"Deze keer niemand": True})
    world.wait()

    assert world.fatima.letters()[before:] == []


def test_R06_the_slip_tells_who_what_and_where_in_letter_and_page(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    world.ingrid.orders(world.ingrid.converts("Lekkage badkamer"), "De Kraan")
    world.work()

    letter = world.johan.letter("Opdracht")
    page = world.johan.opens(letter)

    html = " ".join(letter.html.split())
    for fact in ("Fatima el Amrani", "Lekkage badkamer", LEAK, "Lindelaan 14B", "3512 SA"):
        assert fact in letter.text
        assert fact in html
        assert page.says(fact)


def test_R06_without_an_address_no_order_is_sent_unless_one_says_there_is_none(world: World):
    ticket = world.ingrid.makes_ticket("Verlichting", "Ergens is een lamp stuk.")

    page = world.ingrid.starts_order(ticket)
    refused = page.press(SEND_ORDER, {"Servicepartij": "Elektro Visser"})
    world.work()

    assert refused.status == 422
    assert "geen adres" in refused.errors["without_address"]
    assert world.marco.letters() == []


def test_R07_onderhoud_opdrachten_lists_every_order_with_its_state_of_now(world: World):
    ticket = world.ingrid.makes_ticket("Lekkage badkamer", LEAK, {"Waar": "Lindelaan 14B"})
    order = world.ingrid.orders(ticket, "De Kraan")
    world.work()
    party = world.johan.opens(world.johan.letter("Opdracht"))

    seen = [world.ingrid.state_of(order)]
    party = party.press("Accepteren")
    seen.append(world.ingrid.state_of(order))
    party.press("Meld voltooid")
    seen.append(world.ingrid.state_of(order))

    listed = world.ingrid.opens("/").follow("Opdrachten")
    assert listed.path == "/orders"
    assert listed.says("Onderhoud")
    assert seen == ["Verstuurd", "Geaccepteerd", "Voltooid"]
    assert listed.chip("Voltooid") == 1
    assert listed.chip("Geaccepteerd") == 0
