"""Keys for staff: each presses the button one can see, rests while one types, and can be turned off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import LEAK
from tests.web.windows import log_in

pytestmark = [pytest.mark.chromium, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
COUNT = """document.querySelector("[data-key=c]").addEventListener("click", (event) => {
  event.preventDefault(); window.pressed = (window.pressed ?? 0) + 1; })"""


@pytest.fixture
def tray(world: World, new_page: NewPage) -> Page:
    """Two mails, the first opened, in a browser that counts presses of its likely button."""
    world.sem.mails("De lamp in het portiek is kapot.", "lamp portiek")
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    window = new_page()
    log_in(world, window)
    window.goto(f"{world.desk.url}/drafts")
    window.evaluate(COUNT)
    return window


def test_c_presses_the_one_primary_button(tray: Page):
    tray.keyboard.press("c")

    assert tray.evaluate("window.pressed") == 1


def test_keys_rest_while_somebody_types(tray: Page):
    before = tray.input_value("#title")
    tray.focus("#title")
    tray.keyboard.press("c")

    assert tray.evaluate("window.pressed") is None
    assert tray.input_value("#title").count("c") == before.count("c") + 1


def test_keys_that_were_turned_off_stay_off(tray: Page):
    tray.evaluate("localStorage.setItem('postbon.keys', 'off')")
    tray.keyboard.press("c")

    assert tray.evaluate("window.pressed") is None


def test_j_opens_the_next_mail_of_the_list(tray: Page):
    with tray.expect_request("**/drafts/*"):
        tray.keyboard.press("j")


def test_the_stroke_goes_to_search(tray: Page):
    with tray.expect_request("**/search"):
        tray.keyboard.press("/")
