"""What `postbon doctor` looks at in the store: the database, the octets, the room that is left."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from config.settings import Settings
from config.speech import say
from store.blob_places import open_blobs
from store.blobs import Blobs
from store.migrations import is_current
from store.octets import missing_octets
from store.processes import GONE, DeskProcess, desk_troubles
from store.staff import list_staff
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


def check_settings(settings: Settings, file: Path | None) -> Iterator[Finding]:
    """What is set and what was left open; `file` is where the settings came from, None where there is none."""
    words = str(file) if file else say("none: all stands at its default")
    yield Finding(say("settings file"), file is not None, words, say("run `postbon init`"))
    advice = say("set desk.base_url to the address under which others reach the pages")
    yield look(f"desk.base_url {settings.desk.base_url}", lambda: _reachable(settings.desk.base_url), advice)
    operator = settings.desk.operator
    words = operator or say("nobody is mailed while the desk is in trouble")
    yield Finding("desk.operator", bool(operator), words, say("set desk.operator to a mail address"))


def check_store(settings: Settings) -> Iterator[Finding]:
    url = make_url(settings.database_url).render_as_string(hide_password=True)
    advice = say("check database.url, and that the server runs")
    yield look(say("database %(url)s", url=url), lambda: _database(settings), advice)
    place = settings.blob_folder or settings.blobs.url
    advice = say("make the folder writable for this user")
    if not settings.blob_folder:
        advice = say("check blobs.url and its keys, and that the server runs")
    yield look(say("files %(folder)s", folder=place), lambda: _octets(settings), advice)
    advice = f"chmod -R go= {settings.desk.data_dir.absolute()}"
    yield look(say("privacy of the data"), lambda: _private(settings), advice)
    yield look(say("free disk"), lambda: _disk(settings.desk.data_dir), say("make room, or move desk.data_dir"))
    yield look(say("clock"), _clock, say("set the machine's clock (timedatectl set-ntp true)"))


def check_people(session: Session) -> Finding:
    """Whether anybody can log in."""
    active = sum(person.active for person in list_staff(session))
    words = str(active) if active else say("nobody can log in")
    return Finding(say("staff"), bool(active), words, say("run `postbon user add NAME ADDRESS --role admin`"))


def check_processes(session: Session) -> Finding:
    """Whether every process that runs the desk gives signs of life; none is well too, for it may not be started yet."""
    now = database_time(session)
    alive = session.exec(select(DeskProcess).where(col(DeskProcess.seen_at) > now - GONE))
    nodes = [f"{row.node} since {row.started_at:%Y-%m-%d %H:%M} UTC" for row in alive]
    wrong = [f"{name}: {words}" for name, words in desk_troubles(session, now).items()]
    words = "; ".join(wrong) or ", ".join(nodes) or say("none runs just now")
    return Finding(say("processes"), not wrong, words, say("start `postbon serve` there anew"))


def check_octets(session: Session, blobs: Blobs) -> Finding:
    """Whether all octets are there that rows name: after a restore, what the copy lacks."""
    missing = missing_octets(session, blobs)
    is_whole = not any(missing.values())
    words = say("missing: of %(mails)s mails, %(letters)s letters and %(files)s files", **missing)
    seen = say("all that is named is there") if is_whole else words
    return Finding(say("files that are named"), is_whole, seen, say("put them back from a newer copy"))


def _reachable(base_url: str) -> str:
    address = urlsplit(base_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise RuntimeError(say("this is no address of a page"))
    host = address.hostname
    if host in ("localhost", "::1", "0.0.0.0") or host.startswith("127.") or host.endswith(".localhost"):  # noqa: S104
        raise RuntimeError(say("the links in letters open on this machine only"))
    if address.scheme == "http":
        raise RuntimeError(say("without https everybody on the way can read along"))
    return say("the links in letters lead there")


def _database(settings: Settings) -> str:
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        if not is_current(engine):
            return say("reachable; its tables are brought up to date when the desk starts")
        return say("reachable, and its tables are up to date")
    except SQLAlchemyError as error:
        raise RuntimeError(str(getattr(error, "orig", error))) from error
    finally:
        engine.dispose()


def _octets(settings: Settings) -> str:
    with closing(open_blobs(settings)) as blobs:
        started = time.perf_counter()
        key = blobs.put(b"postbon doctor was here")
        blobs.get(key)
        took = time.perf_counter() - started
        blobs.remove(key)
    return say("written and read in %(time)s ms", time=f"{took * 1000:.1f}")


def _private(settings: Settings) -> str:
    """Nobody but the desk's own user may read what is in it: a file is kept from others by itself or by its folder."""
    data, url = settings.desk.data_dir, make_url(settings.database_url)
    places = [data, data / "secret", settings.blob_folder or data, data / "spool"]
    places += [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []
    there = [place.absolute() for place in places if place.exists()]
    if readable := [str(place) for place in there if _is_open(place) and _is_open(place.parent)]:
        raise RuntimeError(say("other users of this machine can read %(places)s", places=", ".join(readable)))
    return say("only this user reads it")


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def _disk(folder: Path) -> str:
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free < ENOUGH:
        raise RuntimeError(say("only %(free)s MiB left in %(folder)s", free=free // 1024**2, folder=there))
    return say("%(free)s GiB left", free=f"{free / 1024**3:.1f}")


def _clock() -> str:
    # Without a network a wrong clock shows itself only where it is absurd: at 1970, or before this was written.
    year = time.gmtime().tm_year
    if year < 2026:
        raise RuntimeError(say("the clock says %(year)s", year=year))
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
