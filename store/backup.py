"""A copy of everything, taken while the desk runs, and put back before it starts."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from config.settings import Settings


class BackupError(Exception):
    """The copy could not be made or put back."""


def back_up(settings: Settings, folder: Path) -> None:
    """Copy the database as of one moment, then the octets, then the secret, into an empty or new folder.

    In this order: octets are written before the rows that name them, so every row in the copy finds its octets.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not _sqlite_file(url).is_file():
        raise BackupError(f"there is no desk at {_sqlite_file(url)} to copy; check desk.data_dir and database.url")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty; name a new folder")
    if url.get_backend_name() == "sqlite":
        with sqlite3.connect(_sqlite_file(url)) as source, sqlite3.connect(folder / "postbon.sqlite") as copy:
            source.backup(copy)
    else:
        _postgres("pg_dump", url, "--format=custom", f"--file={folder / 'postbon.dump'}")
    blobs = settings.blob_folder
    if blobs.is_dir():
        shutil.copytree(blobs, folder / "blobs", ignore=shutil.ignore_patterns(".*"))
    (folder / "secret").write_text(settings.desk.secret.get_secret_value())
    (folder / "secret").chmod(0o600)


def restore(settings: Settings, folder: Path) -> None:
    """Put a copy back where the settings point; refused where there is a desk, or another secret, already."""
    secret = _restored_secret(settings, folder)
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        target, copy = _sqlite_file(url), folder / "postbon.sqlite"
        if not copy.is_file():
            raise BackupError(f"{folder} holds no postbon.sqlite; is it a backup of a SQLite desk?")
        if target.exists():
            raise BackupError(f"{target} is there already; move it away first, a restore never overwrites")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(copy, target)
    else:
        if not (folder / "postbon.dump").is_file():
            raise BackupError(f"{folder} holds no postbon.dump; is it a backup of a PostgreSQL desk?")
        _postgres(
            "pg_restore", url, "--exit-on-error", "--no-owner", f"--dbname={url.database}", str(folder / "postbon.dump")
        )
    if (folder / "blobs").is_dir():
        shutil.copytree(folder / "blobs", settings.blob_folder, dirs_exist_ok=True)
    kept = settings.desk.data_dir / "secret"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(secret)


def _restored_secret(settings: Settings, folder: Path) -> str:
    """The copy's secret. Under any other every private link in every letter that was sent would be dead."""
    copy, kept = folder / "secret", settings.desk.data_dir / "secret"
    if not copy.is_file():
        raise BackupError(f"{folder} holds no secret; is it a backup?")
    secret, setting = copy.read_text().strip(), settings.desk.secret.get_secret_value()
    if setting and setting != secret:
        raise BackupError(f"desk.secret is not the copy's; set it to what {copy} says, or leave it out")
    if kept.exists() and kept.read_text().strip() != secret:
        raise BackupError(f"{kept} is another secret than the copy's; move it away first")
    return secret


def _sqlite_file(url: URL) -> Path:
    return Path(url.database or "")


def _postgres(program: str, url: URL, *arguments: str) -> None:
    where = {
        "PGHOST": url.host,
        "PGPORT": url.port and str(url.port),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
    }
    environment = {key: value for key, value in where.items() if value} | {"PGDATABASE": url.database or "postbon"}
    found = shutil.which(program)
    if not found:
        raise BackupError(f"{program} is not on this machine; install PostgreSQL's client programs (postgresql-client)")
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
