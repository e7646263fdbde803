"""Nobody reads what is not theirs, whatever happens: random histories of reports, answers, joins, merges, splits,
orders of two firms, undoing and removing, on pages, letters, files, calendars and the API.

More histories, each time others: `make circles`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlmodel import col, select

from store.audience import POLICY, Reader, Words
from store.tickets import TimelineEntry
from store.words import Visibility
from tests.journeys.audience.histories import Histories, begun
from tests.journeys.audience.history import History
from tests.journeys.desk_in_memory import DeskInMemory

HISTORIES = int(os.environ.get("HISTORIES", "8"))
TURNED = int(os.environ.get("TURN", "0"))  # histories at most, for each cell of the table that is turned round
DEEDS = 12  # in each
PARTS = int(os.environ.get("PARTS", "1"))  # that run side by side
MEMORY = Path("/dev/shm")

if "HISTORIES" in os.environ or TURNED:
    pytestmark = pytest.mark.timeout(0)  # as many as are asked for


@pytest.fixture(scope="module")
def history() -> Iterator[History]:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        desk = DeskInMemory(Path(folder))
        yield History(desk)
        desk.close()


def play(history: History, histories: int, **more: Any) -> None:
    if Histories.begins:
        history.put_back(Histories.begins[0])
    Histories.history, Histories.begins, Histories.played = history, [history.photograph() for _ in begun(history)], 0
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=histories,
            stateful_step_count=DEEDS,
            suppress_health_check=list(HealthCheck),
            derandomize="HISTORIES" not in os.environ,  # in the suite always the same
            database=None,
            **more,
        ),
    )


@pytest.mark.skipif(bool(TURNED), reason="the table is turned round instead")
@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_reads_what_is_not_theirs_whatever_happens(history: History, part: int):
    play(history, HISTORIES // PARTS)

    print(f"part {part + 1} of {PARTS}: {Histories.played} histories, nobody read another")  # noqa: T201  what the command tells


# No turn of these can be seen: a firm is shown the lines of its orders, and what is said in a ticket's own thread is
# none of them; words of somebody else, or of nobody knows whom, are no circle's own.
IDLE = (
    (Words.PERSON, Reader.PARTY),
    (Words.TO_PEOPLE, Reader.PARTY),
    (Words.ELSE, Reader.OWN),
    (Words.UNPROVEN, Reader.OWN),
)
CELLS = [cell for cell in product(Words, Reader) if cell not in IDLE] if TURNED else [(Words.PERSON, Reader.OTHERS)]


@pytest.mark.parametrize(("words", "reader"), CELLS)
def test_a_cell_of_the_table_that_is_turned_round_is_noticed(
    history: History, monkeypatch: pytest.MonkeyPatch, words: Words, reader: Reader
):
    monkeypatch.setitem(POLICY, words, POLICY[words] ^ {reader})

    with pytest.raises(AssertionError):
        play(history, TURNED or 100, phases=[Phase.generate], report_multiple_bugs=False)

    print(f"{words} x {reader}: noticed within {Histories.played} histories")  # noqa: T201  what the command tells


@pytest.mark.skipif(bool(TURNED), reason="these cells are not among those that are turned")
def test_a_tickets_own_thread_reaches_no_firm_and_strange_words_no_circle_whatever_the_table_says(
    history: History, monkeypatch: pytest.MonkeyPatch
):
    first = Histories.begins[0] if Histories.begins else history.photograph()
    history.put_back(first)
    for words, reader in IDLE:
        monkeypatch.setitem(POLICY, words, POLICY[words] | {reader})

    for _ in begun(history):
        pass
    history.note(history.model.live(next(iter(history.model.tickets))), "reporter", with_file=True)
    history.comment(next(link for link in history.links() if link.person_id), with_file=True)
    leaks, found = history.wait(6), history.look(everywhere=True)
    may = {reader: history.model.may(reader) for reader in found}
    with history.desk.store.reading() as session:
        lines = session.exec(select(TimelineEntry).where(col(TimelineEntry.order_id).is_(None))).all()
    history.put_back(first)

    assert sum(Visibility.PARTY in line.visible_to for line in lines) > 2  # the table was turned
    assert leaks == [] and all(found[reader] <= may[reader] for reader in found)
    assert found["Johan de Kraan"] and found["Fatima el Amrani"]  # they have pages
