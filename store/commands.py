"""Commands on the store: `postbon backup`, `postbon restore`, `postbon move-store`."""

from __future__ import annotations

from pathlib import Path

import typer

from config.front import settings_of
from config.speech import say

app = typer.Typer()


@app.command(help=say("Copy everything, also while the desk runs.\n\nExample: postbon backup /backup/2026-11-23"))
def backup(context: typer.Context, folder: Path) -> None:
    from store.backup import back_up

    back_up(settings_of(context), folder)
    typer.echo(say("the copy is in %(folder)s", folder=folder))


@app.command(help=say("Put a copy back, before the desk starts.\n\nExample: postbon restore /backup/2026-11-23"))
def restore(context: typer.Context, folder: Path) -> None:
    from config.settings import load_settings
    from store.backup import restore as put_back

    put_back(load_settings(context.find_root().obj), folder)  # without a secret of its own: the copy brings one
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
