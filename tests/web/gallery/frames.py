"""The sample pages, rendered, and a browser that gets them without any network: every request is answered from here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Browser, Page, Route

from config.language import PACKAGES
from config.settings import Language
from config.templates import template_environment
from tests.servers.chromium import launched
from tests.web.gallery.cast import PAGES, given

HERE = Path(__file__).parent
TEMPLATES = PACKAGES / "web" / "templates"
AXE = HERE / "axe" / "axe.min.js"
STATIC = PACKAGES / "web" / "static"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ORIGIN = "http://delinde.example.nl"
# The product's own policy, so that a style or script slipped inline is seen to fail here.
POLICY = {"content-security-policy": "default-src 'self'", "content-type": "text/html; charset=utf-8"}
PHOTO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 90"><rect width="120" height="90" fill="#cfd6cd"/>'
    '<path d="M0 70 40 40l25 20 20-15 35 30v15H0z" fill="#8d9a8b"/><circle cx="90" cy="22" r="9" fill="#f4f1e6"/></svg>'
)


def render(page: str, language: Language = "nl") -> str:
    environment = template_environment("web", language, AMSTERDAM)
    with_samples = environment.overlay(loader=ChoiceLoader([FileSystemLoader(HERE), FileSystemLoader(TEMPLATES)]))
    return with_samples.get_template(f"{page}.html").render(given(page))


@contextmanager
def showing(browser: Browser, page: str, width: int, dark: bool = False, language: Language = "nl") -> Iterator[Page]:
    """One sample page in a window of that width; console messages are collected in `window_messages`."""
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 600 else 860},
        color_scheme="dark" if dark else "light",
        has_touch=width < 600,
        reduced_motion="reduce",
        bypass_csp=False,
    )
    window = context.new_page()
    window.route("**/*", lambda route: answer(route, page, language))
    window.goto(f"{ORIGIN}/")
    yield window
    context.close()


def answer(route: Route, page: str, language: Language) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        route.fulfill(body=render(page, language), headers=POLICY)
    elif path.startswith("/static/"):
        route.fulfill(path=STATIC / path.removeprefix("/static/"))
    elif path.endswith(".svg"):
        route.fulfill(body=PHOTO, content_type="image/svg+xml")
    else:
        route.abort()


def photograph(folder: Path) -> None:
    """Every sample page on a phone and a desk, by day and by night, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    with launched(Path("/usr/bin/chromium")) as browser:
        for page in PAGES:
            for width in (390, 1280):
                for dark in (False, True):
                    with showing(browser, page, width, dark) as window:
                        name = f"{page}-{width}-{'dark' if dark else 'light'}.png"
                        window.screenshot(path=folder / name, full_page=width < 600)
