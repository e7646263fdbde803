"""Stores to test on: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import functools
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from sqlalchemy import Engine, event

from store.blobs import FileBlobs
from store.migrations import migrate
from store.store import Store, open_engine

DATABASES = ("sqlite", "postgres")
WHOLE_DESK = ("tests/journeys/", "tests/promises/", "tests/web/")  # each test of these goes through all wings
MANY = 12  # cases of a test


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an up-to-date, empty database that is this test's alone."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What a developer waits for (docs/decisions/0018-a-suite-that-is-run.md): a story of the whole desk is lived
    through on one of the two databases; a smaller test with many cases has them on SQLite and its first on PostgreSQL;
    one about what databases do otherwise (`@pytest.mark.each_database`) has all on both. Of a story, and of any test
    with more than twelve cases, every third is run; one that takes long (`@pytest.mark.long`) where files are named.
    With POSTBON_TEST_EVERY_CASE=1 all are, on both."""
    if os.environ.get("POSTBON_TEST_EVERY_CASE") == "1":
        return
    whole_suite = config.args_source is not pytest.Config.ArgsSource.ARGS
    cases = Counter((_test_of(item), _database_of(item)) for item in items)
    before = Counter[tuple[str, str]]()  # cases of a test on a database
    chosen, left_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        test, database = case = _test_of(item), _database_of(item)
        whole_desk = item.nodeid.startswith(WHOLE_DESK)
        if item.get_closest_marker("each_database"):
            keep = True
        elif whole_desk and database:
            wanted = DATABASES[crc32(test.encode()) % 6 == 0]
            keep = database == wanted or (test, wanted) not in cases  # that names the one it runs on
        else:
            keep = database != "postgres" or before[case] == 0
        if (whole_desk and database) or cases[case] > MANY:
            keep = keep and before[case] % 3 == 0
        keep = keep and not (whole_suite and item.get_closest_marker("long"))
        before[case] += 1
        (chosen if keep else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = chosen


def _database_of(item: pytest.Item) -> str:
    case = getattr(item, "callspec", None)
    return case.params.get("database_url", "") if case else ""


def _test_of(item: pytest.Item) -> str:
    """The test without its case."""
    return item.nodeid.partition("[")[0]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "postbon.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this worker's database stands; tests have it in turn."""
    return tmp_path_factory.mktemp("store") / "postbon.sqlite"


@pytest.fixture
def sqlite_database(sqlite_template: Path, sqlite_file: Path) -> str:
    for left in sqlite_file.parent.iterdir():
        left.unlink()  # first: whoever had it before keeps what he holds, and no longer holds ours
    shutil.copy(sqlite_template, sqlite_file)
    return f"sqlite:///{sqlite_file}"


@functools.cache
def engine_of(url: str) -> Engine:
    """A worker's two engines live as long as it: what they worked out of a statement holds for the next test as well,
    and was a quarter of what a test did."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":  # a test's data need not outlive the machine: no commit waits for the disk
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF").close())
    return engine


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    # Whoever had this file before may have asked once more after his store was closed: that connection holds his file.
    engine_of(database_url).dispose()
    made = Store(engine_of(database_url), FileBlobs(tmp_path / "blobs"))
    yield made
    made.close()
