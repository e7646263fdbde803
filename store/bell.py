"""The bell between stations of one process: who leaves work rings, who waits wakes at once."""

from __future__ import annotations

import threading
from collections import Counter


class Bell:
    """Rings by topic ("messages", "answers", "outbox"). A ring while nobody waits is not lost."""

    def __init__(self) -> None:
        self._rung: Counter[str] = Counter()
        self._change = threading.Condition()

    def ring(self, *topics: str) -> None:
        with self._change:
            self._rung.update(topics)
            self._change.notify_all()

    def count(self, topic: str) -> int:
        with self._change:
            return self._rung[topic]

    def counts(self) -> Counter[str]:
        with self._change:
            return self._rung.copy()

    def wait_for_any(self, seen: Counter[str], seconds: float) -> Counter[str]:
        """Wait until any topic has rung more often than seen, or the seconds are over; how often each has now."""
        with self._change:
            self._change.wait_for(lambda: self._rung != seen, seconds)
            return self._rung.copy()

    def wait(self, topic: str, seen: int, seconds: float) -> int:
        """Wait until the topic has rung more often than `seen`, or the seconds are over; how often it has rung now."""
        with self._change:
            self._change.wait_for(lambda: self._rung[topic] > seen, seconds)
            return self._rung[topic]
