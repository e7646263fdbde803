"""Every word on a page has its Dutch."""

from __future__ import annotations

from enum import StrEnum

import pytest

from config.settings import Language
from config.templates import template_environment
from store import wording
from store.wording import word_of
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
from tests.journeys.outside_user import UTRECHT


@pytest.mark.parametrize("stop", LetterStop)
def test_why_a_letter_does_not_leave_has_its_dutch(stop: LetterStop):
    assert word_of(stop).in_("nl") != str(word_of(stop))


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
@pytest.mark.parametrize(("kind", "name"), [(Phase, "ticket"), (OrderState, "order"), (LetterState, "letter")])
def test_a_state_is_called_the_same_in_lists_and_in_filters(kind: type[StrEnum], name: str, language: Language):
    looks = template_environment("web", language, UTRECHT).get_template("parts/state.html").module.STATES[name]  # type: ignore[attr-defined]

    for state in kind:
        assert wording.word_of(state).in_(language) == looks[state.value][0]


def test_every_level_of_trust_is_explained():
    assert set(wording.TRUST) == {level.value for level in Trust} | {"known", "new"}
