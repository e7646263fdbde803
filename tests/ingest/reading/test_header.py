"""Facts of the cover: who wrote, when, and in answer to what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.dates import read_date
from ingest.mail import Address
from ingest.reading.tokens import find_tokens
from tests.ingest.reading.raw import read, read_cover_line, read_with

MORNING = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
TOKEN = "abcdefghijklmnopqrstuvwx23"
OLDER = "zzzzzzzzzzzzzzzzzzzzzzzz77"


@pytest.mark.parametrize(
    ("said", "name", "address"),
    [
        (b'"Fatima" <fatima@Mail.Example.NL>', "Fatima", "fatima@mail.example.nl"),
        (b"fatima@mail.example.nl (Fatima)", "Fatima", "fatima@mail.example.nl"),
        (b'"=?utf-8?Q?J=C3=B6rg?=" <j@mail.example.nl>', "Jörg", "j@mail.example.nl"),
        (b"J\xf6rg <j@mail.example.nl>", "Jörg", "j@mail.example.nl"),
        (b"=?utf-8?B?SsO2cm?= <j@mail.example.nl>", "Jör", "j@mail.example.nl"),
        (b"Jansen, Jan <jan@mail.example.nl>", "Jansen, Jan", "jan@mail.example.nl"),
        (b"=?utf-8?Q?Jansen=2C_Jan?= <jan@mail.example.nl>", "Jansen, Jan", "jan@mail.example.nl"),
        (b"jan@mail.example.nl <mailto:jan@mail.example.nl>", "", "jan@mail.example.nl"),
        (b"<<jan@mail.example.nl>>", "", "jan@mail.example.nl"),
        (b"Jan jan@mail.example.nl", "Jan", "jan@mail.example.nl"),
        (b"jan@mail.example.nl.", "", "jan@mail.example.nl"),
        (b"info@a.example.nl via Groep <g@b.example.nl>", "info@a.example.nl via Groep", "g@b.example.nl"),
        (b"Mail Delivery System <MAILER-DAEMON>", "Mail Delivery System", "MAILER-DAEMON"),
        (b"De Kraan: monteurs <info@dekraan.example.nl>", "De Kraan: monteurs", "info@dekraan.example.nl"),
        (b"'fatima@mail.example.nl'", "", "fatima@mail.example.nl"),
        (b"Fatima <fatima@werk.example.nl> <fatima@mail.example.nl>", "Fatima", "fatima@mail.example.nl"),
    ],
)
def test_a_sender_is_known_by_name_and_address_however_they_are_written(said: bytes, name: str, address: str) -> None:
    assert read_cover_line(b"From: " + said).sender == Address(name, address)


def test_of_several_senders_the_first_counts_and_the_mail_is_marked() -> None:
    mail = read(b"From: fatima@mail.example.nl\nFrom: baas@delinde.example.nl\n\nx")

    assert mail.sender == Address("", "fatima@mail.example.nl")
    assert "several-from" in mail.defects


def test_people_in_a_group_are_read_and_its_name_is_none_of_them() -> None:
    mail = read_cover_line(
        b"To: Bewoners: fatima@mail.example.nl, Jan <jan@mail.example.nl>;, undisclosed-recipients:;"
    )

    assert [person.address for person in mail.to] == ["fatima@mail.example.nl", "jan@mail.example.nl"]


@pytest.mark.parametrize(
    "line",
    [
        b"Sender: F <f@mail.example.nl>",
        b"From:\nReply-To: F <f@mail.example.nl>",
        b"Return-Path: <>\nSender: F <f@mail.example.nl>",
    ],
)
def test_where_nobody_wrote_it_the_sender_is_who_sent_it(line: bytes) -> None:
    assert read_cover_line(line).sender == Address("F", "f@mail.example.nl")


@pytest.mark.parametrize(
    "said",
    [
        b"a@x.example.nl b@x.example.nl",
        b"<a@x.example.nl> <b@x.example.nl>",
        b"a@x.example.nl; b@x.example.nl",
        b"=?utf-8?Q?A_<a@x.example.nl>,_B_<b@x.example.nl>?=",
    ],
)
def test_everybody_in_a_list_is_read_however_they_are_parted(said: bytes) -> None:
    people = read_cover_line(b"To: " + said).to

    assert {person.address for person in people} == {"a@x.example.nl", "b@x.example.nl"}


def test_a_list_of_nobody_costs_as_little_as_one_name() -> None:
    mail = read(b"To: " + b";" * 100_000 + b"ingrid@delinde.example.nl\n\nHet lekt.")

    assert [person.address for person in mail.to] == ["ingrid@delinde.example.nl"]
    assert len(mail.defects) < 5


def test_all_lists_together_name_some_two_thousand_people_and_no_more() -> None:
    many = b"".join(b"a%d@example.nl, " % n for n in range(10_000))

    mail = read(b"From: fatima@mail.example.nl\nTo: " + many + b"\nCc: " + many + b"\n\nHet lekt.")

    assert mail.sender is not None and mail.sender.address == "fatima@mail.example.nl"
    assert 2_000 < len(mail.to) + len(mail.cc) < 10_000


def test_a_message_id_without_a_domain_is_one() -> None:
    assert read_cover_line(b"Message-ID: 4711").message_id == "4711"


@pytest.mark.parametrize(
    "said",
    [
        "Mon, 23 Nov 2026 09:12:00 CET",
        "Mon, 23 Nov 2026 10:12:00 CEST",
        "Mon, 23 Nov 2026 09:12:00 + 0100",
        "Mon Nov 23 09:12:00 2026 +0100",
        "Mon Nov 23 09:12:00 CET 2026",
        "=?utf-8?Q?Mon,_23_Nov_2026_09:12:00_+0100?=",
        "Mon, 23 Nov 2026 09:12:00 +0100",
        "Mon, 23 Nov 2026 09:12:00 +0100 (CET)",
        "ma 23 nov. 2026 9:12 CET",
        "maandag 23 november 2026 09.12 +0100",
        "Mo., 23 Nov. 2026 09:12:00 MEZ",
        "lun. 23 nov. 2026 09:12:00 GMT+01:00",
        "2026-11-23T09:12:00+01:00",
        "2026-11-23 08:12:00",
        "November 23, 2026 8:12 AM",
        "23-11-2026 08:12",
        "11/23/2026 8:12 AM",
        "Mon Nov 23 08:12:00 2026",
        "Monday, 23-Nov-26 08:12:00 GMT",
        "23 Nov 2026 08:12:00 UT +0100",
    ],
)
def test_a_date_is_understood_however_a_program_writes_it(said: str) -> None:
    assert read_cover_line(b"Date: " + said.encode()).date == MORNING


@pytest.mark.parametrize("said", ["", "gisteren", "32 nov 2026 08:12", "23 nov 99999999 08:12", "23 foo 2026 08:12"])
def test_what_is_no_date_is_none(said: str) -> None:
    assert read_cover_line(b"Date: " + said.encode()).date is None


@given(st.text(max_size=60))
def test_no_text_makes_the_date_reader_stumble(said: str) -> None:
    date = read_date(said)

    assert date is None or date.tzinfo is not None


def test_references_keep_their_order_and_lose_their_brackets() -> None:
    mail = read_with(
        b"References: <een@mail.example.nl>\r\n <twee@mail.example.nl>\r\nIn-Reply-To: <twee@mail.example.nl>"
    )

    assert mail.references == ("een@mail.example.nl", "twee@mail.example.nl")
    assert mail.in_reply_to == ("twee@mail.example.nl",)


def test_the_token_in_our_own_address_stands_before_those_in_quoted_ids() -> None:
    mail = read(
        f"References: <T-1.{OLDER}@delinde.example.nl>\nTo: melding@delinde.example.nl\n\nx".encode(),
        f"melding+{TOKEN.upper()}@delinde.example.nl",
    )

    assert mail.tokens == (TOKEN, OLDER)


def test_the_newest_reference_is_looked_at_first() -> None:
    mail = read(f"References: <a.{OLDER}@x.example.nl> <b.{TOKEN}@x.example.nl>\n\nx".encode())

    assert mail.tokens == (TOKEN, OLDER)


def test_what_only_looks_like_a_token_is_none() -> None:
    assert find_tokens(["melding+kort@x.example.nl", f"melding+{TOKEN}a@x.example.nl"], [f"{TOKEN}@x.example.nl"]) == ()
