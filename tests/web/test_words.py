"""Every word on a page has its Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from config.language import translations
from config.settings import Language
from config.templates import template_environment
from store.words import (
    AddressState,
    Aside,
    Channel,
    CompanyKind,
    Deed,
    LetterKind,
    LetterState,
    LetterStop,
    OrderState,
    PersonRole,
    Phase,
    Priority,
    RefusalReason,
    Role,
    Trade,
    Trust,
)
from tests.web.gallery.frames import AMSTERDAM
from web import wording

WEB = Path(wording.__file__).parent
KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "mark": None}


def said() -> Iterator[tuple[str, str | None]]:
    """Every (msgid, context) in the templates and rooms of the pages; commands say both languages where they stand."""
    methods = [("commands.py", "ignore"), ("templates/**.html", "jinja2"), ("**.py", "python")]
    for _, _, message, _, context in extract_from_dir(WEB, methods, keywords=KEYWORDS):
        yield (message[0] if isinstance(message, tuple) else message), context


def test_every_word_on_a_page_has_its_dutch():
    dutch = translations("nl", "web")

    missing = {
        words
        for words, context in said()
        if words not in dutch._catalog
        and (words, 0) not in dutch._catalog
        and f"{context}\4{words}" not in dutch._catalog
    }

    assert missing == set()


@pytest.mark.parametrize("stop", LetterStop)
def test_why_a_letter_does_not_leave_has_its_dutch(stop: LetterStop):
    assert translations("nl", "web").gettext(stop) != stop


@pytest.mark.parametrize(
    "kind",
    [
        AddressState,
        Aside,
        Channel,
        CompanyKind,
        Deed,
        LetterKind,
        LetterState,
        OrderState,
        PersonRole,
        Phase,
        Priority,
        RefusalReason,
        Role,
        Trade,
    ],
)
def test_every_key_of_the_store_has_its_word(kind: type[StrEnum]):
    assert list(wording.WORDS[kind]) == [member.value for member in kind]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("kind", "room"), wording.STATES.items())
def test_a_state_is_called_the_same_in_lists_and_in_filters(kind: type[StrEnum], room: str, language: Language):
    looks = template_environment("web", language, AMSTERDAM).get_template("parts/state.html").module.STATES[room]  # type: ignore[attr-defined]
    catalogue = translations(language, "web")

    for state in kind:
        assert catalogue.pgettext(room, wording.WORDS[kind][state.value]) == looks[state.value][0]


def test_every_level_of_trust_is_explained():
    assert set(wording.TRUST) == {level.value for level in Trust} | {"known", "new"}
