"""Keys for staff: each presses the button one can see, rests while one types, and can be turned off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.gallery.frames import showing

pytestmark = pytest.mark.chromium
COUNT = """document.querySelector("[data-key=c]").addEventListener("click", (event) => {
  event.preventDefault(); window.pressed = (window.pressed ?? 0) + 1; })"""


@pytest.fixture
def tray(chromium: Browser) -> Iterator[Page]:
    with showing(chromium, "tray", 1280) as window:
        window.evaluate(COUNT)
        yield window


def test_c_presses_the_one_primary_button(tray: Page):
    tray.keyboard.press("c")

    assert tray.evaluate("window.pressed") == 1


def test_keys_rest_while_somebody_types(tray: Page):
    tray.focus("#title")
    tray.keyboard.press("c")

    assert tray.evaluate("window.pressed") is None
    assert tray.input_value("#title").count("c") == "Cv-storing, code E5".count("c") + 1


def test_keys_that_were_turned_off_stay_off(tray: Page):
    tray.evaluate("localStorage.setItem('postbon.keys', 'off')")
    tray.keyboard.press("c")

    assert tray.evaluate("window.pressed") is None


def test_j_opens_the_next_mail_of_the_list(tray: Page):
    with tray.expect_request("**/drafts/411"):
        tray.keyboard.press("j")


def test_the_stroke_goes_to_search(tray: Page):
    with tray.expect_request("**/search"):
        tray.keyboard.press("/")
