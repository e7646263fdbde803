"""A letter that comes back finds its row, whatever the returning server made of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from ingest.doors.smtp import SmtpDoor
from ingest.filing import file_messages
from outbound.post import post_letters
from outbound.remind import remind
from outbound.returns import read_returns
from store.intake import Intake
from store.letter_table import Cause, Letter
from store.mail import Message
from store.people import Contact, PersonAddress
from store.tickets import TimelineEntry
from store.words import AddressState, Aside, CauseKind, Entry, LetterKind, LetterState, MessagePlace, MessageState
from tests.cast import Desk
from tests.outbound.outbox import FRIDAY, a_leak, put, row, settings_to, state
from tests.servers.postfix import StartPostfix
from tests.servers.server_process import free_port
from tests.servers.sink import Sink

LATER = FRIDAY + timedelta(hours=1)


def report(desk: Desk, letter: Letter | None, **said: Any) -> int:
    """A delivery report as ingest leaves it."""
    one = {"recipient": "johan@dekraan.example.nl", "action": "failed", "status": "5.1.1", "mail_id": ""} | said
    with desk.store.writing() as session:
        message = Message(
            received_at=LATER,
            raw_key="x",
            size=1,
            fingerprint=f"report {said}",
            state=MessageState.READ,
            place=MessagePlace.ASIDE,
            aside=Aside.RETURN,
            evidence={"letter_id": letter.id if letter else None, "returns": [one]},
        )
        session.add(message)
        session.flush()
        return message.key


def test_a_hard_return_ends_the_letter_marks_the_address_and_stops_reminders(desk: Desk):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    post_letters(desk.store, settings_to(None), FRIDAY)
    report(desk, letter)

    read_returns(desk.store, settings_to(None), LATER)

    assert state(desk, letter) == LetterState.RETURNED
    assert row(desk, letter).last_answer == "5.1.1 failed johan@dekraan.example.nl"
    with desk.store.reading() as session:
        johan = session.exec(select(Contact).where(Contact.email == "johan@dekraan.example.nl")).one()
        told = session.exec(select(Letter).where(Letter.kind == LetterKind.STAFF_UNDELIVERABLE)).one()
    assert johan.address_state == AddressState.UNDELIVERABLE
    assert (told.to_address, told.snapshot["phone"]) == ("ingrid@delinde.example.nl", "06 0000 0021")
    remind(desk.store, settings_to(None), FRIDAY + timedelta(days=14))
    with desk.store.reading() as session:
        to_johan = session.exec(select(Letter).where(Letter.contact_id == johan.key)).all()
    assert [each.kind for each in to_johan] == [LetterKind.ORDER_SENT]


def test_three_soft_returns_within_a_week_mark_the_address_and_fewer_do_not(desk: Desk):
    leak, states = a_leak(desk), []
    for day in (0, 8, 10, 12):  # the first is forgotten
        now = FRIDAY + timedelta(days=day)
        letter = put(desk, LetterKind.TICKET_COMMENT, leak, now=now, cause=Cause(CauseKind.OTHER, day))
        post_letters(desk.store, settings_to(None), now)
        report(desk, letter, status="4.2.2", recipient=f"vol{day}@mail.example.nl")
        read_returns(desk.store, settings_to(None), now + timedelta(hours=1))
        with desk.store.reading() as session:
            address = session.exec(select(PersonAddress).where(col(PersonAddress.address).like("fatima%"))).one()
        states.append((state(desk, letter), address.state))

    assert [letter_state for letter_state, _ in states] == [LetterState.RETURNED] * 4
    assert [address for _, address in states] == [AddressState.OK] * 3 + [AddressState.UNDELIVERABLE]


def test_a_second_report_about_the_same_letter_changes_nothing_more(desk: Desk):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    post_letters(desk.store, settings_to(None), FRIDAY)
    report(desk, letter)
    report(desk, None, mail_id=letter.mail_id)

    assert read_returns(desk.store, settings_to(None), LATER) == 2
    assert read_returns(desk.store, settings_to(None), LATER) == 0

    with desk.store.reading() as session:
        told = session.exec(select(Letter).where(Letter.kind == LetterKind.STAFF_UNDELIVERABLE)).all()
        lines = session.exec(select(TimelineEntry).where(TimelineEntry.kind == Entry.TROUBLE)).all()
    assert (len(told), len(lines)) == (1, 1)


def test_a_report_without_our_return_path_is_known_by_the_message_id_it_quotes(desk: Desk):
    letter = put(desk, LetterKind.TICKET_RECEIVED, a_leak(desk))
    post_letters(desk.store, settings_to(None), FRIDAY)
    report(desk, None, mail_id=letter.mail_id, recipient="fatima.elamrani@mail.example.nl")

    read_returns(desk.store, settings_to(None), LATER)

    with desk.store.reading() as session:
        address = session.exec(select(PersonAddress).where(col(PersonAddress.address).like("fatima%"))).one()
    assert (state(desk, letter), address.state) == (LetterState.RETURNED, AddressState.UNDELIVERABLE)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"action": "delayed", "status": "4.4.1"}, LetterState.SENT),
        ({"action": "failed", "status": "5.3.4"}, LetterState.RETURNED),
    ],
    ids=["delayed", "too large"],
)
def test_what_is_not_about_the_address_leaves_the_address_alone(desk: Desk, said: dict[str, str], kept: LetterState):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    post_letters(desk.store, settings_to(None), FRIDAY)
    report(desk, letter, **said)

    read_returns(desk.store, settings_to(None), LATER)

    with desk.store.reading() as session:
        johan = session.exec(select(Contact).where(Contact.email == "johan@dekraan.example.nl")).one()
    assert (state(desk, letter), johan.address_state) == (kept, AddressState.OK)


def test_a_report_about_nothing_of_ours_is_taken_and_left_where_it_is(desk: Desk):
    report(desk, None, mail_id="somebody@else.example.nl")

    assert read_returns(desk.store, settings_to(None), LATER) == 1
    assert read_returns(desk.store, settings_to(None), LATER) == 0


@pytest.mark.postfix
def test_a_real_report_of_a_real_server_comes_home(desk: Desk, sink: Sink, start_postfix: StartPostfix):
    port = free_port()
    postfix = start_postfix({"dekraan.example.nl": sink.port, "delinde.example.nl": port})
    settings = settings_to(None)
    out = settings.smtp_out.model_copy(update={"host": postfix.host, "port": postfix.port})
    settings = settings.model_copy(
        update={"smtp_out": out, "smtp_in": settings.smtp_in.model_copy(update={"port": port})}
    )
    sink.answer("550 5.1.1 nobody of that name", at="RCPT")
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    intake = Intake(desk.store)
    door = SmtpDoor(desk.store, intake, settings, clock=lambda: LATER)
    door.open()
    seen = desk.store.bell.count("messages")

    post_letters(desk.store, settings, FRIDAY)
    posted = state(desk, letter)
    desk.store.bell.wait("messages", seen, seconds=20)
    file_messages(desk.store, settings, LATER)
    read_returns(desk.store, settings, LATER)

    door.close()
    intake.close()
    assert posted == LetterState.SENT  # Postfix took it, and thought better of it later
    assert state(desk, letter) == LetterState.RETURNED
    with desk.store.reading() as session:
        [message] = session.exec(select(Message)).all()
    assert message.order_id == letter.order_id
    assert message.aside == Aside.RETURN
