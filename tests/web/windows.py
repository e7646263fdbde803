"""A window of Chromium on the running desk: logged in, photographed, looked over by axe."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.world import World

AXE = Path(__file__).parent / "gallery/axe/axe.min.js"


def log_in(world: World, window: Page, name: str = "Ingrid") -> None:
    """The session of their browser, in this one too."""
    session = world.desk.staff_browser(name).cookies["postbon"]
    window.context.add_cookies([{"name": "postbon", "value": session, "url": world.desk.url}])


def photograph(window: Page, name: str) -> None:
    """Into the folder POSTBON_PHOTOS names, to be looked at."""
    if folder := os.environ.get("POSTBON_PHOTOS"):
        window.screenshot(path=Path(folder) / f"{name}.png")


def shut_out(window: Page) -> list[tuple[str, str, str]]:
    """What axe finds on the page as it stands: rule, place, what to do."""
    window.evaluate(AXE.read_text())
    found = window.evaluate("axe.run()")["violations"]
    return [(fault["id"], fault["nodes"][0]["html"], fault["nodes"][0]["failureSummary"]) for fault in found]


def sticks_out(window: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(window.evaluate("document.documentElement.scrollWidth > innerWidth"))
