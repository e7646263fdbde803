"""Gas at Saturday night: told at once, called until somebody looks, lost never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from convert.answers.emergencies import TROUBLE, raise_emergencies
from convert.drafts.deciding import convert_draft, dismiss_draft
from convert.drafts.proposals import proposal
from convert.tickets.assigning import mark_opened
from convert.tickets.comments import comment_by_person
from store.letter_table import Letter
from store.mail import Draft, Message
from store.tickets import Ticket, TimelineEntry
from store.troubles import troubles
from store.words import Channel, DraftState, Entry, LetterKind, Phase, Priority, Proof
from tests.cast import SETTINGS, Desk
from tests.convert.leak import kinds
from tests.convert.messages import a_draft

SATURDAY = datetime(2026, 11, 21, 22, 41, tzinfo=UTC)  # 23:41 in Utrecht
DUTCH = "ik ruik gas in de meterkast, beetje misselijk ook. wat moet ik doen?"
PROVEN: dict[str, Any] = {"evidence": {"sender": Proof.PROVEN}}
FORGED: dict[str, Any] = {"evidence": {"sender": Proof.FORGED}}
NO_PART = [{"filename": "a file that is no part of the mail"}]


def gas(desk: Desk, **told: Any) -> int:
    return a_draft(
        desk, **{"urgency": "emergency", "subject": "gas", "new_text": DUTCH, "urgent_words": ["ruik gas"], **told}
    )


def raised(desk: Desk, minutes: float = 0) -> int:
    return raise_emergencies(desk.store, SETTINGS, SATURDAY + timedelta(minutes=minutes))


def newest(desk: Desk) -> Ticket:
    with desk.store.reading() as session:
        return session.exec(select(Ticket).order_by(col(Ticket.id).desc())).all()[0]


def calls(desk: Desk, who: str) -> list[Letter]:
    return [letter for letter in desk.letters(who) if letter.kind == LetterKind.STAFF_EMERGENCY]


def wrong(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        return [trouble.name for trouble in troubles(session)]


def test_danger_is_answered_before_any_human_and_staff_are_called_in_the_night(desk: Desk):
    gas(desk)

    assert raised(desk) == 1

    found = newest(desk)
    assert (found.priority, found.phase, found.channel) == (Priority.EMERGENCY, Phase.NEW, Channel.EMAIL)
    assert kinds(desk, "fatima") == [LetterKind.SAFETY]
    assert kinds(desk, "piket") == kinds(desk, "ingrid") == [LetterKind.STAFF_EMERGENCY]
    assert [letter.not_before for letter in desk.letters()] == [SATURDAY] * 3
    assert calls(desk, "piket")[0].snapshot["urgent_words"] == ["ruik gas"]


def test_a_proven_stranger_in_danger_is_told_too_in_their_language_and_in_fixed_words(desk: Desk):
    gas(
        desk,
        from_address="new@mail.example.nl",
        from_name="Win http://spam",
        new_text="I smell gas",
        language="en",
        **PROVEN,
    )

    raised(desk)

    (letter,) = desk.letters("new@")
    assert (letter.kind, letter.language, letter.to_name) == (LetterKind.SAFETY, "en", "")
    assert (letter.snapshot["description"], letter.snapshot["ticket"]["title"]) == ("", "")


@pytest.mark.parametrize("address", ["", "alarm", "lift 3@example"])
def test_an_alarm_that_nobody_can_answer_calls_staff_all_the_same(desk: Desk, address: str):
    gas(desk, from_address=address, from_name="")

    raised(desk)

    assert [letter.kind for letter in desk.letters()] == [LetterKind.STAFF_DANGER_MAIL] * 2
    assert kinds(desk, "piket") == [LetterKind.STAFF_DANGER_MAIL]
    assert wrong(desk) == []


@pytest.mark.parametrize(
    "doubt",
    [
        {"evidence": {"sender": Proof.FORGED}},
        {"is_bulk": True},
        {"from_address": "noor@passant.example.nl"},
        {"from_address": "noor@passant.example.nl", "is_bulk": True, **PROVEN},
    ],
    ids=["forged in a tenant's name", "bulk", "a stranger unproven", "bulk of a stranger"],
)
def test_words_of_danger_from_nobody_sure_open_nothing_and_answer_nobody_but_staff_are_called(
    desk: Desk, doubt: dict[str, Any]
):
    gas(desk, subject="gaslucht", **doubt)

    raised(desk)

    with desk.store.reading() as session:
        assert not session.exec(select(Ticket).where(Ticket.priority == Priority.EMERGENCY)).all()
        assert session.exec(select(Draft.state)).all() == [DraftState.OPEN]
    assert {letter.kind for letter in desk.letters()} == {LetterKind.STAFF_DANGER_MAIL}
    assert all(letter.staff_id for letter in desk.letters())
    assert desk.letters("piket")[0].snapshot["mails"][0]["subject"] == "gaslucht"


def test_staff_are_called_to_the_tray_each_quarter_until_all_of_it_was_decided_on(desk: Desk):
    first = gas(desk, **FORGED)
    numbers = [raised(desk, minutes) for minutes in (0, 1, 14.9, 15, 16)]

    with desk.work(desk.staff("Ingrid"), SATURDAY + timedelta(minutes=20)) as work:
        dismiss_draft(work, first, "nep")

    assert numbers == [3, 0, 0, 2, 0]
    assert [raised(desk, minutes) for minutes in (30, 45)] == [0, 0]


def test_a_new_danger_in_the_tray_is_called_at_once_while_calls_are_few_and_then_with_the_others(desk: Desk):
    for minutes in range(20):
        gas(desk, **FORGED)
        raised(desk, minutes * 0.5)
    raised(desk, 25)

    letters = desk.letters("piket")

    assert len(letters) == SETTINGS.limits.emergency_calls_per_hour + 1
    assert (len(letters[-1].snapshot["mails"]), letters[-1].snapshot["more"]) == (5, 15)


def test_one_letter_calls_again_for_all_tickets_that_nobody_opened(desk: Desk):
    for minutes in range(3):
        gas(desk)
        raised(desk, minutes)

    raised(desk, 15)
    raised(desk, 17)

    (again,) = [letter for letter in calls(desk, "piket") if letter.snapshot["step"] > 1]
    assert again.snapshot["ticket"]["number"] == "T-2026-00042"
    assert again.snapshot["more"] == ["T-2026-00043", "T-2026-00044"]


def test_one_senders_dangers_open_some_tickets_a_day_and_the_rest_waits_in_the_tray(desk: Desk):
    for _ in range(8):
        gas(desk)
    raised(desk)

    most = SETTINGS.limits.emergencies_per_sender_day
    with desk.store.reading() as session:
        assert len(session.exec(select(Ticket).where(Ticket.priority == Priority.EMERGENCY)).all()) == most
    assert kinds(desk, "fatima") == [LetterKind.SAFETY] * most
    assert desk.letters("piket")[-1].snapshot["mails"][0]["name"] == "Fatima el Amrani"
    assert len(desk.letters("piket")[-1].snapshot["mails"]) == 3


def test_staff_are_called_each_quarter_of_an_hour_until_somebody_opens_it(desk: Desk):
    gas(desk)
    raised(desk)

    told = [raised(desk, minutes) for minutes in (1, 14.9, 15, 15, 16, 29, 30, 75)]

    assert told == [0, 0, 2, 0, 0, 0, 2, 2]
    assert [letter.snapshot["step"] for letter in calls(desk, "piket")] == [1, 2, 3, 6]
    with desk.work(desk.staff("Piket"), SATURDAY + timedelta(minutes=80)) as work:
        mark_opened(work, newest(desk).key)
        mark_opened(work, newest(desk).key)
    assert [raised(desk, minutes) for minutes in (90, 105, 600)] == [0, 0, 0]
    with desk.store.reading() as session:
        assert len(session.exec(select(TimelineEntry).where(TimelineEntry.kind == Entry.SEEN)).all()) == 1


def test_who_wrote_looks_at_her_own_ticket_and_the_calling_goes_on(desk: Desk):
    gas(desk)
    raised(desk)

    with desk.work(desk.person("Fatima")) as work:
        mark_opened(work, newest(desk).key)

    assert raised(desk, 15) == 2


def test_no_later_word_lowers_an_emergency(desk: Desk):
    gas(desk)
    raised(desk)
    fatima = desk.person("Fatima")

    with desk.work(fatima) as work:
        comment_by_person(work, newest(desk).key, fatima.id or 0, "Was de gasrekening, vals alarm.")

    assert newest(desk).priority is Priority.EMERGENCY
    assert raised(desk, 15) == 2


def test_what_staff_have_judged_themselves_is_not_raised_again(desk: Desk):
    draft_id = gas(desk, new_text="Mijn gasrekening klopt niet.")
    with desk.work(desk.staff("Ingrid"), SATURDAY) as work:
        told = proposal(work.session, work.session.get_one(Draft, draft_id))
        made = convert_draft(work, draft_id, replace(told.new, priority=Priority.NORMAL))

    assert raised(desk) == 0

    assert newest(desk).key == made.key
    assert newest(desk).priority is Priority.NORMAL
    assert calls(desk, "piket") == []


def test_an_emergency_that_breaks_our_code_is_marked_and_the_next_one_is_served(desk: Desk):
    broken = gas(desk, attachments=NO_PART)
    gas(desk)

    assert raised(desk) == 1

    assert kinds(desk, "fatima") == [LetterKind.SAFETY]
    assert wrong(desk) == [TROUBLE]
    with desk.store.reading() as session:
        draft = session.get_one(Draft, broken)
        assert draft.state is DraftState.OPEN
        assert "KeyError" in session.get_one(Message, draft.message_id).trouble


def test_a_marked_emergency_is_tried_again_and_the_trouble_ends_when_it_is_open(desk: Desk):
    broken = gas(desk, attachments=NO_PART)
    raised(desk)
    mended(desk, broken)

    assert raised(desk, 14) == 0
    assert wrong(desk) == [TROUBLE]
    assert raised(desk, 15) == 1

    assert wrong(desk) == []
    assert kinds(desk, "fatima") == [LetterKind.SAFETY]


def test_the_trouble_ends_when_staff_open_it_by_hand(desk: Desk):
    broken = gas(desk, attachments=NO_PART)
    raised(desk)
    mended(desk, broken)
    with desk.work(desk.staff("Piket")) as work:
        told = proposal(work.session, work.session.get_one(Draft, broken))
        convert_draft(work, broken, told.new)

    raised(desk, 1)

    assert wrong(desk) == []


def mended(desk: Desk, draft_id: int) -> None:
    with desk.work() as work:
        work.session.get_one(Message, work.session.get_one(Draft, draft_id).message_id).attachments = []
