"""Answers by mail and drafts: what a message may do, and what it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from convert.answers.answers import _LEASE, take_answers
from convert.drafts.deciding import convert_draft, dismiss_draft, draft_from_aside, join_draft, reopen_draft
from convert.drafts.proposals import proposal
from convert.errors import RefusedError
from convert.orders.perform import perform
from convert.orders.reassigning import reassign_order
from convert.relations.people import NewPerson
from convert.tickets.assigning import mark_opened
from convert.tickets.change_phase import move_ticket
from convert.tickets.closing import close_quiet
from convert.tickets.comments import add_note, comment_by_person
from convert.tickets.earlier import earlier_here
from ingest.intents.appointments import ZONE
from store.access import Link
from store.claims import Queue, claim
from store.mail import Draft, Message
from store.people import Person
from store.tickets import File, TimelineEntry
from store.troubles import troubles
from store.words import Aside, Deed, LetterKind, MessagePlace, OrderState, Phase, Trust, Visibility
from tests.cast import MONDAY, SETTINGS, Desk
from tests.convert.leak import kinds, opened, order, the_leak, ticket
from tests.convert.messages import a_draft, a_message, an_answer
from tests.leases import end_leases


def taken(desk: Desk, at: datetime = MONDAY) -> int:
    return take_answers(desk.store, SETTINGS, at)


def test_the_asked_word_from_the_addressed_contact_accepts(desk: Desk):
    _, key = the_leak(desk)
    an_answer(desk, key, "Akkoord", Trust.V2)

    assert taken(desk) == 1

    assert order(desk, key).state is OrderState.ACCEPTED
    receipt = desk.letters("johan")[-1]
    assert (receipt.kind, receipt.snapshot["by_mail"]) == (LetterKind.ORDER_RECEIPT, True)
    assert taken(desk) == 0


@pytest.mark.parametrize(
    ("text", "trust", "sender", "why"),
    [
        ("Voltooid", Trust.V2, "johan@dekraan.example.nl", "not_trusted"),
        ("Akkoord", Trust.V0, "johan@dekraan.example.nl", "not_trusted"),
        ("Akkoord", Trust.V3, "marco@elektrovisser.example.nl", "not_trusted"),
        ("Niet akkoord met de prijs, wel met de klus", Trust.V3, "johan@dekraan.example.nl", "not_the_word"),
    ],
)
def test_anything_else_is_a_comment_for_the_responsible(desk: Desk, text: str, trust: Trust, sender: str, why: str):
    _, key = the_leak(desk)
    an_answer(desk, key, text, trust, from_address=sender)

    taken(desk)

    assert order(desk, key).state is OrderState.SENT
    told = desk.letters("ingrid")[-1]
    assert (told.kind, told.snapshot["text"], told.snapshot["why"]) == (LetterKind.STAFF_MESSAGE, text, why)
    assert told.snapshot["new_address"] == ("" if sender.startswith("johan") else sender)
    assert kinds(desk, "johan") == [LetterKind.ORDER_SENT]


def test_a_colleague_with_a_new_address_acts_and_the_responsible_sees_the_address(desk: Desk):
    _, key = the_leak(desk)
    an_answer(desk, key, "Akkoord", Trust.V1, from_address="planning@dekraan.example.nl", from_name="Petra")

    taken(desk)

    assert order(desk, key).state is OrderState.ACCEPTED
    flagged = [letter for letter in desk.letters("ingrid") if letter.kind == LetterKind.STAFF_MESSAGE]
    assert [letter.snapshot["new_address"] for letter in flagged] == ["planning@dekraan.example.nl"]


def test_an_acceptance_with_a_day_and_a_window_proposes_the_appointment(desk: Desk):
    _, key = the_leak(desk)
    an_answer(desk, key, "Prima, komt voor elkaar. Wij komen donderdag tussen 8 en 10.")

    taken(desk)

    job = order(desk, key)
    assert (job.accepted_at, job.appointment_state) == (MONDAY, "proposed")
    begin, end = job.appointment_from, job.appointment_to
    assert begin and end and (begin.astimezone(ZONE).hour, end.astimezone(ZONE).hour) == (8, 10)


def test_a_refusal_keeps_its_reason_and_a_completion_the_work_done(desk: Desk):
    _, refused = the_leak(desk)
    an_answer(desk, refused, "Helaas, geen capaciteit.")
    taken(desk)
    assert (order(desk, refused).state, order(desk, refused).refusal_reason) == (OrderState.REFUSED, "no_time")


def test_completing_says_what_was_done(desk: Desk):
    _, key = the_leak(desk)
    an_answer(desk, key, "Klaar. Sifon vervangen en getest, 1,5 uur.")

    taken(desk)

    job = order(desk, key)
    assert (job.state, job.work_done) == (OrderState.COMPLETED, "Klaar. Sifon vervangen en getest, 1,5 uur.")


def test_not_right_from_the_same_person_takes_the_last_deed_back(desk: Desk):
    _, key = the_leak(desk)
    an_answer(desk, key, "Voltooid")
    taken(desk)
    an_answer(desk, key, "NIET JUIST")

    taken(desk)

    assert order(desk, key).state is OrderState.SENT


def test_not_right_takes_nothing_back_that_was_pressed_on_the_page(desk: Desk):
    _, key = the_leak(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        perform(work, key, Deed.ACCEPT)
    an_answer(desk, key, "Niet juist")

    taken(desk)

    assert order(desk, key).state is OrderState.ACCEPTED


@pytest.mark.parametrize(
    "words",
    ["akkoord met € 485", "nieuw rekeningnummer NL12BANK0123456789, akkoord", "annuleer maar", "verwijder alles"],
)
def test_money_accounts_withdrawal_and_deletion_never_come_from_text(desk: Desk, words: str):
    _, key = the_leak(desk)
    an_answer(desk, key, words)

    taken(desk)

    assert order(desk, key).state is OrderState.SENT


def test_an_automatic_answer_changes_and_causes_nothing(desk: Desk):
    _, key = the_leak(desk)
    told = len(desk.letters())
    an_answer(desk, key, "Akkoord", is_auto=True)

    taken(desk)

    assert order(desk, key).state is OrderState.SENT
    assert len(desk.letters()) == told


def test_a_late_word_after_the_order_went_elsewhere_is_only_told(desk: Desk):
    _, key = the_leak(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        reassign_order(work, key, desk.company_named("Warmte").key)
    an_answer(desk, key, "akkoord")

    taken(desk)

    assert order(desk, key).state is OrderState.WITHDRAWN
    assert desk.letters("ingrid")[-1].snapshot["why"] == "late"


def test_a_photo_with_the_word_becomes_a_file_of_the_order(desk: Desk):
    _, key = the_leak(desk)
    photo = {"part": 2, "filename": "foto.jpg", "content_type": "image/jpeg", "size": 9, "inline": False}
    an_answer(desk, key, "Voltooid", attachments=[photo])

    taken(desk)

    assert order(desk, key).state is OrderState.COMPLETED
    with desk.store.reading() as session:
        (file,) = session.exec(select(File)).all()
        assert (file.filename, file.part, file.visible_to) == ("foto.jpg", 2, ["party"])


def test_a_message_that_breaks_us_is_set_apart_and_the_next_one_is_served(desk: Desk):
    _, key = the_leak(desk)
    broken = an_answer(desk, key, "Zie bijlage", attachments=[{"filename": "geen deel"}])
    an_answer(desk, key, "Akkoord")

    taken(desk)

    assert order(desk, key).state is OrderState.ACCEPTED
    with desk.store.reading() as session:
        assert "KeyError" in session.get_one(Message, broken).trouble
        assert f"M-{broken}" in troubles(session)[0].text
    assert taken(desk, MONDAY + timedelta(hours=1)) == 0


def test_a_reporters_answer_is_a_comment(desk: Desk):
    key = opened(desk)
    a_message(
        desk,
        place=MessagePlace.JOINED,
        ticket_id=key,
        trust=Trust.V2,
        from_address="fatima.elamrani@mail.example.nl",
        new_text="Het druppelt harder.",
    )

    taken(desk)

    assert desk.letters("ingrid")[-1].snapshot["text"] == "Het druppelt harder."


@pytest.mark.parametrize(
    ("text", "trust", "phase"),
    [
        ("Ja", Trust.V3, Phase.CLOSED),
        ("Nee.", Trust.V2, Phase.IN_PROGRESS),
        ("Ja, maar het druppelt nog", Trust.V3, Phase.SOLVED),
        ("Ja", Trust.V0, Phase.SOLVED),
    ],
)
def test_a_plain_yes_or_no_answers_whether_it_is_solved(desk: Desk, text: str, trust: Trust, phase: Phase):
    key = opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.SOLVED)
        link_id = work.session.exec(select(Link).where(Link.ticket_id == key)).one().key

    sender = "fatima.elamrani@mail.example.nl"
    a_message(
        desk, place=MessagePlace.JOINED, ticket_id=key, link_id=link_id, from_address=sender, new_text=text, trust=trust
    )
    taken(desk)

    assert ticket(desk, key).phase is phase


def test_a_draft_of_a_known_sender_proposes_all_and_converts_once(desk: Desk):
    draft_id = a_draft(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        told = proposal(work.session, work.session.get_one(Draft, draft_id))
        assert told.is_known_sender
        assert (told.new.title, told.new.unit_id) == ("Lekkage badkamer", desk.unit_named("14B").key)
        assert told.responsible.name == "Ingrid Vos"
        made = convert_draft(work, draft_id, told.new)

    assert (made.number, made.description) == ("T-2026-00042", "Er komt water door het plafond.")
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED]
    with desk.work(desk.staff("Ingrid")) as work, pytest.raises(RefusedError, match="T-2026-00042"):
        convert_draft(work, draft_id, told.new)


def test_an_address_in_the_text_suggests_the_home_and_a_stranger_is_known_only_by_staffs_choice(desk: Desk):
    draft_id = a_draft(
        desk, from_address="iemand@mail.example.nl", from_name="Iemand", new_text="Lek bij Lindelaan 14 B!"
    )
    with desk.work(desk.staff("Ingrid")) as work:
        people = len(work.session.exec(select(Person)).all())
        told = proposal(work.session, work.session.get_one(Draft, draft_id))
        convert_draft(work, draft_id, told.new)

        assert told.new.unit_id == desk.unit_named("14B").key
        assert not told.is_known_sender
        assert len(work.session.exec(select(Person)).all()) == people


def test_a_stranger_whom_staff_want_to_know_is_told_in_their_language(desk: Desk):
    draft_id = a_draft(desk, from_address="new@mail.example.nl", from_name="New Tenant", language="en")
    with desk.work(desk.staff("Ingrid")) as work:
        told = proposal(work.session, work.session.get_one(Draft, draft_id))
        convert_draft(work, draft_id, replace(told.new), told.sender)

    assert desk.letters("new@")[0].language == "en"
    assert told.sender == NewPerson("New Tenant", "new@mail.example.nl", language="en")


def test_a_joined_draft_is_a_comment_and_a_dismissed_one_can_come_back(desk: Desk):
    key = opened(desk)
    first, second = a_draft(desk), a_draft(desk)
    with desk.work(desk.staff("Bram")) as work:
        join_draft(work, first, key)
        dismiss_draft(work, second, "reclame")
    assert desk.letters("ingrid")[-1].kind == LetterKind.STAFF_MESSAGE

    with desk.work(desk.staff("Bram")) as work:
        reopen_draft(work, second)

    with desk.store.reading() as session:
        message = session.get_one(Message, session.get_one(Draft, second).message_id)
        assert (message.place, message.aside) == (MessagePlace.DRAFT, None)


def test_what_was_set_aside_becomes_a_draft_after_all(desk: Desk):
    message_id = a_message(desk, place=MessagePlace.ASIDE, aside=Aside.BULK, subject="Nieuw: lekkage detectie")

    with desk.work(desk.staff("Bram")) as work:
        draft = draft_from_aside(work, message_id)

    assert draft.title == "Nieuw: lekkage detectie"


def test_what_is_solved_and_silent_for_a_week_closes(desk: Desk):
    key = opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.SOLVED)

    assert close_quiet(desk.store, SETTINGS, MONDAY + timedelta(days=6)) == 0
    assert close_quiet(desk.store, SETTINGS, MONDAY + timedelta(days=7)) == 1

    assert ticket(desk, key).phase is Phase.CLOSED
    assert kinds(desk, "fatima")[-1] == LetterKind.TICKET_CLOSED


def test_what_is_spoken_of_is_not_silent_and_unanswered_words_are_for_a_person(desk: Desk):
    elsewhere, key, fatima = opened(desk), opened(desk), desk.person("Fatima")
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.SOLVED)
    with desk.work(fatima, MONDAY + timedelta(days=3)) as work:
        comment_by_person(work, key, fatima.id or 0, "Het druppelt toch nog een beetje.")
    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(days=4)) as work:  # a colleague's words on another ticket
        add_note(work, elsewhere, text="Besteld.")

    unanswered = [close_quiet(desk.store, SETTINGS, MONDAY + timedelta(days=days)) for days in (7, 10, 30)]
    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(days=30)) as work:
        mark_opened(work, key)
    looked_at = close_quiet(desk.store, SETTINGS, MONDAY + timedelta(days=40))
    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(days=40)) as work:
        add_note(work, key, text="Dat is condens.", visible_to=(Visibility.REPORTER,))

    assert (unanswered, looked_at) == ([0, 0, 0], 0)
    assert close_quiet(desk.store, SETTINGS, MONDAY + timedelta(days=46)) == 0
    assert close_quiet(desk.store, SETTINGS, MONDAY + timedelta(days=47)) == 1


def test_what_happened_here_before_names_who_solved_it(desk: Desk):
    with desk.store.reading() as session:
        here = earlier_here(session, unit_id=desk.unit_named("KH-7").key, words="kraan lekt")
        elsewhere = earlier_here(session, unit_id=desk.unit_named("LH-22").key, words="verwarming koud")

    (tap,) = here
    assert (tap.ticket_number, tap.order_number, tap.how_near) == ("T-2026-00017", "OB-2026-00009", "unit")
    assert tap.solved_by == "Loodgietersbedrijf De Kraan, Johan de Kraan"
    assert elsewhere == []


def test_one_client_s_history_is_never_shown_at_another_s(desk: Desk):
    with desk.store.reading() as session:
        elsewhere = earlier_here(
            session, property_id=desk.property_named("Lindenhof").key, words="Lekkende keukenkraan"
        )
        nowhere = earlier_here(session, words="Lekkende keukenkraan")

    assert elsewhere == []
    assert nowhere == []


def test_an_answer_that_was_cut_by_a_guess_is_a_comment(desk: Desk):
    _, key = the_leak(desk)
    an_answer(desk, key, "Akkoord", cut_is_sure=False)

    taken(desk)

    assert order(desk, key).state is OrderState.SENT
    assert desk.letters("ingrid")[-1].snapshot["why"] == "unsure_cut"


def test_a_yes_that_was_cut_by_a_guess_closes_nothing(desk: Desk):
    key = opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.SOLVED)
        link_id = work.session.exec(select(Link).where(Link.ticket_id == key)).one().key

    a_message(
        desk,
        place=MessagePlace.JOINED,
        ticket_id=key,
        link_id=link_id,
        from_address="fatima.elamrani@mail.example.nl",
        new_text="Ja",
        trust=Trust.V3,
        cut_is_sure=False,
    )
    taken(desk)

    assert ticket(desk, key).phase is not Phase.CLOSED


def test_an_answer_that_another_node_took_while_we_slept_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    order_id = the_leak(desk)[1]
    message_id = an_answer(desk, order_id, "Ik kom donderdag wel even kijken.")
    give = desk.store.signs.give

    def sleeps_first(name: str, **quiet: float) -> None:
        monkeypatch.undo()
        end_leases(desk.store)
        assert take_answers(desk.store, SETTINGS, MONDAY) == 1
        with desk.store.writing() as session:
            session.get_one(Message, message_id).taken_at = None  # staff had it brought back
        give(name, **quiet)

    monkeypatch.setattr(desk.store.signs, "give", sleeps_first)
    take_answers(desk.store, SETTINGS, MONDAY)

    with desk.store.reading() as session:
        assert session.get_one(Message, message_id).taken_at is None
        lines = session.exec(select(TimelineEntry)).all()
    assert sum(line.message_id == message_id for line in lines) == 1


def test_what_a_process_that_died_had_claimed_is_taken_half_a_minute_later(desk: Desk):
    message_id = an_answer(desk, the_leak(desk)[1], "Akkoord")
    with desk.store.writing() as session:
        assert claim(session, Queue(Message, col(Message.id) == message_id), lease=_LEASE, limit=1) == [message_id]

    assert take_answers(desk.store, SETTINGS, MONDAY + timedelta(days=1)) == 0  # no clock of ours ends a lease
    end_leases(desk.store)
    assert take_answers(desk.store, SETTINGS, MONDAY) == 1
    assert timedelta(seconds=30) >= _LEASE
