"""Facts of the policy for incoming mail. Pure: no store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.judging.authentication import Authentication, trust_in
from ingest.judging.policy import WHY, judge
from ingest.judging.rules import RULES
from ingest.judging.verdict import Home, Known
from ingest.mail import Address, Envelope, Return
from store.words import Aside, MessagePlace, Trust
from tests.ingest.mails import DESK, FATIMA, JOHAN, a_mail

TOKEN = "abcdefghijklmnopqrstuvwxyz"
ORDER = Home(
    order_id=31, ticket_id=42, addresses=frozenset({JOHAN}), domains=frozenset({"dekraan.example.nl", "gmail.com"})
)
DOMAINS = frozenset({"delinde.example.nl", "dekraan.example.nl", "warmteenzo.example.nl", "vecht.example.nl"})
KNOWN = Known(desk=DESK, by_token={TOKEN: ORDER}, domains=DOMAINS)
PASSED = Authentication(dmarc="pass", aligned=True)
GAS = "ik ruik gas in de meterkast, beetje misselijk ook"


def test_what_nobody_else_wants_is_a_draft():
    judged = judge(a_mail(), KNOWN)

    assert (judged.rule, judged.verdict.place, judged.trust) == ("new_draft", MessagePlace.DRAFT, Trust.V0)


def test_our_own_letter_coming_round_is_laid_aside():
    assert judge(a_mail(), replace(KNOWN, own_letter=True)).verdict.aside is Aside.ECHO
    assert judge(a_mail(sender=DESK.upper()), KNOWN).rule == "new_draft"  # its address alone proves nothing


def test_a_report_on_our_letter_finds_it_by_return_path_or_by_the_original():
    letter = Home(order_id=31, letter_id=7)
    report = a_mail(is_bounce=True, returns=(Return(JOHAN, "failed", "5.1.1", "m.1@delinde.example.nl"),))

    by_path = judge(replace(report, tokens=(TOKEN,)), replace(KNOWN, by_return={TOKEN: letter}))
    by_original = judge(report, replace(KNOWN, by_letter={"m.1@delinde.example.nl": letter}))

    for judged in (by_path, by_original):
        assert (judged.verdict.aside, judged.verdict.home) == (Aside.RETURN, letter)
        assert judged.evidence["letter_id"] == 7
        assert judged.evidence["returns"][0]["status"] == "5.1.1"


def test_a_report_of_a_delay_is_laid_with_the_letter_as_well():
    letter = Home(order_id=31, letter_id=7)
    report = a_mail(is_auto=True, returns=(Return(JOHAN, "delayed", "4.4.1", "m.1@delinde.example.nl"),))

    judged = judge(report, replace(KNOWN, by_letter={"m.1@delinde.example.nl": letter}))

    assert (judged.verdict.aside, judged.verdict.home) == (Aside.RETURN, letter)
    assert judged.evidence["returns"][0]["action"] == "delayed"


def test_an_automatic_answer_opens_no_draft_and_is_seen_on_its_order():
    judged = judge(a_mail(sender=JOHAN, is_auto=True, tokens=(TOKEN,)), KNOWN)

    assert (judged.verdict.aside, judged.verdict.home, judged.trust) == (Aside.AUTOMATIC, ORDER, Trust.V0)


def test_whoever_writes_from_the_null_path_is_a_machine():
    assert judge(a_mail(envelope=Envelope("", (DESK,))), KNOWN).rule == "auto_reply"
    assert judge(a_mail(envelope=Envelope(None, (DESK,))), KNOWN).rule == "new_draft"


def test_a_newsletter_is_bulk_even_where_its_precedence_looks_automatic():
    newsletter = a_mail(
        subject="Nieuw: lekkage detectie 2.0 – 20% korting!",
        is_bulk=True,
        is_auto=True,
        sender="n@bouwnieuws.example.nl",
    )

    assert judge(newsletter, KNOWN).verdict.aside is Aside.BULK


def test_a_vacation_note_that_calls_itself_bulk_is_an_automatic_answer():
    note = a_mail(is_bulk=True, is_auto=True, headers=(("auto-submitted", "auto-replied"),))

    assert judge(note, KNOWN).verdict.aside is Aside.AUTOMATIC


def test_an_answer_with_our_token_comes_home_even_from_a_mailing_program():
    judged = judge(a_mail(sender=JOHAN, is_bulk=True, tokens=("other", TOKEN)), KNOWN)

    assert (judged.rule, judged.verdict.home, judged.trust) == ("known_reference", ORDER, Trust.V0)


def test_references_are_followed_newest_first():
    old, new = Home(ticket_id=1), Home(ticket_id=2)
    mail = a_mail(references=("old@delinde.example.nl", "new@delinde.example.nl"))

    judged = judge(mail, Known(by_letter={"old@delinde.example.nl": old, "new@delinde.example.nl": new}))

    assert judged.verdict.home == new


def test_a_token_weighs_more_than_a_reference():
    mail = a_mail(tokens=(TOKEN,), in_reply_to=("letter@delinde.example.nl",))

    judged = judge(mail, replace(KNOWN, by_letter={"letter@delinde.example.nl": Home(ticket_id=9)}))

    assert judged.verdict.home == ORDER


def test_a_follow_up_joins_an_open_draft_and_another_senders_says_so():
    draft = Home(draft_id=5, addresses=frozenset({FATIMA}))
    known = replace(KNOWN, by_message={"first@mail.example.nl": draft})
    follow_up = a_mail(in_reply_to=("first@mail.example.nl",))

    assert judge(follow_up, known).verdict.home == draft
    other = judge(replace(follow_up, sender=Address("", "x@mail.example.nl")), known)
    assert (other.verdict.home, other.evidence["of_another"]) == (draft, "x@mail.example.nl")
    assert judge(replace(follow_up, subject="Ik ruik gas in huis"), known).rule == "new_draft"


def test_what_follows_on_a_received_message_joins_and_is_never_trusted():
    known = replace(KNOWN, by_message={"first@mail.example.nl": ORDER})

    judged = judge(a_mail(sender=JOHAN, in_reply_to=("first@mail.example.nl",)), known, PASSED)

    assert (judged.rule, judged.verdict.home, judged.trust) == ("known_message", ORDER, Trust.V0)


@pytest.mark.parametrize(
    ("domain", "resembles"),
    [
        ("de1inde.example.nl", "delinde.example.nl"),
        ("mail.de1inde.nl", "delinde.example.nl"),
        ("dekraan-administratie.example.nl", "dekraan.example.nl"),
        ("factuur-dekraan.nl", "dekraan.example.nl"),
        ("delnide.example.nl", "delinde.example.nl"),
        ("warmteenz0.nl", "warmteenzo.example.nl"),
        ("wаrmteenzo.nl", "warmteenzo.example.nl"),  # a Cyrillic а
    ],
)
def test_a_sender_that_resembles_one_we_know_goes_into_quarantine(domain: str, resembles: str):
    mail = a_mail(sender=f"johan@{domain}", subject="Re: [OB-2026-00032] factuur - gewijzigd rekeningnummer")

    judged = judge(mail, KNOWN)

    assert (judged.verdict.aside, judged.evidence) == (Aside.QUARANTINE, {"domain": domain, "resembles": resembles})


@pytest.mark.parametrize(
    "domain",
    [
        "dekraan.example.nl",
        "mail.dekraan.example.nl",
        "dekraan.com",
        "mail.example.nl",
        "linde.example.nl",
        "oudeprovider.example.nl",
        "kraan.nl",
        "vocht.example.nl",
        "",
    ],
)
def test_a_sender_that_resembles_nobody_is_left_alone(domain: str):
    assert judge(a_mail(sender=f"iemand@{domain}"), KNOWN).rule == "new_draft"


def test_one_sender_cannot_bury_the_tray_but_a_colleague_may():
    many = replace(KNOWN, recent_drafts=20, drafts_per_hour=20)

    assert judge(a_mail(), many).rule == "flood"
    assert judge(a_mail(), replace(many, from_staff=True)).rule == "new_draft"


@pytest.mark.parametrize(
    "changed",
    [
        {"is_bulk": True},
        {"is_auto": True},
        {"envelope": Envelope("", (DESK,))},
        {"sender": Address("", "piet@de1inde.example.nl")},
    ],
)
def test_danger_is_never_set_aside(changed: dict[str, object]):
    many = replace(KNOWN, recent_drafts=99, size=99_000_000)

    judged = judge(replace(a_mail(new=GAS), **changed), many)  # type: ignore[arg-type]

    assert judged.verdict.place is MessagePlace.DRAFT


def test_an_automatic_answer_to_a_letter_about_gas_is_still_automatic():
    answer = a_mail(new=f"Ik ben afwezig. {GAS}", is_auto=True, in_reply_to=("x@delinde.example.nl",))

    assert judge(answer, KNOWN).verdict.aside is Aside.AUTOMATIC


class TestTrust:
    """grows with the evidence, and doubt ends it."""

    @pytest.mark.parametrize(
        ("sender", "found", "trust"),
        [
            (JOHAN, PASSED, Trust.V3),
            (JOHAN, Authentication(), Trust.V2),
            (JOHAN, Authentication(dmarc="none"), Trust.V2),
            (JOHAN, Authentication(dmarc="fail"), Trust.V0),
            (JOHAN, replace(PASSED, doubtful=True), Trust.V0),
            ("planning@dekraan.example.nl", PASSED, Trust.V1),
            ("planning@dekraan.example.nl", Authentication(), Trust.V0),
            ("johan@gmail.com", PASSED, Trust.V0),
            (FATIMA, PASSED, Trust.V0),
            ("", PASSED, Trust.V0),
        ],
    )
    def test_by_sender_and_authentication(self, sender: str, found: Authentication, trust: Trust):
        assert judge(a_mail(sender=sender, tokens=(TOKEN,)), KNOWN, found).trust is trust

    @pytest.mark.parametrize(
        "changed",
        [{"is_bulk": True}, {"is_auto": True}, {"plain_from": False}, {"envelope": Envelope("", ())}],
    )
    def test_doubt_ends_it(self, changed: dict[str, object]):
        mail = replace(a_mail(sender=JOHAN), **changed)  # type: ignore[arg-type]

        assert trust_in(mail, ORDER, PASSED) is Trust.V0

    def test_an_ended_link_trusts_nobody(self):
        assert trust_in(a_mail(sender=JOHAN), replace(ORDER, ended=True), PASSED) is Trust.V0


marks = st.sampled_from(["a@x", "b@x", "c@x"])
homes = st.builds(Home, ticket_id=st.none() | st.integers(1, 3), draft_id=st.none() | st.integers(1, 3))
mails = st.builds(
    a_mail,
    sender=st.sampled_from([FATIMA, JOHAN, DESK, "ingrid@de1inde.example.nl", ""]),
    new=st.sampled_from(["", GAS, "Lekkage"]),
    is_auto=st.booleans(),
    is_bulk=st.booleans(),
    is_bounce=st.booleans(),
    tokens=st.lists(st.sampled_from([TOKEN, "z" * 26])).map(tuple),
    in_reply_to=st.lists(marks).map(tuple),
    references=st.lists(marks).map(tuple),
    envelope=st.sampled_from([Envelope(None, ()), Envelope("", ()), Envelope(FATIMA, (DESK,))]),
)
facts = st.builds(
    Known,
    desk=st.just(DESK),
    size=st.sampled_from([10, 99_000_000]),
    own_letter=st.booleans(),
    by_token=st.dictionaries(st.just(TOKEN), homes),
    by_letter=st.dictionaries(marks, homes),
    by_message=st.dictionaries(marks, homes),
    domains=st.just(DOMAINS),
    recent_drafts=st.integers(0, 40),
)


@given(mails, facts)
def test_every_mail_gets_one_place_with_a_reason_in_both_languages(mail, known):
    judged = judge(mail, known)

    assert (judged.verdict.place is MessagePlace.ASIDE) == (judged.verdict.aside is not None)
    assert judged.verdict.place is not MessagePlace.JOINED or judged.verdict.home is not None
    assert judged.why.in_("nl")
    assert str(judged.why)


@given(mails, facts)
def test_only_our_own_marks_earn_trust(mail, known):
    judged = judge(mail, known, PASSED)

    assert judged.trust is Trust.V0 or judged.rule == "known_reference"


@given(mails, facts)
def test_a_person_in_danger_is_always_before_staff(mail, known):
    danger = replace(a_mail(sender=FATIMA, new=GAS), in_reply_to=mail.in_reply_to, tokens=mail.tokens)

    judged = judge(danger, replace(known, own_letter=False))

    assert judged.verdict.place is not MessagePlace.ASIDE


def test_every_rule_has_its_reason_and_its_line_in_the_docs():
    page = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
    names = [rule.__name__ for rule in RULES]

    assert set(names) == set(WHY)
    assert [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")] == names
