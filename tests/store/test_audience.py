"""Who may read is one table; turning round any cell of it changes what somebody reads."""

from __future__ import annotations

from typing import Any

import pytest

from store.audience import (
    PARTY,
    POLICY,
    SHARED,
    Reader,
    Words,
    circles_for,
    may_read,
    may_share,
    readers_of,
    words_in,
)
from store.tickets import File, TimelineEntry
from store.words import ActorKind, Channel, Entry, Visibility
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


def a_line(
    kind: Entry = Entry.COMMENT, by: ActorKind = ActorKind.PERSON, mark: str = "", **changed: Any
) -> TimelineEntry:
    """A line of an order's thread."""
    about: dict[str, Any] = {"at": MONDAY, "channel": Channel.EMAIL, "order_id": 1, "data": {"mark": mark}}
    return TimelineEntry(**about | {"kind": kind, "actor_kind": by, "visible_to": []} | changed)


LINES: dict[Words, TimelineEntry] = {
    Words.INTERNAL: a_line(Entry.NOTE, ActorKind.STAFF),
    Words.PERSON: a_line(visible_to=["reporter"]),
    Words.TO_PEOPLE: a_line(by=ActorKind.STAFF, visible_to=["reporter"]),
    Words.TO_PARTY: a_line(by=ActorKind.STAFF, visible_to=["party"]),
    Words.PARTY: a_line(by=ActorKind.PARTY, visible_to=["party"]),
    Words.ELSE: a_line(mark="stranger"),
    Words.UNPROVEN: a_line(mark="unproven"),
    Words.EVENT: a_line(Entry.PHASE, ActorKind.STAFF),
}


@pytest.mark.parametrize("words", list(Words))
def test_staff_may_share_only_what_the_table_names_with_whom_it_names(words: Words):
    may = {reader for reader in ("ticket:1", PARTY) if may_share(LINES[words], reader)}

    assert may == {Words.PARTY: {"ticket:1"}, Words.ELSE: {"ticket:1", PARTY}}.get(words, set())
    assert {Reader.PARTY: PARTY, Reader.OTHERS: "ticket:1"}.keys() >= SHARED.get(words, frozenset())


def test_only_what_stands_in_an_orders_thread_is_shared():
    assert not may_share(a_line(mark="stranger", order_id=None), "ticket:1")


@pytest.mark.parametrize("mark", ["ticket:1", PARTY])
def test_what_is_shared_with_one_is_read_by_that_one_and_nobody_else(mark: str):
    row = a_line(shared_with=[mark])

    reads = {"ticket:1": may_read(row, PEOPLE, {"ticket:1"}), "ticket:2": may_read(row, PEOPLE, {"ticket:2"})}
    assert {who for who, may in (reads | {PARTY: may_read(row, FIRM)}).items() if may} == {mark}
