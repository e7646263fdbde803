"""The post of days gone by leaves as it would have left then."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from outbound.past_post import post_past
from outbound.remind import remind
from store.letter_table import Letter
from store.orders import WorkOrder
from store.words import LetterKind, LetterState, LetterStop, OrderState
from tests.cast import Desk
from tests.outbound.outbox import an_order, settings_to
from tests.outbound.wall_clock import local


def test_what_was_overtaken_before_it_would_have_left_does_not_leave(desk: Desk):
    sent, reminded = local("2026-11-16T10:00"), local("2026-11-17T09:00")
    with desk.store.writing() as session:
        keys = [an_order(desk, session, number=f"OB-{at}", sent_at=sent, created_at=sent).key for at in (1, 2)]
    remind(desk.store, settings_to(None), reminded)

    with desk.store.writing() as session:
        session.get_one(WorkOrder, keys[0]).state = OrderState.ACCEPTED
        post_past(session, settings_to(None), reminded + timedelta(hours=1), reminded, {})

    with desk.store.reading() as session:
        letters = session.exec(select(Letter).where(Letter.kind == LetterKind.ORDER_REMINDER)).all()
        fates = {letter.order_id: (letter.state, letter.last_answer) for letter in letters}
    assert fates[keys[0]] == (LetterState.CANCELLED, LetterStop.OVERTAKEN)
    assert fates[keys[1]][0] is LetterState.SENT
