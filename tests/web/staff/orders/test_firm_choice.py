"""Choosing a firm for a job: what stands beside each name, and what a press takes into the form."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import perform
from convert.relations.companies import add_certificate, edit_company
from convert.relations.properties import add_installation, add_property
from store.people import Company, Unit
from store.tickets import Ticket
from store.words import Deed, RefusalReason
from tests.journeys.world import World
from tests.web.lived_in import a_ticket, an_order

KRAAN, VISSER = "Loodgietersbedrijf De Kraan", "Elektro Visser"


def firm_named(world: World, name: str) -> Company:
    with world.desk.store.reading() as session:
        return session.exec(select(Company).where(Company.name == name)).one()


def test_the_firms_of_the_trade_come_first_and_the_others_are_marked(world: World):
    form = world.ingrid.opens(f"/orders/new?ticket={a_ticket(world)}")

    assert form.rows[0].startswith(f"Bedrijf {KRAAN}")
    assert "niet hun vak" in form.row(VISSER)["Bedrijf"] and "niet hun vak" not in form.row(KRAAN)["Bedrijf"]


@pytest.mark.each_database
def test_what_a_firm_did_here_and_how_stands_beside_its_name(world: World):
    order = an_order(world)
    world.wait()
    world.clock.advance(hours=3)
    slip = world.johan.opens(world.johan.letter(order))
    slip.press("Accepteren")
    slip.reload().press("Meld voltooid", {"Wat is er gedaan?": "Sifon vervangen."})

    row = world.ingrid.opens("/orders/new?ticket=T-2026-00042").row(KRAAN)

    assert row["Eerder hier"].startswith("1 in deze woning, 1 in het complex")
    assert row["Accepteert binnen"] == "2 uur"  # half of them: the demo has one that was accepted at once
    assert row["Niet in één keer goed"] == "0 van 2"


def test_a_lapsed_certificate_and_a_closure_are_said_before_the_order_goes(world: World):
    number, kraan = a_ticket(world), firm_named(world, KRAAN).key
    with world.desk.work() as work:
        add_certificate(work, kraan, "vca", date(2026, 1, 31))
        edit_company(work, kraan, closures=[{"from": "2026-11-10", "to": "2026-11-20", "why": "vakantie"}])

    firm = world.ingrid.opens(f"/orders/new?ticket={number}").row(KRAAN)["Bedrijf"]

    assert "vca is verlopen op za 31 jan 2026" in firm and "gesloten tot en met vr 20 nov 2026" in firm


def test_bouwvak_of_the_firms_region_is_said_where_one_orders_and_on_an_order_it_has_not_answered(world: World):
    number = a_ticket(world)
    span = {"Bouwvak: meer data": "middle:2026-11-18/2026-11-27"}
    world.ingrid.opens("/settings/desk").press("Bewaar", span)
    page = world.ingrid.opens("/parties").follow("De Kraan").press("Bewaar", {"Bouwvak": "Midden"})
    words = "bouwvak in regio Midden: wo 18 nov 2026 t/m vr 27 nov 2026; het bedrijf kan gesloten zijn"

    form = world.ingrid.opens(f"/orders/new?ticket={number}")
    order = world.ingrid.orders(number, "De Kraan")

    assert page.says("Midden")
    assert words in form.row(KRAAN)["Bedrijf"] and words not in form.row(VISSER)["Bedrijf"]
    assert world.ingrid.opens_order(order).says(words)


def test_another_firm_for_an_order_is_chosen_by_the_same_facts_and_a_wrong_trade_is_said(world: World):
    order = an_order(world)

    page = world.ingrid.opens_order(order)
    taken = page.press(f"Kies {VISSER}")
    given = taken.press("Geef")

    assert not any(row.startswith(f"Bedrijf {KRAAN}") for row in page.rows)  # it has it
    assert "niet hun vak" in page.row(VISSER)["Bedrijf"] and page.row("Warmte & Zo")["Lopend"]
    assert taken.status == 200 and given.path != page.path and given.says(VISSER)


def test_a_concept_for_a_firm_of_another_trade_keeps_its_warning(world: World):
    form = world.ingrid.opens(f"/orders/new?ticket={a_ticket(world)}")

    kept = form.press("Bewaar als concept", {"Servicepartij": VISSER})

    assert kept.says("is niet hun vak")


def test_firms_are_compared_for_an_order_without_a_ticket_too(world: World):
    firm = world.ingrid.opens("/orders/new").row(KRAAN)

    assert firm["Bedrijf"] and firm["Accepteert binnen"] and firm["Certificaten"]


def test_a_press_takes_the_firm_into_the_form_with_what_was_typed_and_sends_nothing(world: World):
    form = world.ingrid.opens(f"/orders/new?ticket={a_ticket(world)}")
    letters = len(world.letters)

    again = form.press(f"Kies {VISSER}", {"Omschrijving": "Kijk ook naar de lamp."})
    world.wait()

    assert again.field("Verstuur de opdrachtbon", "Servicepartij") == str(firm_named(world, VISSER).key)
    assert again.field("Verstuur de opdrachtbon", "Omschrijving") == "Kijk ook naar de lamp."
    assert [letter for letter in world.letters[letters:] if "OB-" in letter.subject] == []


def test_warranty_and_contract_of_the_installation_are_said_where_the_order_is_made(world: World):
    number = a_ticket(world)
    with world.desk.work() as work:
        ticket = work.session.exec(select(Ticket).where(Ticket.number == number)).one()
        unit = work.session.exec(select(Unit)).all()[0]
        dates = {"warranty_until": date(2027, 5, 1), "contract_until": date(2026, 3, 1)}
        maintainer = work.session.exec(select(Company).where(Company.name == "Warmte & Zo")).one()
        machine = add_installation(
            work, unit.property_id, "CV-900", "cv-ketel", gas=True, maintainer_id=maintainer.key, **dates
        )
        ticket.installation_id = machine.key

    form = world.ingrid.opens(f"/orders/new?ticket={number}")

    assert form.says("Garantie tot za 1 mei 2027") and form.says("liep af op zo 1 mrt 2026")
    assert form.rows[0].startswith("Bedrijf Warmte & Zo") and "geen geldig gascertificaat" in form.row(KRAAN)["Bedrijf"]


def test_who_comes_to_this_town_and_who_said_it_is_too_far_stands_beside_the_name(world: World):
    kraan, visser = firm_named(world, KRAAN), firm_named(world, VISSER)
    number = a_ticket(world)
    with world.desk.work(world.desk.staff("Ingrid")) as work:
        beside = add_property(
            work, "Lindeplein", street="Lindeplein", numbers="1-9", postcode="3512 SA", town="Utrecht"
        )
        orders = [
            create_order(work, NewOrder(property_id=beside.key, company_id=firm.key, title="Kraan lekt"))
            for firm in (kraan, visser)
        ]
        perform(work, orders[0].key, Deed.COMPLETE, DeedDetails(work_done="Kraan vervangen."))
        perform(work, orders[1].key, Deed.REFUSE, DeedDetails(reason=RefusalReason.OUTSIDE_REGION))

    form = world.ingrid.opens(f"/orders/new?ticket={number}")

    assert "1 elders in Utrecht" in form.row(KRAAN)["Eerder hier"]
    assert "vond deze plaats eerder te ver" in form.row(VISSER)["Bedrijf"]
    assert "eerder te ver" not in form.row(KRAAN)["Bedrijf"]
