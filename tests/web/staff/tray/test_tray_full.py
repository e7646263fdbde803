"""A full tray: long lists, long words, two clerks at once, and nothing lost that was typed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from store.mail import Draft
from store.tickets import Ticket
from store.words import DraftState
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import fill_tray
from tests.web.windows import log_in, photograph, shut_out, sticks_out

COMPOUND = "Aansprakelijkheidswaardevaststellingsveranderingenverzekeringsmaatschappijpolissen"
LINK = "https://bijlagen.example.nl/" + "x" * 272
MANY = 200


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """One database is enough to look at pages."""
    return sqlite_database


@pytest.fixture
def full(world: World) -> World:
    """Three mails that came in, one with long words, one of a fire; then the first of them two hundred times more."""
    world.olivia.mails("The tap drips.", "Dripping tap")
    world.work()
    world.fatima.mails(f"De polis heet {COMPOUND}, zie {LINK} voor meer.", COMPOUND)
    world.work()
    world.sem.mails("De meterkast bromt.", "Gebrom in de meterkast")
    world.work()
    with world.desk.store.writing() as session:
        session.get_one(Draft, 3).urgency = "possible"
    fill_tray(world, MANY)
    return world


@pytest.mark.chromium
@pytest.mark.timeout(240)
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_two_hundred_mails_scroll_in_their_own_column_and_nothing_sticks_out(
    full: World, new_page: NewPage, screen: str
):
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(full, window)

    tray = ("/drafts", "/drafts/2", "/drafts/150?order=urgent", "/drafts?q=tap&whose=mine")
    for address in (*tray, "/tickets", "/messages/2"):
        window.goto(full.desk.url + address)
        photograph(window, re.sub(r"\W+", "-", f"full {address} {screen}"))
        assert not sticks_out(window), address
        assert shut_out(window) == [], address
        if screen == "desk" and address in tray:
            assert window.evaluate("document.documentElement.scrollHeight <= innerHeight"), address

    window.goto(f"{full.desk.url}/drafts/2")
    description = window.locator("#description")
    folded = description.evaluate("(box) => [box.clientHeight, box.scrollHeight]")
    description.focus()
    opened = description.evaluate("(box) => [box.clientHeight, box.scrollHeight]")
    assert folded[0] < folded[1] and opened[0] == opened[1]  # some lines of it, until one looks into it

    window.goto(f"{full.desk.url}/drafts/150")
    row = window.locator(".tray-item[aria-current]")
    assert row.count() == 1  # the list begins where the draft is
    if screen == "desk":
        expect(row).to_be_in_viewport()


@pytest.mark.chromium
def test_the_next_mail_of_the_same_choice_opens_after_each_decision(full: World):
    page = full.ingrid.opens("/drafts?q=gebrom")
    assert page.says("Gebrom in de meterkast")

    after = page.press("Wijs af", {"Waarom is dit geen melding?": "Oefening"})

    assert after.says("Niets gevonden") and not after.says("Dripping tap")


def test_the_urgent_come_first_where_one_asks_for_it(full: World):
    full.passer_by.mails("De lamp in het portiek is kapot.", "lamp portiek")
    full.work()

    assert full.ingrid.opens("/drafts").says("De lamp in het portiek")
    assert full.ingrid.opens("/drafts?order=urgent").says("De meterkast bromt.")


def test_what_is_ticked_is_assigned_dismissed_or_added_at_once_and_can_be_taken_back(full: World):
    ticket = full.ingrid.opens("/drafts/2").press("Converteer naar ticket")
    number = re.findall(r"T-2026-\d{5}", ticket.done)[0]
    tray, three = full.ingrid.opens("/drafts"), {f"Vink aan: Mail {each}": True for each in (6, 7, 8)}

    given = tray.press("Wijs toe", three | {"#ticked-staff": "Bram Postma"})
    assert "3 toegewezen" in given.done
    assert len(full.bram.opens("/drafts?whose=mine").all(".tray-item")) == 3
    back = given.press("Ongedaan maken")
    assert "Terug bij wie het was: 3" in back.done
    assert full.bram.opens("/drafts?whose=mine").says("Niets gevonden")

    refused = tray.press("Wijs aangevinkte af", three)
    assert "Vul dit in" in refused.text
    dismissed = tray.press("Wijs aangevinkte af", three | {"#ticked-reason": "Reclame"})
    assert "3 afgewezen" in dismissed.done
    assert "Over 3 was al beslist" in tray.press("Wijs aangevinkte af", three | {"#ticked-reason": "x"}).done
    with full.desk.store.reading() as session:
        states = session.exec(select(Draft.state).where(col(Draft.id).in_((10, 11, 12)))).all()
    assert set(states) == {DraftState.DISMISSED}
    assert "3 terug in het postvak" in dismissed.press("Ongedaan maken").done
    assert full.ingrid.opens("/drafts/10").offers("Converteer naar ticket")

    added = tray.press("Voeg toe aan ticket", {"Vink aan: Mail 9": True, "#ticked-ticket": number})
    assert "1 bij het ticket gezet" in added.done
    assert full.ingrid.opens("/drafts/13").links(number)


def test_a_mail_given_to_a_colleague_is_taken_back_unless_it_was_given_on(full: World):
    given = full.ingrid.opens("/drafts/12?q=tap").press("Wijs toe", {"#whose": "Bram Postma"})
    back = given.press("Ongedaan maken")
    taken = len(full.bram.opens("/drafts?whose=mine").all(".tray-item"))
    again = back.press("Wijs toe", {"#whose": "Bram Postma"})
    full.bram.opens("/drafts/12").press("Wijs toe", {"#whose": "Piket De Linde"})

    late = again.press("Ongedaan maken")

    assert "Terug bij wie het was: 1" in back.done and back.path == "/drafts/12"
    assert taken == 0
    assert "Niet teruggenomen, want het ging intussen verder: 1" in late.done and late.path == "/drafts/12"
    assert len(full.piket.opens("/drafts?whose=mine").all(".tray-item")) == 1


@pytest.mark.chromium
@pytest.mark.timeout(120)
def test_two_clerks_see_each_other_and_lose_nothing_they_typed(full: World, new_page: NewPage):
    ingrid, bram = new_page("desk"), new_page("desk")
    log_in(full, ingrid)
    log_in(full, bram, "Bram")
    ingrid.goto(f"{full.desk.url}/drafts/2")
    bram.goto(f"{full.desk.url}/drafts/2")

    expect(bram.get_by_text("Ingrid kijkt hier nu")).to_be_visible()

    ingrid.fill("#description", "Half getypt")
    ingrid.locator("summary", has_text="Wijs af").click()
    ingrid.locator(".tray-open #reason").fill("Half bedacht")
    ingrid.locator(".tray-item", has_text="Gebrom in de meterkast").click()
    expect(ingrid.locator("#title")).to_have_value(re.compile("Gebrom"))
    expect(ingrid.locator("#description")).not_to_have_value("Half getypt")
    expect(ingrid.locator(".tray-open #reason")).to_have_value("")
    ingrid.goto(f"{full.desk.url}/drafts/2")
    expect(ingrid.locator("#description")).to_have_value("Half getypt")
    expect(ingrid.locator(".tray-open #reason")).to_have_value("Half bedacht")
    ingrid.locator("summary", has_text="Wijs af").click()
    with ingrid.expect_navigation():  # it is read anew
        ingrid.locator("form[action*=dismiss]").get_by_role("button", name="Begin opnieuw").click()
    expect(ingrid.locator(".tray-open #reason")).to_have_value("")
    expect(ingrid.locator("#ticket").get_by_text("Wat u begonnen was staat er weer.")).to_be_visible()
    ingrid.context.clear_cookies()
    ingrid.get_by_role("button", name="Converteer naar ticket").click()
    expect(ingrid.get_by_label("Wachtwoord")).to_be_visible()
    log_in(full, ingrid)
    ingrid.goto(f"{full.desk.url}/drafts/2")
    expect(ingrid.locator("#description")).to_have_value("Half getypt")
    ingrid.get_by_role("button", name="Converteer naar ticket").click()
    expect(ingrid.get_by_text("is open")).to_be_visible()
    ingrid.wait_for_load_state("load")  # its scripts have run
    assert not ingrid.evaluate("Object.keys(localStorage).some((name) => name.startsWith('postbon.kept'))")


@pytest.mark.chromium
def test_a_mail_open_in_two_tabs_and_at_a_colleague_is_decided_on_once(full: World, new_page: NewPage):
    first, bram = new_page("desk"), new_page("desk")
    log_in(full, first)
    log_in(full, bram, "Bram")
    for window in (first, bram):
        window.goto(f"{full.desk.url}/drafts/2")
    first.fill("#description", "Half getypt")
    second = first.context.new_page()

    second.goto(f"{full.desk.url}/drafts/2")
    expect(second.locator("#description")).to_have_value("Half getypt")
    second.get_by_role("button", name="Converteer naar ticket").click()
    expect(second.get_by_text("is open")).to_be_visible()

    bram.evaluate("htmx.trigger('.tray-here', 'every')")
    expect(bram.get_by_text("Over deze mail is intussen beslist.")).to_be_visible()
    first.get_by_role("button", name="Converteer naar ticket").click()
    expect(first.locator(".tray-open").get_by_text("Half getypt").first).to_be_visible()
    bram.get_by_role("button", name="Converteer naar ticket").click()
    expect(bram.locator(".tray-open").get_by_role("link", name="T-2026-00042")).to_be_visible()
    with full.desk.store.reading() as session:
        assert session.exec(select(Ticket.number)).all()[1:] == ["T-2026-00042"]  # one was there before


LOOKS_AWAY = """Object.defineProperty(document, "hidden", { get: () => window.away ?? false });
  window.notices = []; const Real = Notification;
  window.Notification = class { constructor(words) { notices.push(words); }
    static get permission() { return Real.permission; }
    static requestPermission() { return Real.requestPermission(); } };"""


@pytest.mark.chromium
def test_the_browser_tells_of_new_mail_where_one_asked_for_it_and_looks_away(full: World, new_page: NewPage):
    window = new_page("desk")
    window.context.grant_permissions(["notifications"], origin=full.desk.url)
    window.add_init_script(LOOKS_AWAY)
    log_in(full, window)

    def hears_of_mail(number: int, *, away: bool) -> list[str]:
        full.passer_by.mails(f"De lamp in portiek {number} is kapot.", f"lamp {number}")
        full.work()
        window.evaluate("(away) => { window.away = away; htmx.trigger('.rail', 'every'); }", away)
        expect(window.locator("#count-tray")).to_have_text(str(203 + number))
        words: list[str] = window.evaluate("notices.splice(0)")
        return words

    window.goto(f"{full.desk.url}/tickets")
    assert hears_of_mail(1, away=True) == []
    window.goto(f"{full.desk.url}/account")
    window.get_by_label("Meld het op dit apparaat").check()
    expect(window.get_by_text("Uw browser staat het niet toe")).to_be_hidden()
    assert window.evaluate("notices.splice(0)") == ["Nieuwe mail in het postvak"]  # so it looks
    window.goto(f"{full.desk.url}/tickets")
    assert hears_of_mail(2, away=False) == []
    assert hears_of_mail(3, away=True) == ["Nieuwe mail in het postvak"]
    window.evaluate("htmx.trigger('.rail', 'every')")
    assert window.evaluate("notices") == []


@pytest.mark.chromium
def test_a_browser_that_refuses_notices_says_so_where_one_asks_for_them(full: World, new_page: NewPage):
    window = new_page("phone")
    log_in(full, window)
    window.goto(f"{full.desk.url}/account")

    window.get_by_label("Meld het op dit apparaat").click()

    expect(window.get_by_text("Uw browser staat het niet toe")).to_be_visible()
    expect(window.get_by_label("Meld het op dit apparaat")).not_to_be_checked()
    assert shut_out(window) == []


@pytest.mark.chromium
def test_the_menu_and_the_title_of_the_tab_count_along(full: World, new_page: NewPage):
    window = new_page("desk")
    log_in(full, window)
    window.goto(f"{full.desk.url}/tickets")
    full.passer_by.mails("De lamp in het portiek is kapot.", "lamp portiek")
    full.work()

    window.evaluate("htmx.trigger('.rail', 'every')")

    expect(window.locator("#count-tray")).to_have_text("204")
    expect(window).to_have_title(re.compile(r"^\(204\) "))


@pytest.mark.chromium
def test_mail_that_comes_and_what_a_colleague_decides_are_told_where_nothing_moves(full: World, new_page: NewPage):
    window = new_page("desk")
    log_in(full, window)
    window.goto(f"{full.desk.url}/drafts/10?q=mail")
    window.fill("#description", "Half getypt")
    window.get_by_label("Vink aan: Mail 0").check()
    window.locator(".tray-list").evaluate("(list) => { list.scrollTop = 300; }")
    still = window.evaluate(STANDING)
    decided = [window.locator(f"li:has(#fate-{key})") for key in (7, 8, 9)]

    full.clock.advance(minutes=2)
    for number in (1, 2):
        full.passer_by.mails(f"De lamp in portiek {number} is kapot.", f"lamp {number}, zie mijn mail")
    full.passer_by.mails("De bel is kapot.", "bel")  # not of this choice
    full.work()
    full.bram.opens("/drafts/7").press("Wijs af", {"Waarom is dit geen melding?": "Oefening"})
    full.bram.opens("/drafts/8").press("Converteer naar ticket")
    window.evaluate("htmx.trigger('.rail', 'every')")

    told = window.get_by_role("link", name="2 nieuwe mails · toon ze")
    expect(told).to_be_visible()
    photograph(window, "tray-news-desk")
    expect(decided[0]).to_contain_text("Bram wees het af")
    expect(decided[1]).to_contain_text("Bram maakte er een ticket van")
    expect(decided[2]).not_to_contain_text("Bram")
    assert window.evaluate(STANDING) == still
    assert shut_out(window) == []
    full.bram.opens("/drafts/7").press("Toch een melding")
    window.evaluate("htmx.trigger('.rail', 'every')")
    expect(decided[0]).not_to_contain_text("Bram")
    told.click()
    expect(window.locator(".tray-item", has_text="lamp 1")).to_be_visible()
    expect(told).to_be_hidden()
    expect(window.locator("#description")).to_have_value("Half getypt")
    expect(window.get_by_label("Vink aan: Mail 0")).to_be_checked()
    assert window.locator("input[name=draft]:checked").count() == 1
    expect(window.locator(".tray-item[aria-current]")).to_contain_text("Mail 6")


STANDING = """[...document.querySelectorAll("h1, .tray-line, .tray-open, #description")]
  .map((one) => Math.round(one.getBoundingClientRect().top)).concat(document.querySelector(".tray-list").scrollTop)"""
