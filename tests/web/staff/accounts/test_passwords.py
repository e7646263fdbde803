"""What a password may be, and that judging many of them holds nobody up."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from convert.errors import InvalidError
from tests.running_app import RunningDesk
from web.passwords import check_new_password


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """Hashing knows no database."""
    return sqlite_database


@pytest.mark.parametrize(
    "password",
    ["Welkom2026!!!", "Utrecht2026winter", "ingridvosdelinde", "delinde2026delinde", "wachtwoord1234", "a" * 16],
)
def test_what_others_would_try_first_is_no_password(password: str):
    with pytest.raises(InvalidError):
        check_new_password("new", password, ("Vastgoedbeheer De Linde B.V.", "ingrid@delinde.example.nl", "Ingrid Vos"))


@pytest.mark.parametrize("password", ["een hele lange zin", "kwetsbaar paard met stip, " * 30])
def test_a_sentence_is_a_password_and_rating_it_takes_no_time(password: str):
    begun = time.process_time()

    check_new_password("new", password)

    assert time.process_time() - begun < 2


@pytest.mark.long
def test_many_log_ins_at_once_hold_no_other_page(running_desk: RunningDesk):
    """Of a hundred and twenty, those that are judged cost a fifth of a second each."""
    guesses = [{"email": f"{number}@delinde.example.nl", "password": "raden"} for number in range(120)]
    visitor = running_desk.stranger()
    visitor.get("/healthz/ready")

    with ThreadPoolExecutor(120) as pool:
        log_ins = [pool.submit(running_desk.stranger().post, "/login", data=guess) for guess in guesses]
        waited, storm = [], time.perf_counter()
        while not all(log_in.done() for log_in in log_ins):
            begun = time.perf_counter()
            assert visitor.get("/login").status_code == 200
            waited.append(time.perf_counter() - begun)
        storm = time.perf_counter() - storm

    assert len(waited) > 3
    assert sorted(waited)[len(waited) // 2] < storm / 4  # a page does not wait for the log-ins before it
