"""R08 to R12: why a desk is wanted. Each test drives the desk from outside."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, update

from convert.relations.living import move_in
from store.people import Company, Contact, Tenancy
from tests.journeys.forms import Typed
from tests.journeys.world import World

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def test_R08_everything_received_lies_in_exactly_one_place_and_is_counted(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.work()
    mailed = world.fatima.letter("Wij hebben uw melding")

    world.fatima.answers(mailed, "Het wordt erger.")
    world.fatima.answers(mailed, "Ik ben er niet.", Auto_Submitted="auto-replied", subject="Afwezig")
    world.passer_by.mails("20% korting op lekdetectie!", "Nieuws", List_Unsubscribe="<mailto:x@passant.example.nl>")
    world.karel.mails("De lift staat stil.", "Lift kapot")
    world.passer_by.address = "ingrid@de1inde.example.nl"
    world.passer_by.mails("Uw postvak is vol, log hier in.", "Postvak vol", name="Ingrid Vos", proven=False)
    world.work()

    tray, aside = world.ingrid.opens("/drafts"), world.ingrid.opens("/aside")
    assert len(tray.links("Lift kapot")) == 1
    assert len(aside.rows) == 3
    assert world.ingrid.opens_ticket(number).says("Het wordt erger.")
    assert tray.count("Postvak") == 1
    assert tray.count("Apart gelegd") == 1  # the suspicious one needs a hand; what machines wrote does not


def test_R09_the_like_that_happened_before_is_shown_the_nearest_first_and_never_another_client_s(world: World):
    homes = {"INST-0031": "Lekkage ketel", "Lindelaan 22": "Geen stroom", "Lindelaan 41": "Lekkage wasbak"}
    for home, title in homes.items():
        field = "Installatie" if home.startswith("INST") else "Waar"
        number = world.ingrid.makes_ticket(title, "Het is stuk.", {field: home})
        world.ingrid.moves(number, "Gesloten")
    world.ingrid.makes_ticket("Kapotte bel", "De bel doet het niet.", {"Waar": "Lindelaan 41"})
    world.bram.makes_ticket("Lekkage ketel", "Er lekt water.", {"Waar": "Kastanjehof 9"})

    again = world.ingrid.makes_ticket("Lekkage ketel", "De ketel lekt weer.", {"Installatie": "INST-0031"})

    before = world.ingrid.opens_ticket(again).earlier
    assert len(before) == len(homes)
    for line, title in zip(before, homes.values(), strict=True):
        assert title in line


def test_R10_history_tells_who_solved_it_then(world: World):
    world.sem.mails("De keukenkraan druppelt weer.", "Kraan lekt")
    world.work()

    (before, *_) = world.bram.opens_draft("Kraan lekt").earlier

    for fact in ("12 mrt 2026", "Lekkende keukenkraan", "Loodgietersbedrijf De Kraan", "OB-2026-00009"):
        assert fact in before


def test_R10_history_outlives_the_firm_s_name_and_its_fitter(world: World):
    with world.desk.work() as work:
        work.session.get_one(Company, world.desk.company_named("Kraan").key).name = "Waterwerken Noord"
        work.session.get_one(Contact, world.desk.contact_named("Johan").key).active = False

    number = world.bram.makes_ticket("Kraan lekt", "De kraan lekt weer.", {"Waar": "Kastanjehof 7"})

    (before, *_) = world.bram.opens_ticket(number).earlier
    assert "Loodgietersbedrijf De Kraan" in before
    assert "OB-2026-00009" in before


def test_R10_history_outlives_its_tenant(world: World):
    with world.desk.work() as work:
        home = world.desk.unit_named("KH-7").key
        work.session.execute(update(Tenancy).where(col(Tenancy.unit_id) == home).values(ends=date(2026, 11, 1)))
        move_in(work, world.desk.person_named("Olivia").key, home, date(2026, 11, 2))

    told: dict[str, Typed] = {"Waar": "Kastanjehof 7", "Iemand die we kennen": "Olivia Carter"}
    number = world.bram.makes_ticket("Kraan lekt", "De kraan lekt weer.", told)
    world.work()

    (before, *_) = world.bram.opens_ticket(number).earlier
    for fact in ("12 mrt 2026", "Loodgietersbedrijf De Kraan", "OB-2026-00009"):
        assert fact in before
    for page in (world.olivia.opens(world.olivia.letter()), world.bram.opens_ticket(number)):
        assert not page.says("Sem de Wit")


def test_R11_from_new_to_closed_the_reporter_is_told_all_and_staff_type_nothing(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    order = world.ingrid.orders(number, "De Kraan")
    world.wait()
    page = world.johan.opens(world.johan.letter(order)).press("Accepteren")
    world.wait()
    page.press("Meld voltooid")
    world.wait()
    world.fatima.opens(world.fatima.letter("Is het opgelost?")).press("Ja, het is opgelost")
    world.wait()

    assert world.ingrid.phase_of(number) == "Gesloten"
    told = [letter.text for letter in world.fatima.letters()]
    for words in ("Wij hebben uw melding ontvangen", "gevraagd om dit op te lossen", "gaat dit oplossen"):
        assert any(words in text for text in told), words
    assert any("Is het opgelost?" in text for text in told)
    assert len(told) == 5


def test_R12_ticket_and_order_are_one_step_apart(world: World):
    number = world.ingrid.makes_ticket("Lekkage badkamer", LEAK, {"Waar": "Lindelaan 14B"})
    order = world.ingrid.orders(number, "De Kraan")

    there = world.ingrid.opens_ticket(number).follow(order)
    back = there.follow(number)

    assert there.path == f"/orders/{order}"
    assert back.path == f"/tickets/{number}"
