"""Lists that leave as spreadsheets, and things found by what people call them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from sqlmodel import col, select

from convert.relations.erasing import erase_person
from convert.relations.people import NewPerson, add_person
from convert.tickets.opening import NewTicket, open_ticket
from convert.tickets.tasks import add_task
from ingest.reading.attachments import open_part
from store.access import SecurityEntry
from store.spelling import learned
from store.ticket_lists import LIVE, TicketFilter, list_tickets
from store.tickets import Ticket
from store.words import Channel, Phase, Priority, SecurityEvent
from tests.journeys.browsers import BrowsedPage
from tests.journeys.forms import Typed
from tests.journeys.world import World
from tests.web.lived_in import a_ticket, an_order


def rows(world: World, address: str) -> list[list[str]]:
    answer = world.ingrid.browser.get(address)
    assert answer.headers["content-disposition"].startswith("attachment")
    lines = csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    return [[world.ingrid.reads(cell) for cell in line] for line in lines]


def test_a_list_leaves_whole_as_a_spreadsheet_in_which_nothing_is_a_formula(world: World):
    a_ticket(world, title='=HYPERLINK("https://kwaad.example.nl")')
    an_order(world)

    heads, *tickets = rows(world, "/tickets/list.csv?phase=all")
    orders = rows(world, "/orders/list.csv?state=all")

    assert heads[:2] == ["Nummer", "Titel"]
    assert {"T-2026-00042", "T-2026-00043"} <= {row[0] for row in tickets}
    assert '\'=HYPERLINK("https://kwaad.example.nl")' in [row[1] for row in tickets]
    assert orders[1][0] == "OB-2026-00031" and orders[1][4] == "Loodgietersbedrijf De Kraan"


def test_a_spreadsheet_holds_what_the_filters_leave(world: World):
    a_ticket(world)

    closed = [row[2] for row in rows(world, "/tickets/list.csv?phase=closed")[1:]]
    assert closed and all(phase == "Gesloten" for phase in closed)
    assert "T-2026-00042" in [row[0] for row in rows(world, "/tickets/list.csv")]


@pytest.mark.parametrize("words", ["42", "#42", "00042", "t-2026-42"])
def test_a_ticket_is_found_by_the_number_people_call_it(world: World, words: str):
    a_ticket(world)

    assert world.ingrid.opens(f"/search?q={words.replace('#', '%23')}").says("T-2026-00042")


@pytest.mark.each_database
@pytest.mark.parametrize("words", ["06 000 000 77", "0600000077", "%2B31 6 00000077", "+31(0)6-00000077"])
def test_somebody_is_found_by_telephone_however_it_is_written(world: World, words: str):
    with world.desk.work() as work:
        add_person(work, NewPerson("Nadia Bos", "nadia@mail.example.nl", "06-00 00 00 77"))

    assert world.ingrid.opens(f"/search?q={words}").says("Nadia Bos")


@pytest.mark.each_database
@pytest.mark.parametrize("postcode", ["3512 SA", "3512SA", "3512sa"])
def test_a_home_is_found_by_its_postcode_with_and_without_its_space(world: World, postcode: str):
    place = world.ingrid.opens(f"/search?q={postcode}")

    assert place.says("Woningen"), place.text


@pytest.mark.each_database
@pytest.mark.parametrize("words", ["lekkgae", "badkmer", "lekage badkamer", "Lekkaage"])
def test_a_word_with_one_slip_of_the_finger_finds_what_was_meant_and_says_so(world: World, words: str):
    a_ticket(world)

    page = world.ingrid.opens(f"/search?q={words}")

    assert page.says("T-2026-00042") and page.says("Ook gezocht op")


@pytest.mark.each_database
def test_a_name_that_was_erased_is_no_spelling_of_anything_either(world: World):
    with world.desk.work() as work:
        person = add_person(work, NewPerson("Wolfhard Zonneveld"))
    assert world.ingrid.opens("/search?q=Wolfhart").says("Zonneveld")

    desk = world.desk
    erase_person(desk.store, desk.settings, person.key, desk.clock(), open_part)

    assert not world.ingrid.opens("/search?q=Wolfhart").says("wolfhard")
    with world.desk.store.reading() as session:
        assert learned(session, ["wolfhard"]) == set()


@pytest.mark.each_database
@pytest.mark.each_database
@pytest.mark.parametrize("narrowed", ["", "&kind=person", "&open=yes"])
def test_signs_without_a_word_find_nothing(world: World, narrowed: str):
    for signs in ("???", "—", '"', "%CC%81", "⚠"):
        page = world.ingrid.opens(f"/search?q={signs}{narrowed}")

        assert page.status == 200 and page.says("Niets gevonden"), signs


def test_a_ticket_and_its_order_are_found_by_what_was_written_there_and_show_it(world: World):
    order = an_order(world)
    world.work()
    slip = world.johan.opens(world.johan.letter(order))
    slip.press("Verstuur", {"Uw bericht": "Het zegelslot van de meterkast ontbreekt."})

    page = world.ingrid.opens("/search?q=zegelslot lekkage")

    assert page.says("T-2026-00042") and page.says(order)
    assert "<mark>zegelslot</mark> van de meterkast" in page.html


@pytest.mark.each_database
def test_search_is_narrowed_to_a_kind_to_what_is_open_and_to_a_time(world: World):
    a_ticket(world)

    def finds(query: str) -> bool:
        return world.ingrid.opens(f"/search?q=lekkage{query}").says("T-2026-00042")

    assert finds("&kind=ticket") and finds("&open=yes") and finds("&since=30")
    assert not finds("&kind=order") and not finds("&kind=person")
    world.clock.advance(days=40)
    assert finds("&since=365") and not finds("&since=30")


def test_a_search_of_one_kind_still_leads_to_what_the_others_have(world: World):
    a_ticket(world)

    page = world.ingrid.opens("/search?q=lekkage badkamer&kind=person")

    assert "kind=ticket" in page.html


def test_after_a_conversion_one_press_leads_to_the_work_order(world: World):
    world.fatima.mails("Het plafond lekt.", "Lekkage badkamer")
    world.work()

    form = world.ingrid.opens("/drafts").press("Converteer naar ticket").follow("Opdrachtbon maken")

    assert form.path == "/orders/new" and form.says("T-2026-00042")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/people/list.csv", "Fatima el Amrani"),
        ("/units/list.csv", "Lindelaan 14B"),
        ("/properties/list.csv", "Lindenhof"),
        ("/installations/list.csv", "cv"),
        ("/parties/list.csv", "Loodgietersbedrijf De Kraan"),
        ("/outbox/list.csv", "fatima.elamrani@mail.example.nl"),
        ("/drafts/list.csv", "'=Lekt"),
        ("/drafts/list.csv?state=converted", "Lekkage badkamer"),
        ("/aside/list.csv", "Aanbieding"),
        ("/tasks/list.csv", "'@Bel de bewoner"),
    ],
)
def test_each_list_leaves_as_a_spreadsheet_and_who_took_it_is_kept(world: World, address: str, words: str):
    number = a_ticket(world)
    world.sem.mails("De kraan.", "=Lekt")
    world.karel.mails("Een nieuwsbrief.", "Aanbieding", Precedence="bulk", List_Unsubscribe="<mailto:x@y.example.nl>")
    with world.desk.work(world.desk.staff("Ingrid")) as work:
        ticket = work.session.exec(select(Ticket).where(Ticket.number == number)).one()
        add_task(work, ticket.key, "@Bel de bewoner", world.desk.staff_named("Ingrid").key)
    world.wait()

    heads, *lines = rows(world, address)

    assert len(heads) >= 4 and all(len(line) == len(heads) for line in lines)
    assert any(words in cell for line in lines for cell in line)
    with world.desk.store.reading() as session:
        last = session.exec(select(SecurityEntry).order_by(col(SecurityEntry.id).desc())).first()
    assert last and last.event is SecurityEvent.DATA_SEEN


@pytest.mark.each_database
def test_a_list_is_saved_with_its_filters_for_oneself_or_for_all(world: World):
    a_ticket(world)
    closed = world.ingrid.opens("/tickets?phase=closed&evil=https://kwaad.example.nl")

    closed.press("Bewaar", {"Naam van de weergave": "Wat dicht is"})
    closed.press("Bewaar", {"Naam van de weergave": "Van ons allen", "Voor alle collega’s": True})

    mine = world.ingrid.opens("/tickets").follow("Wat dicht is")
    assert mine.url.endswith("/tickets?phase=closed")
    theirs = world.bram.opens("/tickets")
    assert theirs.says("Van ons allen") and not theirs.says("Wat dicht is")
    assert not theirs.offers("Verwijder “Van ons allen”")
    assert not mine.press("Verwijder “Wat dicht is”").says("Wat dicht is")


@pytest.mark.parametrize(
    ("way", "menu", "filters"),
    [
        ("Tickets", "/tickets", "phase=closed"),
        ("Opdrachten", "/orders", "state=approved"),
        ("Uit-bak", "/outbox", "state=sent"),
    ],
)
def test_a_list_is_as_one_last_asked_for_it_until_one_clears_it(world: World, way: str, menu: str, filters: str):
    link = f"{menu}?{filters}"
    world.ingrid.opens(f"{link}&evil=https://kwaad.example.nl")

    again = world.ingrid.opens("/help").follow(way)
    by_another_link = world.ingrid.opens(f"{menu}?after=x")
    of_bram = world.bram.opens(menu)

    assert again.url.endswith(link) and again.says("Wis filters")
    assert by_another_link.url.endswith("?after=x") and not by_another_link.says("Wis filters")
    assert of_bram.url.endswith(menu) and not of_bram.says("Wis filters")
    assert not world.ingrid.opens(link).follow("Wis filters").says("Wis filters")
    assert world.ingrid.opens(menu).url.endswith(menu)


def test_who_logs_in_after_a_colleague_finds_none_of_their_filters(world: World):
    world.ingrid.opens("/tickets?responsible=2")

    world.bram.browser.cookies.set("postbon_tickets", world.ingrid.browser.cookies["postbon_tickets"])

    assert world.bram.opens("/tickets").url.endswith("/tickets")
    for odd in ("x", "MQ", "_____w", "MT9waGFzZT1jbG9zZWQ" * 99):
        world.bram.browser.cookies.delete("postbon_tickets")
        world.bram.browser.cookies.set("postbon_tickets", odd)
        assert world.bram.opens("/tickets").url.endswith("/tickets"), odd


def three_tickets(world: World) -> None:
    """Low, then high, then of yesterday."""
    told = (
        ("Kelder", 5, Priority.LOW, Phase.IN_PROGRESS, "plumbing"),
        ("Zolder", 6, Priority.HIGH, Phase.NEW, "heating"),
        ("Gisteren", 1, Priority.NORMAL, Phase.WAITING_REPORTER, "plumbing"),
    )
    with world.desk.work(world.desk.staff("Ingrid")) as work:
        for hours, (title, unit, priority, phase, trade) in zip((1, 2, -24), told, strict=True):
            at = work.now + timedelta(hours=hours)
            new = NewTicket(title, "Het is stuk.", Channel.PHONE, at, unit_id=unit, priority=priority, phase=phase)
            open_ticket(work, replace(new, trade=trade))


def titles_at(world: World, address: str) -> list[str]:
    return [words.split()[0] for words in world.ingrid.opens(address).all("table.list .main a")]


@pytest.mark.each_database
@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("number", ["Gisteren", "Zolder", "Kelder"]),
        ("received", ["Zolder", "Kelder", "Gisteren"]),
        ("priority", ["Zolder", "Gisteren", "Kelder"]),
        ("phase", ["Zolder", "Kelder", "Gisteren"]),
        ("place", ["Kelder", "Zolder", "Gisteren"]),
    ],
)
def test_open_tickets_are_sorted_both_ways_page_by_page(world: World, sort: str, titles: list[str]):
    three_tickets(world)

    assert titles_at(world, f"/tickets?sort={sort}") == titles
    assert titles_at(world, f"/tickets?sort=-{sort}") == titles[::-1]
    assert [row[1] for row in rows(world, f"/tickets/list.csv?sort={sort}")[1:]] == titles
    with world.desk.store.reading() as session:
        after = ""
        for title in titles:
            page = list_tickets(session, TicketFilter(phases=LIVE), sort=sort, after=after, limit=1)
            assert [line.title for line in page.items] == [title]
            after = page.next


def test_a_press_on_the_head_of_a_column_sorts_by_it_and_a_second_turns_it_round(world: World):
    three_tickets(world)

    first = world.ingrid.opens("/tickets?trade=plumbing").follow("Ontvangen")
    second = first.follow("Ontvangen")

    for page, way, titles in (
        (first, "descending", ["Kelder", "Gisteren"]),
        (second, "ascending", ["Gisteren", "Kelder"]),
    ):
        assert page.all(f"th[aria-sort={way}]") == [f"Ontvangen {'↓' if way == 'descending' else '↑'}"]
        assert page.all("table.list .main a") == titles
        assert page.says("Loodgieter")
    assert second.field("Toon", "Gesorteerd op") == "-received"
    assert "aria-sort" not in world.ingrid.opens("/tickets?phase=all&sort=place").html


def test_tickets_are_narrowed_by_complex_trade_and_urgency_on_list_board_and_sheet(world: World):
    three_tickets(world)

    for query, titles in (
        ("property=2", {"Kelder", "Zolder"}),
        ("trade=plumbing", {"Kelder", "Gisteren"}),
        ("priority=high", {"Zolder"}),
        ("property=2&trade=plumbing&priority=low", {"Kelder"}),
    ):
        assert set(titles_at(world, f"/tickets?{query}")) == titles
        board = world.ingrid.opens(f"/tickets?{query}").follow("Toon als bord")
        assert set(board.all(".board-card a strong")) == titles
        assert set(board.follow("Toon als lijst").all("table.list .main a")) == titles
        assert {row[1] for row in rows(world, f"/tickets/list.csv?{query}")[1:]} == titles


@pytest.mark.each_database
@pytest.mark.parametrize(
    ("address", "head", "first", "last"),
    [
        ("/people", "Naam", "Fatima el Amrani", "Zeynep Yılmaz"),
        ("/units", "Code", "Kastanjehof 15", "Lindelaan 41"),
        ("/units?property=2", "Adres", "Kastanjehof 7", "Kastanjehof 15"),
        ("/properties", "Plaats", "Kastanjehof", "Lindenhof"),
        ("/parties?kind=service_party", "Naam", "Elektro Visser", "Warmte"),
    ],
)
def test_relations_are_narrowed_and_sorted_both_ways(world: World, address: str, head: str, first: str, last: str):
    page = world.ingrid.opens(address)
    if not page.all("th[aria-sort=ascending]") or head not in page.all("th[aria-sort=ascending]")[0]:
        page = page.follow(head)

    turned = page.follow(head)

    names = page.all("table.list .main a")
    assert names[0].startswith(first) and names[-1].startswith(last)
    assert turned.all("table.list .main a") == names[::-1]
    assert turned.all("th[aria-sort=descending]") == [f"{head} ↓"]
    bare = address.partition("?")[0]
    assert world.ingrid.opens(bare).url == turned.url
    assert len(rows(world, turned.url.replace(bare, f"{bare}/list.csv"))) == len(names) + 1


def test_orders_and_letters_are_sorted_both_ways(world: World):
    late = an_order(world, **{"Uitvoeren uiterlijk": "2026-11-27"})
    world.wait()
    soon = an_order(world, **{"Uitvoeren uiterlijk": "2026-11-20"})
    world.wait()

    def numbers(sort: str) -> list[str]:
        return [words.split()[0] for words in world.ingrid.opens(f"/orders?sort={sort}").all(".main .number")]

    assert numbers("due") == numbers("number") == numbers("-sent") == [soon, late]
    assert numbers("-due") == numbers("-number") == numbers("sent") == [late, soon]
    assert world.ingrid.opens("/orders").follow("Uiterlijk").all("th[aria-sort=ascending]") == ["Uiterlijk ↑"]
    letters = world.ingrid.opens("/outbox")
    assert letters.all("th[aria-sort=descending]") == ["Wanneer ↓"]
    assert letters.follow("Wanneer").rows == letters.rows[::-1]


def test_what_is_ticked_in_the_list_goes_to_a_colleague_who_is_told(world: World):
    number = a_ticket(world)
    world.wait()

    done = world.ingrid.opens("/tickets").press(
        "Wijs toe", {f"Vink aan: {number}": True, "Geef wat aangevinkt is aan": "Bram Postma"}
    )
    world.wait()

    assert "1 toegewezen" in done.done and done.row(number)["Verantwoordelijke"] == "Bram Postma"
    assert any(number in letter.subject + letter.text for letter in world.letters if letter.to == world.bram.address)


@pytest.mark.in_dutch
def test_orders_that_are_ticked_go_to_a_colleague_who_is_told_and_so_is_a_correction(world: World):
    order = an_order(world)
    world.wait()

    done = world.ingrid.opens("/orders?state=sent").press(
        "Wijs toe", {f"Vink aan: {order}": True, "Geef wat aangevinkt is aan": "Bram Postma"}
    )
    world.wait(hours=1)
    world.ingrid.opens(f"/orders/{order}/edit").press("Bewaar", {"Titel": "Lekkage badkamer en gang"})
    world.wait(hours=1)

    assert "1 toegewezen" in done.done and done.row(order)["Verantwoordelijke"] == "Bram Postma"
    assert done.url.endswith("/orders?state=sent")
    told = " ".join(letter.subject for letter in world.letters if letter.to == world.bram.address)
    assert "Nu van u: Lekkage badkamer" in told and "Gewijzigd: Lekkage badkamer en gang" in told
    assert "Gaf het aan Bram Postma" in " ".join(world.ingrid.opens(f"/orders/{order}").story)


@pytest.mark.parametrize("place", ["the list", "the ticket"])
def test_a_ticket_given_to_a_colleague_is_taken_back_while_nobody_was_told(world: World, place: str):
    number = a_ticket(world)
    world.wait()

    def give() -> BrowsedPage:
        if place == "the ticket":
            return world.ingrid.opens(f"/tickets/{number}").press("Geef", {"Verantwoordelijke": "Bram Postma"})
        ticked: dict[str, Typed] = {f"Vink aan: {number}": True, "Geef wat aangevinkt is aan": "Bram Postma"}
        return world.ingrid.opens("/tickets").press("Wijs toe", ticked)

    back = give().press("Ongedaan maken")
    world.wait()
    assert "Terug bij wie het was: 1" in back.done
    assert world.ingrid.opens("/tickets").row(number)["Verantwoordelijke"] == "Ingrid Vos"
    assert not [letter for letter in world.letters if letter.to == world.bram.address]

    given = give()
    world.wait()
    late = given.press("Ongedaan maken")

    assert "Niet teruggenomen, want het ging intussen verder: 1" in late.done
    assert world.ingrid.opens("/tickets").row(number)["Verantwoordelijke"] == "Bram Postma"
