"""Text blocks: kept by staff on a page, chosen where one writes, and never sent with a place that is empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from store.text_blocks import fill_in, places_left
from tests.journeys.browsers import BrowsedPage
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import a_ticket, an_order
from tests.web.windows import log_in, photograph, shut_out, sticks_out

KEYS = "Beste {naam}, voor {nummer} op {adres} komt {firma} op {afspraak}."


def keep_block(world: World, name: str = "Sleutel", language: str = "Nederlands", text: str = KEYS) -> BrowsedPage:
    return world.ingrid.opens("/texts").press("Bewaar", {"Naam": name, "Taal": language, "Tekst": text})


def test_places_are_filled_in_both_languages_and_what_is_not_known_stays():
    values = {"name": "Fatima", "number": "T-2026-00042", "address": ""}

    assert fill_in("{naam} {Name} {nummer} {adres} {x1}", values) == "Fatima Fatima T-2026-00042 {adres} {x1}"
    assert places_left("{adres} {x1} {adres} {firma}") == ["{adres}", "{firma}"]


def test_staff_keep_blocks_in_two_languages_change_and_remove_them(world: World):
    kept = keep_block(world)
    twice = keep_block(world)
    unknown = keep_block(world, name="Anders", text="Dag {voornaam}")
    empty = keep_block(world, name="Anders", text="")
    keep_block(world, language="English", text="Dear {name}")

    assert kept.says("'Sleutel' is bewaard") and kept.says(KEYS)
    assert twice.status == 422 and "bestaat al" in twice.errors["block_name"]
    assert unknown.status == 422 and "{voornaam}" in unknown.errors["block_text"]
    assert empty.status == 422
    changed = world.ingrid.opens("/texts").follow("Wijzig Sleutel nl").press("Bewaar", {"Tekst": "Kort."})
    assert changed.says("Kort.") and not changed.says(KEYS) and changed.says("Dear {name}")
    assert not changed.press("Verwijder").says("Kort.")


def test_a_block_names_no_appointment_that_stands_no_more(world: World):
    keep_block(world)
    order = an_order(world)
    world.ingrid.opens(f"/orders/{order}").press("Inplannen", {"Dag": "2026-11-19", "Van": "08:00", "Tot": "10:00"})
    planned = world.ingrid.opens("/tickets/T-2026-00042").press("Vul in", {"Tekstblok": "Sleutel"})

    world.ingrid.opens(f"/orders/{order}").press("Wijs de afspraak af")

    declined = world.ingrid.opens("/tickets/T-2026-00042").press("Vul in", {"Tekstblok": "Sleutel"})
    assert "op do 19 nov 2026, 08:00–10:00." in planned.field("Plaats", "Bericht")
    assert "op {afspraak}." in declined.field("Plaats", "Bericht")


def test_a_block_is_put_in_the_box_without_scripts_and_an_empty_place_does_not_leave(world: World):
    keep_block(world)
    number = a_ticket(world)
    page = world.ingrid.opens(f"/tickets/{number}")

    filled = page.press("Vul in", {"Bericht": "Dag!", "Tekstblok": "Sleutel"})

    assert filled.status == 200
    words = filled.field("Plaats", "Bericht")
    assert words.startswith(f"Dag!\n\nBeste Fatima el Amrani, voor {number} op Lindelaan 14B komt {{firma}}")
    assert list(filled.errors) == ["text"] and filled.says("Hier staat nog niets voor {firma}, {afspraak}")
    refused = filled.press("Plaats", {"Zichtbaar voor melder": True})
    assert refused.status == 422 and "{firma}" in refused.text
    internal = filled.press("Plaats", {"Alleen collega’s lezen dit": True})
    assert internal.status == 200  # a colleague may read a place that is empty


@pytest.mark.parametrize("box", ["an order", "an answer from the tray", "a mail passed on", "a reason"])
def test_a_block_is_chosen_in_every_box_where_one_writes_to_somebody(world: World, box: str):
    keep_block(world, text="Over {nummer}: dank.")
    if box == "an order":
        number = an_order(world)
        filled = world.ingrid.opens(f"/orders/{number}").press("Vul in", {"Bericht": "", "Tekstblok": "Sleutel"})
        assert filled.field("Plaats", "Bericht") == f"Over {number}: dank."
    elif box == "a reason":
        number = a_ticket(world)
        filled = world.ingrid.opens(f"/tickets/{number}").press("Vul in", {"Reden": "", "Tekstblok": "Sleutel"})
        assert filled.field("Verplaats", "Reden") == f"Over {number}: dank."
    else:
        world.fatima.mails("Waarom gaat mijn huur omhoog?", "Huur")
        world.work()
        label, button = {
            "an answer from the tray": ("Uw antwoord", "Verstuur het antwoord"),
            "a mail passed on": ("Uw woorden erbij", "Doorsturen"),
        }[box]
        filled = world.ingrid.opens("/drafts").press("Vul in", {label: "", "Tekstblok": "Sleutel"})
        assert filled.field(button, label) == "Over M-1: dank."
    assert filled.status == 200


# Boxes whose words are for colleagues, or facts that are copied as they are: nobody writes to somebody in them.
FACTS = {
    **dict.fromkeys(["note", "reason", "block_text"], "for colleagues"),
    **dict.fromkeys(["access", "availability", "work_done", "email", "phone", "notes", "remarks"], "a fact"),
    "description": "of a ticket: what was reported",
    "refuse-text": "a firm's own words, told by telephone",
}


def test_every_box_on_a_page_of_staff_whose_words_an_outsider_reads_offers_blocks(world: World):
    keep_block(world)
    world.fatima.mails("Waarom gaat mijn huur omhoog?", "Huur")
    world.work()
    order, done = an_order(world), an_order(world)
    accepted = world.ingrid.opens(f"/orders/{order}").press("Accepteren")
    asking = accepted.press("Akkoord op kosten vragen", {"Bedrag in euro": "900"})
    assert asking.status == 200
    world.ingrid.opens(f"/orders/{done}").press("Accepteren").press("Voltooid melden")
    ticket = world.ingrid.newest_ticket()
    lone = [f"/{kind}" for kind in ("tickets/new", "orders/new", "texts", "tasks", "aside", "outbox", "appointments")]
    about = [f"/tickets/{ticket}", f"/tickets/{ticket}/edit", f"/orders/new?ticket={ticket}", f"/orders/{order}/edit"]
    kinds = [f"/{kind}/1" for kind in ("people", "units", "properties", "installations", "parties")]

    boxes: dict[str, list[str]] = {}
    bare = []
    for path in ("/drafts/1", f"/orders/{order}", f"/orders/{done}", *lone, *about, *kinds):
        page = LexborHTMLParser(world.ingrid.browser.get(path, follow_redirects=True).text)
        for box in page.css("textarea"):
            key, name = box.attributes["id"] or "", box.attributes["name"] or ""
            boxes.setdefault(key, []).append(path)
            has = page.css_first(f"select[id='block-{key}'] option[data-text]") is not None
            is_fact = key in FACTS or (name in FACTS and not path.startswith("/orders"))
            if not has and (not is_fact or (name == "description" and path.startswith("/orders"))):
                bare.append((path, key))

    assert bare == []
    assert {"text", "answer", "words", "reason", "description"} <= boxes.keys()
    assert {f"{at}-text" for at in ("rework", "hand-back", "withdraw", "deny-cost", "ask-owner")} <= boxes.keys()


@pytest.mark.parametrize(("deed", "at"), [("rework", "rework-"), ("withdraw", "withdraw-")])
def test_a_block_fills_its_own_box_only_and_its_empty_places_reach_no_firm(world: World, deed: str, at: str):
    keep_block(world, text="Over {nummer} {afspraak}")
    number = an_order(world)
    page = f"/orders/{number}"
    if deed == "rework":
        world.ingrid.opens(page).press("Accepteren").press("Voltooid melden")
    told = {"text": "Let op.", "block-text": "1", "fill": f"{at}text"}

    filled = world.ingrid.browser.post(f"{page}/do/{deed}", data=told)
    refused = world.ingrid.browser.post(f"{page}/do/{deed}", data={"text": f"Over {number} {{afspraak}}"})

    assert (filled.status_code, refused.status_code) == (200, 422)
    for answer in (filled, refused):
        boxes = {box.attributes["id"]: box.text().strip() for box in LexborHTMLParser(answer.text).css("textarea")}
        assert f"Over {number} {{afspraak}}" in boxes[f"{at}text"] and boxes["text"] == ""


@pytest.mark.in_dutch  # a block in the language one works in is not named by it
def test_an_english_reader_has_english_blocks_first_and_may_be_quoted(world: World):
    keep_block(world)
    keep_block(world, language="English", text="Dear {name}")
    world.olivia.mails("The boiler shows E5.\n\nIt is cold.", "No heating")
    world.work()
    number = world.ingrid.converts("No heating")

    page = world.ingrid.opens(f"/tickets/{number}")
    quoted = page.press("Vul in", {"Bericht": "", "Tekstblok": "Citeer Olivia Carter"})

    offered = page.all("#block-text option[data-text]")
    assert offered == ["Citeer Olivia Carter", "Sleutel (en)", "Sleutel"]
    assert quoted.field("Plaats", "Bericht") == "> The boiler shows E5.\n>\n> It is cold."


@pytest.mark.chromium
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_with_scripts_a_press_fills_the_box_and_loses_nothing_else(world: World, new_page: NewPage, screen: str):
    keep_block(world, text="Over {nummer}: dank.")
    number = a_ticket(world)
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)
    window.goto(f"{world.desk.url}/texts")
    photograph(window, f"texts {screen}")
    assert shut_out(window) == [] and not sticks_out(window)

    window.goto(f"{world.desk.url}/tickets/{number}")
    form = window.locator("form[action$='/write']")
    form.locator("textarea").fill("Dag!")
    form.get_by_label("Tekstblok").select_option(label="Sleutel")
    form.get_by_role("button", name="Vul in").click()

    expect(form.locator("textarea")).to_have_value(f"Dag!\n\nOver {number}: dank.")
    form.scroll_into_view_if_needed()
    photograph(window, f"block on ticket {screen}")
    assert shut_out(window) == [] and not sticks_out(window)
    window.reload()
    expect(form.locator("textarea")).to_have_value(f"Dag!\n\nOver {number}: dank.")


def test_a_block_that_is_no_number_is_no_block_and_what_is_wrong_is_said(world: World):
    refused = world.ingrid.browser.post("/texts", data={"block": "²", "block_name": "", "block_text": "Dag"})

    assert refused.status_code == 422 and "Dag" in refused.text
