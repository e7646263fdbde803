"""A browser without scripts: what its reader sees, and where a press or a link leads."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

import httpx2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.journeys.either_language import SeenRow, seen
from tests.journeys.forms import BUTTONS, Chosen, Pressed, Typed, face, find_buttons, held, language_of, words_of

UNSEEN = "script, style, template, head, [hidden]"


class BrowsedPage:
    """One page, as it came."""

    def __init__(self, browser: httpx2.Client, answer: httpx2.Response) -> None:
        self.browser = browser
        self.status = answer.status_code
        self.headers = answer.headers
        self.url = str(answer.url)
        self.html = answer.text.replace("<wbr>", "")  # nobody reads where a line may break
        self._tree = LexborHTMLParser(self.html)

    @property
    def path(self) -> str:
        return httpx2.URL(self.url).path

    @property
    def text(self) -> str:
        """What a reader sees, every run of white space as one blank."""
        seen = LexborHTMLParser(self.html)
        for node in seen.css(UNSEEN):
            node.decompose()
        return words_of(seen.body)

    @property
    def title(self) -> str:
        return words_of(self._tree.css_first("h1"))

    def says(self, words: str) -> bool:
        return " ".join(words.split()) in self.text

    def all(self, selector: str) -> list[str]:
        """The words of each element."""
        return [words_of(node) for node in self._tree.css(selector)]

    # what pages of the desk have in common

    @property
    def done(self) -> str:
        """The line that says what one just did."""
        return seen(" ".join(self.all(".done, .notice")), language_of(self._tree))

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with a form that was refused: field -> words."""
        links = self._tree.css("[role=alert] a[href^='#']")
        return {(node.attributes["href"] or "#")[1:]: words_of(node) for node in links}

    @property
    def rows(self) -> list[str]:
        return self.all("table.list tbody tr")

    def row(self, words: str) -> dict[str, str]:
        """The one row of a list with these words: column -> cell."""
        rows = [row for row in self._tree.css("table.list tbody tr") if words in words_of(row)]
        assert len(rows) == 1, f"{len(rows)} rows with {words!r} on {self.url}: {self.rows}"
        cells = rows[0].css("td")
        return SeenRow(
            (words_of(cell.css_first(".cell-label")), words_of(cell.css_first(".cell-value"))) for cell in cells
        )

    @property
    def story(self) -> list[str]:
        """The timeline, a line each."""
        return self.all(".timeline .entry")

    @property
    def earlier(self) -> list[str]:
        """What happened here before, a line each."""
        return self.all(".earlier li")

    @property
    def slips(self) -> dict[str, str]:
        """The work orders on a ticket: number -> what its slip says."""
        return {words_of(node.css_first(".slip-number")): words_of(node) for node in self._tree.css(".slip-small")}

    def count(self, way: str) -> int:
        """What the menu counts beside a way."""
        return self._counted("nav .way", way)

    def chip(self, word: str) -> int:
        """What a filter counts."""
        return self._counted(".filters a", word)

    def _counted(self, selector: str, word: str) -> int:
        found = [node for node in self._tree.css(selector) if words_of(node).startswith(word)]
        number = words_of(found[0].css_first(".count")) if found else ""
        return int(number or 0)

    # links

    def links(self, words: str = "") -> list[str]:
        """Where the links lead that have these words in them, those that begin with them first."""
        found = [node for node in self._tree.css("main a[href], nav a[href]") if words in words_of(node)]
        found.sort(key=lambda node: not words_of(node).startswith(words))
        return [self._address(node) for node in found]

    def follow(self, words: str) -> BrowsedPage:
        links = self.links(words)
        assert links, f"no link {words!r} on {self.url} ({self.status}): {self.all('a')}"
        return visit(self.browser, links[0])

    def download(self, filename: str) -> httpx2.Response:
        """The file with this name, fetched."""
        address = self._address(self._file(filename)).removesuffix("/view")  # staff see a picture large first
        return self.browser.get(address, follow_redirects=True)

    def thumbnail(self, filename: str) -> httpx2.Response:
        picture = self._file(filename).css_first("img")
        assert picture is not None, f"{filename} has no small picture"
        return self.browser.get(urljoin(self.url, picture.attributes["src"] or ""))

    def reload(self) -> BrowsedPage:
        return visit(self.browser, self.url)

    def _file(self, filename: str) -> LexborNode:
        found = [node for node in self._tree.css("a.file") if words_of(node.css_first(".file-name")) == filename]
        assert found, f"no file {filename!r} on {self.url}: {self.all('.file-name')}"
        return found[0]

    def _address(self, link: LexborNode) -> str:
        return urljoin(self.url, link.attributes["href"] or "")

    # forms

    def offers(self, button: str) -> bool:
        return next(find_buttons(self._tree, button), None) is not None

    def typed(self, button: str) -> dict[str, str]:
        """What the form of this button holds before anybody types: name -> value."""
        return {one.name: one.value for one in held(self._pressed(button).form) if isinstance(one.value, str)}

    def field(self, button: str, label: str) -> str:
        """What one field of the form of this button holds, named by its label."""
        control = self._pressed(button).control(label)
        return self.typed(button).get(control.attributes["name"] or "", "")

    def options(self, button: str, label: str) -> list[str]:
        """What a list offers to choose, or a field to pick from while one types."""
        control = self._pressed(button).control(label)
        if listed := control.attributes.get("list"):
            return [node.attributes.get("value") or "" for node in self._tree.css(f"#{listed} option")]
        return [words_of(option) for option in control.css("option") if option.attributes.get("value") != ""]

    def press(self, button: str, fill: Mapping[str, Typed] | None = None) -> BrowsedPage:
        """Fill in the form of this button, by the labels of its fields, and press it."""
        pressed = self._pressed(button, fill or {})
        address = urljoin(self.url, pressed.told.get("action") or self.url)
        entries = pressed.entries(fill or {})
        texts = [(one.name, one.value) for one in entries if isinstance(one.value, str)]
        if (pressed.told.get("method") or "get").lower() == "get":
            return visit(self.browser, str(httpx2.URL(address, params=tuple(texts))))
        if pressed.told.get("enctype") == "multipart/form-data":
            parts = [(one.name, _part(one.value)) for one in entries]
            return BrowsedPage(self.browser, self.browser.post(address, files=parts, follow_redirects=True))
        data: dict[str, list[str]] = {}
        for name, value in texts:
            data.setdefault(name, []).append(value)
        return BrowsedPage(self.browser, self.browser.post(address, data=data, follow_redirects=True))

    def _pressed(self, words: str, fill: Mapping[str, Typed] | None = None) -> Pressed:
        """The button with these words; where there are several, the one whose form has the fields to be filled in."""
        found = list(find_buttons(self._tree, words))
        offered = [face(node) for node in self._tree.css(BUTTONS)]
        assert found, f"no button {words!r} on {self.url} ({self.status}): {offered}"
        return next((one for one in found if all(map(one.has, fill or {}))), found[0])


def visit(browser: httpx2.Client, address: str) -> BrowsedPage:
    return BrowsedPage(browser, browser.get(address, follow_redirects=True))


def _part(value: str | Chosen) -> tuple[str | None, bytes, str | None] | tuple[None, bytes]:
    if isinstance(value, Chosen):
        return (value.filename, value.octets, value.content_type)
    return (None, value.encode())
