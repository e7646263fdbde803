"""A window of Chromium on the running desk: logged in, photographed, looked over by axe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.journeys.world import World

AXE = (Path(__file__).parent / "axe/axe.min.js").read_text()
NARROWEST = 320  # CSS pixels (WCAG 2.2, 1.4.10)
TOO_LOW = """
  [...document.querySelectorAll("button, summary, select, textarea, input, .deed, .way, .pick, .filter")]
    .filter((one) => !["hidden", "radio", "checkbox"].includes(one.type) && one.tabIndex >= 0 && one.checkVisibility())
    .filter((one) => one.getBoundingClientRect().height < 43.9)
    .map((one) => one.outerHTML)
"""


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
    return [
        (fault["id"], fault["nodes"][0]["html"], fault["nodes"][0]["failureSummary"]) for fault in axe_faults(window)
    ]


def axe_faults(window: Page, *, only: str = "") -> list[dict[str, Any]]:
    """The rules that are broken, with their nodes. only: a JavaScript list of the tags of rules to look at.

    What is well stays in the browser: it is a hundred times as much, and takes as long to bring over as to find."""
    window.evaluate(AXE)
    about = f"runOnly: {only}" if only else ""
    faults: list[dict[str, Any]] = window.evaluate(
        f"axe.run({{ resultTypes: ['violations'], {about} }}).then((found) => found.violations)"
    )
    return faults


def sticks_out(window: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(window.evaluate("document.documentElement.scrollWidth > innerWidth"))


def hard_on_a_thumb(window: Page) -> list[str]:
    """What of a phone's page is lower than a thumb needs, or sticks out of the narrowest phone."""
    low: list[str] = window.evaluate(TOO_LOW)
    width, height = window.viewport_size["width"], window.viewport_size["height"]  # type: ignore[index]
    window.set_viewport_size({"width": NARROWEST, "height": height})
    wide = sticks_out(window)
    window.set_viewport_size({"width": width, "height": height})
    return low + ([f"wider than {NARROWEST} px"] if wide else [])
