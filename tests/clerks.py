"""The language staff read while a test presses their buttons.

Each deed of staff in a browser without scripts is a test in Dutch and one in English, of the same words: those of an
English page are looked up (tests.journeys.either_language). At home a test runs in one of the two, every sixth in
English; with POSTBON_TEST_EVERY_CASE=1 in both, English on SQLite alone. POSTBON_TEST_CLERKS=en runs all in English.
"""

from __future__ import annotations

import os
from zlib import crc32

import pytest

from config.settings import Language

LANGUAGES = ("nl", "en")
DEEDS = "tests/web/staff/"
LETTERS = "tests/web/staff/accounts/"  # what happens there is told by letters, each of one language


@pytest.fixture
def clerks_read() -> Language:
    """What everybody at the desk reads."""
    return "nl"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    test = metafunc.definition
    deed = test.nodeid.startswith(DEEDS) and not test.nodeid.startswith(LETTERS)
    in_one = "new_page" in metafunc.fixturenames or test.get_closest_marker("in_dutch")
    if deed and "clerks_read" in metafunc.fixturenames and not in_one:
        metafunc.parametrize("clerks_read", LANGUAGES)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not _chosen(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _chosen(item: pytest.Item) -> bool:
    case = getattr(item, "callspec", None)
    language, database = (case.params.get(name, "") if case else "" for name in ("clerks_read", "database_url"))
    if not language:
        return True
    if wanted := os.environ.get("POSTBON_TEST_CLERKS"):
        return bool(language == wanted)
    if os.environ.get("POSTBON_TEST_EVERY_CASE") == "1":
        return language == "nl" or database != "postgres"
    test = item.nodeid.partition("[")[0]
    return bool(language == LANGUAGES[crc32(test[::-1].encode()) % 6 == 0])  # reversed: others than on PostgreSQL
