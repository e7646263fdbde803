"""A month of mail in short; `python -m tests.month` files all three hundred."""

from __future__ import annotations

import pytest

from store.store import Store
from tests.month import spend_month
from tests.month_fresh import FRESH
from tests.month_mails import KINDS, Kind


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """Where a mail goes is decided before the store is asked; one database is enough."""
    return sqlite_database


@pytest.mark.parametrize("kinds", [KINDS, FRESH[::4]], ids=["first", "second"])
def test_every_kind_of_mail_goes_to_its_place_tells_nobody_wrongly_and_does_nothing_wrongly(
    store: Store, kinds: list[Kind]
):
    outcome = spend_month(store, len(kinds), seed=7, kinds=kinds)

    assert (outcome.elsewhere, outcome.lost, outcome.told, outcome.acted) == ([], [], [], [])
