"""Posting over real SMTP: each letter once, and every answer of the server is a state that staff can see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from config.settings import Limits
from outbound.masks import MASK
from outbound.outbox_actions import hold, release_held, retry
from outbound.post import post_letters
from outbound.samples import SNAPSHOTS
from outbound.wire import Answer, Wire
from store.access import Link
from store.latencies import BOUNDS
from store.letter_table import Cause, Letter
from store.mail import Message
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.people import Contact
from store.tokens import page_token
from store.words import (
    AddressState,
    CauseKind,
    LetterKind,
    LetterState,
    LetterStop,
    MessagePlace,
    MessageState,
    OrderState,
)
from tests.cast import SETTINGS, Desk
from tests.leases import end_leases
from tests.outbound.outbox import FRIDAY, Leak, a_leak, put, read, row, settings_to, state, wrong
from tests.servers.sink import Sink

MINUTE = timedelta(minutes=1)
TEN = timedelta(minutes=10)


def test_a_letter_goes_to_one_person_under_headers_that_lead_its_answer_and_its_bounce_home(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))

    assert post_letters(desk.store, settings_to(sink), FRIDAY) == 1

    [delivery] = sink.wait_for(1)
    mail = read(delivery.octets)
    reply_token = letter.mail_id.partition("@")[0].rpartition(".")[2]
    assert delivery.mail_from == f"bounce+{letter.return_token}@delinde.example.nl"
    assert delivery.rcpt_tos == ("johan@dekraan.example.nl",)
    assert mail["To"] == "Johan de Kraan <johan@dekraan.example.nl>"
    assert mail["Cc"] is None
    assert mail["From"].addresses[0].addr_spec == "melding@delinde.example.nl"
    assert mail["Reply-To"].addresses[0].addr_spec == f"melding+{reply_token}@delinde.example.nl"
    assert mail["Message-ID"] == f"<{letter.mail_id}>"
    assert mail["Subject"] == "[OB-2026-00032] Opdracht: wilt u accepteren? Lekkage badkamer - Lindelaan 14B"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Unsubscribe"] is None
    assert mail["Content-Language"] == "nl"
    assert state(desk, letter) == LetterState.SENT


def test_how_long_a_letter_was_due_is_counted_once_a_server_took_it(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk), now=FRIDAY - TEN)

    post_letters(desk.store, settings_to(sink), FRIDAY)

    took = desk.store.latencies.as_plain()["posted"]
    assert state(desk, letter) == LetterState.SENT
    assert took["counts"][BOUNDS.index(3600.0)] == sum(took["counts"]) == 1
    assert 600 <= took["sum"] < 700


def test_the_page_token_is_in_the_mail_that_leaves_and_nowhere_at_rest(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))

    post_letters(desk.store, settings_to(sink), FRIDAY)

    with desk.store.reading() as session:
        link = session.get_one(Link, letter.link_id)
    token = page_token(SETTINGS.secret, link.nonce)
    [delivery] = sink.wait_for(1)
    for form in ("plain", "html"):
        part = read(delivery.octets).get_body((form,))
        assert part
        assert f"/l/{token}" in part.get_content()
        assert MASK not in part.get_content()
    kept = read(desk.store.blobs.get(row(desk, letter).octets_key))
    body = kept.get_body(("plain",))
    assert body
    assert f"/l/{MASK}" in body.get_content()
    assert token not in kept.as_string()
    assert token not in str(row(desk, letter).model_dump())


def test_a_letter_staff_wrote_does_not_call_itself_automatic(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.TICKET_QUESTION, a_leak(desk))
    with desk.store.writing() as session:
        session.get_one(Letter, letter.key).automatic = False

    post_letters(desk.store, settings_to(sink), FRIDAY)

    assert read(sink.wait_for(1)[0].octets)["Auto-Submitted"] is None


def test_a_thread_names_the_reporters_own_mail_and_our_earlier_letters(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    with desk.store.writing() as session:
        session.add(
            Message(
                received_at=FRIDAY - TEN,
                raw_key="x",
                size=1,
                fingerprint="f",
                message_id="her-own@mail.example.nl",
                state=MessageState.READ,
                place=MessagePlace.JOINED,
                from_address="fatima.elamrani@mail.example.nl",
                ticket_id=leak.ticket_id,
            )
        )
    first = put(desk, LetterKind.TICKET_RECEIVED, leak)
    other = put(desk, LetterKind.ORDER_SENT, leak)
    post_letters(desk.store, settings_to(sink), FRIDAY)

    put(desk, LetterKind.SOLVED_QUESTION, leak, now=FRIDAY + TEN)
    post_letters(desk.store, settings_to(sink), FRIDAY + TEN)

    mail = read(sink.wait_for(3)[2].octets)
    assert mail["References"] == f"<her-own@mail.example.nl> <{first.mail_id}>"
    assert mail["In-Reply-To"] == f"<{first.mail_id}>"
    assert other.mail_id not in mail.as_string()


def test_later_means_later_and_each_pause_is_longer(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    sink.answer("451 4.3.0 later")

    post_letters(desk.store, settings_to(sink), FRIDAY)
    first = row(desk, letter)
    post_letters(desk.store, settings_to(sink), FRIDAY + MINUTE / 2)
    post_letters(desk.store, settings_to(sink), FRIDAY + MINUTE)
    second = row(desk, letter)

    assert (first.state, first.last_code, first.not_before) == (LetterState.WAITING, 451, FRIDAY + MINUTE)
    assert (second.attempts, second.not_before) == (2, FRIDAY + 6 * MINUTE)
    sink.answer_well()
    post_letters(desk.store, settings_to(sink), FRIDAY + TEN)
    [delivery] = sink.wait_for(1)
    assert delivery.octets == sink.turned_away[0].octets
    assert state(desk, letter) == LetterState.SENT


def test_a_dead_address_is_marked_and_told_to_the_responsible_once(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    letter = put(desk, LetterKind.ORDER_SENT, leak)
    again = put(desk, LetterKind.ORDER_CHANGED, leak)
    sink.answer("550 5.1.1 nobody here", at="RCPT")

    post_letters(desk.store, settings_to(sink), FRIDAY, limit=2)

    assert (state(desk, letter), state(desk, again)) == (LetterState.RETURNED, LetterState.RETURNED)
    with desk.store.reading() as session:
        told = session.exec(select(Letter).where(Letter.kind == LetterKind.STAFF_UNDELIVERABLE)).all()
        johan = session.exec(select(Contact).where(col(Contact.email) == "johan@dekraan.example.nl")).one()
    assert [(one.to_address, one.snapshot["answer"]) for one in told] == [
        ("ingrid@delinde.example.nl", "550 5.1.1 nobody here")
    ]
    assert johan.address_state == AddressState.UNDELIVERABLE


def test_no_answer_after_the_letter_went_over_is_unknown_and_only_staff_send_it_again(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    sink.hang_up_after_data()
    post_letters(desk.store, settings_to(sink), FRIDAY)
    sink.answer_well()

    post_letters(desk.store, settings_to(sink), FRIDAY + timedelta(days=3))

    assert state(desk, letter) == LetterState.UNKNOWN
    assert sink.deliveries == []
    with desk.store.writing() as session:
        assert retry(session, [letter.key], FRIDAY) == 1
    post_letters(desk.store, settings_to(sink), FRIDAY)
    assert read(sink.wait_for(1)[0].octets)["Message-ID"] == f"<{letter.mail_id}>"


def test_while_the_server_is_down_letters_wait_and_staff_see_why(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    sink.go_down()
    post_letters(desk.store, settings_to(sink), FRIDAY)
    seen, waits = wrong(desk), row(desk, letter)
    sink.go_up()

    post_letters(desk.store, settings_to(sink), FRIDAY + MINUTE)

    assert (seen, waits.state, waits.attempts) == (["smtp_out"], LetterState.WAITING, 0)
    assert (wrong(desk), state(desk, letter)) == ([], LetterState.SENT)


def test_a_server_that_was_down_by_a_clock_that_was_ahead_is_tried_when_it_is_right_again(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    sink.go_down()
    for ahead in (60, 120):
        post_letters(desk.store, settings_to(sink), FRIDAY + ahead * MINUTE)
    sink.go_up()

    post_letters(desk.store, settings_to(sink), FRIDAY + MINUTE)

    assert state(desk, letter) == LetterState.SENT


def test_a_poster_that_died_before_the_letter_went_over_is_replaced(desk: Desk, sink: Sink, monkeypatch):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    with pytest.raises(KeyboardInterrupt):
        _post_and_die(desk, sink, monkeypatch, after_data_began=False)

    early = post_letters(desk.store, settings_to(sink), FRIDAY + MINUTE)
    end_leases(desk.store)
    late = post_letters(desk.store, settings_to(sink), FRIDAY + MINUTE)

    assert (early, late) == (0, 1)
    assert state(desk, letter) == LetterState.SENT
    assert len(sink.wait_for(1)) == 1


def test_a_poster_that_died_while_the_letter_went_over_leaves_it_unknown(desk: Desk, sink: Sink, monkeypatch):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    with pytest.raises(KeyboardInterrupt):
        _post_and_die(desk, sink, monkeypatch, after_data_began=True)

    end_leases(desk.store)
    assert post_letters(desk.store, settings_to(sink), FRIDAY + MINUTE) == 0

    assert state(desk, letter) == LetterState.UNKNOWN


def test_a_poster_that_slept_beyond_its_lease_does_not_post_what_another_took(desk: Desk, sink: Sink, monkeypatch):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    wakes = Wire.hand_over

    def sleeps_first(wire: Wire, *letter_and_envelope) -> Answer | None:
        monkeypatch.undo()
        end_leases(desk.store)
        post_letters(desk.store, settings_to(sink), FRIDAY)
        return wakes(wire, *letter_and_envelope)

    monkeypatch.setattr(Wire, "hand_over", sleeps_first)
    post_letters(desk.store, settings_to(sink), FRIDAY)

    assert len(sink.deliveries) == 1
    assert (state(desk, letter), row(desk, letter).attempts) == (LetterState.SENT, 1)


def test_a_time_that_is_made_up_ends_nobodys_lease(desk: Desk, sink: Sink, monkeypatch):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    with pytest.raises(KeyboardInterrupt):
        _post_and_die(desk, sink, monkeypatch, after_data_began=False)

    assert post_letters(desk.store, settings_to(sink), FRIDAY + timedelta(days=3)) == 0
    assert state(desk, letter) == LetterState.POSTING


class TestNewsInAnotherLetter:
    """A note to Johan that went along in his reminder, which the server would not take yet."""

    @pytest.fixture
    def leak(self, desk: Desk, sink: Sink) -> Leak:
        leak = a_leak(desk)
        put(desk, LetterKind.ORDER_COMMENT, leak)
        put(desk, LetterKind.ORDER_REMINDER, leak, cause=Cause(CauseKind.REMINDER, leak.order_id, round=1, step=1))
        sink.answer("451 4.3.0 later", at="DATA")
        self.post(desk, sink)
        sink.answer_well()
        return leak

    def post(self, desk: Desk, sink: Sink) -> None:
        post_letters(desk.store, settings_to(sink), FRIDAY + 10 * MINUTE)

    def kinds(self, desk: Desk) -> dict[str, LetterState]:
        with desk.store.reading() as session:
            return {letter.kind: letter.state for letter in session.exec(select(Letter))}

    def test_travels_again_when_that_is_overtaken(self, desk: Desk, sink: Sink, leak: Leak):
        with desk.store.writing() as session:
            session.get_one(WorkOrder, leak.order_id).state = OrderState.ACCEPTED

        post_letters(desk.store, settings_to(sink), FRIDAY + 20 * MINUTE)

        assert self.kinds(desk) == {"order_comment": LetterState.SENT, "order_reminder": LetterState.CANCELLED}
        assert len(sink.deliveries) == 1

    def test_travels_again_when_that_is_taken_back(self, desk: Desk, sink: Sink, leak: Leak):
        with desk.store.writing() as session:
            cancel_letters(session, FRIDAY + 10 * MINUTE, why=LetterStop.UNDONE, cause=CauseKind.REMINDER)

        post_letters(desk.store, settings_to(sink), FRIDAY + 20 * MINUTE)

        assert self.kinds(desk) == {"order_comment": LetterState.SENT, "order_reminder": LetterState.CANCELLED}

    def test_travels_again_when_that_is_held_and_is_told_once(self, desk: Desk, sink: Sink, leak: Leak):
        with desk.store.writing() as session:
            [reminder] = session.exec(select(Letter.id).where(Letter.kind == LetterKind.ORDER_REMINDER))
            assert hold(session, [reminder or 0], FRIDAY + 10 * MINUTE) == 1
        post_letters(desk.store, settings_to(sink), FRIDAY + 20 * MINUTE)
        held = self.kinds(desk)
        with desk.store.writing() as session:
            retry(session, [reminder or 0], FRIDAY + 20 * MINUTE)
        post_letters(desk.store, settings_to(sink), FRIDAY + 20 * MINUTE)

        assert held == {"order_comment": LetterState.SENT, "order_reminder": LetterState.HELD}
        note, later = (delivery.octets for delivery in sink.deliveries)
        words = SNAPSHOTS[LetterKind.ORDER_COMMENT]["text"]
        assert [words in text_of(octets) for octets in (note, later)] == [True, False]

    def test_travels_again_when_that_comes_back(self, desk: Desk, sink: Sink, leak: Leak):
        sink.answer("552 5.3.4 too large", at="DATA")
        post_letters(desk.store, settings_to(sink), FRIDAY + 20 * MINUTE, limit=1)
        sink.answer_well()

        post_letters(desk.store, settings_to(sink), FRIDAY + 21 * MINUTE)

        kinds = self.kinds(desk)
        assert (kinds["order_comment"], kinds["order_reminder"]) == (LetterState.SENT, LetterState.RETURNED)


def text_of(octets: bytes) -> str:
    part = read(octets).get_body(("plain",))
    assert part
    return " ".join(str(part.get_content()).split())


def _post_and_die(desk: Desk, sink: Sink, monkeypatch: pytest.MonkeyPatch, *, after_data_began: bool) -> None:
    def die(wire: Wire, octets: bytes, sender: str, recipient: str, may_leave) -> Answer:
        if after_data_began:
            may_leave()
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(Wire, "hand_over", die)
        post_letters(desk.store, settings_to(sink), FRIDAY)


def test_without_a_server_letters_are_kept_and_can_be_read(desk: Desk):
    letter = put(desk, LetterKind.TICKET_RECEIVED, a_leak(desk))

    post_letters(desk.store, settings_to(None), FRIDAY)

    kept = row(desk, letter)
    assert kept.state is LetterState.SENT
    assert kept.kept_here
    assert kept.subject == "[T-2026-00042] Wij hebben uw melding: Lekkage badkamer"


def test_what_was_kept_for_want_of_a_server_leaves_once_staff_send_it(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    kept = put(desk, LetterKind.TICKET_RECEIVED, leak)
    sent = put(desk, LetterKind.ORDER_SENT, leak, wait=timedelta(hours=1))
    post_letters(desk.store, settings_to(None), FRIDAY)
    post_letters(desk.store, settings_to(sink), FRIDAY + timedelta(hours=1))

    with desk.store.writing() as session:
        again = retry(session, [kept.key, sent.key], FRIDAY + timedelta(hours=2))
    waiting = row(desk, kept)
    post_letters(desk.store, settings_to(sink), FRIDAY + timedelta(hours=2))

    assert again == 1
    assert [read(one.octets)["Message-ID"] for one in sink.deliveries] == [f"<{sent.mail_id}>", f"<{kept.mail_id}>"]
    assert (waiting.state, waiting.last_answer) == (LetterState.WAITING, "")
    assert not row(desk, kept).kept_here


def test_news_waits_for_company_and_travels_in_the_latest(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    first = put(desk, LetterKind.PARTY_ENGAGED, leak)
    second = put(desk, LetterKind.TICKET_COMMENT, leak, now=FRIDAY + MINUTE)
    settings = settings_to(sink, limits=Limits(collapse_minutes=5))

    soon = post_letters(desk.store, settings, FRIDAY + 2 * MINUTE)
    later = post_letters(desk.store, settings, FRIDAY + 5 * MINUTE)

    assert (soon, later) == (0, 1)
    assert row(desk, first).folded_into_id == second.id
    assert (row(desk, first).shown_state, row(desk, second).shown_state) == ("folded", "sent")
    [delivery] = sink.wait_for(1)
    body = read(delivery.octets).get_body(("plain",))
    assert body
    text = body.get_content()
    assert "De loodgieter heeft de kraan in de meterkast dichtgezet." in text
    assert "Wij hebben Loodgietersbedrijf De Kraan gevraagd om dit op te lossen." in " ".join(text.split())


def test_a_question_leaves_at_once_and_takes_the_news_along(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    news = put(desk, LetterKind.PARTY_ACCEPTED, leak)
    question = put(desk, LetterKind.APPOINTMENT, leak)

    post_letters(desk.store, settings_to(sink), FRIDAY)

    assert len(sink.wait_for(1)) == 1
    assert row(desk, news).folded_into_id == question.id


def test_a_robot_gets_no_more_than_the_cap_and_safety_always_leaves(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    settings = settings_to(sink, limits=Limits(automatic_per_address_day=2))
    receipts = [put(desk, LetterKind.TICKET_RECEIVED, leak, cause=Cause(CauseKind.OTHER, n)) for n in range(3)]
    safety = put(desk, LetterKind.SAFETY, leak)

    post_letters(desk.store, settings, FRIDAY)

    assert [state(desk, receipt) for receipt in receipts] == [LetterState.SENT, LetterState.SENT, LetterState.HELD]
    assert state(desk, safety) == LetterState.SENT


def test_the_breaker_holds_everything_until_staff_release_it(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    settings = settings_to(sink, limits=Limits(letters_per_hour=2))
    letters = [put(desk, LetterKind.ORDER_SENT, leak, cause=Cause(CauseKind.OTHER, n)) for n in range(4)]
    post_letters(desk.store, settings, FRIDAY)
    held, seen = [state(desk, letter) for letter in letters], wrong(desk)

    with desk.store.writing() as session:
        release_held(session, FRIDAY + MINUTE)
    post_letters(desk.store, settings, FRIDAY + MINUTE)

    assert held == [LetterState.SENT, LetterState.SENT, LetterState.HELD, LetterState.HELD]
    assert (seen, wrong(desk)) == (["breaker"], [])
    assert {state(desk, letter) for letter in letters} == {LetterState.SENT}


def test_a_letter_on_hold_stays(desk: Desk, sink: Sink):
    letter = put(desk, LetterKind.ORDER_SENT, a_leak(desk))
    with desk.store.writing() as session:
        hold(session, [letter.key], FRIDAY)

    assert post_letters(desk.store, settings_to(sink), FRIDAY) == 0


def test_a_letter_that_cannot_be_composed_is_held_and_the_next_one_leaves(desk: Desk, sink: Sink):
    leak = a_leak(desk)
    broken = put(desk, LetterKind.ORDER_SENT, leak, slip={})
    whole = put(desk, LetterKind.TICKET_RECEIVED, leak)

    post_letters(desk.store, settings_to(sink), FRIDAY)

    assert (state(desk, broken), state(desk, whole)) == (LetterState.HELD, LetterState.SENT)
    assert wrong(desk) == ["letters"]
