"""The line to the outgoing server: secured and logged in as set, never less, and what is wrong is said to staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import SecretStr

from config.settings import Security, Settings, SmtpOut
from outbound.checks import check_post
from outbound.post import post_letters
from store.letter_table import Letter
from store.troubles import troubles
from store.words import LetterKind, LetterState
from tests.cast import SETTINGS, Desk
from tests.outbound.outbox import FRIDAY, a_leak, put, row, state, wrong
from tests.servers.secured import PASSWORD, USER, Start
from tests.servers.sink import Sink

MINUTE = timedelta(minutes=1)
# aiosmtpd does not count a line that is secured from the start as secured when it asks for a log-in.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


def to(sink: Sink, security: Security, user: str = USER, password: str = PASSWORD) -> Settings:
    out = SmtpOut(
        host=sink.host, port=sink.port, security=security, username=user, password=SecretStr(password), timeout=5
    )
    return SETTINGS.model_copy(update={"smtp_out": out})


def trouble(desk: Desk) -> str:
    with desk.store.reading() as session:
        return "".join(one.text for one in troubles(session))


@pytest.fixture
def letter(desk: Desk) -> Letter:
    return put(desk, LetterKind.ORDER_SENT, a_leak(desk))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_leaves_over_a_secured_line_after_logging_in(
    desk: Desk, letter: Letter, start_secured: Start, trusted: None, security: Security
):
    sink = start_secured(security)

    post_letters(desk.store, to(sink, security), FRIDAY)

    assert state(desk, letter) == LetterState.SENT
    assert len(sink.wait_for(1)) == 1
    assert all(finding.well for finding in check_post(to(sink, security)))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_wrong_password_keeps_the_letter_and_says_which_settings_to_check(
    desk: Desk, letter: Letter, start_secured: Start, trusted: None, security: Security
):
    sink = start_secured(security)

    post_letters(desk.store, to(sink, security, password="geraden"), FRIDAY)
    waits = row(desk, letter)
    [finding] = check_post(to(sink, security, password="geraden"))
    said = trouble(desk)
    post_letters(desk.store, to(sink, security), FRIDAY + MINUTE)

    assert (waits.state, waits.attempts) == (LetterState.WAITING, 0)
    assert "refuses our log-in (535" in said and "smtp_out.password" in said
    assert "geraden" not in said + waits.last_answer + finding.seen
    assert not finding.well and "refuses our log-in" in finding.seen
    assert state(desk, letter) == LetterState.SENT
    assert wrong(desk) == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_gets_neither_letter_nor_password(
    desk: Desk, letter: Letter, start_secured: Start, security: Security
):
    sink = start_secured(security)

    post_letters(desk.store, to(sink, security), FRIDAY)

    assert state(desk, letter) == LetterState.WAITING
    assert "a certificate we do not trust" in trouble(desk)
    assert sink.deliveries == []


def test_without_starttls_at_the_other_end_nothing_is_said_in_the_clear(
    desk: Desk, letter: Letter, start_secured: Start, trusted: None
):
    sink = start_secured("none")

    post_letters(desk.store, to(sink, "starttls"), FRIDAY)

    assert state(desk, letter) == LetterState.WAITING
    assert "STARTTLS" in trouble(desk) and "smtp_out.security" in trouble(desk)
    assert sink.deliveries == []


def test_tls_on_a_port_that_speaks_none_is_told_from_a_server_that_is_down(
    desk: Desk, letter: Letter, start_secured: Start, trusted: None
):
    sink = start_secured("none")

    post_letters(desk.store, to(sink, "tls"), FRIDAY)

    assert state(desk, letter) == LetterState.WAITING
    assert "speaks no TLS here" in trouble(desk)


def test_a_server_that_wants_a_log_in_says_so_to_who_has_none(
    desk: Desk, letter: Letter, start_secured: Start, trusted: None
):
    sink = start_secured("tls")

    post_letters(desk.store, to(sink, "tls", user=""), FRIDAY)

    assert state(desk, letter) == LetterState.WAITING
    assert "will not take mail from us" in trouble(desk)


def test_a_password_that_is_refused_is_not_tried_every_few_seconds(
    desk: Desk, letter: Letter, start_secured: Start, trusted: None
):
    sink = start_secured("tls")

    for second in range(0, 3600, 5):
        post_letters(desk.store, to(sink, "tls", password="geraden"), FRIDAY + timedelta(seconds=second))

    with desk.store.reading() as session:
        [one] = troubles(session)
    assert 5 < one.times < 40
