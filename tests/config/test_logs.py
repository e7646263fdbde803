"""What stands in the log of a desk, and what never does."""

from __future__ import annotations

import logging

import pytest

from config.logs import LineFormatter, reason
from convert.errors import DeskError
from store.blobs import StoreUnavailableError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "OSError: No space left on device"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: Connection refused"),
        (StoreUnavailableError("database is locked"), "StoreUnavailableError: database is locked"),
        (StoreUnavailableError('near "Fatima el Amrani": no'), "StoreUnavailableError: near …: no"),
        (OSError("550 fatima@example.nl, tel. +31 6 (0000) 0014"), "OSError: 550 …, tel. …"),
        (ValueError("Fatima"), "ValueError"),
        (DeskError("Fatima"), "DeskError"),
    ],
)
def test_a_fault_says_why_where_that_is_no_word_of_a_person(error: Exception, words: str):
    assert reason(error) == words


def test_an_entry_is_one_line_whatever_is_in_it():
    try:
        try:
            raise KeyError("Fatima\nel Amrani")
        except KeyError as error:
            raise ValueError("06 0000 0014") from error
    except ValueError as error:
        record = logging.LogRecord(
            "asyncio",
            logging.ERROR,
            "",
            1,
            "%s of %s\nfuture: Fatima",
            ("x\r\ny\x1b", error),
            (type(error), error, error.__traceback__),
        )
    record.created = 0

    words = LineFormatter().format(record)

    start = "1970-01-01T00:00:00Z ERROR asyncio: x y of ValueError: ValueError at config/test_"
    assert words.startswith(start) and "; from KeyError at " in words
    assert "Fatima" not in words and "0014" not in words and "\n" not in words
