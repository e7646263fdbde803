"""Who may read is one table; turning round any cell of it changes what somebody reads."""

from __future__ import annotations

import pytest

from store.audience import POLICY, Reader, Words, circles_for, may_read, readers_of, words_in
from store.tickets import File
from store.words import ActorKind, Entry, Visibility
from tests.cast import MONDAY

CIRCLES = ["ticket:1", "ticket:2"]
PEOPLE, FIRM = Visibility.REPORTER, Visibility.PARTY


def who_reads(words: Words) -> set[str]:
    """Own circle, other circle and firm, as they find it once it is written."""
    row = File(
        filename="foto.jpg",
        content_type="image/jpeg",
        at=MONDAY,
        size=1,
        by_kind=ActorKind.PERSON,
        visible_to=[who.value for who in readers_of((words,))],
        circles=circles_for((words,), "ticket:1", CIRCLES),
    )
    reads = {
        "own": may_read(row, PEOPLE, {"ticket:1"}),
        "others": may_read(row, PEOPLE, {"ticket:2"}),
        "party": may_read(row, FIRM),
    }
    return {name for name, may in reads.items() if may}


TOLD: dict[Words, set[str]] = {
    Words.INTERNAL: set(),
    Words.PERSON: {"own"},
    Words.TO_PEOPLE: {"own", "others"},
    Words.TO_PARTY: {"party"},
    Words.PARTY: {"party"},
    Words.ELSE: set(),
    Words.UNPROVEN: set(),
    Words.EVENT: {"own", "others", "party"},
}


@pytest.mark.parametrize("words", list(Words))
def test_each_kind_of_words_is_read_by_those_the_table_names_and_nobody_else(words: Words):
    assert who_reads(words) == TOLD[words]


@pytest.mark.parametrize("words", list(Words))
@pytest.mark.parametrize("reader", list(Reader))
def test_a_cell_that_is_turned_round_is_noticed(words: Words, reader: Reader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(POLICY, words, POLICY[words] ^ {reader})

    assert who_reads(words) != TOLD[words]


@pytest.mark.parametrize(
    ("kind", "by", "mark", "words"),
    [
        (Entry.CREATED, ActorKind.STAFF, "", (Words.PERSON,)),
        (Entry.COMMENT, ActorKind.PERSON, "", (Words.PERSON,)),
        (Entry.COMMENT, ActorKind.PERSON, "unproven", (Words.UNPROVEN,)),
        (Entry.COMMENT, ActorKind.PARTY, "stranger", (Words.ELSE,)),
        (Entry.COMMENT, ActorKind.STAFF, "", (Words.TO_PEOPLE,)),
        (Entry.NOTE, ActorKind.STAFF, "", (Words.INTERNAL,)),
        (Entry.TASK, ActorKind.STAFF, "", (Words.INTERNAL,)),
        (Entry.PHASE, ActorKind.PERSON, "", (Words.EVENT,)),
    ],
)
def test_what_a_line_holds_follows_from_its_kind_and_author(
    kind: Entry, by: ActorKind, mark: str, words: tuple[Words, ...]
):
    assert words_in(kind, by, (Visibility.REPORTER,), mark) == words
