"""Gas at Saturday night: told at once, called until somebody looks, lost never (SC20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from convert.answers.emergencies import TROUBLE, raise_emergencies
from convert.drafts.deciding import convert_draft
from convert.drafts.proposals import proposal
from convert.tickets.assigning import mark_opened
from convert.tickets.comments import comment_by_person
from store.letter_table import Letter
from store.mail import Draft, Message
from store.tickets import Ticket, TimelineEntry
from store.troubles import troubles
from store.words import Channel, DraftState, Entry, LetterKind, Phase, Priority
from tests.cast import SETTINGS, Desk
from tests.convert.leak import kinds
from tests.convert.messages import a_draft

SATURDAY = datetime(2026, 11, 21, 22, 41, tzinfo=UTC)  # 23:41 in Utrecht
DUTCH = "ik ruik gas in de meterkast, beetje misselijk ook. wat moet ik doen?"
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


def test_a_stranger_in_danger_is_told_too_in_their_language(desk: Desk):
    gas(desk, from_address="new@mail.example.nl", from_name="New", new_text="I smell gas", language="en")

    raised(desk)

    (letter,) = desk.letters("new@")
    assert (letter.kind, letter.language) == (LetterKind.SAFETY, "en")


@pytest.mark.parametrize("address", ["", "alarm", "lift 3@example"])
def test_an_alarm_that_nobody_can_answer_calls_staff_all_the_same(desk: Desk, address: str):
    gas(desk, from_address=address, from_name="")

    assert raised(desk) == 1

    assert len(calls(desk, "piket")) == 1
    assert wrong(desk) == []


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
