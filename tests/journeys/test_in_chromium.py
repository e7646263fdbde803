"""The whole journey as people see it: staff at a desk, the plumber and the reporter on a telephone without scripts.

Each step leaves a picture in var/journey, to be looked at.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.letters import ReceivedLetter
from tests.journeys.photos import a_photo
from tests.journeys.world import World
from tests.running_app import PASSWORD
from tests.servers.chromium import NewPage

PICTURES = Path(__file__).parents[2] / "var" / "journey"
LEAK = "Er komt water door het plafond van de badkamer. Ik ben di en do thuis."


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """One database is enough to look at pages."""
    return sqlite_database


def test_a_leak_from_mail_to_solved_as_everybody_sees_it(world: World, new_page: NewPage, tmp_path: Path):
    world.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("plafond.jpg")])
    world.work()

    desk = new_page("desk")
    log_in(desk, world)
    keep(desk, "1 tray")
    desk.get_by_role("button", name="Converteer naar ticket").click()
    desk.goto(f"{world.desk.url}/tickets/{world.ingrid.newest_ticket()}")
    keep(desk, "2 ticket")
    desk.get_by_role("link", name="Opdrachtbon maken").click()
    desk.get_by_label("Servicepartij", exact=True).select_option(label="Loodgietersbedrijf De Kraan")
    keep(desk, "3 new work order")
    desk.get_by_role("button", name="Verstuur de opdrachtbon").click()
    expect(desk.get_by_text("Verstuurd").first).to_be_visible()
    keep(desk, "4 work order")
    world.work()

    plumber = new_page("phone", javascript=False)
    read(plumber, world.johan.letter("Opdracht"), tmp_path)
    keep(plumber, "5 letter to the plumber")
    plumber.get_by_role("link", name="Opdracht accepteren").click()
    keep(plumber, "6 plumber's page")
    assert plumber.evaluate("document.documentElement.scrollWidth") <= 390
    plumber.get_by_role("button", name="Accepteren", exact=False).first.click()
    expect(plumber.get_by_text("U hebt de opdracht geaccepteerd.")).to_be_visible()
    keep(plumber, "7 accepted")
    plumber.locator("summary", has_text="Voltooid melden").click()
    plumber.get_by_label("Wat is er gedaan?").fill("Siliconenrand vernieuwd.")
    plumber.get_by_role("button", name="Meld voltooid").click()
    expect(plumber.get_by_text("U hebt de opdracht voltooid gemeld.")).to_be_visible()
    keep(plumber, "8 completed")
    world.wait()

    reporter = new_page("phone", javascript=False)
    read(reporter, world.fatima.letter("Is het opgelost?"), tmp_path)
    keep(reporter, "9 letter to the reporter")
    reporter.get_by_role("link", name="Ja, het is opgelost").click()
    expect(reporter.get_by_text("Gemeld als opgelost")).to_be_visible()
    keep(reporter, "10 reporter's page")
    desk.goto(f"{world.desk.url}/orders")
    expect(desk.get_by_role("cell").get_by_text("Voltooid")).to_be_visible()
    keep(desk, "11 orders")


def log_in(page: Page, world: World) -> None:
    page.goto(f"{world.desk.url}/")
    page.get_by_label("E-mail").fill(world.ingrid.address)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()


def read(page: Page, letter: ReceivedLetter, folder: Path) -> None:
    """Open a letter as a mail program shows it."""
    (folder / "letter.html").write_text(letter.html)
    page.goto((folder / "letter.html").as_uri())


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
