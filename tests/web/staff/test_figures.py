"""The figures: what they count, on the page and as a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from sqlmodel import select

from convert.relations.properties import add_installation
from store.people import Unit
from store.tickets import Ticket
from store.words import Phase
from tests.journeys.world import World
from tests.web.lived_in import a_ticket, an_order


@pytest.mark.each_database
def test_what_is_open_and_how_soon_it_was_taken_up_stands_in_the_figures(world: World):
    order = an_order(world)
    world.wait()
    world.clock.advance(hours=3)
    world.johan.opens(world.johan.letter(order)).press("Accepteren")
    world.clock.advance(days=5)

    page = world.ingrid.opens("/figures")
    sheet = world.ingrid.browser.get("/figures/list.csv").content.decode("utf-8-sig")
    lines = [list(map(world.ingrid.reads, line)) for line in csv.reader(StringIO(sheet), delimiter=";")]

    assert page.row("tot 7 dagen")["Aantal"] == "1" and page.row("tot 2 dagen")["Aantal"] == "0"
    assert page.row("Geaccepteerd door de servicepartij")["Binnen de streeftijd"] == "1 van 1"
    assert page.row("Loodgietersbedrijf De Kraan")["Accepteert binnen"] == "3 uur"
    assert page.row("Lindenhof")["Open"] == "1"
    assert ["Open, naar leeftijd", "tot 7 dagen", "1"] in [line[:3] for line in lines]


def test_an_installation_that_fails_again_within_a_year_is_named(world: World):
    numbers = [a_ticket(world, title=f"Geen warm water {time}") for time in (1, 2, 3)]
    with world.desk.work() as work:
        unit = work.session.exec(select(Unit)).all()[0]
        machine = add_installation(work, unit.property_id, "CV-900", "Combiketel")
        for ticket in work.session.exec(select(Ticket)).all():
            ticket.installation_id = machine.key if ticket.number in numbers else None

    assert world.ingrid.opens("/figures").says("Combiketel CV-900 3 meldingen in 12 maanden")


def test_a_report_that_was_taken_back_did_not_fail(world: World):
    gone, *_ = numbers = [a_ticket(world, title=f"Geen warm water {time}") for time in (1, 2, 3)]
    with world.desk.work() as work:
        unit = work.session.exec(select(Unit)).all()[0]
        machine = add_installation(work, unit.property_id, "CV-900", "Combiketel")
        for ticket in work.session.exec(select(Ticket)).all():
            ticket.installation_id = machine.key if ticket.number in numbers else None
            if ticket.number == gone:
                ticket.phase = Phase.TAKEN_BACK

    assert world.ingrid.opens("/figures").says("Combiketel CV-900 2 meldingen in 12 maanden")


@pytest.mark.parametrize("address", ["/figures", "/figures?days=365", "/figures?days=<b>"])
def test_the_figures_of_an_empty_desk_say_so(world: World, address: str):
    page = world.ingrid.opens(address)

    assert page.status == 200 and page.says("Binnen de streeftijd")
