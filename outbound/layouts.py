"""The one look of every letter: what it says, laid out as text and as HTML (outbound/templates)."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from jinja2 import Template
from markupsafe import Markup, escape

from config.settings import DeskSettings, Language
from config.templates import template_environment
from outbound.letter_texts import LetterText

_WIDTH = 72  # columns of the text part: an answer that quotes it twice still fits a window
# What is read at one glance: a number of ours, an amount, hours, a day, a telephone number.
_NUMBER = re.compile(
    r"\b(?:T|OB)-\d{4}-\d{5}\b|€\s?\d[\d.,]{0,12}\d|\b\d\d:\d\d–\d\d:\d\d\b"
    r"|\b(?:[a-z]{2,3} )?\d{1,2} [a-z]{3,4} \d{4}\b|\b0\d{1,3}[- ]\d{3,4}(?: \d{4})?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One language of a letter.

    slip     as outbound.slips gives it, or None
    also     earlier news that travels in this letter instead of in one of its own
    orders   of a digest: what is asked about each, and its slip
    """

    language: Language
    text: LetterText
    slip: dict[str, Any] | None = None
    also: tuple[LetterText, ...] = ()
    orders: tuple[tuple[LetterText, dict[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class LetterPicture:
    """The logo as a part of the mail: its Content-ID without brackets, and its size as it is shown."""

    cid: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Dressed:
    text: str
    html: str


def dress(
    sheets: Sequence[Sheet], desk: DeskSettings, zone: ZoneInfo, *, replies: bool, logo: LetterPicture | None = None
) -> Dressed:
    """Lay the sheets out below each other, in both forms.

    replies  an answer to this letter comes home: the line to write above stands on top
    """
    forms = {}
    for form in ("txt", "html"):
        laid = [
            _template(f"sheet.{form}.jinja", sheet.language, zone).render(
                text=sheet.text, slip=sheet.slip, also=sheet.also, orders=sheet.orders
            )
            for sheet in sheets
        ]
        whole = _template(f"letter.{form}.jinja", sheets[0].language, zone)
        forms[form] = whole.render(
            subject=sheets[0].text.subject,
            sheets=[Markup(sheet) if form == "html" else sheet for sheet in laid],  # noqa: S704  escaped when laid out
            why=[(sheet.language, sheet.text.why, sheet.text.choice) for sheet in sheets],
            desk=desk,
            replies=replies,
            logo=logo,
        )
    # Half a surrogate pair, from a program's JSON, cannot be written in any charset.
    forms = {form: text.encode("utf-8", "replace").decode() for form, text in forms.items()}
    return Dressed(text=_fold(forms["txt"]), html=_inliner().inline(forms["html"]))


def _template(name: str, language: Language, zone: ZoneInfo) -> Template:
    environment = template_environment("outbound", language, zone)
    environment.filters["unbroken"] = _unbroken
    return environment.get_template(name)


def _unbroken(text: str) -> Markup:
    """The text with its numbers each kept on one line: a browser would break T-2026-00042 at its hyphens."""
    return Markup(_NUMBER.sub(r'<span class="number">\g<0></span>', str(escape(text))))  # noqa: S704  escaped first


def _inliner() -> Any:
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def _fold(text: str) -> str:
    """Fold long lines between words; addresses stay whole, so that they can be followed."""
    folded = "\n".join(_fold_line(line) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", folded).strip() + "\n"


def _fold_line(line: str) -> str:
    mark = re.match(r"\| |- |", line)
    indent = {"| ": "| ", "- ": "  ", "": ""}[mark[0] if mark else ""]
    return (
        textwrap.fill(
            line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
        )
        if line != "-- "
        else line
    )
