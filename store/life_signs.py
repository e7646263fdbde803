"""Threads that live as long as the desk: each gives signs of life, and none dies unseen."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

QUIET = 300.0  # seconds a thread may be silent: one letter can take that long with a slow server
PAUSE = 1.0  # seconds before what failed goes on
SHOWN = 300.0  # seconds for which staff see that a thread broke off

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Sign:
    """last, until: when it was given and when the next is due, on the monotonic clock · error, failed_at: how its work
    broke off, and when."""

    last: float
    until: float
    error: str = ""
    failed_at: float = 0.0


class LifeSigns:
    """The last sign of life of each long-lived thread of this process. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._signs: dict[str, _Sign] = {}
        self._change = threading.Lock()

    def give(self, name: str, *, quiet: float = QUIET) -> None:
        """This thread lives, and gives its next sign within `quiet` seconds."""
        now = self._clock()
        with self._change:
            sign = self._signs.setdefault(name, _Sign(now, now))
            sign.last, sign.until = now, now + quiet

    def fail(self, name: str, error: str) -> None:
        """Its work broke off with this error, and is taken up again."""
        self.give(name)
        with self._change:
            sign = self._signs[name]
            sign.error, sign.failed_at = error, sign.last

    def leave(self, name: str) -> None:
        """It ended as it should."""
        with self._change:
            self._signs.pop(name, None)

    def silent(self) -> dict[str, float]:
        """Those that stand still, with the seconds since their last sign."""
        now = self._clock()
        with self._change:
            return {name: now - sign.last for name, sign in sorted(self._signs.items()) if now > sign.until}

    def failed(self) -> dict[str, str]:
        """Those whose work broke off lately, with the error."""
        now = self._clock()
        with self._change:
            signs = sorted(self._signs.items())
        return {name: sign.error for name, sign in signs if sign.error and now - sign.failed_at < SHOWN}


def guard(signs: LifeSigns, name: str, work: Callable[[], None], stop: Event, *, pause: float = PAUSE) -> None:
    """Run the work until it ends by itself or `stop` is set. Whatever it raises is noted, and it is taken up again."""
    signs.give(name)
    try:
        while not stop.is_set():
            try:
                work()
                return
            except (Exception, SystemExit) as error:  # SystemExit ends a thread without a word
                _log.exception("%s broke off and is taken up again", name)
                signs.fail(name, f"{type(error).__name__}: {error}")
                stop.wait(pause)
    finally:
        signs.leave(name)
