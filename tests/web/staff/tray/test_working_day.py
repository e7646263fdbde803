"""A day at the tray in a real browser: mails decided on by keyboard and by mouse, the presses and scrolls each took.

The suite plays a short one; `make day` plays 100 decisions of 200 mails: in Dutch on a desk, in English on a telephone.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from itertools import cycle, islice

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, func, select

from store.mail import Draft
from store.words import DraftState
from tests.journeys.either_language import pattern
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import a_ticket, fill_tray
from tests.web.windows import log_in

DRAFTS = int(os.environ.get("DRAFTS", "20"))
BY_KEY, BY_MOUSE = (int(os.environ.get(name, "3")) for name in ("BY_KEY", "BY_MOUSE"))
IN_SIGHT = """(element) => { const box = element.getBoundingClientRect();
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return Boolean(at) && (element.contains(at) || at.contains(element)); }"""


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """One database is enough to look at pages."""
    return sqlite_database


@dataclass
class Clerk:
    """Somebody at the tray, who counts."""

    window: Page
    ticket: str
    language: str
    presses: int = 0
    scrolls: int = 0
    sticking: list[str] = field(default_factory=list)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.presses += 1
            if len(key) > 1 and key != "Enter":
                self.window.keyboard.type(key)
            else:
                self.window.keyboard.press(key)

    def press(self, button: Locator) -> None:
        self.presses += 1
        if not button.evaluate(IN_SIGHT):
            self.scrolls += 1
            button.scroll_into_view_if_needed()
        button.click()

    def button(self, words: str) -> Locator:
        return self.window.get_by_role("button", name=self.reads(words), exact=False).first

    def folded(self, words: str) -> Locator:
        return self.window.locator("summary", has_text=self.reads(words))

    def reads(self, words: str) -> re.Pattern[str]:
        """How these Dutch words stand on the page."""
        return pattern(words) if self.language == "en" else re.compile(re.escape(words))

    # by keyboard

    def converts_by_key(self) -> None:
        self.keys("c")

    def dismisses_by_key(self) -> None:
        self.keys("d", "Reclame", "Enter")

    def joins_by_key(self) -> None:
        self.keys("t")
        self.window.locator("#ticket_typed").focus()
        self.keys(self.ticket, "Enter")

    # by mouse

    def converts(self) -> None:
        self.press(self.button("Converteer naar ticket"))

    def dismisses(self) -> None:
        self.press(self.folded("Wijs af"))
        self.press(self.button("Reclame"))

    def joins(self) -> None:
        self.press(self.folded("Voeg toe aan ticket"))
        number = self.window.locator("#ticket_typed")
        self.press(number)
        number.fill(self.ticket)
        self.press(self.button("Voeg toe aan dit ticket"))


@pytest.mark.chromium
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("screen", "language"), [("desk", "nl"), ("phone", "en")])
def test_a_day_of_mails_is_decided_on_in_few_presses_and_without_scrolling(
    world: World, new_page: NewPage, screen: str, language: str
):
    ticket = a_ticket(world)
    world.olivia.mails("The tap drips.", "Dripping tap")
    world.work()
    with world.desk.store.reading() as session:
        newest = session.exec(select(func.max(col(Draft.id)))).one() or 0
    fill_tray(world, DRAFTS, newest)
    world.ingrid.browser.post("/account/language", data={"language": language})
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)
    clerk = Clerk(window, ticket, language)
    window.goto(f"{world.desk.url}/drafts/{newest}")
    by_key = islice(cycle((clerk.converts_by_key, clerk.dismisses_by_key, clerk.joins_by_key)), BY_KEY)
    by_mouse = islice(cycle((clerk.converts, clerk.dismisses, clerk.joins)), BY_MOUSE)

    for decide in (*by_key, *by_mouse):
        before = window.url
        decide()
        expect(window).not_to_have_url(before)
        expect(window.locator(".done p").first).to_be_visible()
        window.wait_for_load_state("load")  # its scripts have run: no key is lost
        if screen == "desk":
            expect(window.locator(".tray-item[aria-current]")).to_be_in_viewport()
        if window.evaluate("document.documentElement.scrollHeight > innerHeight || scrollY > 0"):
            clerk.sticking.append(window.url)

    decisions = BY_KEY + BY_MOUSE
    with world.desk.store.reading() as session:
        open_now = session.exec(select(func.count()).where(Draft.state == DraftState.OPEN)).one()
    each = f"{clerk.presses / decisions:.2f} presses, {clerk.scrolls / decisions:.2f} scrolls a decision"
    print(f"{screen}: {decisions} of {DRAFTS} mails decided, {each}")  # noqa: T201  the figures of `make day`
    assert open_now == DRAFTS + 1 - decisions  # each press decided on one, and on one only
    assert clerk.sticking == []
    assert clerk.presses <= 2.5 * decisions
    assert clerk.scrolls == 0
