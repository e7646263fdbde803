"""A copy of everything, taken while the desk runs, and put back before it starts."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL, make_url

from config.settings import IN_DATABASE, Settings
from store.blob_places import open_blobs
from store.blobs import FileBlobs
from store.moving import Progress, quietly
from store.moving_octets import copy_octets, refuse_damaged

MANIFEST = "manifest.json"
SPOOL = Path("spool/new")  # what the pipe laid down and nobody has taken in yet


class BackupError(Exception):
    """The copy could not be made or put back."""


def back_up(settings: Settings, folder: Path, tell: Progress = quietly) -> None:
    """Copy what the pipe laid down, the database as of one moment, octets and secret into an empty or new folder.

    In this order: what is taken out of the spool meanwhile is in the database (and known there, where it is in both),
    and octets are written before the rows that name them, so every row in the copy finds its octets.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not _sqlite_file(url).is_file():
        raise BackupError(f"there is no desk at {_sqlite_file(url)} to copy; check desk.data_dir and database.url")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty; name a new folder")
    _copy_files((settings.desk.data_dir / SPOOL).glob("*"), folder / SPOOL)
    if url.get_backend_name() == "sqlite":
        with sqlite3.connect(_sqlite_file(url)) as source, sqlite3.connect(folder / "postbon.sqlite") as copy:
            source.backup(copy)
    else:
        _postgres("pg_dump", url, "--format=custom", f"--file={folder / 'postbon.dump'}")
    is_inside = settings.blobs.url == IN_DATABASE
    copies, damaged = FileBlobs(folder / "blobs"), list[str]()
    if not is_inside:
        with closing(open_blobs(settings)) as blobs:
            damaged = copy_octets(blobs, copies, tell)
    (folder / "secret").touch(mode=0o600)
    (folder / "secret").write_text(settings.desk.secret.get_secret_value())
    database = next(_databases(folder))
    database.chmod(0o600)
    number = sum(1 for _ in _octets(copies.root))
    words = {"database": _sha256(database), "octets": number, "octets_in_database": is_inside}
    (folder / MANIFEST).write_text(json.dumps(words))
    refuse_damaged(damaged, BackupError)


def restore(settings: Settings, folder: Path, tell: Progress = quietly) -> None:
    """Put a copy back where the settings point; refused where there is a desk, or another secret, already."""
    secret = _restored_secret(settings, folder)
    is_inside = bool(verify(folder).get("octets_in_database"))
    if is_inside != (settings.blobs.url == IN_DATABASE):
        where = f"blobs.url = {IN_DATABASE!r}" if is_inside else "another blobs.url, such as an empty one"
        raise BackupError(f"put this copy back with {where}, and move its octets afterwards (postbon move-store)")
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        target, copy = _sqlite_file(url), folder / "postbon.sqlite"
        if not copy.is_file():
            raise BackupError(f"{folder} holds no postbon.sqlite; is it a backup of a SQLite desk?")
        if target.exists():
            raise BackupError(f"{target} is there already; move it away first, a restore never overwrites")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy_file(copy, target)
    else:
        if not (folder / "postbon.dump").is_file():
            raise BackupError(f"{folder} holds no postbon.dump; is it a backup of a PostgreSQL desk?")
        _postgres(
            "pg_restore", url, "--exit-on-error", "--no-owner", f"--dbname={url.database}", str(folder / "postbon.dump")
        )
    if not is_inside:
        with closing(open_blobs(settings)) as blobs:
            copy_octets(FileBlobs(folder / "blobs"), blobs, tell)
    _copy_files((folder / SPOOL).glob("*"), settings.desk.data_dir / SPOOL)
    kept = settings.desk.data_dir / "secret"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(secret)


def verify(folder: Path) -> dict[str, Any]:
    """Whether a copy is whole and leads nowhere else; what its manifest says. Raises BackupError that names what is
    wrong.

    Octets are named by their own hash; the database's stands in the manifest (copies of before it have none).
    """
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise BackupError(f"{path} is a link; a copy holds none, and this one is not put back")
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text()) if (folder / MANIFEST).is_file() else {}
    database = next(_databases(folder), None)
    if database and manifest.get("database", _sha256(database)) != _sha256(database):
        raise BackupError(f"{database} is not what was copied; take another copy")
    if database and database.suffix == ".sqlite" and (wrong := _wrong_with(database)):
        raise BackupError(f"{database} is damaged ({wrong}); take another copy")
    octets = list(_octets(folder / "blobs"))
    for path in octets:
        if _sha256(path) != path.name[:64]:
            raise BackupError(f"{path} is not what was copied; take another copy")
    if len(octets) < manifest.get("octets", 0):
        raise BackupError(f"{folder / 'blobs'} misses {manifest['octets'] - len(octets)} files; take another copy")
    return manifest


def _wrong_with(database: Path) -> str:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        try:
            found = str(copy.execute("PRAGMA integrity_check").fetchone()[0])
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if found == "ok" else found.splitlines()[0]


def _databases(folder: Path) -> Iterator[Path]:
    return (path for path in (folder / "postbon.sqlite", folder / "postbon.dump") if path.is_file())


def _octets(folder: Path) -> Iterator[Path]:
    return (path for each in folder.glob("??") for path in _octets_in(each))


def _octets_in(folder: Path) -> Iterator[Path]:
    """The files of octets, less those that are just being written."""
    return (path for path in folder.glob("*") if not path.name.startswith("."))


def _copy_files(paths: Iterable[Path], target: Path) -> None:
    for path in paths:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # forgotten or taken in just now, by the desk that runs
            _copy_file(path, target / path.name)


def _copy_file(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
