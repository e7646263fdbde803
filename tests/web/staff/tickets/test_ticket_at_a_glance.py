"""A ticket at a glance: when somebody comes, whether the letters arrived, its photos; nothing green once it is over."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import select

from convert.relations.people import NewPerson, add_person
from convert.tickets.linking import link_person
from store.letter_table import KEPT, Letter
from store.tickets import Ticket
from store.words import LetterState
from tests.journeys.photos import a_photo
from tests.journeys.world import World, on
from tests.servers.chromium import NewPage
from tests.web.lived_in import a_ticket, an_order
from tests.web.windows import log_in, photograph, shut_out, sticks_out


def plan(world: World) -> str:
    order = an_order(world)
    page = world.ingrid.opens(f"/orders/{order}")
    page.press("Inplannen", {"Dag": "2026-11-19", "Van": "08:00", "Tot": "10:00"})
    return order


def test_the_appointment_stands_in_the_head_of_ticket_and_order_with_its_end(world: World):
    order = plan(world)

    heads = [
        world.ingrid.opens(address).all(".ticket-head")[0] for address in ("/tickets/T-2026-00042", f"/orders/{order}")
    ]

    for head in heads:
        assert "do 19 nov 2026, 08:00–10:00" in head, head
        assert "wacht op de bewoner" in head
    assert "Loodgietersbedrijf De Kraan" in heads[0]


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("/tickets", "tbody tr"),
        ("/tickets?view=board", ".board-card"),
        ("/tickets/T-2026-00042", ".slip-small"),
        ("/orders", "tbody tr"),
        ("/search?q=badkamer&kind=ticket", ".hits li"),
        ("/search?q=badkamer&kind=order", ".hits li"),
    ],
)
def test_lists_say_when_somebody_comes_until_the_occupant_declines(world: World, address: str, row: str):
    order = plan(world)
    (planned,) = world.ingrid.opens(address).all(row)

    world.ingrid.opens(f"/orders/{order}").press("Wijs de afspraak af")

    (declined,) = world.ingrid.opens(address).all(row)
    assert "do 19 nov 2026, 08:00–10:00 wacht op de bewoner" in planned
    assert "08:00–10:00" not in declined
    assert not any("08:00–10:00" in head for head in world.ingrid.opens(f"/orders/{order}").all(".ticket-head"))


@pytest.mark.parametrize(
    ("language", "coming", "over"),
    [
        ("nl", "op de afgesproken dag", "de afspraak is voorbij"),
        ("en", "on the day that was agreed", "the appointment is over"),
    ],
)
def test_a_ticket_whose_visit_has_passed_promises_it_no_more(world: World, language: str, coming: str, over: str):
    order = plan(world)
    world.ingrid.opens(f"/orders/{order}").press("Bevestig de afspraak")
    world.ingrid.browser.post("/account/language", data={"language": language})
    before = world.ingrid.opens("/tickets/T-2026-00042")

    world.clock.set(on(19, 11, "10:01"))

    after = world.ingrid.opens("/tickets/T-2026-00042")
    assert before.says(coming) and not before.says(over)
    assert after.says(over) and not after.says(coming)


@pytest.mark.parametrize("address", ["/tickets/list.csv", "/orders/list.csv"])
def test_the_spreadsheet_of_a_list_says_when_somebody_comes(world: World, address: str):
    plan(world)

    assert "do 19 nov 2026, 08:00–10:00" in world.ingrid.reads(world.ingrid.browser.get(address).text)


def test_letters_of_one_event_are_one_line_and_one_that_failed_stands_out(world: World):
    an_order(world)
    world.wait()
    page = world.ingrid.opens("/tickets/T-2026-00042")
    assert "2 brieven, alle verzonden" in page.all("summary")
    assert [line for line in page.all("details li") if "Johan de Kraan" in line]
    with world.desk.store.writing() as session:
        session.exec(select(Letter).where(Letter.kind == "order_sent")).one().state = LetterState.RETURNED

    page = world.ingrid.opens("/tickets/T-2026-00042")

    assert not any("verzonden" in line for line in page.all("summary"))
    assert not [line for line in page.all("details li") if "Johan de Kraan" in line]
    assert [line for line in page.all(".arrivals li") if "Johan de Kraan" in line]


def test_letters_that_were_kept_here_are_called_so_and_not_unsent(world: World):
    an_order(world)
    world.wait()
    with world.desk.store.writing() as session:
        for letter in session.exec(select(Letter)):
            letter.last_answer = KEPT

    summaries = world.ingrid.opens("/tickets/T-2026-00042").all("summary")

    assert "2 brieven, hier bewaard: er is geen mailserver ingesteld" in summaries
    assert not any("0 van" in words for words in summaries)


def test_another_order_is_not_what_a_ticket_offers_first_while_a_firm_has_the_work(world: World):
    number = a_ticket(world)
    assert "Opdrachtbon maken" in world.ingrid.opens(f"/tickets/{number}").all(".ticket-head .likely")

    world.ingrid.orders(number, "De Kraan")

    ordered = world.ingrid.opens(f"/tickets/{number}")
    assert ordered.links("Opdrachtbon maken")
    assert "Opdrachtbon maken" not in ordered.all(".ticket-head .likely")


def test_a_closed_ticket_offers_nothing_green(world: World):
    number = a_ticket(world)
    assert world.ingrid.opens(f"/tickets/{number}").links("Opdrachtbon maken")

    closed = world.ingrid.opens(f"/tickets/{number}").press("Verplaats", {"Fase": "Gesloten"})

    assert not closed.links("Opdrachtbon maken")
    green = [words for words in closed.all(".ticket-head .likely, .stack .likely") if words]
    assert green == []


def test_photos_are_looked_at_one_by_one_and_turned_without_scripts(world: World):
    world.fatima.mails("Kijk.", "Plafond badkamer", photos=[a_photo("een.jpg"), a_photo("twee.jpg")])
    world.work()
    clerk = world.ingrid

    first = clerk.opens("/drafts/1").follow("een.jpg")
    second = first.follow("Volgende")
    turned = second.follow("Draai naar rechts")

    assert first.says("1 van 2") and first.title == "een.jpg" and second.says("2 van 2")
    assert turned.links("Terug")[0].endswith("/drafts/1") and not second.links("Volgende")
    upright, sideways = (size_of(world, page.html) for page in (second, turned))
    assert sideways == upright[::-1] and upright[0] != upright[1]
    assert turned.follow("Draai naar links").says("2 van 2")
    clerk.opens("/drafts/1").press("Converteer naar ticket")
    ticket = clerk.opens("/tickets/T-2026-00042")
    assert ticket.follow("twee.jpg").follow("Vorige").title == "een.jpg"
    assert clerk.browser.get("/files/999/view").status_code == 404
    assert clerk.browser.get("/messages/1/parts/0/view").status_code == 404  # its text is no picture


def size_of(world: World, page: str) -> tuple[int, int]:
    address = page.split('<img src="')[1].split('"')[0].replace("&amp;", "&")
    with Image.open(BytesIO(world.ingrid.browser.get(address).content)) as picture:
        return picture.size


@pytest.mark.chromium
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_the_ticket_and_a_photo_of_it_look_well(world: World, new_page: NewPage, screen: str):
    plan(world)
    world.wait()
    world.fatima.mails("Kijk.", "Plafond", photos=[a_photo("een.jpg")])
    world.work()
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)
    for name, address in (("ticket", "/tickets/T-2026-00042"), ("photo", "/drafts/2")):
        window.goto(world.desk.url + address)
        if name == "photo":
            window.locator("a.file").first.click()
            window.locator(".photo-large img").wait_for()
        photograph(window, f"{name} {screen}")
        assert shut_out(window) == [] and not sticks_out(window), name


def test_a_ticket_that_was_rejected_shows_no_step_it_never_took(world: World):
    number = a_ticket(world)

    world.ingrid.moves(number, "Afgewezen", {"Reden": "Dit is voor de gemeente."})

    words = world.ingrid.opens(f"/tickets/{number}").all(".step-word")
    assert words == ["Nieuw", "Afgewezen"]


def test_what_is_told_by_hand_is_read_in_the_language_of_whoever_looks(world: World):
    number = a_ticket(world)
    with world.desk.work(world.desk.staff("Ingrid")) as work:
        neighbour = add_person(work, NewPerson("Buurvrouw Bos", phone="06 0000 0140"))
        ticket = work.session.exec(select(Ticket).where(Ticket.number == number)).one()
        link_person(work, ticket.key, neighbour.key)

    dutch = world.ingrid.opens_ticket(number)
    world.ingrid.browser.post("/account/language", data={"language": "en"})
    english = world.ingrid.opens_ticket(number)

    assert dutch.says("Geen brief bereikt Buurvrouw Bos; vertel het zelf: volgt vanaf nu dit ticket")
    assert english.says("No letter reaches Buurvrouw Bos; tell them yourself: they follow this ticket now")


@pytest.mark.chromium
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_every_step_of_a_ticket_is_read_aloud_also_where_a_phone_shows_its_sign_alone(
    world: World, new_page: NewPage, screen: str
):
    number = a_ticket(world)
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)

    window.goto(f"{world.desk.url}/tickets/{number}")

    heard = window.locator(".steps ol").aria_snapshot()
    for words in ("nu: Nieuw", "later: In behandeling", "later: Ingepland", "later: Gesloten"):
        assert words in heard
