"""The desk's rounds, walked by hand: what `postbon work --once` does, at the time a test says it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from weakref import WeakKeyDictionary

from cli import CLOCKS, all_rounds
from config.settings import Settings
from store.store import Store
from store.workers import do_round

_walked: WeakKeyDictionary[Store, datetime] = WeakKeyDictionary()  # when those that are asked each hour did at last


def work_once(store: Store, settings: Settings, now: datetime) -> None:
    """Everything that is due at this time, until nothing more is.

    All walk at first, those that are asked each hour where one has passed. Then again who did something, whose bell
    rang since, or who is asked each minute: what else could have left them something?
    """
    rounds = all_rounds()
    walking, rung = {each for each, _ in rounds}, {each: 0 for each, _ in rounds}
    if abs(now - _walked.get(store, datetime.min.replace(tzinfo=UTC))) < timedelta(hours=1):
        walking -= {each for each, when in rounds if CLOCKS.get(when) == 3600}
    else:
        _walked[store] = now
    while walking:
        active = set()
        for each, when in rounds:
            if each in walking:
                rung[each] = store.bell.count(when)
                if do_round(each, store, settings, now):
                    active.add(each)
        soon = {each for each, when in rounds if CLOCKS.get(when) == 60 or store.bell.count(when) > rung[each]}
        walking = active and active | soon
