"""Administrators say on a page whose a report becomes when nobody was asked, and see in words what that decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlmodel import select

from store.access import SecurityEntry
from store.people import Property, Route, Staff
from store.rows import lock_word
from store.words import Role, SecurityEvent
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.windows import log_in, photograph, shut_out, sticks_out

PAGE = "/settings/routing"
LIFT = {"Waar gaat het over?": "Lift doet het niet", "Vertel wat u ziet": "Hij staat stil.", "Uw naam": "Jan"}


def keep(world: World, staff: str, **where: str) -> str:
    """The line that says what holds from now on."""
    return world.ingrid.opens(PAGE).press("Bewaar", where | {"Verantwoordelijke": staff}).done


def tried(world: World, place: str, about: str) -> str:
    page = world.ingrid.opens(PAGE).press("Voor wie is het?", {"Een melding uit": place, "over": about})
    return page.all("#tried .notice h2")[0]


def report_lift(world: World) -> None:
    form = world.passer_by.opens("/report")
    world.clock.advance(seconds=30)
    form.press("Verstuur de melding", LIFT | {"Adres": "Kastanjehof 9, Amersfoort", "Telefoon": "06 0000 0001"})
    world.work()


def test_a_rule_of_the_page_decides_whose_the_next_report_is(world: World):
    line = keep(world, "Ingrid Vos", Complex="Kastanjehof", Vak="Lift")

    report_lift(world)

    assert line == "Gaat naar Ingrid Vos, door de regel: Kastanjehof, Lift."
    assert tried(world, "Kastanjehof", "Lift") == line
    assert tried(world, "Kastanjehof", "Verwarming") == "Gaat naar Bram Postma, door de regel: Kastanjehof, elk vak."
    assert "Lift doet het niet" in world.ingrid.letter("T-2026-00042").subject
    assert world.bram.letters("T-2026-00042") == []


def test_of_a_complex_for_every_trade_the_rule_and_its_responsible_are_one(world: World):
    keep(world, "Ingrid Vos", Complex="Kastanjehof")
    with world.desk.store.reading() as session:
        building = session.exec(select(Property).where(Property.name == "Kastanjehof")).one()

    removed = world.ingrid.browser.post(f"{PAGE}/remove", data={"building": str(building.key), "trade": ""})

    assert building.responsible_id == world.desk.staff_named("Ingrid").key
    assert removed.status_code == 303
    assert tried(world, "Kastanjehof", "Lift") == "Gaat naar Bram Postma, door de regel: elk complex, elk vak."


def test_whoever_is_let_in_no_longer_is_passed_over_and_the_page_says_so(world: World):
    keep(world, "Bram Postma", Complex="Lindenhof", Vak="Lift")
    bram = world.desk.staff_named("Bram")
    world.ingrid.browser.post(f"/settings/staff/{bram.key}/disable")

    page = world.ingrid.opens(PAGE)

    assert "de volgende regel geldt" in page.row("Lindenhof, Lift")["Verantwoordelijke"]
    assert "Bram Postma" not in page.options("Bewaar", "Verantwoordelijke")
    assert tried(world, "Lindenhof", "Lift").startswith("Gaat naar Ingrid Vos")
    assert "Overgeslagen, want Bram Postma" in tried(world, "Lindenhof", "Lift")


def test_who_only_reads_is_named_by_no_rule(world: World):
    bram = world.desk.staff_named("Bram")
    with world.desk.store.writing() as session:
        session.get_one(Staff, bram.key).role = Role.READ_ONLY

    page = world.ingrid.opens(PAGE)

    assert "Bram Postma" not in page.options("Bewaar", "Verantwoordelijke")
    assert world.ingrid.browser.post(PAGE, data={"staff": str(bram.key), "trade": "lift"}).status_code == 422


def test_where_no_rule_is_left_whoever_came_first_has_it(world: World):
    page = world.ingrid.opens(PAGE)
    while page.offers("Verwijder"):
        page = page.press("Verwijder")

    assert page.says("Al het andere:") and page.says("Geen regel noemt hiervoor iemand: gaat naar Ingrid Vos")
    assert not page.says("Bram Postma,")


def test_a_rule_is_changed_and_written_down_without_a_name(world: World):
    keep(world, "Ingrid Vos", Vak="Lift")

    form = world.ingrid.opens(PAGE).follow("Wijzig elk complex, Lift")
    changed = form.press("Bewaar", {"Verantwoordelijke": "Bram Postma"})

    ingrid, bram = (world.desk.staff_named(name).key for name in ("Ingrid", "Bram"))
    with world.desk.store.reading() as session:
        lines = session.exec(select(SecurityEntry).where(SecurityEntry.event == SecurityEvent.SETTING_CHOSEN)).all()
    assert changed.row("elk complex, Lift")["Verantwoordelijke"] == "Bram Postma"
    assert [line.about for line in lines] == [f"routing */lift: - > {ingrid}", f"routing */lift: {ingrid} > {bram}"]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"staff": ""}, 422),
        ({"staff": "1", "trade": "gardening"}, 422),
        ({"staff": "one"}, 422),
        ({"staff": "999999"}, 404),
        ({"staff": "1", "building": "999999"}, 404),
    ],
)
def test_what_cannot_be_a_rule_is_refused(world: World, typed: dict[str, str], status: int):
    assert world.ingrid.browser.post(PAGE, data=typed).status_code == status


def test_the_same_rule_pressed_by_several_at_once_is_one(world: World):
    browsers = [world.desk.staff_browser("Ingrid") for _ in range(4)]
    typed = {"staff": str(world.desk.staff_named("Ingrid").key), "trade": "roof"}

    with ThreadPoolExecutor(4) as presses:
        answers = list(presses.map(lambda browser: browser.post(PAGE, data=typed).status_code, browsers))

    with world.desk.store.reading() as session:
        rules = session.exec(select(Route).where(Route.trade == "roof")).all()
    assert answers == [303] * 4 and len(rules) == 1


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_who_sets_a_rule_waits_for_whoever_is_setting_one(world: World):
    """Of every complex, which is NULL there, PostgreSQL would keep two; SQLite has one writer at a time."""
    browser, typed = world.desk.staff_browser("Ingrid"), {"staff": str(world.desk.staff_named("Ingrid").key)}

    with ThreadPoolExecutor(1) as presses, world.desk.store.writing() as session:
        lock_word(session, "routing")
        press = presses.submit(browser.post, PAGE, data=typed | {"trade": "roof"})
        while not (waits := somebody_waits(world)) and not press.done():
            pass

    assert waits and press.result().status_code == 303


def somebody_waits(world: World) -> bool:
    here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    with world.desk.store.reading() as session:
        waiting = text(f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND {here}")
        return bool(session.connection().execute(waiting).scalar_one())


@pytest.mark.parametrize("name", ["Bram"])
def test_whoever_is_no_administrator_sees_and_changes_no_rules(world: World, name: str):
    browser = world.desk.staff_browser(name)

    assert [browser.get(PAGE).status_code, browser.post(PAGE, data={"staff": "1"}).status_code] == [403, 403]


@pytest.mark.chromium
@pytest.mark.parametrize(("screen", "language"), [("desk", "nl"), ("phone", "en")])
def test_the_rules_can_be_read_and_set_by_everybody(world: World, new_page: NewPage, screen: str, language: str):
    keep(world, "Ingrid Vos", Complex="Kastanjehof", Vak="Lift")
    world.ingrid.browser.post("/account/language", data={"language": language})
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)

    window.goto(f"{world.desk.url}{PAGE}?place=2&about=lift#tried")
    photograph(window, f"routing-{screen}")

    words = {"nl": "Voor wie een melding is", "en": "Who a report is for"}
    assert window.locator("h1").inner_text() == words[language]
    assert shut_out(window) == [] and not sticks_out(window)
