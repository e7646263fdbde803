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

from store.audience import POLICY, Reader, Words
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


CELLS = [*product(Words, Reader)] if TURNED else [(Words.PERSON, Reader.OTHERS)]


@pytest.mark.parametrize(("words", "reader"), CELLS)
def test_a_cell_of_the_table_that_is_turned_round_is_noticed(
    history: History, monkeypatch: pytest.MonkeyPatch, words: Words, reader: Reader
):
    monkeypatch.setitem(POLICY, words, POLICY[words] ^ {reader})

    with pytest.raises(AssertionError):
        play(history, TURNED or 100, phases=[Phase.generate], report_multiple_bugs=False)

    print(f"{words} x {reader}: noticed within {Histories.played} histories")  # noqa: T201  what the command tells
