"""A desk in the middle of its weeks: the stories of the demo happen, each at its own time before now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlmodel import Session, SQLModel, select

from config.demo import CHAPTERS, Happening, Story, stories
from config.settings import Settings
from convert.demo.verbs import CHANNELS, ToldReport, happen
from convert.unit_of_work import UnitOfWork
from store.people import Company, Contact, Installation, Person, Property, Staff, Unit
from store.store import Store
from store.timeline import CLOCK
from store.workers import Round

Moment = tuple[datetime, ToldReport, Happening]
Post = Callable[[Session, Settings, datetime], object]  # the letters that would have left by then, leave
_OFTEN_LOOKED_AT: tuple[type[SQLModel], ...] = (Staff, Person, Property, Unit, Installation, Company, Contact)
_ROUNDS_AT = time(9, 1)  # of each working day: what reminds, closes and calls


def set_scene(work: UnitOfWork) -> None:
    """Let this week happen. Needs the cast."""
    for at, report, happening in _moments(stories("this_week"), work.now, work.settings.desk.zone):
        happen(replace(work, now=at), report, happening.verb, happening.words)


def live(
    store: Store,
    settings: Settings,
    now: datetime,
    *,
    weeks: int,
    rounds: Iterable[Round],
    post: Post,
    ended: Callable[[], bool] = lambda: False,
) -> None:
    """Let what was reported in these weeks (at most three) happen day by day, with the rounds of each day and its post.
    Needs the cast and their neighbours. Whatever lies after `now` is left out; `ended` is asked each day."""
    zone = settings.desk.zone
    script = [story for chapter in CHAPTERS for story in stories(chapter) if story.happenings[0].day >= -5 * weeks]
    for day, happenings in groupby(_moments(script, now, zone), key=lambda moment: _day_of(moment[0], zone)):
        if ended():
            return
        morning = datetime.combine(day, _ROUNDS_AT, zone)
        for each in rounds:
            each(store, settings, morning)
        with store.writing() as session:
            _everybody = [session.exec(select(table)).all() for table in _OFTEN_LOOKED_AT]
            for at, report, happening in happenings:
                post(session, settings, at)
                happen(UnitOfWork(session, settings, CLOCK, at), report, happening.verb, happening.words)
    with store.writing() as session:
        post(session, settings, now)


def _day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day in whose rounds' wake it happened."""
    local = moment.astimezone(zone)
    return local.date() - timedelta(days=local.time() < _ROUNDS_AT)


def _moments(script: Iterable[Story], now: datetime, zone: ZoneInfo) -> list[Moment]:
    """All that has happened by now, in order."""
    today = now.astimezone(zone).date()

    def at(day: int, wall: time) -> datetime:
        return datetime.combine(_working_day(today, day), wall, zone)

    def calendar(day: int, wall: str) -> datetime:
        return at(day, time.fromisoformat(wall))

    found: list[Moment] = []
    for story in script:
        first = story.happenings[0]
        report = ToldReport(story, at(first.day, first.at), CHANNELS[first.verb], calendar)
        found += [(at(each.day, each.at), report, each) for each in story.happenings]
    return sorted((moment for moment in found if moment[0] <= now), key=lambda moment: moment[0])


def _working_day(today: date, distance: int) -> date:
    """So many working days from today, or from the last one before it. Saturdays and Sundays are none."""
    day = today - timedelta(days=max(0, today.weekday() - 4))
    weeks, rest = divmod(day.weekday() + distance, 5)
    return day - timedelta(days=day.weekday()) + timedelta(weeks=weeks, days=rest)
