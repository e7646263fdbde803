"""Stores to test on: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.blobs import FileBlobs
from store.migrations import migrate
from store.store import Store, open_engine


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an up-to-date, empty database that is this test's alone."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "postbon.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "postbon.sqlite")
    return f"sqlite:///{tmp_path / 'postbon.sqlite'}"


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    house = Store(open_engine(database_url), FileBlobs(tmp_path / "blobs"))
    yield house
    house.close()
