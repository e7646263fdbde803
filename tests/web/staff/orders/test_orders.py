"""Onderhoud → Opdrachten in a browser without scripts: an order is made, sent, acted on, corrected, given on."""

from __future__ import annotations

from convert.files import Upload, keep_file
from store.ticket_sheet import ticket_with_number
from tests.journeys.browsers import visit
from tests.journeys.photos import a_photo
from tests.journeys.world import World
from tests.web.lived_in import LEAK, a_ticket, an_order


def test_an_order_takes_over_title_and_description_and_is_on_its_way_in_one_press(world: World):
    number = a_ticket(world)

    made = world.ingrid.opens(f"/orders/new?ticket={number}")
    order = made.press("Verstuur de opdrachtbon", {"Servicepartij": "Loodgietersbedrijf De Kraan"})

    assert made.typed("Verstuur de opdrachtbon")["title"] == world.ingrid.opens(f"/tickets/{number}").title
    assert made.typed("Verstuur de opdrachtbon")["description"] == LEAK
    assert made.typed("Verstuur de opdrachtbon")["reminders"] == "yes"
    assert order.says("OB-2026-00031 is onderweg") and order.says("Lindelaan 14B") and order.says("Verstuurd")
    assert world.ingrid.opens("/orders").says("OB-2026-00031")
    assert world.ingrid.opens(f"/tickets/{number}").says("OB-2026-00031")


def test_an_order_without_a_party_is_not_sent_and_keeps_what_was_typed(world: World):
    number = a_ticket(world)

    page = world.ingrid.opens(f"/orders/new?ticket={number}").press("Verstuur de opdrachtbon", {"Titel": "Spoed: lek"})

    assert page.status == 422
    assert page.says("Kies een servicepartij.")
    assert page.typed("Verstuur de opdrachtbon")["title"] == "Spoed: lek"


def test_words_a_service_party_need_not_read_are_pointed_out_before_sending(world: World):
    number = a_ticket(world, "Mijn man is ziek en de sleutel ligt onder de mat.")

    page = world.ingrid.opens(f"/orders/new?ticket={number}")

    assert page.says("Kijk hiernaar voordat het weggaat") and page.says("ziek") and page.says("sleutel")


def test_what_a_party_says_by_telephone_is_done_on_its_behalf_and_can_be_undone(world: World):
    number = an_order(world)

    accepted = world.ingrid.opens(f"/orders/{number}").press("Accepteren")
    undone = accepted.press("Ongedaan maken")

    assert accepted.says("Geaccepteerd") and accepted.says("telefoon")
    assert undone.says("Ongedaan gemaakt") and undone.offers("Accepteren")


def test_a_ticket_says_what_its_party_does_next(world: World):
    ticket = a_ticket(world)
    order = world.ingrid.orders(ticket, "De Kraan")
    world.work()

    steps = [world.ingrid.opens_ticket(ticket)]
    world.ingrid.opens_order(order).press("Zet uit")
    steps.append(world.ingrid.opens_ticket(ticket))
    world.johan.opens(world.johan.letter("Opdracht")).press("Accepteren")
    steps.append(world.ingrid.opens_ticket(ticket))

    assert steps[0].says("herinneringen gaan vanzelf")
    assert steps[1].says("er gaan geen herinneringen")
    assert steps[2].says("spreekt een dag af")


def test_reminders_are_turned_off_and_on_again(world: World):
    number = an_order(world)

    off = world.ingrid.opens(f"/orders/{number}").press("Zet uit")
    on = off.press("Zet aan")

    assert off.says("Uit: er gaan geen herinneringen.") and on.says("Herinneringen staan aan.")


def test_giving_an_order_to_another_party_withdraws_the_old_one(world: World):
    number = an_order(world)

    new = world.ingrid.opens(f"/orders/{number}").press("Geef", {"Servicepartij": "Elektro Visser"})

    assert new.path == "/orders/OB-2026-00032" and new.says("Elektro Visser")
    assert world.ingrid.opens(f"/orders/{number}").says("Ingetrokken")


def test_a_correction_makes_a_new_version_and_the_old_one_is_there_to_read(world: World):
    number = an_order(world)

    asked = world.ingrid.opens(f"/orders/{number}/edit")
    untouched = asked.press("Bewaar", {})
    page = asked.press("Bewaar", {"Titel": "Lekkage badkamer en keuken"})

    assert asked.field("Bewaar", "Postcode") == "3512 SA" and untouched.says(f"{number} v1")
    assert page.says(f"{number} v2") and page.says("Lekkage badkamer en keuken")

    old = page.follow("v1")

    assert old.says("Deze versie is vervallen") and old.says("Lekkage badkamer")
    assert not old.says("Lekkage badkamer en keuken")
    assert world.ingrid.opens(f"/orders/{number}/versions/3").status == 404


def test_the_list_counts_states_and_filters_by_party_and_by_what_is_overdue(world: World):
    number = an_order(world, **{"Uitvoeren uiterlijk": "2026-11-17"})
    world.clock.advance(days=3)

    ingrid = world.desk.staff_browser("Ingrid")
    everything, late, others = (visit(ingrid, f"/orders{asked}") for asked in ("", "?late=yes", "?party=999"))

    assert everything.says("wacht 3 dagen") and everything.says("te laat")
    assert late.says(number) and not others.says(number)
    assert others.says("Hier zijn geen opdrachtbonnen")


def test_menu_says_onderhoud_opdrachten_literally(world: World):
    page = world.ingrid.opens("/orders")

    menu = page.all("nav.ways li")

    assert any(item.startswith("Onderhoud Opdrachten") for item in menu)


def test_the_list_says_when_a_party_is_reminded_next_and_nothing_once_it_accepted(world: World):
    number = an_order(world)

    waits = world.ingrid.opens("/orders")
    world.ingrid.opens(f"/orders/{number}").press("Accepteren")
    accepted = world.ingrid.opens("/orders")

    assert waits.says("di 17 nov 2026") and not accepted.says("di 17 nov 2026")


def test_photos_the_reporter_sent_are_ticked_for_the_service_party(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("IMG_2211.jpg")])
    world.work()
    world.ingrid.opens("/drafts").press("Converteer naar ticket")

    page = world.ingrid.opens("/orders/new?ticket=T-2026-00042")

    assert page.all("[name=file]:checked ~ span") == ["IMG_2211.jpg"]


def test_what_else_lies_on_a_ticket_is_not_ticked(world: World):
    number = a_ticket(world)
    with world.desk.work() as work:
        ticket = ticket_with_number(work.session, number)
        assert ticket is not None
        keep_file(work, Upload("plattegrond.jpg", "image/jpeg", a_photo().octets), ticket_id=ticket.key)

    page = world.ingrid.opens(f"/orders/new?ticket={number}")

    assert page.says("plattegrond.jpg")
    assert page.all("[name=file]:checked") == []
