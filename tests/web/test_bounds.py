"""Facts of bounds: a number or text that cannot be kept is said so, and nothing breaks."""

from __future__ import annotations

import time

import pytest

from tests.running_app import RunningDesk


@pytest.mark.each_database
@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
@pytest.mark.parametrize("path", ["/drafts/{}", "/messages/{}", "/files/{}", "/people/{}", "/units/{}", "/outbox/{}"])
def test_a_number_nobody_counts_to_is_not_found(running_desk: RunningDesk, path: str, number: int):
    assert running_desk.staff_browser().get(path.format(number)).status_code == 404


@pytest.mark.each_database
@pytest.mark.parametrize("field", ["title", "text", "name", "place", "spot"])
@pytest.mark.parametrize("words", ["\u0300\u0316" * 200_000, "a\0b", "&" * 900_000], ids=["marks", "nul", "ampersands"])
def test_the_public_form_takes_any_text_and_answers_at_once(running_desk: RunningDesk, field: str, words: str):
    told = {"title": "Lek", "text": "Het lekt", "name": "Noor", "email": "noor@passant.example.nl", "place": "hier"}
    begun = time.process_time()

    answer = running_desk.stranger().post("/report", data=told | {field: words})

    assert answer.status_code < 500
    assert time.process_time() - begun < 4
