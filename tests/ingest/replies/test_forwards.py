from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.mail import Address
from ingest.replies.forwards import read_forward

FATIMA = Address("Fatima el Amrani", "fatima.elamrani@mail.example.nl")
GMAIL = """Kunt u kijken?

---------- Doorgestuurd bericht ---------
Van: Fatima el Amrani <fatima.elamrani@Mail.example.nl>
Date: vr 20 nov 2026 om 10:00
Subject: Lekkage
To: <huismeester@kastanjehof.example.nl>

Er komt water
door het plafond.
"""
APPLE = """Begin doorgestuurd bericht:

> Van: Fatima el Amrani <fatima.elamrani@mail.example.nl>
> Onderwerp: Lekkage
> Datum: 20 november 2026 om 11:00:00 CET
> Aan: <huismeester@kastanjehof.example.nl>
>
> Er komt water
> door het plafond.
"""
OUTLOOK = """Zie onder

________________________________
Van: Fatima el Amrani <fatima.elamrani@mail.example.nl>
Verzonden: vrijdag 20 november 2026 10:00
Aan: Ruud Kok
Onderwerp: Lekkage

Er komt water
door het plafond.
"""


@pytest.mark.parametrize(("text", "subject"), [(GMAIL, "Fwd: Lekkage"), (APPLE, ""), (OUTLOOK, "FW: Lekkage")])
def test_who_wrote_a_mail_that_is_passed_on(text: str, subject: str):
    forward = read_forward(text, subject)

    assert forward is not None
    assert (forward.sender, forward.subject, forward.text) == (FATIMA, "Lekkage", "Er komt water\ndoor het plafond.")
    assert forward.date == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_an_answer_in_outlook_is_no_forward():
    assert read_forward(OUTLOOK, "RE: Lekkage") is None


def test_a_form_a_tenant_filled_in_is_no_forward():
    assert read_forward("Van: unit 12\nAan: technische dienst\n\nDe lamp is kapot.", "Fwd: melding") is None
