"""Facts of hostile text: marks are counted before they are sorted, and nothing else normalises."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.plain_text import MOST_MARKS, normalised
from convert.answers.account_phrases import is_about_other_account
from ingest.intents.answer import read_intent
from ingest.intents.intent import Speaker
from ingest.language.spelling import fold
from store.search import plain_words
from tests.hostile_words import FAMILIES, hostile_text
from tests.ingest.reading.raw import COVER, read

FUNCTIONS: dict[str, Callable[[str], object]] = {
    "search": plain_words,
    "spelling": fold,
    "intent": lambda text: read_intent(text, as_=Speaker.PARTY, date=datetime(2026, 11, 28, tzinfo=UTC), cut_sure=True),
    "account": is_about_other_account,
    "mail": lambda text: read(COVER + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode()),
    "page": lambda text: read(COVER + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + text.encode()),
    "subject": lambda text: read(COVER + b"Subject: " + text.encode() + b"\r\n\r\nHallo"),
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_megabyte_of_any_text_costs_no_more_than_two_seconds(function: str, family: str):
    text = hostile_text(family)
    begun = time.process_time()

    FUNCTIONS[function](text)

    assert time.process_time() - begun < 2


@given(st.text())
def test_what_people_write_is_normalised_as_ever(text: str):
    assert normalised(text, "NFKD") == unicodedata.normalize("NFKD", text)


def test_of_many_marks_in_a_row_thirty_stay():
    assert normalised("e" + "\u0301" * 1_000 + "n", "NFKD") == "e" + "\u0301" * MOST_MARKS + "n"


def test_nothing_else_normalises():
    root = Path(__file__).parents[2]
    rooms = [
        path
        for wing in ("config", "ingest", "convert", "outbound", "store", "web")
        for path in (root / wing).rglob("*.py")
    ]

    found = {path.name for path in rooms if re.search(r"\bnormalize\(", path.read_text())}

    assert found == {"plain_text.py"}
