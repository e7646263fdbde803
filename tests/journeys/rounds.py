"""The desk's rounds, walked by hand: what `postbon work --once` does, at the time a test says it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from weakref import WeakKeyDictionary

from cli import CLOCKS, all_rounds
from config.settings import Settings
from convert.forgetting.rounds import forget_old
from store.store import Store
from store.workers import Round, do_round

_walked: WeakKeyDictionary[Store, dict[Round, datetime]] = WeakKeyDictionary()  # when each of the slow ones did at last


def work_once(store: Store, settings: Settings, now: datetime) -> None:
    """Everything that is due at this time, until nothing more is.

    All walk at first, those that are asked each hour where one has passed, and who forgets, by days, where a day has.
    Then again who did something, whose bell rang since, or who is asked each minute: what else could have left them
    something?
    """
    rounds = all_rounds()
    rung = {each: 0 for each, _ in rounds}
    walking = {each for each, when in rounds if _is_asked(store, each, when, now)}
    while walking:
        active = set()
        for each, when in rounds:
            if each in walking:
                rung[each] = store.bell.count(when)
                if do_round(each, store, settings, now):
                    active.add(each)
        soon = {each for each, when in rounds if CLOCKS.get(when) == 60 or store.bell.count(when) > rung[each]}
        walking = active and active | soon


def _is_asked(store: Store, each: Round, when: str, now: datetime) -> bool:
    if CLOCKS.get(when) != 3600:
        return True
    walked = _walked.setdefault(store, {})
    pause = timedelta(days=1) if each is forget_old else timedelta(hours=1)
    if abs(now - walked.get(each, datetime.min.replace(tzinfo=UTC))) < pause:
        return False
    walked[each] = now
    return True
