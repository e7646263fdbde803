"""Facts of filing: one place for every message, and that place the right one."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlmodel import col, func, select

import ingest.filing
from config.settings import Settings
from config.words import stored_words
from ingest.filing import LEASE, MAX_ATTEMPTS, file_messages, replay
from ingest.identity import identify
from ingest.mail import Envelope, InboundMail
from ingest.reading.message import read_mail
from store import search
from store.claims import Queue, claim
from store.intake import Arrival, Intake
from store.latencies import BOUNDS
from store.mail import Draft, Message
from store.store import Store
from store.suggestions import Suggested, SuggestionReason, read_suggestions
from store.words import Aside, DraftState, MessagePlace, MessageState, Trust
from tests.ingest.doors.open_door import settings_in
from tests.ingest.known_leak import the_known_leak
from tests.ingest.mails import DESK, FATIMA, JOHAN, NOW, some_octets
from tests.leases import end_leases

# As filing claims: each claim is an attempt.
TRYING = Queue(Message, col(Message.state) == MessageState.WAITING, attempts=col(Message.attempts) + 1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def keep(store: Store, *mails: bytes, to: str = DESK, sender: str | None = FATIMA) -> list[int]:
    intake = Intake(store)
    arrivals = [
        Arrival(raw, identify(raw).fingerprint, identify(raw).message_id, "smtp", NOW, sender, (to,)) for raw in mails
    ]
    kept = [intake.keep(arrival).result(10).message_id for arrival in arrivals]
    intake.close()
    return kept


def the_message(store: Store, message_id: int) -> Message:
    with store.reading() as session:
        return session.get_one(Message, message_id)


def drafts(store: Store) -> list[Draft]:
    with store.reading() as session:
        return list(session.exec(select(Draft).order_by(col(Draft.id))))


def test_a_persons_mail_becomes_a_draft_with_the_home_it_names(store: Store, settings: Settings):
    leak = the_known_leak(store)
    [kept] = keep(store, some_octets(text="In de badkamer van Lindenlaan 14-b lekt het plafond. Groet, Fatima"))

    filed = file_messages(store, settings, NOW)

    [draft] = drafts(store)
    assert filed == 1
    assert (draft.message_id, draft.title, draft.trade, draft.state) == (
        kept,
        "Lekkage badkamer",
        "plumbing",
        "open",
    )
    found = read_suggestions(draft.suggestions)
    home = leak.desk.unit_named("LH-14B").key
    assert (found.reporter, found.home) == (leak.desk.person_named("Fatima").id, home)
    assert found.homes[0] == Suggested(home, SuggestionReason.ADDRESS_ALIKE, "Lindenlaan 14-b")
    assert stored_words(the_message(store, kept).evidence["why"], "nl")


def test_how_long_a_mail_waited_to_be_filed_is_counted_where_it_was_filed(store: Store, settings: Settings):
    keep(store, some_octets(1), some_octets(2))

    file_messages(store, settings, NOW + timedelta(minutes=10))
    file_messages(store, settings, NOW + timedelta(minutes=20))

    [took] = store.latencies.as_plain().values()
    assert took["counts"][BOUNDS.index(3600.0)] == sum(took["counts"]) == 2
    assert 1200 <= took["sum"] < 1300


def test_an_answer_to_an_order_joins_it_whatever_its_subject(store: Store, settings: Settings):
    leak = the_known_leak(store)
    raw = some_octets(sender=JOHAN, subject="AW: iets heel anders", text="Akkoord, ik kom dinsdag")

    [kept] = keep(store, raw, to=settings.desk.reply_address(leak.order_link.reply_token.upper()), sender=JOHAN)
    file_messages(store, settings, NOW)

    message = the_message(store, kept)
    assert (message.place, message.rule) == (MessagePlace.JOINED, "known_reference")
    assert (message.order_id, message.ticket_id) == (leak.order_id, leak.ticket_id)
    assert (message.link_id, message.trust) == (leak.order_link.id, Trust.V2)
    assert message.taken_at is None
    assert drafts(store) == []


def test_an_answer_to_the_bare_address_joins_by_our_message_id(store: Store, settings: Settings):
    leak = the_known_leak(store)

    [kept] = keep(store, some_octets(sender=JOHAN, In_Reply_To=f"<{leak.order_letter.mail_id}>"))
    file_messages(store, settings, NOW)

    assert the_message(store, kept).order_id == leak.order_id


def test_a_bounce_is_laid_aside_with_the_letter_it_is_about(store: Store, settings: Settings):
    leak = the_known_leak(store)
    report = some_octets(
        sender="MAILER-DAEMON@mx.dekraan.example.nl",
        subject="Undelivered Mail Returned to Sender",
        text="550 5.1.1 <johan@dekraan.example.nl>: user unknown",
    )

    [kept] = keep(store, report, to=settings.desk.return_path(leak.order_letter.return_token), sender="")
    file_messages(store, settings, NOW)

    message = the_message(store, kept)
    assert (message.place, message.aside, message.order_id) == (MessagePlace.ASIDE, Aside.RETURN, leak.order_id)
    assert message.evidence["letter_id"] == leak.order_letter.id
    assert message.taken_at is None


def test_a_follow_up_of_the_same_sender_joins_the_open_draft(store: Store, settings: Settings):
    keep(store, some_octets(1), some_octets(2, In_Reply_To="<mail-1@mail.example.nl>", text="Nu ook in de gang."))

    file_messages(store, settings, NOW)

    [draft] = drafts(store)
    assert [the_message(store, n).draft_id for n in (1, 2)] == [None, draft.id]


def test_a_stranger_who_names_that_message_lies_below_it_and_is_marked(store: Store, settings: Settings):
    keep(store, some_octets(1), some_octets(2, sender="x@mail.example.nl", References="<mail-1@mail.example.nl>"))

    file_messages(store, settings, NOW)

    assert len(drafts(store)) == 1
    assert the_message(store, 2).evidence["of_another"] == "x@mail.example.nl"


def test_a_number_in_the_subject_only_suggests(store: Store, settings: Settings):
    leak = the_known_leak(store)
    [kept] = keep(store, some_octets(subject="Re: [T-2026-00042] nog steeds"))

    file_messages(store, settings, NOW)

    [draft] = drafts(store)
    [suggested] = read_suggestions(draft.suggestions).tickets
    assert suggested == Suggested(leak.ticket_id, SuggestionReason.NUMBER_IN_SUBJECT, "T-2026-00042")
    assert the_message(store, kept).ticket_id is None


def test_nothing_received_vanishes_and_nothing_lies_in_two_places(store: Store, settings: Settings):
    leak = the_known_leak(store)
    mails = [
        some_octets(1),
        some_octets(2, Precedence="bulk", List_Unsubscribe="<https://bouwnieuws.example.nl/u>"),
        some_octets(3, Auto_Submitted="auto-replied", subject="Afwezig: Re: opdracht"),
        some_octets(4, sender=JOHAN, In_Reply_To=f"<{leak.order_letter.mail_id}>"),
        some_octets(5, sender="ingrid@de1inde.example.nl", subject="Your mailbox quota is exceeded"),
        some_octets(6, sender=DESK, Reply_To=f"melding+{leak.order_link.reply_token}@delinde.example.nl"),
        b"\x00\xff\xfe no mail at all",
        some_octets(7, subject="", text=""),
    ]

    keep(store, *mails)
    file_messages(store, settings, NOW)

    with store.reading() as session:
        placed = select(Message.place, Message.aside, func.count()).group_by(col(Message.place), col(Message.aside))
        bins = {(place, aside): count for place, aside, count in session.exec(placed)}
    assert sum(bins.values()) == len(mails)
    assert bins == {
        (MessagePlace.DRAFT, None): 3,
        (MessagePlace.JOINED, None): 1,
        (MessagePlace.ASIDE, Aside.BULK): 1,
        (MessagePlace.ASIDE, Aside.AUTOMATIC): 1,
        (MessagePlace.ASIDE, Aside.QUARANTINE): 1,
        (MessagePlace.ASIDE, Aside.ECHO): 1,
    }
    assert len(drafts(store)) == 3


def test_a_mail_that_breaks_our_code_is_laid_aside_whole_and_the_next_is_served(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    def breaks(raw: bytes, envelope: Envelope) -> InboundMail:
        if b"mail-1@" in raw:
            raise ZeroDivisionError("a fault of ours")
        return read_mail(raw, envelope)

    monkeypatch.setattr("ingest.filing.read_mail", breaks)
    broken, fine = keep(store, some_octets(1), some_octets(2))

    file_messages(store, settings, NOW)

    message = the_message(store, broken)
    assert (message.state, message.place, message.aside) == (MessageState.BROKEN, MessagePlace.ASIDE, Aside.BROKEN)
    assert "ZeroDivisionError: a fault of ours" in message.trouble
    assert message_from_bytes(store.blobs.get(message.raw_key))["Message-ID"] == "<mail-1@mail.example.nl>"
    assert the_message(store, fine).place is MessagePlace.DRAFT

    monkeypatch.undo()
    replay(store, settings, broken)

    message = the_message(store, broken)
    assert (message.state, message.place, message.aside, message.trouble) == ("read", MessagePlace.DRAFT, None, "")


def test_a_mail_that_keeps_ending_the_process_is_laid_aside_after_three_times(store: Store, settings: Settings):
    [kept] = keep(store, some_octets())
    for _ in range(MAX_ATTEMPTS):  # claimed by one who dies
        with store.writing() as session:
            assert claim(session, TRYING, lease=LEASE, limit=1) == [kept]
        end_leases(store)

    file_messages(store, settings, NOW)

    assert the_message(store, kept).aside is Aside.BROKEN


def test_what_a_filer_that_died_had_claimed_is_tried_one_by_one(store: Store, settings: Settings):
    kept = keep(store, some_octets(1), some_octets(2))
    with store.writing() as session:
        claim(session, TRYING, lease=LEASE, limit=50)
    keep(store, some_octets(3))

    end_leases(store)
    first = file_messages(store, settings, NOW)

    assert first == 1
    assert [the_message(store, n).state for n in kept] == [MessageState.READ, MessageState.WAITING]


def test_a_mail_with_more_references_and_numbers_than_a_statement_can_hold_is_filed(store: Store, settings: Settings):
    ids = " ".join(f"<{n}@x>" for n in range(35_000))
    numbers = "\n".join(" ".join(str(n + m) for m in range(10)) for n in range(0, 99_990, 10))
    [kept] = keep(store, b"References: " + ids.encode() + b"\r\n" + some_octets(text=numbers))

    file_messages(store, settings, NOW)

    assert the_message(store, kept).place is MessagePlace.DRAFT


def test_what_is_claimed_by_a_filer_that_lives_is_left_to_it(store: Store, settings: Settings):
    keep(store, some_octets())
    with store.writing() as session:
        claim(session, TRYING, lease=LEASE, limit=1)

    assert file_messages(store, settings, NOW) == 0
    end_leases(store)
    assert file_messages(store, settings, NOW) == 1


def test_a_filer_that_slept_beyond_its_lease_leaves_the_mail_to_whoever_took_it(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    [kept] = keep(store, some_octets())
    read = read_mail

    def sleeps_first(raw: bytes, envelope: Envelope) -> InboundMail:
        monkeypatch.undo()
        end_leases(store)
        assert file_messages(store, settings, NOW) == 1
        with store.writing() as session:
            session.get_one(Message, kept).subject = "as staff corrected it"
        return read(raw, envelope)

    monkeypatch.setattr(ingest.filing, "read_mail", sleeps_first)
    file_messages(store, settings, NOW)

    assert the_message(store, kept).subject == "as staff corrected it"
    assert "set aside" not in caplog.text


def test_replaying_changes_nothing_people_decided(store: Store, settings: Settings):
    [kept] = keep(store, some_octets())
    file_messages(store, settings, NOW)
    with store.writing() as session:
        draft = session.exec(select(Draft)).one()
        draft.state, draft.title = DraftState.DISMISSED, "van Ingrid"
        session.get_one(Message, kept).aside = Aside.DISMISSED

    replay(store, settings, kept)

    assert [(draft.state, draft.title) for draft in drafts(store)] == [(DraftState.DISMISSED, "van Ingrid")]
    assert the_message(store, kept).aside is Aside.DISMISSED


def test_filing_twice_makes_one_draft(store: Store, settings: Settings):
    [kept] = keep(store, some_octets())

    file_messages(store, settings, NOW)
    replay(store, settings, kept)

    assert len(drafts(store)) == 1


def test_messages_and_drafts_are_found_by_their_words(store: Store, settings: Settings):
    [kept] = keep(store, some_octets(text="De boiler maakt een brommend geluid"))

    file_messages(store, settings, NOW)

    with store.reading() as session:
        hits = search.find(session, "brommend")
    assert {(hit.kind, hit.key) for hit in hits} == {("message", kept), ("draft", drafts(store)[0].id)}


def test_one_sender_cannot_bury_the_tray(store: Store, settings: Settings):
    limit = settings.limits.drafts_per_sender_hour
    keep(store, *(some_octets(n, text=f"nummer {n}") for n in range(limit + 5)))

    while file_messages(store, settings, NOW):
        pass

    assert len(drafts(store)) == limit


def test_filing_wakes_those_who_wait_for_answers(store: Store, settings: Settings):
    before = store.bell.count("answers")
    keep(store, some_octets())

    file_messages(store, settings, NOW)

    assert store.bell.wait("answers", before, 0) > before
