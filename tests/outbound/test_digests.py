"""The reminders of one morning to one contact in one letter: each order counted by itself, and only what may leave."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from config.settings import Reminders
from outbound.outbox_actions import hold
from outbound.post import post_letters
from outbound.remind import remind
from outbound.undeliverable import take_back
from store.letter_lists import letters_caused_by
from store.letter_table import Letter
from store.links import open_link
from store.orders import WorkOrder
from store.people import Company, Contact
from store.words import AddressState, CauseKind, LetterKind, LetterState, OrderState, Priority
from tests.cast import SETTINGS, Desk
from tests.outbound.outbox import DUE_TOGETHER as MORNING
from tests.outbound.outbox import TITLES, orders_of_a_morning, read, settings_to
from tests.outbound.wall_clock import local
from tests.servers.sink import Sink

TOGETHER = Reminders(digest=True)
JOHAN = "johan@dekraan.example.nl"


def change(desk: Desk, key: int, **values: Any) -> None:
    with desk.store.writing() as session:
        row = session.get_one(WorkOrder, key)
        for name, value in values.items():
            setattr(row, name, value)


def post(desk: Desk, sink: Sink | None, moment: Any = MORNING, **reminders: Any) -> None:
    settings = settings_to(sink, reminders=Reminders(digest=True, **reminders))
    remind(desk.store, settings, moment)
    post_letters(desk.store, settings, moment)


def kinds(desk: Desk, *, state: LetterState = LetterState.SENT, to: str = JOHAN) -> list[str]:
    return [letter.kind for letter in desk.letters(to) if letter.state is state]


def reminders_of(session: Session, order_id: int) -> list[Letter]:
    return letters_caused_by(session, CauseKind.REMINDER, cause_id=order_id)


def test_several_orders_of_a_morning_are_one_letter_and_each_has_its_own_link_and_addresses(desk: Desk, sink: Sink):
    keys = orders_of_a_morning(desk)

    post(desk, sink)

    (delivery,) = sink.deliveries
    mail = read(delivery.octets)
    body = mail.get_body(("plain",))
    assert body
    text = body.get_content().replace("\r\n", "\n")
    links = re.findall(r"/l/([a-z2-7]{26})", text)
    with desk.store.reading() as session:
        opened = [link.order_id for token in links if (link := open_link(session, token, MORNING))]
        addresses = re.findall(r"melding\+([a-z2-7]{26})-[arc]", text)
        assert [len(reminders_of(session, key)) for key in keys] == [1, 1, 1]
    assert mail["Subject"] == "Wilt u antwoorden? 3 opdrachten wachten op u"
    assert set(opened) == {*keys} and len(opened) == len(keys)
    assert len(addresses) == 9 and len(set(addresses)) == 3
    assert mail["Reply-To"].addresses[0].addr_spec == SETTINGS.desk.address
    for part in text.split("=" * 64)[1::2]:
        assert re.search(r"OB-2026-0004\d\n.+\nLindelaan 14B, 3512 SA Utrecht", part)
    assert "herinnering 1 van 3" in text and all(title in text for title in TITLES)
    assert kinds(desk) == [LetterKind.ORDER_DIGEST]
    assert all(order.state is OrderState.SENT for order in orders(desk, keys))


def orders(desk: Desk, keys: list[int]) -> list[WorkOrder]:
    with desk.store.reading() as session:
        return [session.get_one(WorkOrder, key) for key in keys]


@pytest.mark.parametrize(
    ("firm", "by_default", "letters"), [("", True, 1), ("", False, 3), ("no", True, 3), ("yes", False, 1)]
)
def test_a_firm_may_have_it_otherwise_than_the_desk(desk: Desk, firm: str, by_default: bool, letters: int):
    orders_of_a_morning(desk)
    with desk.store.writing() as session:
        johan = desk.contact_named("Johan")
        session.get_one(Company, johan.company_id).digest = firm
    settings = settings_to(None, reminders=Reminders(digest=by_default))

    remind(desk.store, settings, MORNING)
    post_letters(desk.store, settings, MORNING)

    assert len(kinds(desk)) == letters


def test_what_hurries_and_what_is_for_another_contact_stays_a_letter_of_its_own(desk: Desk):
    marco = desk.contact_named("Marco")
    orders_of_a_morning(
        desk,
        {"priority": Priority.URGENT, "sent_at": local("2026-11-16T15:00")},
        {},
        {"company_id": marco.company_id, "contact_id": marco.key},
    )

    post(desk, None)

    assert kinds(desk) == [LetterKind.ORDER_REMINDER, LetterKind.ORDER_REMINDER]
    assert kinds(desk, to="marco") == [LetterKind.ORDER_REMINDER]


def test_each_rung_of_each_order_is_said_once_and_the_responsible_hears_how_many(desk: Desk):
    keys = orders_of_a_morning(desk, {}, {"sent_at": local("2026-11-17T11:00")}, {"priority": Priority.HIGH})

    for day in range(9):
        post(desk, None, MORNING + timedelta(days=day))

    with desk.store.reading() as session:
        for key in keys:
            steps = [letter.cause_step for letter in reminders_of(session, key)]
            assert steps == [1, 2, 3]
            (escalation,) = letters_caused_by(session, CauseKind.ESCALATION, cause_id=key)
            assert escalation.snapshot["reminders"] == 3
        mornings = [letter.sent_at for letter in session.exec(select(Letter).where(Letter.to_address == JOHAN))]
    sent = [moment for moment in mornings if moment]
    assert len(sent) == len(set(sent)) < 9


@pytest.mark.parametrize("answered", [1, 2, 3])
def test_an_order_that_was_answered_since_is_not_asked_about(desk: Desk, sink: Sink, answered: int):
    keys = orders_of_a_morning(desk)
    sink.go_down()
    post(desk, sink)
    for key in keys[:answered]:
        change(desk, key, state=OrderState.ACCEPTED)
    sink.go_up()

    post(desk, sink, MORNING + timedelta(hours=1))

    texts = [read(delivery.octets).as_string() for delivery in sink.deliveries]
    assert all(title in text for text in texts for title in TITLES[answered:])
    assert not any(title in text for text in texts for title in TITLES[:answered])
    assert kinds(desk) == {1: [LetterKind.ORDER_DIGEST], 2: [LetterKind.ORDER_REMINDER], 3: []}[answered]


def test_a_server_that_is_away_until_night_costs_one_letter_the_next_morning(desk: Desk, sink: Sink):
    orders_of_a_morning(desk)
    sink.go_down()
    post(desk, sink)
    sink.go_up()

    post(desk, sink, local("2026-11-17T22:00"))
    assert sink.deliveries == []
    post(desk, sink, local("2026-11-18T09:00"))

    assert kinds(desk) == [LetterKind.ORDER_DIGEST]


def test_a_digest_that_comes_back_is_told_on_each_of_its_orders(desk: Desk):
    bram = desk.staff_named("Bram").key
    keys = orders_of_a_morning(desk, {}, {}, {"responsible_id": bram})
    post(desk, None)

    with desk.store.writing() as session:
        digest = session.exec(select(Letter).where(Letter.kind == LetterKind.ORDER_DIGEST)).one()
        take_back(session, SETTINGS, digest, "550 5.1.1 User unknown", MORNING, address_is_bad=True)
    post(desk, None, MORNING + timedelta(minutes=5))

    with desk.store.reading() as session:
        assert session.get_one(Contact, desk.contact_named("Johan").key).address_state is AddressState.UNDELIVERABLE
    assert kinds(desk) == []
    assert kinds(desk, to="ingrid") == [LetterKind.STAFF_UNDELIVERABLE] * 2
    assert kinds(desk, to="bram") == [LetterKind.STAFF_UNDELIVERABLE]
    assert len(keys) == 3


def test_a_digest_that_was_refused_for_its_size_lets_each_reminder_leave_by_itself(desk: Desk):
    orders_of_a_morning(desk)
    post(desk, None)

    with desk.store.writing() as session:
        digest = session.exec(select(Letter).where(Letter.kind == LetterKind.ORDER_DIGEST)).one()
        take_back(session, SETTINGS, digest, "552 5.3.4 too big", MORNING, address_is_bad=False)
    post(desk, None, MORNING + timedelta(minutes=5))

    assert kinds(desk) == [LetterKind.ORDER_REMINDER] * 3


def test_a_digest_that_staff_hold_keeps_its_reminders_from_leaving(desk: Desk):
    orders_of_a_morning(desk)
    settings = settings_to(None, reminders=TOGETHER)
    remind(desk.store, settings, MORNING)
    with desk.store.writing() as session:
        digest = session.exec(select(Letter).where(Letter.kind == LetterKind.ORDER_DIGEST)).one()
        assert hold(session, [digest.key], MORNING) == 1

    post_letters(desk.store, settings, MORNING)

    assert kinds(desk) == []
    assert kinds(desk, state=LetterState.HELD) == [LetterKind.ORDER_DIGEST]
