"""The day before an appointment: both who meet are reminded once, and not at all of a visit that is off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from config.settings import Reminders, Settings
from outbound.post import post_letters
from outbound.visiting import remind_of_visits
from store.orders import WorkOrder
from store.people import Contact, Person
from store.tickets import TicketPerson
from store.timeline import CLOCK, tell
from store.words import AddressState, Deed, Entry, LetterKind, LetterState, OrderState, PersonRole
from tests.cast import SETTINGS, Desk
from tests.outbound.outbox import Leak, a_leak, read, settings_to
from tests.outbound.wall_clock import local
from tests.servers.sink import Sink

AGREED, VISIT = local("2026-11-20T12:00"), local("2026-11-24T14:00")  # a Friday, a Tuesday
DAY_BEFORE = local("2026-11-23T09:00")
FATIMA, JOHAN = "fatima.elamrani@mail.example.nl", "johan@dekraan.example.nl"


@pytest.fixture
def leak(desk: Desk) -> Leak:
    """Johan comes to Fatima on Tuesday, as she agreed on Friday."""
    leak = a_leak(desk)
    with desk.store.writing() as session:
        fatima = desk.person_named("Fatima").key
        session.add(TicketPerson(ticket_id=leak.ticket_id, person_id=fatima, role=PersonRole.REPORTER, since=AGREED))
    plan(desk, leak, VISIT, agreed=AGREED)
    return leak


def plan(desk: Desk, leak: Leak, visit: datetime, *, agreed: datetime) -> None:
    change(
        desk,
        leak,
        state=OrderState.SCHEDULED,
        appointment_state="confirmed",
        appointment_from=visit,
        appointment_to=visit + timedelta(hours=2),
    )
    with desk.store.writing() as session:
        tell(session, CLOCK, Entry.ORDER, agreed, order_id=leak.order_id, deed=Deed.CONFIRM.value)


def change(desk: Desk, leak: Leak, **values: Any) -> None:
    with desk.store.writing() as session:
        order = session.get_one(WorkOrder, leak.order_id)
        for name, value in values.items():
            setattr(order, name, value)


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(letter.kind, letter.to_address) for letter in desk.letters()]


def remind(desk: Desk, now: datetime, settings: Settings = SETTINGS) -> int:
    return remind_of_visits(desk.store, settings, now.astimezone(UTC))


def test_both_are_told_the_day_before_and_once_however_often_one_asks(desk: Desk, leak: Leak, sink: Sink):
    times = [
        local(f"2026-11-2{day}T{hour}") for day in (0, 1, 2, 3, 4) for hour in ("07:00", "09:00", "13:00", "20:00")
    ]
    for now in times:
        remind(desk, now)
        post_letters(desk.store, settings_to(sink), now.astimezone(UTC))

    assert told(desk) == [(LetterKind.VISIT_REMINDER, FATIMA), (LetterKind.ORDER_VISIT, JOHAN)]
    assert {letter.sent_at for letter in desk.letters()} == {DAY_BEFORE}
    fatima, johan = (read(delivery.octets) for delivery in sink.wait_for(2))
    assert "Morgen komt Loodgietersbedrijf De Kraan" in fatima["Subject"]
    assert "di 24 nov 2026" in str(fatima.get_body(("plain",)))
    assert "OPDRACHTBON OB-2026-00032" in " ".join(str(johan.get_body(("plain",))).split())


def test_a_monday_is_announced_on_friday(desk: Desk, leak: Leak):
    plan(desk, leak, local("2026-11-30T10:00"), agreed=AGREED)

    assert remind(desk, local("2026-11-27T08:59")) == 0
    assert remind(desk, local("2026-11-27T09:00")) == 2
    assert remind(desk, local("2026-11-29T09:00")) == 0
    assert desk.letters()[0].snapshot["near"] == "later"


def test_after_a_standstill_it_is_said_the_same_day_while_it_is_of_use(desk: Desk, leak: Leak):
    assert remind(desk, VISIT + timedelta(minutes=1)) == 0
    assert remind(desk, local("2026-11-24T10:00")) == 2
    assert desk.letters()[0].snapshot["near"] == "today"


def test_who_agreed_after_the_hour_of_sending_needs_no_reminder(desk: Desk, leak: Leak):
    plan(desk, leak, VISIT, agreed=local("2026-11-23T15:00"))

    assert remind(desk, local("2026-11-23T16:00")) == 0


def test_a_moved_visit_is_another_one(desk: Desk, leak: Leak):
    remind(desk, DAY_BEFORE)
    plan(desk, leak, local("2026-11-26T10:00"), agreed=local("2026-11-23T10:00"))

    assert remind(desk, local("2026-11-24T09:00")) == 0
    assert remind(desk, local("2026-11-25T09:00")) == 2


OFF: dict[str, Callable[[Desk, Leak], None]] = {
    **{
        state.value: lambda desk, leak, state=state: change(desk, leak, state=state)  # type: ignore[misc]
        for state in OrderState
        if state != OrderState.SCHEDULED
    },
    "moved": lambda desk, leak: change(desk, leak, appointment_from=VISIT + timedelta(days=1)),
    "declined": lambda desk, leak: change(desk, leak, appointment_state="declined"),
    "asked anew": lambda desk, leak: change(desk, leak, appointment_state="proposed"),
}


@pytest.mark.parametrize("reason", OFF)
def test_what_is_off_is_not_announced_even_from_the_outbox(desk: Desk, leak: Leak, reason: str):
    remind(desk, DAY_BEFORE)
    OFF[reason](desk, leak)

    post_letters(desk.store, settings_to(None), DAY_BEFORE.astimezone(UTC))

    assert {letter.state for letter in desk.letters()} == {LetterState.CANCELLED}
    assert remind(desk, DAY_BEFORE + timedelta(hours=1)) == 0


def test_a_letter_that_found_no_server_is_not_sent_after_the_visit(desk: Desk, leak: Leak):
    remind(desk, DAY_BEFORE)

    post_letters(desk.store, settings_to(None), (VISIT + timedelta(hours=1)).astimezone(UTC))

    assert {letter.state for letter in desk.letters()} == {LetterState.CANCELLED}


def test_without_reminders_the_firm_is_left_alone_and_the_occupant_is_told(desk: Desk, leak: Leak):
    change(desk, leak, reminders=False)

    remind(desk, DAY_BEFORE)

    assert told(desk) == [(LetterKind.VISIT_REMINDER, FATIMA)]


def test_nobody_is_written_to_who_cannot_be_reached_or_wants_no_mail(desk: Desk, leak: Leak):
    with desk.store.writing() as session:
        session.exec(select(Contact).where(Contact.email == JOHAN)).one().address_state = AddressState.UNDELIVERABLE
        session.get_one(Person, desk.person_named("Fatima").key).notify = "none"

    assert remind(desk, DAY_BEFORE) == 0


def test_it_can_be_switched_off(desk: Desk, leak: Leak):
    settings = SETTINGS.model_copy(update={"reminders": Reminders(day_before=False)})

    assert remind(desk, DAY_BEFORE, settings) == 0
