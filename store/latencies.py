"""How long things take, counted by each process since it began, so that a monitor can draw how it was meanwhile."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from time import monotonic
from typing import Any

BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)  # seconds, each included


class Latency(StrEnum):
    """What is timed."""

    FILED = "filed"  # from the moment a mail was ours until it lies in its place
    POSTED = "posted"  # from the moment a letter was due until a server took it
    PAGE = "page"  # as whoever asked for it waits
    CALL = "call"  # of the API


class Latencies:
    """The counts of this process. Safe to share between threads.

    As a row keeps them: {latency: {counts: [how many took up to each of BOUNDS, and longer than all], sum: seconds}}.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self._counts: dict[Latency, list[int]] = {}
        self._sums: dict[Latency, float] = {}
        self._change = threading.Lock()

    def note(self, latency: Latency, seconds: float) -> None:
        with self._change:
            counts = self._counts.setdefault(latency, [0] * (len(BOUNDS) + 1))
            counts[bisect_left(BOUNDS, seconds)] += 1
            self._sums[latency] = self._sums.get(latency, 0.0) + seconds

    def note_since(self, latency: Latency, at: datetime, now: datetime, began: float) -> None:
        """It began at `at` and ends as we speak; `now` is the time it was when the clock of ours said `began`. A clock
        that was set back meanwhile makes it 0."""
        self.note(latency, max((now - at).total_seconds() + self.clock() - began, 0.0))

    def as_plain(self) -> dict[str, Any]:
        with self._change:
            return {
                latency.value: {"counts": list(counts), "sum": round(self._sums[latency], 3)}
                for latency, counts in self._counts.items()
            }
