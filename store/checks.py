"""What `postbon doctor` looks at in the store: the database, the octets, the room that is left."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from config.settings import Settings
from store.blobs import open_blobs
from store.migrations import is_current
from store.processes import GONE, DeskProcess, desk_troubles
from store.store import database_time, open_engine

ENOUGH = 1024**3  # octets; with less than this left on the disk, make room


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` says what to do where it is not well."""

    what: str
    well: bool
    seen: str
    advice: str = ""


def look(what: str, see: Callable[[], str], advice: str) -> Finding:
    """Look at one thing; whatever is raised on the way is what is wrong with it."""
    try:
        return Finding(what, True, see())
    except Exception as error:
        first = str(error).strip().splitlines()
        return Finding(what, False, first[0] if first else type(error).__name__, advice)


def check_store(settings: Settings) -> Iterator[Finding]:
    url = make_url(settings.database_url).render_as_string(hide_password=True)
    yield look(f"database {url}", lambda: _database(settings), "check database.url, and that the server runs")
    yield look(f"octets {settings.blob_folder}", lambda: _octets(settings), "make the folder writable for this user")
    yield look("privacy of the data", lambda: _private(settings), f"chmod -R go= {settings.desk.data_dir.absolute()}")
    yield look("free disk", lambda: _disk(settings.desk.data_dir), "make room, or move desk.data_dir")
    yield look("clock", _clock, "set the machine's clock (timedatectl set-ntp true)")


def check_processes(session: Session) -> Finding:
    """Whether every process that runs the desk gives signs of life; none is well too, for it may not be started yet."""
    now = database_time(session)
    nodes = [row.node for row in session.exec(select(DeskProcess).where(col(DeskProcess.seen_at) > now - GONE))]
    wrong = [f"{name}: {words}" for name, words in desk_troubles(session, now).items()]
    advice = "start `postbon serve` there anew"
    return Finding("processes", not wrong, "; ".join(wrong) or ", ".join(nodes) or "none runs just now", advice)


def _database(settings: Settings) -> str:
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        if not is_current(engine):
            return "reachable; its tables are brought up to date when the desk starts"
        return "reachable, and its tables are up to date"
    except SQLAlchemyError as error:
        raise RuntimeError(str(getattr(error, "orig", error))) from error
    finally:
        engine.dispose()


def _octets(settings: Settings) -> str:
    blobs = open_blobs(settings)
    probe = b"postbon doctor was here"
    started = time.perf_counter()
    key = blobs.put(probe)
    kept = blobs.get(key)
    took = time.perf_counter() - started
    blobs.remove(key)
    if kept != probe:
        raise RuntimeError("what was written is not what is read")
    return f"written and read in {took * 1000:.1f} ms"


def _private(settings: Settings) -> str:
    """Nobody but the desk's own user may read what is in it: a file is kept from others by itself or by its folder."""
    data, url = settings.desk.data_dir, make_url(settings.database_url)
    places = [data, data / "secret", settings.blob_folder, data / "spool"]
    places += [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []
    there = [place.absolute() for place in places if place.exists()]
    if readable := [str(place) for place in there if _is_open(place) and _is_open(place.parent)]:
        raise RuntimeError(f"other users of this machine can read {', '.join(readable)}")
    return "only this user reads it"


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def _disk(folder: Path) -> str:
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free < ENOUGH:
        raise RuntimeError(f"only {free / 1024**2:.0f} MiB left in {there}")
    return f"{free / 1024**3:.1f} GiB left"


def _clock() -> str:
    # Without a network a wrong clock shows itself only where it is absurd: at 1970, or before this was written.
    year = time.gmtime().tm_year
    if year < 2026:
        raise RuntimeError(f"the clock says {year}")
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
