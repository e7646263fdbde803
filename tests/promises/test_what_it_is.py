"""R01 to R07: what Postbon is (domain requirements 1.1). Each test drives the desk from outside."""

from __future__ import annotations

import pytest

from tests.journeys.staff_user import SEND_ORDER
from tests.journeys.world import Town

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def test_R01_a_report_by_anybody_becomes_exactly_one_ticket(town: Town):
    town.fatima.mails(LEAK, "Lekkage badkamer")
    town.passer_by.mails("De voordeur van Lindelaan staat wagenwijd open.", "Deur staat open")
    town.work()

    by_tenant = town.ingrid.converts("Lekkage badkamer")
    by_passer_by = town.ingrid.converts("Deur staat open")
    by_nobody = town.ingrid.makes_ticket("Verlichting portiek", "Zelf gezien: de lamp in het portiek is stuk.")
    town.work()

    assert len({by_tenant, by_passer_by, by_nobody}) == 3
    assert len(town.ingrid.opens("/tickets").rows) == 3
    assert town.ingrid.opens_ticket(by_tenant).says(LEAK)
    assert by_passer_by in town.passer_by.letter().subject
    assert town.ingrid.opens_ticket(by_nobody).says("Zelf gezien: de lamp in het portiek is stuk.")


def test_R02_a_ticket_is_resolved_with_no_order_with_one_and_with_three(town: Town):
    without = town.ingrid.makes_ticket("Sleutel vergeten", "Huisdeur opengemaakt met de loper.")
    with_one = town.ingrid.makes_ticket("Lekkage keuken", "De kraan lekt.", {"Waar": "Lindelaan 41"})
    with_three = town.ingrid.makes_ticket("Dakgoot lekt", "Goot verstopt.", {"Waar": "Lindelaan 22"})

    town.ingrid.moves(without, "Opgelost")
    only = town.ingrid.orders(with_one, "De Kraan")
    refused = town.ingrid.orders(with_three, "De Kraan")
    withdrawn = town.ingrid.orders(with_three, "Elektro Visser")
    completed = town.ingrid.orders(with_three, "Warmte & Zo")
    town.work()
    town.johan.opens(town.johan.letter(only)).press("Meld voltooid")
    town.johan.opens(town.johan.letter(refused)).press("Weiger de opdracht", {"Waarom niet?": "Geen tijd"})
    town.ingrid.opens_order(withdrawn).press("Intrekken")
    still_out = town.ingrid.phase_of(with_three)
    town.warmte.opens(town.warmte.letter(completed)).press("Meld voltooid")

    assert still_out == "Uitgezet"
    assert [town.ingrid.phase_of(one) for one in (without, with_one, with_three)] == ["Opgelost"] * 3
    states = [town.ingrid.state_of(one) for one in (refused, withdrawn, completed)]
    assert states == ["Geweigerd", "Ingetrokken", "Voltooid"]


def test_R03_a_party_without_an_account_does_the_whole_job(town: Town):
    ticket = town.ingrid.makes_ticket("Lekkage badkamer", LEAK, {"Waar": "Lindelaan 14B"})
    order = town.ingrid.orders(ticket, "De Kraan")
    town.work()

    page = town.johan.opens(town.johan.letter("Opdracht"))
    accepted = page.press("Accepteren")
    completed = accepted.press("Meld voltooid", {"Wat is er gedaan?": "Siliconenrand vernieuwd."})

    assert (page.status, accepted.status, completed.status) == (200, 200, 200)
    assert town.ingrid.state_of(order) == "Voltooid"


def test_R04_the_report_stays_as_it_came_in_whatever_staff_make_of_it(town: Town):
    sent = town.fatima.mails(LEAK, "Lekkage badkamer", X_Eigen="blijft staan")
    town.work()
    number = town.ingrid.converts("Lekkage badkamer")

    town.ingrid.opens_ticket(number).follow("Bewerk").press("Bewaar", {"Omschrijving": "Plafond badkamer lekt."})

    ticket = town.ingrid.opens_ticket(number)
    assert ticket.says("Plafond badkamer lekt.")
    assert ticket.says(LEAK)
    assert town.ingrid.original_of(number) == sent


@pytest.mark.parametrize(
    ("tenant", "home", "phase", "next_step"),
    [
        ("fatima", "Lindelaan 14B", "Wij zijn met uw melding bezig", "Wij laten u weten"),
        ("olivia", "Lindelaan 22", "We are working on your report", "We will let you know"),
    ],
)
def test_R05_progress_reaches_the_reporter_by_itself_in_their_language(
    town: Town, tenant: str, home: str, phase: str, next_step: str
):
    reporter = getattr(town, tenant)
    reporter.mails(LEAK, "Lekkage badkamer")
    town.work()
    number = town.ingrid.converts("Lekkage badkamer")
    town.work()
    before = len(reporter.letters())

    town.ingrid.moves(number, "In behandeling")
    town.wait()

    (letter,) = reporter.letters()[before:]
    assert number in letter.subject
    assert phase in letter.text
    assert next_step in letter.text
    assert letter.mail["Auto-Submitted"] == "auto-generated"


def test_R05_staff_can_keep_one_notice_back(town: Town):
    town.fatima.mails(LEAK, "Lekkage badkamer")
    town.work()
    number = town.ingrid.converts("Lekkage badkamer")
    town.work()
    before = len(town.fatima.letters())

    town.ingrid.moves(number, "In behandeling", {"Deze keer niemand": True})
    town.wait()

    assert town.fatima.letters()[before:] == []


def test_R06_the_slip_tells_who_what_and_where_in_letter_and_page(town: Town):
    town.fatima.mails(LEAK, "Lekkage badkamer")
    town.work()
    town.ingrid.orders(town.ingrid.converts("Lekkage badkamer"), "De Kraan")
    town.work()

    letter = town.johan.letter("Opdracht")
    page = town.johan.opens(letter)

    html = " ".join(letter.html.split())
    for fact in ("Fatima el Amrani", "Lekkage badkamer", LEAK, "Lindelaan 14B", "3512 SA"):
        assert fact in letter.text
        assert fact in html
        assert page.says(fact)


def test_R06_without_an_address_no_order_is_sent_unless_one_says_there_is_none(town: Town):
    ticket = town.ingrid.makes_ticket("Verlichting", "Ergens is een lamp stuk.")

    page = town.ingrid.starts_order(ticket)
    refused = page.press(SEND_ORDER, {"Servicepartij": "Elektro Visser"})
    town.work()

    assert refused.status == 422
    assert "geen adres" in refused.errors["without_address"]
    assert town.marco.letters() == []


def test_R07_onderhoud_opdrachten_lists_every_order_with_its_state_of_now(town: Town):
    ticket = town.ingrid.makes_ticket("Lekkage badkamer", LEAK, {"Waar": "Lindelaan 14B"})
    order = town.ingrid.orders(ticket, "De Kraan")
    town.work()
    party = town.johan.opens(town.johan.letter("Opdracht"))

    seen = [town.ingrid.state_of(order)]
    party = party.press("Accepteren")
    seen.append(town.ingrid.state_of(order))
    party.press("Meld voltooid")
    seen.append(town.ingrid.state_of(order))

    listed = town.ingrid.opens("/").follow("Opdrachten")
    assert listed.path == "/orders"
    assert listed.says("Onderhoud")
    assert seen == ["Verstuurd", "Geaccepteerd", "Voltooid"]
    assert listed.chip("Voltooid") == 1
    assert listed.chip("Geaccepteerd") == 0
