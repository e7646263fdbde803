"""Facts of broken mail: whatever comes in, an object comes out, in time.

tests/fuzz_reading.py does the same by the million.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from tests.fuzz_reading import ENORMOUS, MOST_SECONDS, OUR_OWN, mutate, try_to_read
from tests.ingest.reading.raw import COVER

SEED = 7


@pytest.mark.parametrize("block", range(4))
def test_every_mutation_of_a_mail_is_read_and_its_files_open(block: int) -> None:
    for number in range(block * 250, block * 250 + 250):
        raw = mutate(OUR_OWN, random.Random(f"{SEED}:{number}"), enormous=0)

        assert try_to_read(raw) == "", number


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
@pytest.mark.parametrize("make", ENORMOUS)
def test_a_mail_enormous_in_one_way_is_read_in_time(make: Callable[[random.Random], bytes], seed: int) -> None:
    raw = make(random.Random(seed))

    began = time.process_time()
    fault = try_to_read(raw)

    assert fault == ""
    assert time.process_time() - began < 2 * MOST_SECONDS  # under coverage and on a busy machine


def test_a_body_that_is_nothing_but_another_mails_header_is_read() -> None:
    quoted = b"Original Message:\r\nFrom: Jan <jan@mail.example.nl>\r\nTo: a@b.example.nl\r\nSubject: lek\r\n"
    quoted += b"Date:  Wed, 20 Jun 2013 10:29:52 +0000\r\n\r\n------=_x--\r\nContent-Type: text/plain\r\n"

    assert try_to_read(COVER + b"\r\n\r\n" + quoted) == ""
