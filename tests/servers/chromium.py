"""A real browser. A page that asks for anything beyond this machine fails its test: no third-party requests, ever."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.servers import needs
from tests.servers.server_process import HOST

SIZES = {"phone": (390, 844), "desk": (1280, 900)}  # in CSS pixels
QUIET = [
    "--no-sandbox",  # its sandbox refuses root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NewPage(Protocol):
    def __call__(self, screen: Literal["phone", "desk"] = "desk", *, javascript: bool = True) -> Page:
        """Open a page with cookies of its own, as a Dutch reader has it."""


@contextmanager
def launched(program: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser. It ends with the module, for until then its event loop forbids every other in this thread."""
    program = needs.program("chromium", package="chromium")
    needs.library("atomic", package="libatomic1")  # of Playwright's own node
    with launched(program) as browser:
        yield browser


@pytest.fixture
def strays() -> Iterator[list[str]]:
    """What the pages asked for beyond this machine, and did not get."""
    addresses: list[str] = []
    yield addresses
    assert addresses == []


@pytest.fixture
def new_page(chromium: Browser, strays: list[str]) -> Iterator[NewPage]:
    def keep_home(route: Route) -> None:
        if urlsplit(route.request.url).hostname in (HOST, "localhost", None):
            route.continue_()
        else:
            strays.append(route.request.url)
            route.abort()

    with ExitStack() as opened:

        def new(screen: Literal["phone", "desk"] = "desk", *, javascript: bool = True) -> Page:
            width, height = SIZES[screen]
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                has_touch=screen == "phone",
                java_script_enabled=javascript,
                locale="nl-NL",
                timezone_id="Europe/Amsterdam",
            )
            opened.callback(context.close)
            context.set_default_timeout(10_000)
            context.route("**/*", keep_home)
            return context.new_page()

        yield new
