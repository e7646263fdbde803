"""A page in a mail, read as the text a person sees."""

from __future__ import annotations

import re
from html.entities import html5

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.reading.html_sanitiser import sanitise

MAX_DEPTH = 2_000
MAX_QUOTES = 8  # levels of ">"
SHORT = 30_000  # characters
MAX_HTML = 300_000  # characters that are rendered; what comes behind stays in the raw mail
MAX_AMPERSANDS = (
    40_000  # in them: each is a piece of its own to the sanitiser, whose cost is the square of their number
)


def read_markup(html: str) -> tuple[str, str]:
    """The text of a page and its sanitised form, both without what its sender hid (preheaders, white on nothing)."""
    html = _SWELLING.sub(lambda found: _SWOLLEN[found.group()], html[:MAX_HTML].replace("\0", ""))
    html = "&".join(html.split("&", MAX_AMPERSANDS)[:MAX_AMPERSANDS])
    if _depth(html) > MAX_DEPTH:
        html = _TAG.sub(" ", html)  # no person nests like this; a parser would spend minutes on it
    tree = LexborHTMLParser(html)
    hidden = [node for node in tree.css("[style], [hidden]") if _is_hidden(node)]
    shown = tree.body is not None and any(hidden)
    for node in hidden:
        node.decompose(recursive=True)
    body = tree.body
    return (_Page(html).render(body) if body else ""), sanitise((tree.html or "") if shown else html)


# Letters that take more octets than their names. The parser (lexbor 2.6) keeps as much room as the page is long, and
# writes beyond it: a page of nothing but "&nGt;" would end the process.
_SWOLLEN = {f"&{name}": letter for name, letter in html5.items() if len(letter.encode()) > len(name) + 1}
_SWELLING = re.compile("|".join(map(re.escape, _SWOLLEN)))


def _depth(html: str) -> int:
    """How deep the blocks nest at most: HTML's rules make that cost its square. Short pages cannot nest enough."""
    if len(html) < SHORT:
        return 0
    depth = deepest = 0
    for match in _NESTING.finditer(html):
        depth += 1 if not match.group(1) else -1
        deepest = max(deepest, depth)
    return deepest


_NESTING = re.compile(
    r"<(/?)(?:div|ul|ol|dl|blockquote|center|section|article|aside|details|fieldset|form|main|nav|pre|h\d)\b", re.I
)
_TAG = re.compile(r"<[^<>]*>")


def _is_hidden(node: LexborNode) -> bool:
    if node.tag in ("html", "body"):
        return False  # who hides all of it had no wish to be read, or a broken program; nothing would be left
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![-\w])(?:font-size|max-height|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.I,
)


class _Page:
    """The lines of a page while its nodes go by. A walk without recursion: mail nests as deep as its sender likes."""

    def __init__(self, html: str) -> None:
        self.has_margins, self.has_struck = "border-left" in html, "line-through" in html
        self.lines: list[str] = []
        self.line: list[str] = []
        self.gap = False  # a blank line is due before the next text
        self.quotes = 0
        self.quoted = 0  # the depth of the line above
        self.preformatted = 0
        self.lists: list[int] = []  # the next number of each open list, 0 for bullets
        self.bullet = ""

    def render(self, body: LexborNode) -> str:
        node: LexborNode | None = body
        while node is not None:
            tag = node.tag or ""
            child = None
            if tag == "-text":
                self.text(node.text_content or "")
            elif tag not in _SILENT:
                self.begin(tag, node)
                child = node.first_child
            if child is not None:
                node = child
                continue
            if tag not in _SILENT:
                self.end(tag, node)
            while node is not None and node.next is None:
                node = node.parent
                if node is None or node.mem_id == body.mem_id:
                    node = None
                else:
                    self.end(node.tag or "", node)
            node = node.next if node is not None else None
        self.newline()
        return "\n".join(self.lines).strip("\n")

    def text(self, words: str) -> None:
        if self.preformatted:
            *whole, last = words.split("\n")
            for line in whole:
                self.line.append(line)
                self.newline(keep=True)
            self.line.append(last)
            return
        words = _SPACE.sub(" ", words)
        if words == " " and not self.line:
            return
        self.line.append(words)

    def begin(self, tag: str, node: LexborNode) -> None:
        if tag == "br":
            self.newline(keep=True)
        elif tag == "img":
            alt = (node.attributes.get("alt") or "").strip()
            if alt and not _is_pixel(node):
                self.text(f"[{alt}]")
        elif tag in _BLOCKS:
            self.newline()
            self.gap = self.gap or tag in _APART
            if self.is_quote(tag, node):
                self.quotes += 1
            elif tag == "pre":
                self.preformatted += 1
            elif tag in ("ul", "ol"):
                self.lists.append(_first_number(node) if tag == "ol" else 0)
            elif tag == "li":
                self.bullet = self.item()
            elif tag == "hr":
                self.line.append("-" * 20)
                self.newline()
        elif tag in ("td", "th") and self.line:
            self.line.append(_CELL)
        if self.is_struck(tag, node):
            self.line.append(_STRUCK)

    def end(self, tag: str, node: LexborNode) -> None:
        if self.is_struck(tag, node):
            self.line.append(_STRUCK)
        if tag == "a":
            self.link(node)
        elif tag in _BLOCKS and tag != "hr":
            self.newline()
            self.gap = self.gap or tag in _APART
            if self.is_quote(tag, node):
                self.quotes -= 1
            elif tag == "pre":
                self.preformatted -= 1
            elif tag in ("ul", "ol") and self.lists:
                self.lists.pop()

    def is_quote(self, tag: str, node: LexborNode) -> bool:
        """Outlook and webmail quote with a line in the left margin, too."""
        return tag == "blockquote" or (
            self.has_margins and tag == "div" and bool(_MARGIN.search(node.attributes.get("style") or ""))
        )

    def is_struck(self, tag: str, node: LexborNode) -> bool:
        """Words that were taken back stay, marked."""
        return tag in _STRIKING or (self.has_struck and "line-through" in (node.attributes.get("style") or ""))

    def item(self) -> str:
        if not self.lists or not self.lists[-1]:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def link(self, node: LexborNode) -> None:
        """Where a link leads, when its words do not say so."""
        target = (node.attributes.get("href") or "").strip()
        words = "".join(self.line[-20:])  # near enough: all of a line would make many links slow
        if target.startswith(("http://", "https://")) and len(target) <= 200 and words and _bare(target) not in words:
            self.line.append(f" <{target}>")

    def newline(self, *, keep: bool = False) -> None:
        """End the line. An empty one is kept only where the sender broke it on purpose."""
        if not self.line and not keep:
            return  # as most are: blocks begin and end within each other
        while self.line and not self.preformatted and (self.line[-1] == _CELL or not self.line[-1].strip()):
            self.line.pop()  # cells that stayed empty
        line = "".join(self.line)
        if not self.preformatted:
            line = _SPACES.sub(" ", line.replace("\xa0", " ")).strip()
        self.line = []
        if not line and not keep:
            return
        quotes = min(self.quotes, MAX_QUOTES)
        margin = "> " * quotes
        if self.gap and self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(quotes, self.quoted)).rstrip())
        self.gap, self.quoted = False, quotes
        self.lines.append((margin + self.bullet + line).rstrip())
        self.bullet = ""


def _is_pixel(node: LexborNode) -> bool:
    """A picture of one dot counts readers and shows nothing."""
    return {(node.attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height")} <= {"0", "1"}


def _first_number(node: LexborNode) -> int:
    start = (node.attributes.get("start") or "").strip()
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 and int(start) else 1


def _bare(url: str) -> str:
    return url.split("://", 1)[-1].rstrip("/")


_CELL = " | "
_STRUCK = "~~"
_STRIKING = ("s", "strike", "del")
_MARGIN = re.compile(r"border-left\s*:\s*(?!none|0|[^;]*(?:transparent|white|#fff))", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" {2,}")
_SILENT = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "object", "svg", "-comment", "select", "textarea")
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote"])
