"""What a draft proposes is kept as plain values and read back whole, also what an earlier release kept."""

from __future__ import annotations

import json

from store.suggestions import Suggested, SuggestionReason, Suggestions, as_plain, read_suggestions

FULL = Suggestions(
    persons=(Suggested(4, SuggestionReason.WROTE_THIS), Suggested(5, SuggestionReason.LIVES_THERE)),
    reporter=4,
    homes=(Suggested(2, SuggestionReason.ADDRESS_ALIKE, "Lindenlaan 14-b"),),
    home=2,
    property=Suggested(1, SuggestionReason.OF_THE_HOME),
    installations=(Suggested(3, SuggestionReason.CODE_IN_TEXT, "INST-0031"),),
    tickets=(Suggested(7, SuggestionReason.NUMBER_IN_SUBJECT, "T-2026-00042"),),
    sender_name="Fatima el Amrani",
    sender_address="fatima.elamrani@mail.example.nl",
)


def test_suggestions_come_back_from_the_store_as_they_were():
    assert read_suggestions(json.loads(json.dumps(as_plain(FULL)))) == FULL
    assert read_suggestions(as_plain(Suggestions())) == Suggestions()


def test_a_draft_without_suggestions_proposes_nothing():
    assert read_suggestions({}) == Suggestions()


def test_what_a_draft_kept_with_reasons_in_words_still_shows():
    why = {"nl": "genoemd: “Lindelaan 14B”", "en": "mentioned: “Lindelaan 14B”"}
    home = {"id": 2, "why": why}

    found = read_suggestions(
        {"person": {"id": 4, "why": why}, "unit": home, "units": [home], "tickets": [{"id": 7, "why": why}]}
    )

    assert (found.reporter, found.home) == (4, 2)
    assert found.tickets == (Suggested(7, SuggestionReason.NUMBER_IN_SUBJECT),)


def test_of_several_homes_that_an_earlier_release_kept_none_is_chosen():
    homes = [{"id": 2, "why": {}}, {"id": 3, "why": {}}]

    found = read_suggestions({"unit": homes[0], "units": homes})

    assert ([home.id for home in found.homes], found.home) == ([2, 3], None)
