from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.mail import Address, Envelope
from ingest.reading.message import read_mail
from ingest.replies.forwards import read_forward
from tests.mail_files import mail_file

FATIMA = Address("Fatima el Amrani", "fatima.elamrani@mail.example.nl")


@pytest.mark.parametrize(
    "name",
    [
        "gmail_forward_from_the_caretaker",
        "apple_mail_forward_without_a_subject",
        "outlook_forward_from_the_caretaker",
    ],
)
def test_who_wrote_a_mail_that_is_passed_on(name: str):
    mail = read_mail(mail_file(name), Envelope(None, ()))

    forward = read_forward(mail.text, mail.subject)

    assert forward is not None
    assert (forward.sender, forward.subject, forward.text) == (FATIMA, "Lekkage", "Er komt water\ndoor het plafond.")
    assert forward.date == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_an_answer_in_outlook_is_no_forward():
    mail = read_mail(mail_file("outlook_forward_from_the_caretaker"), Envelope(None, ()))

    assert read_forward(mail.text, "RE: Lekkage") is None


def test_a_form_a_tenant_filled_in_is_no_forward():
    assert read_forward("Van: unit 12\nAan: technische dienst\n\nDe lamp is kapot.", "Fwd: melding") is None
