"""What a report says, less what a mail puts around it."""

from __future__ import annotations

import pytest

from store.message_text import report_in

WRAPPED = """Beste mensen van De Linde,

Sinds gisteravond lekt de kraan in de keuken. Er staat een emmer onder
maar die is na een nacht vol. Kunt u iemand sturen? Ik ben de hele week
thuis, behalve woensdag.

Wat er stuk is:
- de kraan
- het kastje eronder"""


def test_a_greeting_and_the_72_columns_of_a_mail_program_stay_out_of_the_slip():
    assert report_in(WRAPPED) == (
        "Sinds gisteravond lekt de kraan in de keuken. Er staat een emmer onder maar die is na een nacht vol. "
        "Kunt u iemand sturen? Ik ben de hele week thuis, behalve woensdag.\n\n"
        "Wat er stuk is:\n- de kraan\n- het kastje eronder"
    )


@pytest.mark.parametrize(
    "words",
    [
        "Beste",  # all there is
        "Dag en nacht druppelt de kraan in de badkamer, al een hele week lang, en nu\n- ook de douche",
        "De kraan lekt.\nDe bel is stuk.",
        "Hallo wij hebben sinds gisteren geen warm water meer.\nGroet",
        "Kraan keuken\nLindelaan 14B\n06 12345678",
        "",
    ],
)
def test_what_is_no_greeting_and_no_broken_line_stays_as_it_was_written(words: str):
    assert report_in(words) == words


@pytest.mark.parametrize("greeting", ["Hoi,", "Geachte heer/mevrouw,", "Dear Sir,", "Goedemorgen!", "L.S.,", "Hi"])
def test_a_greeting_is_one_line_of_its_own(greeting: str):
    assert report_in(f"{greeting}\n\nDe kraan lekt.") == "De kraan lekt."
