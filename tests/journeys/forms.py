"""A form as it stands on a page: what it holds, what is filled in by the labels people read, what a press sends.

Only what stands there can be filled in or pressed. What is missing fails the test, naming what is offered instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.journeys.either_language import seen

BUTTONS = "button:not([type=button]):not([type=reset]), input[type=submit]"


@dataclass(frozen=True)
class Chosen:
    """A file somebody chose."""

    filename: str
    octets: bytes
    content_type: str = "image/jpeg"


Typed = str | bool | Sequence[Chosen]


@dataclass(frozen=True)
class FormEntry:
    """One pair that a form sends, and the control it comes from."""

    name: str
    value: str | Chosen
    control: int


@dataclass(frozen=True)
class Pressed:
    """A button and the form it stands in."""

    button: LexborNode
    form: LexborNode

    @property
    def told(self) -> dict[str, str | None]:
        """action, method, enctype: the button's own (formaction …) before the form's."""
        own = {name[4:]: value for name, value in self.button.attributes.items() if name.startswith("form")}
        return {**self.form.attributes, **own}

    def entries(self, fill: Mapping[str, Typed]) -> list[FormEntry]:
        entries = held(self.form)
        for label, value in fill.items():
            entries = filled(entries, self.control(label), label, value)
        if name := self.button.attributes.get("name"):
            entries.append(FormEntry(name, self.button.attributes.get("value") or "", self.button.mem_id))
        return entries

    def has(self, label: str) -> bool:
        return self._find(label) is not None

    def control(self, label: str) -> LexborNode:
        found = self._find(label)
        labels = [words_of(node) for node in self.form.css("label")]
        assert found is not None, f"no field {label!r} in this form: {labels}"
        return found

    def _find(self, label: str) -> LexborNode | None:
        """The field whose label begins so, or the one to type in within a group whose name begins so; `#id` where
        several are called the same."""
        if label.startswith("#"):
            return self.form.css_first(f"[id='{label[1:]}']")
        labels = self.form.css("label")
        for node in sorted(labels, key=lambda node: words_of(node) != label):
            if words_of(node).startswith(label) and (found := self._labelled(node)):
                return found
        for group in self.form.css("fieldset"):
            if words_of(group.css_first("legend")).startswith(label) and (
                typed := group.css("input:not([type=radio])")
            ):
                return typed[0]
        language = language_of(self.form.parser)
        named = (
            node
            for node in _elsewhere(self.form)
            if seen(node.attributes.get("aria-label") or "", language).startswith(label)
        )
        return next(named, None)

    def _labelled(self, label: LexborNode) -> LexborNode | None:
        named = label.attributes.get("for")
        found = self.form.css(f"[id='{named}']") if named else label.css("input, select, textarea")
        return found[0] if found else None


def find_buttons(page: LexborHTMLParser, words: str) -> Iterator[Pressed]:
    """The buttons with these words, each in its form."""
    for button in page.css(BUTTONS):
        if words in (face(button), words_of(button)):
            yield Pressed(button, _form_of(page, button))


def face(button: LexborNode) -> str:
    """The words on a button, without the small print and the key that presses it."""
    own = seen(" ".join(button.text(deep=False).split()), language_of(button.parser))
    return own or words_of(button.css_first(".deed-word") or button.css_first("span"))


def words_of(node: LexborNode | None) -> str:
    return seen(" ".join(node.text(separator=" ").split()), language_of(node.parser)) if node is not None else ""


def language_of(page: LexborHTMLParser | None) -> str | None:
    return page.root.attributes.get("lang") if page and page.root else None


def held(form: LexborNode) -> list[FormEntry]:
    """What a form sends as it stands (HTML, "constructing the entry list"), its buttons aside."""
    return [FormEntry(node.attributes["name"] or "", value, node.mem_id) for node, value in _held(form)]


def filled(entries: list[FormEntry], control: LexborNode, label: str, value: Typed) -> list[FormEntry]:
    """The entries after somebody filled in one control."""
    name, kind = control.attributes["name"] or "", control.attributes.get("type")
    own = control.attributes.get("value")
    others = [one for one in entries if one.control != control.mem_id and (kind != "radio" or one.name != name)]
    given: list[str | Chosen]
    if control.tag == "select":
        given = [_option(control, label, str(value))]
    elif kind == "file":
        assert not isinstance(value, (str, bool)), f"{label!r} takes files"
        given = list(value)
    elif kind in ("checkbox", "radio"):
        given = [own or "on"] if value else []
    else:
        assert isinstance(value, str), f"{label!r} takes words"
        given = [value]
    return [*others, *(FormEntry(name, one, control.mem_id) for one in given)]


def _held(form: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    for node in [*form.css("input, select, textarea"), *_elsewhere(form)]:
        told, kind = node.attributes, node.attributes.get("type") or "text"
        if not told.get("name") or "disabled" in told or kind in ("submit", "button", "file", "reset"):
            continue
        if node.tag == "select":
            options = node.css("option")
            chosen = [option for option in options if "selected" in option.attributes]
            yield from ((node, _value(option)) for option in chosen or options[:1])
        elif node.tag == "textarea":
            yield node, node.text().removeprefix("\n")
        elif kind not in ("checkbox", "radio") or "checked" in told:
            yield node, told.get("value") or ("on" if kind == "checkbox" else "")


def _elsewhere(form: LexborNode) -> list[LexborNode]:
    """The boxes of this form that stand in another place on its page."""
    named = form.attributes.get("id")
    return form.parser.css(f"input[form='{named}']") if named and form.parser else []


def _option(control: LexborNode, label: str, words: str) -> str:
    options = control.css("option")
    found = next((option for option in options if words in words_of(option)), None)
    assert found is not None, f"{label!r} does not offer {words!r}: {[words_of(option) for option in options]}"
    return _value(found)


def _value(option: LexborNode) -> str:
    value = option.attributes.get("value")
    return words_of(option) if value is None else value


def _form_of(page: LexborHTMLParser, button: LexborNode) -> LexborNode:
    if named := button.attributes.get("form"):
        return page.css(f"form#{named}")[0]
    form: LexborNode | None = button
    while form is not None and form.tag != "form":
        form = form.parent
    assert form is not None, f"the button {words_of(button)!r} is in no form"
    return form
