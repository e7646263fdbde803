"""Two people, one moment: whoever is first has done it, the other is told so (X03). On PostgreSQL really at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, func, select

from cli import all_rounds
from convert.drafts.deciding import convert_draft, dismiss_draft, draft_from_aside, join_draft
from convert.drafts.proposals import proposal
from convert.errors import RefusedError
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import Performed, perform
from convert.orders.reassigning import reassign_order
from convert.relations.people import NewPerson
from convert.tickets.assigning import mark_opened
from convert.tickets.change_phase import move_ticket
from convert.tickets.merging import merge_ticket
from convert.tickets.opening import open_ticket
from convert.tickets.tasks import add_task, finish_task
from convert.unit_of_work import UnitOfWork
from ingest.judging.known import Facts
from ingest.judging.verdict import Known
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.people import Person
from store.rows import Row
from store.tickets import Task, Ticket, TimelineEntry
from store.words import Aside, Deed, DraftState, Entry, LetterKind, MessagePlace, OrderState, Phase
from store.workers import do_round
from tests.cast import MONDAY, SETTINGS, SYSTEM, Desk
from tests.convert.leak import WEBSITE, a_report, kinds, opened, order, the_leak, ticket
from tests.convert.messages import a_draft, a_message
from tests.convert.racing import race
from tests.ingest.mails import FATIMA, a_mail


def count(desk: Desk, table: type[Row], *where: Any) -> int:
    with desk.store.reading() as session:
        return session.exec(select(func.count()).select_from(table).where(*where)).one()


def convert_it(draft_id: int, new_person: NewPerson | None = None) -> Any:
    def deed(work: UnitOfWork) -> Ticket:
        told = proposal(work.session, work.session.get_one(Draft, draft_id))
        return convert_draft(work, draft_id, told.new, new_person)

    return deed


def test_who_finds_nothing_to_do_waits_for_nobody_who_writes(desk: Desk):
    """SQLite lets one write at a time; a desk at rest looks for work every few seconds."""
    rounds = all_rounds()
    for each, _ in rounds:
        do_round(each, desk.store, desk.settings, MONDAY)

    with ThreadPoolExecutor(1) as another, desk.store.writing():
        looked = [another.submit(do_round, each, desk.store, desk.settings, MONDAY) for each, _ in rounds]

        assert [future.result(timeout=30) for future in looked] == [0] * len(rounds)


def test_two_phones_that_accept_at_once_make_one_transition_and_one_letter_each(desk: Desk):
    _, key = the_leak(desk)
    johan = desk.party("Johan")

    first, second = race(
        desk,
        (johan, lambda work: perform(work, key, Deed.ACCEPT)),
        (johan, lambda work: perform(work, key, Deed.ACCEPT)),
    )

    assert isinstance(first, Performed) and first.changed
    assert (second.changed, second.by, second.at) == (False, johan.name, MONDAY)
    accepted = (col(TimelineEntry.order_id) == key, col(TimelineEntry.kind) == Entry.ORDER)
    with desk.store.reading() as session:
        lines = session.exec(select(TimelineEntry).where(*accepted).order_by(col(TimelineEntry.id))).all()
        assert [line.data["deed"] for line in lines] == ["create", "send", "accept"]
    assert kinds(desk, "johan") == [LetterKind.ORDER_SENT, LetterKind.ORDER_RECEIPT]
    assert kinds(desk, "fatima").count(LetterKind.PARTY_ACCEPTED) == 1
    assert kinds(desk, "ingrid").count(LetterKind.STAFF_ORDER) == 1


def test_an_acceptance_and_a_refusal_at_once_never_overwrite_each_other(desk: Desk):
    _, key = the_leak(desk)
    johan = desk.party("Johan")

    race(
        desk,
        (johan, lambda work: perform(work, key, Deed.ACCEPT)),
        (johan, lambda work: perform(work, key, Deed.REFUSE)),
    )

    found = order(desk, key)
    assert (found.state, found.hand_back_asked_at) == (OrderState.ACCEPTED, MONDAY)


def test_staff_who_withdraw_while_the_party_accepts_leave_it_withdrawn_and_the_party_is_told_why(desk: Desk):
    _, key = the_leak(desk)

    _, late = race(
        desk,
        (desk.staff("Ingrid"), lambda work: perform(work, key, Deed.WITHDRAW)),
        (desk.party("Johan"), lambda work: perform(work, key, Deed.ACCEPT)),
    )

    assert isinstance(late, RefusedError) and late.code == "state"
    assert order(desk, key).state is OrderState.WITHDRAWN


def test_two_staff_who_convert_one_draft_at_once_open_one_ticket(desk: Desk):
    draft_id = a_draft(desk)
    before = count(desk, Ticket)

    made, refused = race(desk, (desk.staff("Ingrid"), convert_it(draft_id)), (desk.staff("Bram"), convert_it(draft_id)))

    assert isinstance(refused, RefusedError) and refused.code == "converted"
    assert made.number in str(refused)
    assert count(desk, Ticket) == before + 1
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED]


@pytest.mark.each_database
@pytest.mark.parametrize("joins_first", [True, False])
def test_a_draft_that_is_joined_and_converted_at_once_goes_one_way(desk: Desk, joins_first: bool):
    key, draft_id = opened(desk), a_draft(desk)
    before = count(desk, Ticket)
    join = (desk.staff("Ingrid"), lambda work: join_draft(work, draft_id, key))
    convert = (desk.staff("Bram"), convert_it(draft_id))

    _, refused = race(desk, *((join, convert) if joins_first else (convert, join)))

    assert isinstance(refused, RefusedError) and refused.code == "converted"
    assert count(desk, Ticket) == before + (not joins_first)
    with desk.store.reading() as session:
        draft = session.get_one(Draft, draft_id)
        assert (draft.state is DraftState.JOINED, draft.ticket_id == key) == (joins_first, joins_first)


def test_a_draft_that_is_dismissed_while_it_is_converted_stays_a_ticket(desk: Desk):
    draft_id = a_draft(desk)

    _, refused = race(
        desk,
        (desk.staff("Ingrid"), convert_it(draft_id)),
        (desk.staff("Bram"), lambda work: dismiss_draft(work, draft_id, "reclame")),
    )

    assert isinstance(refused, RefusedError) and refused.code == "converted"


def test_a_form_that_is_sent_twice_at_once_is_one_ticket(desk: Desk):
    new = replace(a_report(desk), nonce="once")
    before = count(desk, Ticket)

    first, second = race(
        desk, (WEBSITE, lambda work: open_ticket(work, new)), (WEBSITE, lambda work: open_ticket(work, new))
    )

    assert first.key == second.key
    assert count(desk, Ticket) == before + 1
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED]


def test_two_reports_at_once_have_numbers_of_their_own(desk: Desk):
    new = a_report(desk)

    first, second = race(
        desk, (WEBSITE, lambda work: open_ticket(work, new)), (WEBSITE, lambda work: open_ticket(work, new))
    )

    assert {first.number, second.number} == {"T-2026-00042", "T-2026-00043"}


def test_two_mails_of_one_stranger_make_one_person(desk: Desk):
    stranger = NewPerson("New Tenant", "new@mail.example.nl")
    drafts = [a_draft(desk, from_address=stranger.email) for _ in range(2)]

    first, second = race(desk, *((desk.staff("Ingrid"), convert_it(draft, stranger)) for draft in drafts))

    assert {first.number, second.number} == {"T-2026-00042", "T-2026-00043"}
    assert count(desk, Person, col(Person.name) == "New Tenant") == 1
    assert kinds(desk, "new@") == [LetterKind.TICKET_RECEIVED] * 2


def test_mail_that_is_taken_from_aside_twice_at_once_is_one_draft(desk: Desk):
    message_id = a_message(desk, place=MessagePlace.ASIDE, aside=Aside.BULK, subject="Lekkage")

    first, second = race(
        desk,
        (desk.staff("Ingrid"), lambda work: draft_from_aside(work, message_id)),
        (desk.staff("Bram"), lambda work: draft_from_aside(work, message_id)),
    )

    assert first.key == second.key


def test_a_new_order_and_one_given_to_another_at_once_are_two(desk: Desk):
    ticket_id, key = the_leak(desk)
    kraan, other = desk.company_named("Kraan").key, desk.company_named("Warmte").key
    ingrid = desk.staff("Ingrid")

    made, given = race(
        desk,
        (ingrid, lambda work: create_order(work, NewOrder(ticket_id=ticket_id, company_id=kraan))),
        (ingrid, lambda work: reassign_order(work, key, other)),
    )

    assert {made.number, given.number} == {"OB-2026-00032", "OB-2026-00033"}


def test_an_order_that_is_accepted_while_its_ticket_is_merged_brings_the_other_ticket_along(desk: Desk):
    ticket_id, key = the_leak(desk)
    master = opened(desk, "Olivia", "LH-22")
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, master, Phase.IN_PROGRESS)

    race(
        desk,
        (desk.staff("Ingrid"), lambda work: merge_ticket(work, ticket_id, master)),
        (desk.party("Johan"), lambda work: perform(work, key, Deed.ACCEPT)),
    )

    assert (order(desk, key).ticket_id, order(desk, key).state) == (master, OrderState.ACCEPTED)
    assert ticket(desk, ticket_id).phase is Phase.MERGED
    assert ticket(desk, master).phase is Phase.WITH_PARTY


def test_the_first_look_and_the_last_tick_are_on_the_timeline_once(desk: Desk):
    key = opened(desk)
    ingrid = desk.staff("Ingrid")
    with desk.work(desk.staff("Bram")) as work:
        task_id = add_task(work, key, "Bel de buren", ingrid.id or 0).key

    race(desk, (ingrid, lambda work: mark_opened(work, key)), (ingrid, lambda work: mark_opened(work, key)))
    race(desk, (ingrid, lambda work: finish_task(work, task_id)), (ingrid, lambda work: finish_task(work, task_id)))

    assert count(desk, TimelineEntry, col(TimelineEntry.kind) == Entry.SEEN) == 1
    assert count(desk, TimelineEntry, col(TimelineEntry.kind) == Entry.TASK) == 2
    assert count(desk, Task, col(Task.done_at).is_not(None)) == 1
    assert count(desk, WorkOrder) == 1


def test_a_second_mail_of_the_day_never_goes_below_a_mail_that_is_decided_on_meanwhile(desk: Desk):
    draft_id = a_draft(desk)
    later = a_message(desk, from_address=FATIMA)
    mail = a_mail(subject="Lekkage badkamer", new="Het lekt nog steeds.")

    def filing(work: UnitOfWork) -> Known:
        message = work.session.get_one(Message, later)
        return Facts(work.session, SETTINGS, [(message, mail)]).about(message, mail)

    assert race(desk, (SYSTEM, filing), (SYSTEM, lambda work: None))[0].waiting
    _, known = race(desk, (desk.staff("Ingrid"), convert_it(draft_id)), (SYSTEM, filing))

    assert known.waiting is None


def test_a_second_mail_that_is_filed_while_its_draft_is_converted_comes_home_on_the_ticket(desk: Desk):
    draft_id = a_draft(desk)
    later = a_message(desk, from_address="fatima.elamrani@mail.example.nl")
    mail = a_mail(in_reply_to=("0@mail.example.nl",))

    def filing(work: UnitOfWork) -> Known:
        message = work.session.get_one(Message, later)
        return Facts(work.session, SETTINGS, [(message, mail)]).about(message, mail)

    made, known = race(desk, (desk.staff("Ingrid"), convert_it(draft_id)), (SYSTEM, filing))

    assert known.by_message["0@mail.example.nl"].ticket_id == made.key
