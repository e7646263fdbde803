import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error

from tests.servers.chromium import NewPage

PAGE = b"<!doctype html><title>Bon</title><p>Lindelaan 14B<script>document.title = 'met script'</script>"


def test_browser_shows_a_page_as_a_phone_without_javascript(new_page: NewPage, bon: str) -> None:
    page = new_page("phone", javascript=False)

    page.goto(bon)

    assert page.title() == "Bon"
    assert page.inner_text("p") == "Lindelaan 14B"
    assert page.viewport_size == {"width": 390, "height": 844}


def test_browser_runs_scripts_on_a_wide_screen(new_page: NewPage, bon: str) -> None:
    page = new_page()

    page.goto(bon)

    assert page.title() == "met script"
    assert page.evaluate("innerWidth") == 1280


def test_two_pages_share_no_cookies(new_page: NewPage, bon: str) -> None:
    ingrid, johan = new_page(), new_page("phone")
    ingrid.goto(bon)
    ingrid.evaluate("document.cookie = 'session=ingrid'")

    johan.goto(bon)

    assert johan.evaluate("document.cookie") == ""


def test_browser_reaches_nothing_beyond_this_machine(new_page: NewPage, strays: list[str]) -> None:
    with pytest.raises(Error):
        new_page().goto("http://pixel.example.nl/opened.gif")

    assert strays == ["http://pixel.example.nl/opened.gif"]
    strays.clear()


@pytest.fixture(scope="module")
def bon() -> Iterator[str]:
    """The address of a page on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bon)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Bon(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *words: object) -> None:
        """Say nothing."""
