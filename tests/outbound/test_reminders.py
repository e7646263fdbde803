"""Reminders: the exact dates of the story, once each, and none after anybody reacted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from config.settings import Ladder, Reminders, Settings
from outbound.calendar import Closure, WorkingCalendar
from outbound.post import post_letters
from outbound.remind import remind
from outbound.reminders import ESCALATION, OpenOrder, due, steps
from store.letter_table import Letter
from store.orders import WorkOrder
from store.people import Company, Contact, Staff
from store.tickets import Ticket, TicketPerson
from store.words import AddressState, Channel, LetterKind, LetterState, OrderState, PersonRole
from tests.cast import SETTINGS, Desk
from tests.outbound.outbox import Leak, a_leak, an_order, read, settings_to
from tests.outbound.wall_clock import AMSTERDAM, local
from tests.servers.sink import Sink

RULES = Reminders()


SENT = local("2027-05-04T15:20")
CALENDAR = WorkingCalendar(AMSTERDAM, RULES)
STORY = ("2027-05-10T09:00", "2027-05-12T09:00", "2027-05-14T09:00", "2027-05-18T09:00")
MAY_5_IS_A_WORKDAY = ("2027-05-05T09:00", "2027-05-11T09:00", "2027-05-13T09:00", "2027-05-14T09:00")


def the_order(**values: Any) -> OpenOrder:
    defaults: dict[str, Any] = {"id": 12, "sent_at": SENT, "ladder": RULES.normal}
    return OpenOrder(**(defaults | values))


# what is due, without a store


@pytest.mark.parametrize(("may_5", "dates"), [("holiday", STORY), ("workday", MAY_5_IS_A_WORKDAY)])
def test_the_ladder_of_the_story_has_exactly_these_moments(may_5: str, dates: tuple[str, ...]):
    calendar = WorkingCalendar(AMSTERDAM, Reminders.model_validate({"may_5": may_5}))

    ladder = steps(the_order(), calendar)

    assert [step.at for step in ladder] == [local(day) for day in dates]
    assert [step.name for step in ladder] == ["1", "2", "3", ESCALATION]


def test_after_a_standstill_one_late_reminder_is_due_and_the_older_ones_are_passed_over():
    late = due(local("2027-05-12T13:00"), [the_order()], CALENDAR)

    assert [one.step.name for one in late] == ["2"]


def test_a_clock_that_is_put_back_says_no_older_step_after_a_later_one():
    an_hour_earlier = local("2027-05-12T08:30")

    assert due(an_hour_earlier, [the_order(taken=frozenset({"2"}))], CALENDAR) == []
    assert [one.step.name for one in due(an_hour_earlier, [the_order()], CALENDAR)] == ["1"]


def test_what_became_due_at_night_waits_for_the_morning():
    assert due(local("2027-05-12T23:00"), [the_order()], CALENDAR) == []
    assert [one.step.name for one in due(local("2027-05-13T08:00"), [the_order()], CALENDAR)] == ["2"]


def test_a_closed_firm_is_left_alone_and_its_ladder_is_longer():
    closed = the_order(closed=(Closure(local("2027-05-10").date(), local("2027-05-14").date()),))

    assert due(local("2027-05-14T10:00"), [closed], CALENDAR) == []
    assert steps(closed, CALENDAR)[0].at == local("2027-05-18T09:00")


def test_an_emergency_knows_no_calendar():
    night = local("2026-11-21T23:41")
    order = the_order(sent_at=night, ladder=RULES.emergency)

    named = [due(night + timedelta(minutes=minutes), [order], CALENDAR) for minutes in (14, 15, 30, 45)]

    assert [[one.step.name for one in found] for found in named] == [[], ["1"], ["2"], [ESCALATION]]


@given(st.lists(st.integers(0, 60 * 24 * 30), max_size=60), st.sampled_from(["high", "normal", "low", "urgent"]))
def test_however_often_one_asks_no_step_is_said_twice_and_the_last_word_is_the_escalation(
    minutes: list[int], priority: str
):
    said: list[str] = []
    end = SENT + timedelta(days=60)
    morning = CALENDAR.after_days(end, 1)

    for now in [*sorted(SENT + timedelta(minutes=minute) for minute in minutes), morning, morning]:
        order = the_order(ladder=getattr(RULES, priority), taken=frozenset(said))
        said += [one.step.name for one in due(now, [order], CALENDAR)]

    assert len(said) == len(set(said))
    assert said == sorted(said)  # "1" < "2" < "3" < "escalation"
    assert said[-1] == ESCALATION


# with a store, letters, and a server


def an_old_order(desk: Desk, session: Session, **values: Any) -> WorkOrder:
    marco = desk.contact_named("Marco")
    defaults = {
        "number": "OB-2027-00012",
        "title": "Verlichting portiek",
        "company_id": marco.company_id,
        "contact_id": marco.key,
        "responsible_id": desk.staff_named("Bram").key,
        "sent_at": SENT,
        "created_at": SENT,
        "changed_at": SENT,
    }
    return an_order(desk, session, **(defaults | values))


@pytest.fixture
def order(desk: Desk) -> WorkOrder:
    with desk.store.writing() as session:
        return an_old_order(desk, session)


def change(desk: Desk, order: WorkOrder, **values: Any) -> None:
    with desk.store.writing() as session:
        row = session.get_one(WorkOrder, order.key)
        for name, value in values.items():
            setattr(row, name, value)


def run(desk: Desk, settings: Settings, first: datetime, last: datetime, *, every: timedelta) -> None:
    """Let the clock ask from first to last, as the timetable does."""
    now = first
    while now <= last:
        remind(desk.store, settings, now.astimezone(UTC))
        post_letters(desk.store, settings, now.astimezone(UTC))
        now += every


def left(desk: Desk) -> list[tuple[str, str, datetime]]:
    with desk.store.reading() as session:
        rows = session.exec(select(Letter).where(Letter.state == LetterState.SENT).order_by(col(Letter.id))).all()
        return [(row.kind, row.to_address, row.sent_at.astimezone(AMSTERDAM)) for row in rows if row.sent_at]


MARCO, BRAM = "marco@elektrovisser.example.nl", "bram@delinde.example.nl"


@pytest.mark.parametrize(("may_5", "dates"), [("holiday", STORY), ("workday", MAY_5_IS_A_WORKDAY)])
def test_nobody_reacts_and_exactly_the_letters_of_the_story_leave(
    desk: Desk, order: WorkOrder, may_5: str, dates: tuple[str, ...]
):
    settings = settings_to(None, reminders=Reminders.model_validate({"may_5": may_5}))

    for day in range(20):
        for hour in ("00:30", "08:59", "09:00", "16:00", "23:00"):
            now = datetime.combine(SENT.date() + timedelta(days=day), time.fromisoformat(hour), AMSTERDAM)
            run(desk, settings, now, now, every=timedelta(hours=1))

    letters = left(desk)
    assert [(kind, to) for kind, to, _ in letters] == [(LetterKind.ORDER_REMINDER, MARCO)] * 3 + [
        (LetterKind.STAFF_ESCALATION, BRAM)
    ]
    assert [at for _, _, at in letters] == [local(day) for day in dates]


def test_a_reminder_says_which_it_is_how_long_it_waits_and_shows_the_order_again(
    desk: Desk, order: WorkOrder, sink: Sink
):
    for day in STORY[:3]:
        remind(desk.store, SETTINGS, local(day))
        post_letters(desk.store, settings_to(sink), local(day))

    mails = [read(delivery.octets) for delivery in sink.wait_for(3)]
    texts = [" ".join(body.get_content().split()) for mail in mails if (body := mail.get_body(("plain",)))]

    assert [f"herinnering {n} van 3" in text for n, text in enumerate(texts, start=1)] == [True] * 3
    assert ["1 werkdag " in texts[0], "3 werkdagen" in texts[1], "5 werkdagen" in texts[2]] == [True] * 3
    assert all("OPDRACHTBON OB-2027-00012" in text and "Verlichting portiek" in text for text in texts)
    assert "krijgt Bram Postma bericht op di 18 mei 2027" in texts[2]
    assert "krijgt Bram" not in texts[1]
    assert mails[2]["In-Reply-To"] == mails[1]["Message-ID"]
    assert mails[2]["References"].split()[0] == mails[0]["Message-ID"]
    assert len({mail["Subject"].split("]")[0] for mail in mails}) == 1


def test_acceptance_stops_what_is_already_in_the_outbox(desk: Desk, order: WorkOrder, sink: Sink):
    remind(desk.store, SETTINGS, local(STORY[2]))
    change(desk, order, state=OrderState.ACCEPTED)

    post_letters(desk.store, settings_to(sink), local(STORY[2]))

    assert sink.deliveries == []
    assert remind(desk.store, SETTINGS, local("2027-06-01T09:00")) == 0


STOPS: dict[str, Callable[[Desk, WorkOrder], None]] = {
    **{
        state.value: lambda desk, order, state=state: change(desk, order, state=state)  # type: ignore[misc]
        for state in OrderState
        if state != OrderState.SENT
    },
    "toggled off": lambda desk, order: change(desk, order, reminders=False),
    "sent again": lambda desk, order: change(desk, order, round=2, sent_at=local("2027-05-12T08:30")),
}


@pytest.mark.parametrize("reason", STOPS)
def test_every_stop_condition_stops(desk: Desk, order: WorkOrder, reason: str):
    remind(desk.store, SETTINGS, local(STORY[1]))
    STOPS[reason](desk, order)

    post_letters(desk.store, settings_to(None), local(STORY[1]))

    assert left(desk) == []
    assert remind(desk.store, SETTINGS, local("2027-05-12T10:00")) == 0


def test_an_address_that_does_not_work_gets_no_reminders_and_the_responsible_hears_of_it_once_a_day(
    desk: Desk, order: WorkOrder
):
    with desk.store.writing() as session:
        session.get_one(Contact, order.contact_id).address_state = AddressState.UNDELIVERABLE

    run(desk, settings_to(None), local("2027-05-12T08:00"), local("2027-05-12T16:00"), every=timedelta(hours=1))

    assert left(desk) == [(LetterKind.STAFF_ESCALATION, BRAM, local("2027-05-12T09:00"))]


def test_a_server_that_was_down_all_morning_costs_one_late_reminder(desk: Desk, order: WorkOrder, sink: Sink):
    sink.go_down()
    run(desk, settings_to(sink), local("2027-05-12T08:00"), local("2027-05-12T12:30"), every=timedelta(minutes=30))
    sink.go_up()

    run(desk, settings_to(sink), local("2027-05-12T13:00"), local("2027-05-12T16:00"), every=timedelta(minutes=30))

    assert [at for _, _, at in left(desk)] == [local("2027-05-12T13:00")]
    assert len(sink.deliveries) == 1


def test_a_server_that_comes_back_at_night_does_not_wake_anybody(desk: Desk, order: WorkOrder, sink: Sink):
    sink.go_down()
    run(desk, settings_to(sink), local(STORY[1]), local("2027-05-12T16:00"), every=timedelta(hours=1))
    sink.go_up()

    run(desk, settings_to(sink), local("2027-05-12T22:00"), local("2027-05-13T10:00"), every=timedelta(hours=1))

    assert [at for _, _, at in left(desk)] == [local("2027-05-13T09:00")]


def test_the_escalation_names_firms_that_did_such_work_here(desk: Desk, order: WorkOrder):
    with desk.store.writing() as session:
        place = desk.property_named("Kastanjehof").key
        ticket = Ticket(
            number="T-2027-00001",
            title="Licht",
            description="",
            trade="electricity",
            channel=Channel.EMAIL,
            received_at=SENT,
            created_at=SENT,
            changed_at=SENT,
            responsible_id=order.responsible_id,
        )
        session.add(ticket)
        session.flush()
        company = session.exec(select(Company).where(col(Company.name).like("%Kraan%"))).one()
        row = session.get_one(WorkOrder, order.key)
        row.ticket_id, row.property_id = ticket.key, place
        an_old_order(
            desk,
            session,
            number="OB-2027-00002",
            ticket_id=ticket.key,
            property_id=place,
            company_id=company.key,
            state=OrderState.APPROVED,
            accepted_at=SENT + timedelta(hours=3),
        )

    remind(desk.store, SETTINGS, local(STORY[3]))

    with desk.store.reading() as session:
        escalation = session.exec(select(Letter).where(Letter.kind == LetterKind.STAFF_ESCALATION)).one()
    assert escalation.snapshot["suggestions"] == [
        {"id": company.key, "company": "Loodgietersbedrijf De Kraan", "solved": 1, "median_hours": 3.0}
    ]


def test_nobody_who_has_left_is_told_that_nobody_reacts(desk: Desk, order: WorkOrder):
    with desk.store.writing() as session:
        session.get_one(Staff, order.responsible_id).active = False

    remind(desk.store, settings_to(None), local(STORY[-1]))

    with desk.store.reading() as session:
        told = session.exec(select(Letter.staff_id).where(Letter.kind == LetterKind.STAFF_ESCALATION)).one()
        assert told is not None
        assert session.get_one(Staff, told).active


def test_a_ladder_of_ones_own_is_followed(desk: Desk, order: WorkOrder):
    settings = settings_to(None, reminders=Reminders(normal=Ladder(after=(2,), escalate=3)))

    run(desk, settings, local("2027-05-05T09:00"), SENT + timedelta(days=20), every=timedelta(days=1))

    assert [kind for kind, _, _ in left(desk)] == [LetterKind.ORDER_REMINDER, LetterKind.STAFF_ESCALATION]


# the delay letter, at the escalation

FATIMA = "fatima.elamrani@mail.example.nl"


@pytest.fixture
def leak(desk: Desk) -> Leak:
    """An order of Fatima's ticket, sent when the story's was, to which nobody reacts."""
    leak = a_leak(desk, SENT)
    with desk.store.writing() as session:
        fatima = desk.person_named("Fatima").key
        session.add(TicketPerson(ticket_id=leak.ticket_id, person_id=fatima, role=PersonRole.REPORTER, since=SENT))
    return leak


def delays(desk: Desk) -> list[LetterState]:
    return [letter.state for letter in desk.letters(FATIMA) if letter.kind == LetterKind.DELAY]


def test_at_the_escalation_the_reporter_hears_once_that_it_takes_longer(desk: Desk, leak: Leak):
    run(desk, settings_to(None), local(STORY[2]), local("2027-05-19T12:00"), every=timedelta(hours=1))

    assert delays(desk) == [LetterState.SENT]
    assert ("delay", FATIMA, local("2027-05-18T10:00")) in left(desk)  # the round after it had found no company


def test_a_firm_that_reacts_just_then_leaves_no_word_of_delay(desk: Desk, leak: Leak):
    remind(desk.store, SETTINGS, local(STORY[3]))
    with desk.store.writing() as session:
        session.get_one(WorkOrder, leak.order_id).state = OrderState.ACCEPTED

    post_letters(desk.store, settings_to(None), local("2027-05-18T10:00"))

    assert delays(desk) == [LetterState.CANCELLED]


def test_the_delay_letter_can_be_switched_off(desk: Desk, leak: Leak):
    silent = settings_to(None, reminders=Reminders(delay_letter=False))

    remind(desk.store, silent, local(STORY[3]))

    assert delays(desk) == []
    assert [letter.kind for letter in desk.letters("ingrid")] == [LetterKind.STAFF_ESCALATION]
