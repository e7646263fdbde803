"""Reminders over three years: two nodes ask whenever they live, restarts and clocks that jump lie between. None twice,
none missing, none outside the hours; first of the decision alone, then of two nodes on one database. The long form is
`make reminders`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from config.settings import Reminders
from outbound.calendar import WorkingCalendar
from outbound.post import post_letters
from outbound.remind import remind
from outbound.reminders import OpenOrder, due, steps
from store.letter_lists import letters_caused_by
from store.letter_table import Letter
from store.orders import WorkOrder
from store.store import Store, open_engine
from store.tokens import new_token
from store.words import CauseKind, LetterKind, LetterState, OrderState, Priority
from tests.cast import SETTINGS, Desk
from tests.outbound.outbox import an_order
from tests.outbound.wall_clock import AMSTERDAM, local

RULES = Reminders()
CALENDAR = WorkingCalendar(AMSTERDAM, RULES)
BEGIN = local("2026-01-05T08:00").astimezone(UTC)
MINUTES = 3 * 365 * 24 * 60
PRIORITIES = ("high", "normal", "low", "urgent")
# When an order was sent, in minutes from the beginning, and its priority.
orders = st.lists(st.tuples(st.integers(0, MINUTES), st.sampled_from(PRIORITIES)), min_size=1, max_size=3)
# For each ask: minutes since the one before (a restart is a long one, a clock put back a negative one), and whether the
# second node asks at the same moment, having read before the first wrote.
asks = st.lists(st.tuples(st.integers(-70, 60 * 24 * 4), st.booleans()), min_size=15, max_size=50)
if "REMINDER_YEARS" in os.environ:
    pytestmark = pytest.mark.timeout(0)  # as many as are asked for


@given(orders, asks)
@settings(max_examples=int(os.environ.get("REMINDER_YEARS", "8")), deadline=None)
def test_over_three_years_each_step_is_said_once_in_the_hours_and_none_is_forgotten(
    sent: list[tuple[int, str]], asked: list[tuple[int, bool]]
):
    for number, (minute, priority) in enumerate(sent, start=1):
        sent_at = BEGIN + timedelta(minutes=minute)
        ladder = getattr(RULES, priority)
        moments, now = list[tuple[datetime, bool]](), sent_at
        for passed, both in asked:
            now += timedelta(minutes=passed)
            moments.append((now, both))
        told, order = list[tuple[datetime, str]](), OpenOrder(number, sent_at, ladder)

        for moment, both in moments:
            taken = frozenset(name for _, name in told)
            for _ in range(2 if both else 1):  # what both write, the store keeps once
                order = OpenOrder(number, sent_at, ladder, taken=taken)
                found = [(moment, each.step.name) for each in due(moment, [order], CALENDAR)]
                told += [each for each in found if each[1] not in {name for _, name in told}]

        names = [name for _, name in told]
        assert names == sorted(set(names))  # "1" < "2" < … < "escalation"
        assert all(CALENDAR.is_open(moment) for moment, _ in told)
        rungs, reached = steps(order, CALENDAR), 0
        for moment, _ in moments:
            if CALENDAR.is_open(moment):
                reached = max([reached, *(rung.number for rung in rungs if rung.at <= moment)])
                assert reached == 0 or rungs[reached - 1].name in names  # the latest of its time is said


@pytest.fixture
def nodes(desk: Desk, database_url: str) -> Iterator[tuple[Store, Store]]:
    """The desk's store, and another process's on the same database."""
    engine = open_engine(database_url)
    other = Store(engine, desk.store.blobs)
    yield desk.store, other
    other.close()
    engine.dispose()


@pytest.mark.parametrize("together", [False, True])
@given(orders, st.lists(st.tuples(st.integers(-70, 60 * 24 * 4), st.booleans()), min_size=4, max_size=12))
@settings(
    max_examples=int(os.environ.get("REMINDER_STORES", "1")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_two_nodes_on_one_database_put_and_post_each_step_once_alone_or_with_the_others_of_its_morning(
    desk: Desk, nodes: tuple[Store, Store], together: bool, sent: list[tuple[int, str]], asked: list[tuple[int, bool]]
):
    rules = SETTINGS.model_copy(update={"reminders": Reminders(digest=together)})
    begun, moments = BEGIN + timedelta(minutes=sent[0][0]), list[datetime]()
    with desk.store.writing() as session:
        before = session.exec(select(func.max(Letter.id))).one() or 0  # of other histories, on the same desk
        rows = [
            an_order(desk, session, number=new_token(), priority=Priority(priority), sent_at=begun, created_at=begun)
            for _, priority in sent
        ]
        keys = {row.key: row.priority for row in rows}

    def ask(node: Store) -> None:
        remind(node, rules, moments[-1])
        post_letters(node, rules, moments[-1])

    with ThreadPoolExecutor(2) as pool:
        for number, (passed, both) in enumerate(asked):
            moments.append((moments[-1] if moments else begun) + timedelta(minutes=passed))
            list(pool.map(ask, nodes if both else [nodes[number % 2]]))

    with desk.store.writing() as session:
        for key, priority in keys.items():
            letters = letters_caused_by(session, CauseKind.REMINDER, CauseKind.ESCALATION, cause_id=key)
            ladder = steps(OpenOrder(key, begun, getattr(RULES, priority)), CALENDAR)
            taken = [letter.cause_step or len(ladder) for letter in letters]
            assert taken == sorted(set(taken))
            carriers = [session.get_one(Letter, letter.folded_into_id or letter.key) for letter in letters]
            assert {carrier.state for carrier in carriers} <= {LetterState.SENT, LetterState.CANCELLED}
            assert all(carrier.state is LetterState.SENT for carrier in carriers[-1:])  # the latest did leave
            assert all(CALENDAR.is_open(carrier.sent_at) for carrier in carriers if carrier.sent_at)
            open_moments = [moment for moment in moments if CALENDAR.is_open(moment)]
            reached = max([rung.number for rung in ladder if open_moments and rung.at <= max(open_moments)], default=0)
            assert reached == (taken[-1] if taken else 0)
            session.get_one(WorkOrder, key).state = OrderState.WITHDRAWN
        digests = select(Letter.sent_at).where(Letter.kind == LetterKind.ORDER_DIGEST, col(Letter.id) > before)
        mornings = session.exec(digests).all()
        assert len(mornings) == len(set(mornings)) and (together or not mornings)
