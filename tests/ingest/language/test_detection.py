from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.detection import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Akkoord, ik kom dinsdag", "nl"),
        ("Voltooid, zie foto.", "nl"),
        ("lift kapot", "nl"),
        ("water in de kelder", "nl"),
        ("No, still not fixed :( water again this morning", "en"),
        ("I smell gas near the meter", "en"),
        ("fine by us, see you Tuesday", "en"),
        ("Die Heizung ist kalt", "de"),
        ("wird erledigt", "de"),
        ("c'est noté, nous passons mardi", "fr"),
        ("Il n'y a plus d'eau chaude", "fr"),
    ],
)
def test_a_few_words_are_enough(text: str, language: str):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["ok", "👍", "", "OB-2026-00031", "Hola, no tenemos agua caliente en el piso", "Witam, nie ma ciepłej wody"]
)
def test_what_cannot_be_told_is_left_open(text: str):
    assert language_of(text) == ""


@given(st.text(), st.text())
def test_the_beginning_decides_whatever_follows(text: str, tail: str):
    opening = (text + " De kraan in de keuken lekt en wij zijn thuis.").ljust(400)[:400]

    assert language_of(opening + tail) == language_of(opening)
