"""Commands on the store: `postbon backup`, `postbon restore`, `postbon move-store`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from config.front import settings_of, utc_now
from config.speech import say
from store.words import SecurityEvent

if TYPE_CHECKING:
    from config.settings import Settings

app = typer.Typer()


@app.command(help=say("Copy everything, also while the desk runs.\n\nExample: postbon backup /backup/2026-11-23"))
def backup(context: typer.Context, folder: Path) -> None:
    from store.backup import back_up

    settings = settings_of(context)
    back_up(settings, folder)
    _record(settings, SecurityEvent.BACKUP)
    typer.echo(say("the copy is in %(folder)s", folder=folder))


@app.command(help=say("Put a copy back, before the desk starts.\n\nExample: postbon restore /backup/2026-11-23"))
def restore(context: typer.Context, folder: Path) -> None:
    from config.settings import load_settings
    from store.backup import restore as put_back

    settings = load_settings(context.find_root().obj)  # without a secret of its own: the copy brings one
    put_back(settings, folder)
    _record(settings, SecurityEvent.RESTORE)
    typer.echo(say("the copy is back; now run: postbon serve"))


@app.command(
    "move-store",
    help=say(
        "Move the desk from SQLite to PostgreSQL. Stop it first; what was stopped halfway goes on.\n\nExample: postbon "
        "move-store postgresql+psycopg://postbon:secret@db/postbon"
    ),
)
def move(context: typer.Context, url: str) -> None:
    from store.moving import move_store

    def tell(table: str, done: int, total: int) -> None:
        typer.echo(say("%(table)s: %(done)s of %(total)s", table=table, done=done, total=total))

    move_store(settings_of(context), url, tell)
    typer.echo(say("All of it is there, and compared. Now set database.url to it and run: postbon serve"))


def _record(settings: Settings, event: SecurityEvent) -> None:
    """Into the security log, unless the database is of a release that has none: a copy brings nothing up to date."""
    from contextlib import suppress

    from sqlalchemy.exc import ProgrammingError

    from store.security_log import record
    from store.store import Store, StoreUnavailableError

    store = Store.open(settings)
    try:
        with suppress(StoreUnavailableError, ProgrammingError), store.writing() as session:
            record(session, event, utc_now())
    finally:
        store.close()
