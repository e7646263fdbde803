"""A request about one's own data is heard; the word "gegevens" alone is none."""

from __future__ import annotations

import pytest

from ingest.suggesting.privacy import find_privacy_request


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Verwijder al mijn gegevens!", "erase"),
        ("Ik verhuis. Kunt u mijn persoonsgegevens uit uw systeem laten wissen?", "erase"),
        ("Mijn gegevens moeten\nworden verwijderd.", "erase"),
        ("Please delete all my personal data.", "erase"),
        ("I want all my information to be removed from your records", "erase"),
        ("Ik beroep me op mijn recht op vergetelheid", "erase"),
        ("Wis alles wat u over mij heeft", "erase"),
        ("Op grond van artikel 17 van de AVG verzoek ik u", "erase"),
        ("Ik wil graag inzage in mijn gegevens", "access"),
        ("Welke gegevens heeft u van mij?", "access"),
        ("Please send me a copy of my data", "access"),
        ("Subject access request", "access"),
        ("Wilt u al mijn data deleten?", "erase"),
        ("Kunt u mij helemaal uit uw bestand halen?", "erase"),
        ("Schrap ons uit jullie administratie", "erase"),
        ("Under GDPR I request deletion of my personal information.", "erase"),
        ("I'd like my details deleted from your records", "erase"),
        ("Ik wil dat alle gegevens die u van mij heeft gewist worden, ook mijn account", "erase"),
        ("Please send me a copy of all the data you hold about me.", "access"),
        ("De monteur heeft al mijn data van de thermostaat gewist", ""),
        ("Kunt u ons uit de lift halen?", ""),
        ("Please remove me from the newsletter", ""),
        ("Please remove the old boiler, my details are below.", ""),
        ("Kunt u mijn gegevens aanpassen? Ik heb een nieuw nummer.", ""),
        ("Verwijder de spijkers uit mijn muur", ""),
        ("Hierbij mijn gegevens. Het afval is niet verwijderd.", ""),
        ("Er komt water door het plafond.", ""),
        ("delete " * 2_000, ""),
    ],
)
def test_asking_for_ones_data_is_heard(words: str, asks: str):
    assert find_privacy_request(words) == asks
