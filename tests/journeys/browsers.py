"""A browser without scripts: what it shows, and what it sends when somebody presses a button.

It fills in only what stands on the page. A button, a field or an answer that is not there fails the test by its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2
from selectolax.lexbor import LexborHTMLParser, LexborNode

Typed = str | bool | Sequence["Chosen"]
BUTTONS = "button:not([type=button]):not([type=reset]), input[type=submit]"
UNSEEN = "script, style, template, head, [hidden]"


@dataclass(frozen=True)
class Chosen:
    """A file somebody chose."""

    filename: str
    octets: bytes
    content_type: str = "image/jpeg"


class Page:
    """One page, as it came."""

    def __init__(self, browser: httpx2.Client, answer: httpx2.Response) -> None:
        self.browser = browser
        self.status = answer.status_code
        self.headers = answer.headers
        self.url = str(answer.url)
        self.html = answer.text
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
        return words_of(seen.body) if seen.body else ""

    @property
    def title(self) -> str:
        return words_of(self._tree.css_first("h1"))

    def says(self, words: str) -> bool:
        return " ".join(words.split()) in self.text

    def all(self, selector: str) -> list[str]:
        """The words of each element."""
        return [words_of(node) for node in self._tree.css(selector)]

    def links(self, words: str = "") -> list[str]:
        """Where the links lead whose words begin so."""
        found = [node for node in self._tree.css("a[href]") if words_of(node).startswith(words)]
        return [urljoin(self.url, node.attributes["href"] or "") for node in found]

    def follow(self, words: str) -> Page:
        links = self.links(words)
        assert links, f"no link {words!r} on {self.url}: {self.all('a')}"
        return visit(self.browser, links[0])

    def reload(self) -> Page:
        return visit(self.browser, self.url)

    def offers(self, button: str) -> bool:
        return any(True for _ in self._buttons(button))

    def typed(self, button: str) -> dict[str, str]:
        """What the form of this button holds before anybody types: name -> value."""
        pressed = self._button(button)
        return {name: value for name, value in _held(self._form_of(pressed)) if isinstance(value, str)}

    def field(self, button: str, label: str) -> str:
        """What one field of the form of this button holds, named by its label."""
        form = self._form_of(self._button(button))
        return self.typed(button)[_control(form, label)[0].attributes["name"] or ""]

    def options(self, button: str, label: str) -> list[str]:
        """What can be chosen in a list."""
        form = self._form_of(self._button(button))
        return [words_of(option) for option in _control(form, label)[0].css("option")]

    def press(self, button: str, fill: Mapping[str, Typed] | None = None) -> Page:
        """Fill in the form of this button, by the labels of its fields, and press it."""
        pressed = self._button(button)
        form = self._form_of(pressed)
        held: list[tuple[str, str | Chosen]] = _held(form)
        for label, value in (fill or {}).items():
            held = _with(held, _control(form, label), label, value)
        if name := pressed.attributes.get("name"):
            held.append((name, pressed.attributes.get("value") or ""))
        return self._send(form, pressed, held)

    def _send(self, form: LexborNode, pressed: LexborNode, held: list[tuple[str, str | Chosen]]) -> Page:
        told = {**form.attributes, **{name[4:]: v for name, v in pressed.attributes.items() if name[:4] == "form"}}
        address = urljoin(self.url, told.get("action") or self.url)
        texts = [(name, value) for name, value in held if isinstance(value, str)]
        if (told.get("method") or "get").lower() == "get":
            return visit(self.browser, str(httpx2.URL(address, params=tuple(texts))))
        if told.get("enctype") == "multipart/form-data":
            parts = [(name, _part(value)) for name, value in held]
            return Page(self.browser, self.browser.post(address, files=parts, follow_redirects=True))
        data: dict[str, list[str]] = {}
        for name, value in texts:
            data.setdefault(name, []).append(value)
        return Page(self.browser, self.browser.post(address, data=data, follow_redirects=True))

    def _button(self, words: str) -> LexborNode:
        found = next(self._buttons(words), None)
        assert found is not None, f"no button {words!r} on {self.url} ({self.status}): {self.all(BUTTONS)}"
        return found

    def _buttons(self, words: str) -> Iterator[LexborNode]:
        for node in self._tree.css(BUTTONS):
            face = node.css_first(".deed-word") or node
            if words_of(face) == words or words == node.attributes.get("value"):
                yield node

    def _form_of(self, node: LexborNode) -> LexborNode:
        if named := node.attributes.get("form"):
            return self._tree.css(f"form#{named}")[0]
        form: LexborNode | None = node
        while form is not None and form.tag != "form":
            form = form.parent
        assert form is not None, f"the button {words_of(node)!r} is in no form"
        return form


def visit(browser: httpx2.Client, address: str) -> Page:
    return Page(browser, browser.get(address, follow_redirects=True))


def words_of(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def _held(form: LexborNode) -> list[tuple[str, str | Chosen]]:
    """What a form sends as it stands (HTML, "constructing the entry list"), its buttons aside."""
    held: list[tuple[str, str | Chosen]] = []
    for node in _controls(form):
        told = node.attributes
        name, kind = told.get("name"), told.get("type") or "text"
        if not name or "disabled" in told or kind in ("submit", "button", "file", "reset"):
            continue
        if node.tag == "select":
            options = node.css("option")
            chosen = [option for option in options if "selected" in option.attributes]
            held += [(name, _value(option)) for option in chosen or options[:1]]
        elif node.tag == "textarea":
            held.append((name, node.text().removeprefix("\n")))
        elif kind not in ("checkbox", "radio") or "checked" in told:
            held.append((name, told.get("value") or ("on" if kind == "checkbox" else "")))
    return held


def _with(
    held: list[tuple[str, str | Chosen]], controls: list[LexborNode], label: str, value: Typed
) -> list[tuple[str, str | Chosen]]:
    first = controls[0]
    name = first.attributes["name"] or ""
    others = [(known, kept) for known, kept in held if known != name]
    if first.tag == "select":
        option = next((one for one in first.css("option") if words_of(one).startswith(str(value))), None)
        assert option is not None, f"{label!r} does not offer {value!r}: {[words_of(o) for o in first.css('option')]}"
        return [*others, (name, _value(option))]
    kind = first.attributes.get("type")
    if kind == "file":
        assert not isinstance(value, (str, bool))
        return [*others, *((name, chosen) for chosen in value)]
    if kind == "checkbox":
        same = [(known, kept) for known, kept in held if known == name and kept != first.attributes.get("value")]
        return [*others, *same, *([(name, first.attributes.get("value") or "on")] if value else [])]
    if kind == "radio":
        return [*others, (name, first.attributes.get("value") or "")]
    assert isinstance(value, str)
    return [*others, (name, value)]


def _control(form: LexborNode, label: str) -> list[LexborNode]:
    """The field with this label (its beginning is enough)."""
    for node in form.css("label"):
        if not words_of(node).startswith(label):
            continue
        named = node.attributes.get("for")
        found = form.css(f"[id='{named}']") if named else node.css("input, select, textarea")
        if found:
            return found
    raise AssertionError(f"no field {label!r} in this form: {[words_of(node) for node in form.css('label')]}")


def _controls(form: LexborNode) -> list[LexborNode]:
    return form.css("input, select, textarea")


def _value(option: LexborNode) -> str:
    value = option.attributes.get("value")
    return words_of(option) if value is None else value


def _part(value: str | Chosen) -> tuple[str | None, bytes, str | None] | tuple[None, bytes]:
    if isinstance(value, Chosen):
        return (value.filename, value.octets, value.content_type)
    return (None, value.encode())
