"""Notes of absence: when somebody is back, and whom to ask meanwhile."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.language.days import find_days
from ingest.returns.absences import read_absence

SATURDAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("note", "back"),
    [
        ("Ik ben tot en met 6 december met vakantie.", date(2026, 12, 7)),
        ("Afwezig t/m 4-1", date(2027, 1, 5)),
        ("Met verlof van 20 t/m 30 november", date(2026, 12, 1)),
        ("Vakantie tot maandag 7 dec.", date(2026, 12, 7)),
        ("Ik ben nu afwezig. Vanaf maandag 7 december ben ik weer bereikbaar.", date(2026, 12, 7)),
        ("Wegens vakantie gesloten van 21/12 - 4/1.", date(2027, 1, 5)),
        ("Ik ben vrijdag niet aanwezig, maandag ben ik weer terug", date(2026, 11, 30)),
        ("I am out of the office from 30 November to 11 December.", date(2026, 12, 12)),
        ("Out of office until Monday 7 December", date(2026, 12, 7)),
        ("I am on annual leave until December 7th, 2026.", date(2026, 12, 7)),
        ("I am away through 2026-12-11 and back on Monday 14 December.", date(2026, 12, 14)),
        ("I'm on leave. I will be returning on 14 Dec", date(2026, 12, 14)),
        ("Ik ben afwezig.", None),
        ("Ik heb verlof tot 31-02.", None),
        ("Afwezig. Mijn nummer is 06-12-34 56 78, dossier 12-11-9.", None),
    ],
)
def test_a_note_says_from_which_day_somebody_is_back(note: str, back: date | None):
    absence = read_absence(note, SATURDAY)

    assert absence is not None
    assert absence.back == back


@pytest.mark.parametrize(
    "words",
    [
        "Wij hebben uw mail van 28 november ontvangen en antwoorden vanaf 30 november.",
        "Uw melding is geregistreerd onder nummer 2026-11-30.",
        "I was away until 20 November.",
        "Afwezig t/m 27-11, spoed: Dennis 06 0000 0012",
        "",
    ],
)
def test_what_confirms_and_what_is_over_is_no_absence(words: str):
    assert read_absence(words, SATURDAY) is None


@pytest.mark.parametrize(
    ("note", "urgent"),
    [
        ("Afwezig t/m 7-12, spoed: Dennis 06 0000 0012", "Afwezig t/m 7-12, spoed: Dennis 06 0000 0012"),
        (
            "Ik ben afwezig. Voor spoed: Piet, 06 0000 0077, piet@dekraan.example.nl\n\nGroet",
            "Voor spoed: Piet, 06 0000 0077, piet@dekraan.example.nl",
        ),
        ("Afwezig.\nBij spoedgevallen kunt u bellen met:\nDennis\n06-00000012\n\nJohan", None),
        ("I am away. For urgent matters call Dennis on +31 6 0000 0012. Kind regards", None),
        ("Wij zijn afwezig. In noodgevallen: 030 - 000 00 12.", None),
        ("Afwezig. Mijn collega Piet vervangt mij: piet@dekraan.example.nl", None),
        ("Afwezig. Dit is niet urgent, ik lees uw mail later.", ""),
        ("Afwezig.\n\nJohan, 06 0000 0011", ""),
    ],
)
def test_whom_to_ask_what_cannot_wait_is_read_with_how_to_reach_him(note: str, urgent: str | None):
    absence = read_absence(note, SATURDAY)

    assert absence is not None
    found = absence.urgent
    assert found == urgent if urgent is not None else any(way in found for way in ("0012", "piet@", "00 12"))


def test_a_day_without_its_year_is_the_nearest_one():
    words = "van 20-11 tot 4 januari, 29-02, 5/13, week 50, 06-12345678, 31.1.27"

    days = [named.day for named in find_days(words, SATURDAY)]

    assert days == [date(2026, 11, 20), date(2027, 1, 4), date(2027, 1, 31)]


@pytest.mark.parametrize("piece", ["tot 1-1 ", "van ", "spoed 0", "terug ", "1-1 - ", "⟦0⟧ "])
def test_a_note_made_to_be_slow_is_read_at_once(piece: str):
    read_absence("afwezig " + piece * 5_000, SATURDAY)
