"""Troubles reach the operator, where nobody looks at the pages: once a day each, and none that passed by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.settings import Limits, Settings
from outbound.operator import PATIENCE, tell_operator
from outbound.post import post_letters
from store.troubles import clear_trouble, report_trouble
from store.words import LetterKind, LetterState
from tests.cast import SETTINGS, Desk
from tests.outbound.outbox import FRIDAY, settings_to

OPERATOR = "beheer@delinde.example.nl"
LATER = FRIDAY + PATIENCE


def settings(**changes: object) -> Settings:
    desk = SETTINGS.desk.model_copy(update={"operator": OPERATOR})
    return settings_to(None, desk=desk, **changes)


def trouble(desk: Desk, name: str = "imap:desk", now: datetime = FRIDAY) -> None:
    with desk.store.writing() as session:
        report_trouble(session, name, "the mailbox refuses our password", now)


def test_a_trouble_that_lasts_is_mailed_once_a_day(desk: Desk):
    trouble(desk)

    written = [tell_operator(desk.store, settings(), FRIDAY + timedelta(hours=hours)) for hours in (0, 1, 2, 25, 26)]
    post_letters(desk.store, settings(), FRIDAY + timedelta(hours=26))

    assert written == [0, 1, 0, 1, 0]
    assert [(letter.to_address, letter.state) for letter in desk.letters()] == [(OPERATOR, LetterState.SENT)] * 2
    assert desk.letters()[0].subject == "Storing: imap:desk"


def test_what_is_over_before_it_could_be_said_is_not_said(desk: Desk):
    trouble(desk, "smtp_out")
    tell_operator(desk.store, settings(), LATER)
    with desk.store.writing() as session:
        clear_trouble(session, "smtp_out", LATER)

    post_letters(desk.store, settings(), LATER)

    assert [letter.state for letter in desk.letters()] == [LetterState.CANCELLED]
    assert tell_operator(desk.store, settings(), LATER + timedelta(days=1)) == 0


def test_the_breaker_does_not_hold_back_the_letter_that_tells_of_it(desk: Desk):
    trouble(desk, "breaker")
    tell_operator(desk.store, settings(), LATER)

    post_letters(desk.store, settings(limits=Limits().model_copy(update={"letters_per_hour": 0})), LATER)

    assert [(letter.kind, letter.state) for letter in desk.letters()] == [
        (LetterKind.OPERATOR_TROUBLE, LetterState.SENT)
    ]


def test_a_desk_without_an_operator_mails_nobody(desk: Desk):
    trouble(desk)

    assert tell_operator(desk.store, SETTINGS, LATER) == 0
