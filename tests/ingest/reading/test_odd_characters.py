"""Facts of characters no database or page can hold: NUL and halves of surrogate pairs."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from ingest.filing import file_messages
from ingest.identity import identify
from store.intake import Arrival, Intake
from store.mail import Message
from store.store import Store
from store.words import MessageState
from tests.fuzz_reading import OUR_OWN, mutate
from tests.ingest.doors.open_door import a_client, open_door, settings_in
from tests.ingest.mails import DESK, FATIMA, NOW, some_octets

# Raw, encoded and in an entity: each way a character gets into a text.
ODD = (
    b"\x00", b"\xed\xa0\x80", b"=00", b"=ED=A0=80", b"&#0;", b"&#xD800;", b"=?utf-8?Q?=00=ED=A0=80?=",
    b"=?utf-16?B?2AA=?=", b"\\u0000", b"%00", b"+2AA-",
)  # fmt: skip
PLACES = ("From", "Subject", "Message-ID", "In-Reply-To", "To", "Date", "X-Odd")
BODIES = (
    "text/plain; charset=utf-8",
    "text/html; charset=utf-8",
    "text/plain; charset=utf-16",
    "text/plain; charset=utf-7",
)


@st.composite
def odd_mails(draw: st.DrawFn) -> bytes:
    odd = st.sampled_from(ODD)
    fields = [f"{name}: ".encode() + b"a" + draw(odd) + b"b <c@mail.example.nl>" for name in PLACES]
    kind, way = draw(st.sampled_from(BODIES)), draw(st.sampled_from(("8bit", "quoted-printable")))
    name = b'Content-Disposition: attachment; filename="' + draw(odd) + b'.jpg"'
    parts = [
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {way}".encode() + b"\r\n\r\nlekkage " + draw(odd),
        b"Content-Type: image/jpeg\r\n" + name + b"\r\n\r\nxyz",
    ]
    head = b"\r\n".join([*fields, b'Content-Type: multipart/mixed; boundary="x"', b"", b""])
    return head + b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


@pytest.mark.each_database
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mail=odd_mails())
def test_a_mail_with_characters_no_database_holds_is_kept_and_filed(store: Store, tmp_path: Path, mail: bytes):
    assert states(store, tmp_path, [mail]) == {MessageState.READ}


@pytest.mark.each_database
@pytest.mark.parametrize("sender", [b"a\x00b@mail.example.nl", b"a\xed\xa0\x80\xff@mail.example.nl"])
def test_an_envelope_with_such_characters_is_kept_too(store: Store, tmp_path: Path, sender: bytes):
    with open_door(store, settings_in(tmp_path)) as port, a_client(port) as client:
        client.ehlo()
        assert client.sock is not None
        client.sock.sendall(b"MAIL FROM:<" + sender + b">\r\n")
        said = [client.getreply(), client.rcpt(DESK), client.data(some_octets())]

    assert [code for code, _ in said] == [250, 250, 250]


def test_mails_broken_in_every_way_are_filed(store: Store, tmp_path: Path):
    mails = [mutate(OUR_OWN, Random(f"filed:{n}"), enormous=0) for n in range(200)]

    assert states(store, tmp_path, mails) == {MessageState.READ}


def states(store: Store, folder: Path, mails: list[bytes]) -> set[MessageState]:
    intake = Intake(store)
    seen = [identify(mail) for mail in mails]
    promises = [
        intake.keep(Arrival(mail, one.fingerprint, one.message_id, "smtp", NOW, FATIMA, (DESK,)))
        for mail, one in zip(mails, seen, strict=True)
    ]
    kept = {promise.result(10).message_id for promise in promises}
    intake.close()
    while file_messages(store, settings_in(folder), NOW):
        pass
    with store.reading() as session:
        return {message.state for message in session.exec(select(Message)) if message.key in kept}
