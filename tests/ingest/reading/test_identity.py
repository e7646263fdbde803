"""Facts of recognising a mail again, whatever way it took."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.identity import identify, normal_message_id
from tests.ingest.mails import some_octets

WAYS = [
    b"Received: from a by b; Fri, 20 Nov 2026 12:41:09 +0100\r\n\tfor <melding@delinde.example.nl>\r\n",
    b"Return-Path: <fatima.elamrani@mail.example.nl>\r\n",
    b"Delivered-To: melding@delinde.example.nl\r\n",
    b"Authentication-Results: mx.delinde.example.nl;\r\n dkim=pass header.d=mail.example.nl\r\n",
    b"ARC-Seal: i=1; a=rsa-sha256\r\n",
    b"X-Spam-Status: No, score=-2\r\n",
    b"Received-SPF: pass\r\n",
    b"From fatima.elamrani@mail.example.nl Fri Nov 20 12:41:09 2026\r\n",
]


@given(st.lists(st.sampled_from(WAYS[:-1])), st.booleans(), st.booleans(), st.integers(0, 2))
def test_what_servers_add_on_the_way_is_not_the_mail(added: list[bytes], unix: bool, mbox: bool, blanks: int):
    mail = some_octets()

    travelled = (WAYS[-1] if mbox else b"") + b"".join(added) + mail + b"\r\n" * blanks
    if unix:
        travelled = travelled.replace(b"\r\n", b"\n")

    assert identify(travelled) == identify(mail)


@pytest.mark.parametrize(
    "other", [some_octets(subject="Verwarming"), some_octets(text="Iets anders"), some_octets(sender="x@example.nl")]
)
def test_another_text_subject_or_sender_is_another_mail(other: bytes):
    assert identify(other).fingerprint != identify(some_octets()).fingerprint


def test_what_looks_like_a_trace_in_the_body_is_text():
    with_it = identify(some_octets(text="X-Tra: lekkage\nReceived: gisteren"))

    assert with_it.fingerprint != identify(some_octets(text="Received: gisteren")).fingerprint


@pytest.mark.parametrize(
    ("field", "normal"),
    [
        ("<Abc.1@Mail.Example.NL>", "Abc.1@mail.example.nl"),
        ("  <a\r\n b@x.example.nl> (comment)", "ab@x.example.nl"),
        ("bare@x.example.nl", "bare@x.example.nl"),
        ("<no-at-sign>", "no-at-sign"),
        ("", ""),
    ],
)
def test_a_message_id_is_told_without_its_dress(field: str, normal: str):
    assert normal_message_id(field) == normal


@given(st.binary(max_size=2000))
def test_any_octets_have_an_identity(raw: bytes):
    assert len(identify(raw).fingerprint) == 64
