"""What staff look at before words go to a service party."""

from __future__ import annotations

import pytest

from convert.orders.private_words import private_words


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Wij zijn 3 weken op vakantie, alarmcode 4711", ["absence", "access"]),
        ("De code is 4711, wij zijn tot 3 mei op reis", ["access", "absence"]),
        ("Ik ben zwanger en er is politie geweest", ["health", "police"]),
        ("Mijn ex heeft een contactverbod en mijn man wordt mishandeld", ["police", "violence"]),
        ("Bel de huisarts, ik ben bij de moskee", ["health", "religion"]),
        ("I use a wheelchair; the key is under the mat", ["health", "access"]),
        ("We are away for two weeks because of my illness", ["absence", "health"]),
        ("De kraan lekt in de badkamer, foutcode E5", []),
    ],
)
def test_private_words_are_pointed_out_in_both_languages(text: str, topics: list[str]):
    assert [found.topic for found in private_words(text)] == topics
