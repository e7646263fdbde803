"""docs/letters.md says what the outbox does."""

from __future__ import annotations

from pathlib import Path

import pytest

from outbound.delivery_policy import POSTING_RULES
from store.words import LetterKind, LetterState

PAGE = (Path(__file__).parents[2] / "docs" / "letters.md").read_text()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_kind_is_listed_with_its_manners(kind: LetterKind):
    rule = POSTING_RULES[kind]

    [line] = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |")]

    assert line.endswith(
        {(True, True): "| news, counted |", (True, False): "| news |", (False, True): "| counted |"}.get(
            (rule.folds, rule.counted), "| |"
        )
    )


@pytest.mark.parametrize("state", list(LetterState))
def test_every_state_is_explained(state: LetterState):
    assert f"| `{state}` |" in PAGE
