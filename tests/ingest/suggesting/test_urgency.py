"""SC20 of the stories: danger is heard, misspelt or not, and nothing makes a report less urgent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.suggesting.urgency import Level, explain, find_urgency


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("ik ruik gas in de meterkast, beetje misselijk ook. wat moet ik doen?", "gas"),
        ("I smell gas near the meter", "gas"),
        ("sterke gaslucht in het trapportaal", "gas"),
        ("sterke gasslucht in het trapportaal", "gas"),
        ("er is een gas lek in de keuken", "gas"),
        ("de CO-melder gaat af", "co"),
        ("koolmonoxyde?", "co"),
        ("the carbon monoxide alarm went off", "co"),
        ("Er is brand in de berging!", "fire"),
        ("there is a fire in the kitchen", "fire"),
        ("vonken uit de groepenkast", "fire"),
        ("kortsluting in de keuken", "fire"),
        ("Het brandt hier, er is rook in de hal", "fire"),
        ("er komt rook uit het stopcontact", "smoke"),
        ("We zitten opgesloten in de lift", "lift"),
        ("I'm stuck in the elevator", "lift"),
        ("de waterleiding is gesprongen", "burst"),
        ("Ik krijg stroom als ik de kraan aanraak", "shock"),
        ("de wasmachine staat onder stroom", "shock"),
        ("I got a shock from the tap", "shock"),
    ],
)
def test_danger_is_an_emergency(text: str, danger: str):
    urgency = find_urgency(text)

    assert (urgency.level, urgency.danger) == (Level.EMERGENCY, danger)


@pytest.mark.parametrize(
    "text",
    ["Er komt water door het plafond van de badkamer, precies boven de lamp.", "lekkage bij het stopcontact",
     "the leak drips on the light"],
)  # fmt: skip
def test_water_beside_electricity_is_only_suggested(text: str):
    urgency = find_urgency(text)

    assert urgency.level is Level.POSSIBLE
    assert explain(urgency, "nl").startswith("mogelijk spoed: water bij elektra")


@pytest.mark.parametrize(
    "text",
    ["Vraag over mijn gasrekening", "De lamp brandt niet", "De kraan lekt", "brand new boiler", "Lift kapot",
     "the fire door does not close", "our brand is strong",
     "the gas boiler is leaking water", "ik rook niet", "ik rook niet en de lamp brandt niet", "geen warm water",
     "Geen stroom in de keuken"],
)  # fmt: skip
def test_everyday_words_are_no_danger(text: str):
    assert find_urgency(text).level is Level.NONE


@given(st.text(max_size=300))
def test_whatever_else_is_written_gas_stays_an_emergency(before: str):
    assert find_urgency(f"{before}\nik ruik gas in huis").level is Level.EMERGENCY
