"""Places where octets rest: tests that ask for one run on all three."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from config.settings import BlobSettings, Database, DeskSettings, Settings

EACH_PLACE = ["folder", pytest.param("database", marks=pytest.mark.postgres), "s3"]


def settings_at(place: str, request: pytest.FixtureRequest, folder: Path) -> Settings:
    """A desk with its octets there: on SQLite, and on PostgreSQL where they rest in it."""
    url = request.getfixturevalue("postgres_database" if place == "database" else "sqlite_database")
    desk = DeskSettings(data_dir=folder, secret=SecretStr("a secret for tests only"))
    return Settings(desk=desk, database=Database(url=url), blobs=blobs_at(place, request))


def blobs_at(place: str, request: pytest.FixtureRequest) -> BlobSettings:
    if place == "s3":
        settings: BlobSettings = request.getfixturevalue("s3_settings")
        return settings
    return BlobSettings(url="database" if place == "database" else "")
