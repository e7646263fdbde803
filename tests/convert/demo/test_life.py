"""Life in a demo: what is written happens as at any desk. WEEKS=3 plays all of it (in the suite: two weeks)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from config.demo import ANSWERS, CHAPTERS, NEIGHBOURS, neighbours, stories
from convert.demo import verbs
from convert.demo.cast import load_cast
from convert.demo.setup import demo_settings
from convert.demo.stories import live
from convert.relations.importing import import_csv
from convert.tickets.closing import close_quiet
from convert.unit_of_work import UnitOfWork
from outbound.past_post import TAKEN, post_past
from outbound.remind import remind
from outbound.visiting import remind_of_visits
from store.blobs import FileBlobs
from store.letter_table import KEPT, Letter
from store.orders import WorkOrder
from store.store import Store
from store.tickets import Ticket, TimelineEntry
from store.timeline import CLOCK
from store.words import LetterKind, LetterState, Phase
from tests.stores import engine_of

UTRECHT = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 25, 16, 30, tzinfo=UTRECHT)  # a Wednesday
WEEKS = int(os.environ.get("WEEKS", "2"))
TOLD = [story for chapter in CHAPTERS for story in stories(chapter) if story.happenings[0].day >= -5 * WEEKS]


def test_a_story_is_told_in_its_order_by_verbs_that_are_known():
    for story in (story for chapter in CHAPTERS for story in stories(chapter)):
        when = [(happening.day, happening.at) for happening in story.happenings]

        assert when == sorted(when), story.title
        assert story.happenings[0].verb in verbs.CHANNELS, story.title
        assert {happening.verb for happening in story.happenings} <= set(verbs.VERBS), story.title


@pytest.fixture
def lived_in(sqlite_database: str, tmp_path: Path) -> Iterator[Session]:
    settings = demo_settings(None, tmp_path)
    store = Store(engine_of(sqlite_database), FileBlobs(tmp_path / "blobs"))
    with store.writing() as session:
        work = UnitOfWork(session, settings, CLOCK, NOW)
        load_cast(work)
        assert [fault for kind in NEIGHBOURS for fault in import_csv(work, kind, neighbours(kind)).faults] == []
    post = partial(post_past, kept_since=NOW - timedelta(days=4), answers=dict(ANSWERS))
    live(store, settings, NOW, weeks=WEEKS, rounds=(remind, remind_of_visits, close_quiet), post=post)
    with store.reading() as session:
        yield session
    store.close()


def test_what_is_written_has_happened_by_now_with_an_incident_escalations_costs_and_letters(lived_in: Session):
    """One life for all of it: it takes some seconds."""
    tickets = lived_in.exec(select(Ticket).where(Ticket.number != "T-2026-00017")).all()
    orders = lived_in.exec(select(WorkOrder)).all()
    letters = lived_in.exec(select(Letter)).all()

    assert sorted(ticket.title for ticket in tickets) == sorted(story.title for story in TOLD)
    given = sum(happening.verb == "order" for story in TOLD for happening in story.happenings)
    assert len(orders) == given + 1  # and that of the old ticket
    assert max(lived_in.exec(select(TimelineEntry.at))) <= NOW
    assert set(Phase) - {ticket.phase for ticket in tickets} == {Phase.TAKEN_BACK}
    assert Counter(ticket.merged_into_id is None for ticket in tickets)[False] == 4
    assert {"granted", "owner"} <= {order.cost_request.get("state") for order in orders}
    assert {LetterKind.ORDER_REMINDER, LetterKind.STAFF_ESCALATION} <= {letter.kind for letter in letters}
    assert {TAKEN, KEPT, "550 5.1.1 User unknown"} <= {letter.last_answer for letter in letters}
    assert {letter.state for letter in letters} == {LetterState.SENT, LetterState.RETURNED, LetterState.UNKNOWN}
    waited = [letter.sent_at - letter.created_at for letter in letters if letter.sent_at]
    assert timedelta(minutes=4) < min(waited) and max(waited) < timedelta(hours=1)
